"""The chart of missing facts has one line a share of facts, the bar in use ringed."""

import pytest

from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.missing_facts import (
    KeptFacts,
    missing_facts_alt,
    missing_facts_figure,
    missing_facts_table,
)
from calcinosis.reasoning.scores import Proportion

POINTS = (
    KeptFacts(0.2, 0.6, Proportion(34, 100), Proportion(30, 34)),
    KeptFacts(0.2, 0.9, Proportion(0, 100), Proportion(0, 0)),
    KeptFacts(1.0, 0.6, Proportion(88, 100), Proportion(81, 88)),
    KeptFacts(1.0, 0.9, Proportion(62, 100), Proportion(61, 62)),
)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_lines_are_the_points_that_answered_a_case(colours):
    few, every = missing_facts_figure(POINTS, 0.6, colours).data
    assert (few.name, every.name) == ("known 0.2", "known 1")
    assert list(few.x) == [0.34]
    assert list(every.x) == [0.88, 0.62]
    assert list(every.y) == [81 / 88, 61 / 62]


def test_bar_in_use_is_ringed_and_named():
    few, every = missing_facts_figure(POINTS, 0.6, LIGHT).data
    assert list(every.marker.line.width) == [2, 0]
    assert list(every.text) == ["all", ""]
    assert few.text[0].startswith("20")


def test_table_holds_every_point_also_without_an_answer():
    table = missing_facts_table(POINTS)
    assert len(table) == len(POINTS)
    assert table["Right when answered"].isna().sum() == 1


def test_alt_text_tells_both_ends_at_the_bar_in_use():
    alt = missing_facts_alt(POINTS, 0.6)
    assert "With 20" in alt
    assert "With all of the facts, 88" in alt
