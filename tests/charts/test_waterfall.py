"""The waterfall adds up from prior to posterior odds, whatever is folded."""

import math
from html import unescape

import pytest

from calcinosis import load_knowledge
from calcinosis.charts import LIGHT, waterfall_alt, waterfall_figure, waterfall_table
from calcinosis.charts.hover import finding_hover
from calcinosis.reasoning import Contribution, Explanation


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def explained(answer, pair):
    rival = next(t for t in answer.types if t != answer.leading_type)
    return answer.explain(answer.leading_type, rival if pair else None)


def printed(figure):
    return unescape(" ".join(a.text.replace("<br>", " ") for a in figure.layout.annotations))


@pytest.mark.parametrize("most", [1, 5, 10, 100])
@pytest.mark.parametrize("pair", [False, True])
def test_bars_add_up_from_prior_to_posterior(answer, pair, most):
    explanation = explained(answer, pair)
    bars = trace(waterfall_figure(explanation, answer, LIGHT, most), "findings")
    gain = explanation.posterior_log10_odds - explanation.prior_log10_odds
    assert sum(bars.x) == pytest.approx(gain, abs=1e-9)
    level = explanation.prior_log10_odds
    for base, weight in zip(bars.base, bars.x, strict=True):
        assert base == pytest.approx(level, abs=1e-12)
        level = base + weight
    assert level == pytest.approx(explanation.posterior_log10_odds, abs=1e-9)


@pytest.mark.parametrize("most", [1, 5, 10])
def test_table_holds_the_numbers_of_the_figure(answer, most):
    explanation = explained(answer, pair=False)
    figure, table = (
        waterfall_figure(explanation, answer, LIGHT, most),
        waterfall_table(explanation, most),
    )
    assert list(table["log10 odds"][1:-1]) == list(trace(figure, "findings").x)
    ends = [explanation.prior_log10_odds, explanation.posterior_log10_odds]
    assert [table["log10 odds"].iloc[0], table["log10 odds"].iloc[-1]] == ends
    assert list(trace(figure, "ends").x) == ends
    assert all(math.isfinite(value) for value in table["log10 odds"])


def test_unfolded_table_holds_every_contribution(answer):
    explanation = explained(answer, pair=False)
    weights = [c.log10_odds for c in explanation.contributions]
    assert list(waterfall_table(explanation, most=None)["log10 odds"][1:-1]) == weights


def test_table_names_sources_as_the_pages_do(answers):
    explanation = explained(answers["scleroderma"], pair=False)
    names = {one.short for one in load_knowledge().references.values()}
    keys = [c.sources for c in explanation.contributions]
    cells = list(waterfall_table(explanation, most=None)["Sources"][1:-1])
    assert any(cells)
    for cell, sources in zip(cells, keys, strict=True):
        shown = cell.split("; ") if cell else []
        assert len(shown) == len(sources)
        assert set(shown) <= names


def test_no_more_bars_than_asked_for_and_the_heaviest_first(answers):
    explanation = explained(answers["many, with long labels"], pair=False)
    assert len(explanation.contributions) > 30
    bars = trace(waterfall_figure(explanation, answers["scleroderma"], LIGHT, 10), "findings").x
    assert len(bars) == 11
    assert [abs(x) for x in bars[:10]] == sorted((abs(x) for x in bars[:10]), reverse=True)
    table = waterfall_table(explanation, 10)
    folded = len(explanation.contributions) - 10
    assert table["Finding"].iloc[-2] == f"{folded} smaller findings"


def test_one_left_over_finding_is_shown_rather_than_folded():
    contributions = tuple(
        Contribution(finding, "yes", weight, (), "estimate")
        for finding, weight in (("raynaud", 1.0), ("pain", 0.5), ("ulceration", -0.2))
    )
    explanation = Explanation("dystrophic", None, 0.0, 1.3, contributions)
    assert "smaller findings" not in " ".join(waterfall_table(explanation, 2)["Finding"])


def test_each_bar_prints_its_weight_and_side_in_words(answers):
    answer = answers["scleroderma"]
    figure = waterfall_figure(answer.explain("dystrophic"), answer, LIGHT)
    text = printed(figure)
    assert all(word in text for word in waterfall_table(answer.explain("dystrophic"))["Weight"])
    assert "Raynaud phenomenon: yes" in text


