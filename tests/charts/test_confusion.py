"""The confusion matrix prints counts; right and wrong lie on different sides of the scale."""

import pytest

from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.confusion import confusion_alt, confusion_figure, confusion_table

COUNTS = {
    "dystrophic": {"dystrophic": 65, "mimic": 4, "other": 1},
    "mimic": {"dystrophic": 3, "mimic": 23, "other": 0},
    "other": {"dystrophic": 0, "mimic": 0, "other": 0},
}
LABELS = {"dystrophic": "Dystrophic", "mimic": "Look-alike", "other": "Other or not listed"}


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_cells_and_table_are_the_counts(colours):
    figure, table = confusion_figure(COUNTS, LABELS, colours), confusion_table(COUNTS, LABELS)
    shown = [list(row) for row in trace(figure, "counts").customdata]
    assert shown == [[65, 4, 1], [3, 23, 0]] == table.iloc[:, 1:].values.tolist()
    assert list(trace(figure, "numbers").text) == ["65", "4", "1", "3", "23", "·"]


def test_right_cells_favour_and_wrong_cells_speak_against():
    places = trace(confusion_figure(COUNTS, LABELS, LIGHT), "counts").z
    assert places[0][0] > 0.5 > places[0][1]
    assert places[1][1] > 0.5 > places[1][0]
    assert places[1][2] == 0.5


def test_type_without_a_case_has_no_row_but_can_be_named():
    figure = confusion_figure(COUNTS, LABELS, LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["Dystrophic (70)", "Look-alike (26)"]
    assert list(figure.layout.xaxis.ticktext) == ["Dystrophic", "Look-alike", "Other"]


def test_alt_text_tells_agreement_and_the_commonest_confusion():
    alt = confusion_alt(COUNTS, LABELS)
    assert "96 cases: 88 named as their authors did" in alt
    assert "Dystrophic named Look-alike, 4 times" in alt
