"""Dots print what they are given, group by group, and their table holds the same numbers."""

import pytest

from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.dots import Dot, DotGroup, Scale, dots_alt, dots_figure, dots_table

GROUPS = (
    DotGroup(
        "Dystrophic",
        (
            Dot("Systemic sclerosis", 0.96, ("96 % (91–99)", "48 of 50"), (0.91, 0.99)),
            Dot("Infection <or> parasite, with a long label", 0.04, ("4 %",)),
        ),
        "dystrophic",
    ),
    DotGroup("Tumoral", (Dot("Sporadic", 0.5, ("50 %",), (0.3, 0.7)),), "tumoral"),
)
SCALE = Scale("How often")


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_dots_and_table_are_the_values_given(colours):
    figure, table = dots_figure(GROUPS, colours, SCALE, name="x"), dots_table(GROUPS)
    assert list(trace(figure, "values").x) == [0.96, 0.04, 0.5] == list(table["Value"])
    assert list(table["Interval low"].dropna()) == [0.91, 0.3]
    assert figure.layout.font.color == colours.text
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.uirevision


def test_interval_is_drawn_and_a_stem_where_there_is_none():
    figure = dots_figure(GROUPS, LIGHT, SCALE, name="x")
    dystrophic, tumoral = [t for t in figure.data if t.name == "intervals"]
    assert tuple(dystrophic.x) == (0.91, 0.99, None, 0.0, 0.04, None)
    assert tuple(tumoral.x) == (0.3, 0.7, None)
    assert dystrophic.line.color == LIGHT.types["dystrophic"]


def test_rows_stand_in_order_below_their_heading_and_never_overlap():
    figure = dots_figure(GROUPS, LIGHT, SCALE, name="x")
    places = list(trace(figure, "values").y)
    headings = [annotation.y for annotation in figure.layout.annotations]
    assert places == sorted(places)
    assert headings[0] < places[0] < places[1] < headings[1] < places[2]


def test_labels_are_made_safe_and_wrapped():
    labels = dots_figure(GROUPS, LIGHT, SCALE, name="x").layout.yaxis.ticktext
    assert "&lt;or&gt;" in labels[1]
    assert "<br>" in labels[1]


def test_alt_text_names_the_highest_and_the_lowest():
    alt = dots_alt(GROUPS, "a finding")
    assert "a finding, 3 rows" in alt
    assert "Highest: Systemic sclerosis (Dystrophic), 96 %" in alt
    assert "lowest: Infection" in alt


def test_table_of_one_unnamed_group_has_no_group_column():
    table = dots_table((DotGroup("", GROUPS[0].dots),), group="Type", row="Cause", value="Share")
    assert list(table)[:2] == ["Cause", "Share"]
