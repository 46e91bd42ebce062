"""The charts of the Learn page draw what they are given and say the same in words and tables."""

import numpy as np
import pytest

from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.age_curves import age_alt, age_figure, age_table, ages_in_words
from calcinosis.charts.classification import (
    classification_alt,
    classification_figure,
    classification_table,
)
from calcinosis.charts.lab_pattern import LabBar, LabGroup, lab_alt, lab_figure, lab_table
from calcinosis.charts.palette import contrast, text_on
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import age_curve

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
CURVES = {
    "Systemic sclerosis": age_curve("systemic_sclerosis", default_model()),
    "Neonatal heel sticks": age_curve("heel_stick", default_model()),
}
LABS = (
    LabGroup(
        "Phosphate",
        (
            LabBar("Familial <tumoral>", (0.02, 0.08, 0.9), "A 60 %, estimate 40 %", False),
            LabBar("Gout", (0.1, 0.8, 0.1), "estimate >99 %", True),
        ),
    ),
    LabGroup("CK", (LabBar("Gout", (0.05, 0.9, 0.05), "estimate >99 %", True),)),
)
TYPES = {"dystrophic": "Dystrophic", "tumoral": "Tumoral"}
TISSUES = {"skin": "calcinosis cutis", "periarticular": "periarticular calcinosis"}
CELLS = {
    ("dystrophic", "skin"): ["Lupus", "Infection & parasite"],
    ("tumoral", "periarticular"): ["Sporadic"],
}


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@BOTH
def test_curves_of_age_lie_over_each_other_and_differ_in_colour_and_dash(colours):
    figure = age_figure(CURVES, colours, name="x")
    assert [t.name for t in figure.data] == list(CURVES)
    assert len({t.line.dash for t in figure.data}) == len({t.line.color for t in figure.data}) == 2
    assert figure.layout.showlegend
    assert all(np.isfinite(t.y).all() for t in figure.data)
    assert figure.layout.font.color == colours.text


def test_one_curve_needs_no_key():
    label = "Systemic sclerosis"
    figure = age_figure({label: CURVES[label]}, LIGHT, name="x")
    assert not figure.layout.showlegend
    assert figure.data[0].fill == "tozeroy"


def test_ages_are_told_in_months_where_they_are_months():
    assert "months" in ages_in_words(CURVES["Neonatal heel sticks"])
    assert ages_in_words(CURVES["Systemic sclerosis"]).startswith("median ")
    assert "years" in ages_in_words(CURVES["Systemic sclerosis"])
    assert all(label in age_alt(CURVES) for label in CURVES)


def test_bands_of_age_make_up_the_whole():
    table = age_table(CURVES)
    assert list(table.columns) == ["Age, years", *CURVES]
    for label in CURVES:
        assert table[label].sum() == pytest.approx(1)


@BOTH
def test_bars_of_a_lab_are_the_shares_given_and_estimates_are_marked(colours):
    figure = lab_figure(LABS, colours, name="x")
    for s, state in enumerate(("low", "normal", "high")):
        bars = [bar for group in LABS for bar in group.bars]
        assert list(trace(figure, state).x) == [bar.shares[s] for bar in bars]
    labels = figure.layout.yaxis.ticktext
    assert labels[0] == "Familial &lt;tumoral&gt;"
    assert labels[1].endswith("◦")
    assert figure.layout.barmode == "stack"


@BOTH
def test_number_in_a_bar_stands_out_from_its_colour(colours):
    for one in lab_figure(LABS, colours, name="x").data:
        assert contrast(one.textfont.color, one.marker.color) >= 4.5


def test_number_is_printed_only_where_there_is_room():
    normal = trace(lab_figure(LABS, LIGHT, name="x"), "normal")
    assert list(normal.text) == ["", "80\u00a0%", "90\u00a0%"]


def test_labs_out_of_range_are_named_in_the_alt_text_and_all_stand_in_the_table():
    assert "Phosphate Familial <tumoral> mostly high" in lab_alt(LABS, "two causes")
    assert "all mostly normal" in lab_alt(LABS[1:], "one cause")
    table = lab_table(LABS, "Lab", "Cause")
    assert list(table["High"]) == [0.9, 0.1, 0.05]
    assert "Group" not in lab_table([LabGroup("", LABS[0].bars)])


@BOTH
def test_cell_of_the_classification_prints_how_many_causes_belong(colours):
    figure = classification_figure(CELLS, TYPES, TISSUES, colours, ("tumoral", "periarticular"))
    cells = trace(figure, "cells")
    assert list(cells.text) == ["2", "", "", "1"]
    assert [list(one) for one in cells.customdata] == [
        ["dystrophic", "skin"],
        ["tumoral", "skin"],
        ["dystrophic", "periarticular"],
        ["tumoral", "periarticular"],
    ]
    assert "Infection &amp; parasite" in cells.hovertext[0]
    assert len(figure.layout.shapes) == 1


@BOTH
def test_count_in_a_cell_stands_out_from_its_fill(colours):
    many = {("dystrophic", "skin"): ["x"] * 9, ("tumoral", "skin"): ["x"] * 3}
    figure = classification_figure(many, TYPES, TISSUES, colours)
    scale = dict(trace(figure, "counts").colorscale)
    fills = [scale[1.0], scale[0.5], scale[0.0], scale[0.0]]
    assert list(trace(figure, "cells").textfont.color) == [text_on(fill) for fill in fills]


def test_classification_in_words_and_as_a_table_names_the_same_causes():
    assert "Most, 2: Dystrophic, calcinosis cutis." in classification_alt(CELLS, TYPES, TISSUES)
    table = classification_table(CELLS, TYPES, TISSUES)
    assert list(table["Tissue"]) == list(TISSUES.values())
    assert table["Dystrophic"][0] == "Lupus; Infection & parasite"
    assert table["Tumoral"][1] == "Sporadic"
