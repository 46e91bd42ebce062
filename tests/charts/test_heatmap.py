"""The heat map shows the contribution matrix, sorted, with a number in every cell."""

import numpy as np
import pytest

from calcinosis.charts import DARK, LIGHT, heatmap_alt, heatmap_figure, heatmap_table
from calcinosis.charts.heatmap import MOST_ROWS
from calcinosis.charts.palette import contrast


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_cells_and_table_are_the_contribution_matrix(answer):
    _, types, matrix = answer.contribution_matrix()
    order = np.argsort(-np.abs(matrix).max(axis=1), kind="stable")[:MOST_ROWS]
    table = heatmap_table(answer).drop(columns=["Finding", "State"])
    assert table.shape == (len(order), len(types))
    assert np.array_equal(table.to_numpy(dtype=float), matrix[order])
    drawn = np.array(trace(heatmap_figure(answer, LIGHT), "weights").z, dtype=float)
    assert np.array_equal(drawn.reshape(table.shape), matrix[order])
    assert np.isfinite(drawn).all()


def test_rows_are_at_most_fifteen_and_sorted_by_their_largest_weight(answers):
    weights = np.array(trace(heatmap_figure(answers["many, with long labels"], LIGHT), "weights").z)
    largest = np.abs(weights).max(axis=1)
    assert len(weights) == MOST_ROWS
    assert (np.diff(largest) <= 0).all()


def test_columns_keep_their_order_between_cases(answers):
    columns = [list(heatmap_table(a).columns) for a in answers.values()]
    assert all(names == columns[0] for names in columns)


def test_sign_and_number_are_printed_in_every_cell(answer):
    figure = heatmap_figure(answer, LIGHT)
    weights = np.ravel(trace(figure, "weights").z)
    texts = trace(figure, "numbers").text or ()
    assert len(texts) == len(weights)
    for weight, text in zip(weights, texts, strict=True):
        assert text == "·" or text[0] == ("×" if weight > 0 else "÷")
        assert len(text) <= 5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
def test_printed_numbers_are_legible_on_their_cells(answers, colours):
    figure = heatmap_figure(answers["calciphylaxis"], colours)
    weights, numbers = trace(figure, "weights"), trace(figure, "numbers")
    for weight, colour in zip(np.ravel(weights.z), numbers.textfont.color, strict=True):
        cell = colours.diverging_at((weight - weights.zmin) / (weights.zmax - weights.zmin))
        assert contrast(colour, cell) >= 4.5


def test_colours_are_centred_and_scaled_alike_in_every_case(answers):
    scales = {
        (t.zmin, t.zmid, t.zmax)
        for t in (trace(heatmap_figure(a, LIGHT), "weights") for a in answers.values())
    }
    assert len(scales) == 1
    low, middle, high = scales.pop()
    assert middle == 0
    assert low == -high


def test_empty_case_says_that_nothing_has_been_entered(answers):
    figure = heatmap_figure(answers["empty"], LIGHT)
    assert "No finding has been entered" in figure.layout.annotations[0].text
    assert figure.layout.height == heatmap_figure(answers["one finding"], LIGHT).layout.height


def test_alt_text_names_the_leading_type(answer):
    assert answer.posterior.model.knowledge.types[answer.leading_type].label in heatmap_alt(answer)