def test_a_bar_without_weight_has_the_colour_of_neither_side(answers):
    contributions = tuple(
        Contribution(finding, "yes", weight, (), "estimate")
        for finding, weight in (("raynaud", 1.0), ("ulceration", -0.2), ("pain", -0.01))
    )
    explanation = Explanation("dystrophic", None, 0.0, 0.79, contributions)
    figure = waterfall_figure(explanation, answers["scleroderma"], LIGHT)
    colours = (LIGHT.favours, LIGHT.against, LIGHT.muted)
    assert trace(figure, "findings").marker.color == colours


def test_title_names_both_sides(answers):
    answer = answers["calciphylaxis"]
    one = waterfall_figure(answer.explain("calciphylaxis", "metastatic"), answer, LIGHT)
    assert "Calciphylaxis against Metastatic" in one.layout.title.text
    other = waterfall_figure(answer.explain("calciphylaxis_uraemic"), answer, LIGHT)
    assert "Calciphylaxis (uraemic) against all other causes" in other.layout.title.text


def test_probability_stands_beside_odds_only_against_all_other_causes(answers):
    answer = answers["calciphylaxis"]
    alone = waterfall_figure(answer.explain("calciphylaxis"), answer, LIGHT)
    pair = waterfall_figure(answer.explain("calciphylaxis", "metastatic"), answer, LIGHT)
    assert all("%" in tick for tick in alone.layout.xaxis.ticktext)
    assert not any("%" in tick for tick in pair.layout.xaxis.ticktext)


def test_extreme_odds_stay_finite_and_readable():
    contributions = (Contribution("raynaud", "yes", 11.0, (), "estimate"),)
    explanation = Explanation("dystrophic", None, -2.0, 9.0, contributions)
    table = waterfall_table(explanation)
    assert table["Weight"].iloc[-1] == "over 1,000,000:1 (>99\u00a0%)"
    assert table["Weight"].iloc[1] == "× over 1,000 for"


def test_axis_has_few_round_ticks_within_its_range(answer):
    layout = waterfall_figure(explained(answer, pair=False), answer, LIGHT, compact=True).layout
    low, high = layout.xaxis.range
    assert 1 <= len(layout.xaxis.tickvals) <= 5
    assert all(low <= tick <= high for tick in layout.xaxis.tickvals)
    assert not any(tick.startswith("100\u00a0%") for tick in layout.xaxis.ticktext)


def test_full_label_and_evidence_are_in_the_hover_text(answers):
    answer = answers["scleroderma"]
    texts = trace(waterfall_figure(answer.explain("dystrophic"), answer, LIGHT), "hover").text
    joined = " ".join(texts)
    assert "How often so, by type" in joined
    assert "grade" in joined or "estimate" in joined


def test_hover_text_gives_medians_as_numbers_and_says_what_is_not_counted(answers):
    answer = answers["scleroderma"]
    age, region = (
        " ".join(unescape(text).replace("<br>", " ").split())
        for text in (
            finding_hover(answer, "age_years", "52 years", 0.1, compact=False),
            finding_hover(answer, "region", "finger", 0.1, compact=False),
        )
    )
    assert "Density by type" in age
    assert "Systemic sclerosis: median 57 years, n = 462" in age
    assert age.count("shown only)") == age.count("•") > 0
    assert "shown only" not in region
    assert "None" not in age + region


def test_empty_case_draws_prior_and_posterior_at_the_same_odds(answers):
    answer = answers["empty"]
    figure = waterfall_figure(answer.explain(answer.leading_type), answer, LIGHT)
    assert len(trace(figure, "findings").x or ()) == 0
    assert trace(figure, "ends").x[0] == trace(figure, "ends").x[1]
    assert "No finding has been entered" in figure.layout.title.text


def test_height_does_not_change_between_no_finding_and_one(answers):
    heights = [
        waterfall_figure(answers[n].explain("dystrophic"), answers[n], LIGHT).layout.height
        for n in ("empty", "one finding")
    ]
    assert heights[0] == heights[1]


def test_alt_text_names_both_sides_and_the_strongest_findings(answer):
    explanation = answer.explain(answer.leading_type)
    alt = waterfall_alt(explanation, answer)
    assert answer.posterior.model.knowledge.types[answer.leading_type].label in alt
    assert "all other causes" in alt
    assert ("Strongest for" in alt) == any(c.log10_odds > 0 for c in explanation.contributions)


def test_fewer_than_one_finding_is_refused(answers):
    answer = answers["scleroderma"]
    with pytest.raises(ValueError, match="at least one finding"):
        waterfall_figure(answer.explain("dystrophic"), answer, LIGHT, most=0)
