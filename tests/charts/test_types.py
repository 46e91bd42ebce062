"""The chart of types prints what the consultation says, in an order that never changes."""

import math

import pytest

from calcinosis.charts import DARK, LIGHT, types_alt, types_figure, types_table


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_bars_and_table_are_the_probabilities_of_the_answer(answer):
    figure, table = types_figure(answer, LIGHT), types_table(answer)
    assert list(trace(figure, "types").x) == list(answer.types.values())
    assert list(table["Probability"]) == list(answer.types.values())
    assert all(math.isfinite(p) for p in table["Probability"])


def test_whiskers_and_table_are_the_credible_intervals(answer):
    whiskers = trace(types_figure(answer, LIGHT), "intervals").x
    table = types_table(answer)
    intervals = [answer.intervals[t] for t in answer.types]
    assert list(zip(whiskers[::3], whiskers[1::3], strict=True)) == intervals
    assert list(zip(table["Interval low"], table["Interval high"], strict=True)) == intervals


def test_order_and_height_stay_when_another_type_leads(answers):
    one = types_figure(answers["scleroderma"], LIGHT)
    other = types_figure(answers["calciphylaxis"], LIGHT)
    plain = [
        [text.replace("<b>", "").replace("</b>", "") for text in figure.layout.yaxis.ticktext]
        for figure in (one, other)
    ]
    assert answers["scleroderma"].leading_type != answers["calciphylaxis"].leading_type
    assert plain[0] == plain[1]
    assert one.layout.height == other.layout.height


def test_leading_type_is_emphasised_only_where_the_answer_is_conclusive(answers):
    leading = types_figure(answers["calciphylaxis"], LIGHT).layout.yaxis.ticktext
    assert [text for text in leading if "<b>" in text] == ["<b>Calciphylaxis</b>"]
    assert not any("<b>" in t for t in types_figure(answers["empty"], LIGHT).layout.yaxis.ticktext)


def test_alt_text_names_the_leading_type_with_its_number(answer):
    alt = types_alt(answer)
    label = answer.posterior.model.knowledge.types[answer.leading_type].label
    first = types_table(answer).set_index("Type").loc[label, "In words"]
    assert f"{label}, {first}" in alt
    assert ("Most likely" in alt) == answer.conclusive


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_figure_is_transparent_and_keeps_its_state(answer, colours, compact):
    layout = types_figure(answer, colours, compact=compact).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.uirevision
    assert layout.font.color == colours.text
    assert layout.width is None
