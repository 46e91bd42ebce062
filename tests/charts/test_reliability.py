"""The reliability diagram draws the bins that have a case, with their counts."""

import pytest

from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.reliability import (
    reliability_alt,
    reliability_figure,
    reliability_table,
)
from calcinosis.reasoning.evaluation import Bin
from calcinosis.reasoning.scores import Proportion

BINS = (
    Bin(0.4, 0.5, Proportion(0, 0), None),
    Bin(0.5, 0.6, Proportion(5, 11), 0.556),
    Bin(0.9, 1.0, Proportion(137, 140), 0.98),
)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_dots_and_table_are_the_bins_that_have_a_case(colours):
    figure, table = reliability_figure(BINS, colours), reliability_table(BINS)
    dots = trace(figure, "bins")
    assert list(dots.x) == [0.556, 0.98] == list(table["Mean probability"])
    assert list(dots.y) == [5 / 11, 137 / 140] == list(table["Share right"])
    assert list(dots.text) == ["11", "140"]
    assert figure.layout.font.color == colours.text


def test_whiskers_are_wilson_intervals():
    whiskers = trace(reliability_figure(BINS, LIGHT), "intervals").y
    assert (whiskers[0], whiskers[1]) == Proportion(5, 11).interval


def test_alt_text_tells_cases_and_the_surest_bin():
    alt = reliability_alt(BINS)
    assert "151 cases in 2 bins" in alt
    assert "137 of 140" in alt
