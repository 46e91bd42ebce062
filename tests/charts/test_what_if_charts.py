"""The charts of what changes would do draw what the engine found, and nothing else."""

import base64
import json
import re
from itertools import combinations

import numpy as np
import pytest

from calcinosis import consult
from calcinosis.charts import (
    DARK,
    LIGHT,
    decision_map_alt,
    decision_map_figure,
    decision_map_table,
    prior_factor_alt,
    prior_factor_figure,
    prior_factor_table,
    response_curve_alt,
    response_curve_figure,
    response_curve_table,
    scenario_pair_alt,
    scenario_pair_figure,
    scenario_pair_table,
    tornado_alt,
    tornado_figure,
    tornado_table,
)
from calcinosis.charts.type_lines import round_ticks
from calcinosis.charts.wording import type_name
from calcinosis.reasoning.decision_map import decision_map
from calcinosis.reasoning.prior_sensitivity import prior_sensitivity
from calcinosis.reasoning.response_curve import response_curve
from calcinosis.reasoning.tornado import tornado
from tests.reasoning.changed_cases import EMPTY, GENITAL, KIDNEY, SKIN

CURVE = response_curve(KIDNEY, "phosphate", draws=20)
MAP = decision_map(GENITAL.with_finding("calcium_total", {"value": 2.9, "unit": "mmol/L"}))
TORNADO = tornado(KIDNEY)
PRIOR = prior_sensitivity(KIDNEY)
A, B = (consult(case, draws=20) for case in (KIDNEY, SKIN))
FIGURES = {
    "response curve": lambda colours: response_curve_figure(CURVE, colours, present=1.4),
    "decision map": lambda colours: decision_map_figure(MAP, colours, present=(2.3, 1.1)),
    "tornado": lambda colours: tornado_figure(TORNADO, TORNADO.entered, colours, name="entered"),
    "unknown": lambda colours: tornado_figure(TORNADO, TORNADO.unknown, colours, name="unknown"),
    "scenario pair": lambda colours: scenario_pair_figure(A, B, colours),
    "prior": lambda colours: prior_factor_figure(PRIOR, colours),
}


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_lines_are_the_probabilities_of_every_type():
    figure = response_curve_figure(CURVE, LIGHT)
    lines = [one for one in figure.data if not one.name.startswith("band")]
    assert pytest.approx(CURVE.types) == np.array([line.y for line in lines]).T
    assert response_curve_table(CURVE).iloc[:, 1:].to_numpy() == pytest.approx(CURVE.types)


def test_bands_are_drawn_for_the_two_types_that_reach_highest():
    figure = response_curve_figure(CURVE, LIGHT)
    shown = [t for t in CURVE.type_ids if len(trace(figure, f"band {t}").x) > 1]
    highest = sorted(CURVE.type_ids, key=lambda t: -CURVE.types[:, CURVE.type_ids.index(t)].max())
    assert set(shown) == set(highest[:2])
    upper = trace(figure, f"band {shown[0]}").y[: CURVE.band_values.size]
    assert upper == pytest.approx(CURVE.bands[:, CURVE.type_ids.index(shown[0]), 1])


def test_present_value_is_marked_only_where_it_differs():
    def texts(present):
        figure = response_curve_figure(CURVE, LIGHT, present=present)
        return [one.text for one in figure.layout.annotations if one.yref == "paper"]

    assert texts(CURVE.value) == texts(None) == ["2"]
    assert texts(1.4) == ["A 1.4", "B 2"]


def _boxes(figure, width, letter=7):
    """Left and right end of each text above a mark, in pixels, on an axis of some width."""
    low, high = figure.layout.xaxis.range
    part = {"left": 0, "center": 0.5, "right": 1}
    boxes = []
    for one in figure.layout.annotations:
        if one.yref == "paper":
            long = letter * len(one.text)
            start = (one.x - low) / (high - low) * width + (one.xshift or 0)
            boxes.append((start - part[one.xanchor] * long, start + (1 - part[one.xanchor]) * long))
    return sorted(boxes)


@pytest.mark.parametrize("value", [0.31, 0.6, 1.0, 2.445, 3.3, 4.4])
def test_texts_of_marks_step_aside_where_the_values_are_close(value):
    case = KIDNEY.with_finding("phosphate", {"value": value, "unit": "mmol/L"})
    curve = response_curve(case, "phosphate", draws=2)
    for near in (0.8, 0.97, 0.98, 1.003, 1.02, 1.1, 1.3, 2):
        present = round(value * near, 3)
        if curve.values[0] <= present <= curve.values[-1]:
            figure = response_curve_figure(curve, LIGHT, present=present)
            for width in (300, 900):
                first, second = _boxes(figure, width)
                assert first[1] < second[0]
                assert first[0] > -48
                assert second[1] < width + 14


def test_lines_that_rise_from_the_axis_are_named_where_they_stand_apart():
    figure = response_curve_figure(CURVE, LIGHT)
    names = [one for one in figure.layout.annotations if one.yref != "paper"]
    highest = dict(zip(CURVE.type_ids, CURVE.types.max(axis=0), strict=True))
    risen = {type_name(t).partition(" or ")[0] for t, p in highest.items() if p >= 0.05}
    assert {one.text.partition("<b>")[2].removesuffix("</b>") for one in names} == risen
    assert all(0 <= one.x <= 1 and 0 <= one.y <= 1 for one in names)
    assert all(abs(a.x - b.x) > 0.25 or abs(a.y - b.y) > 0.05 for a, b in combinations(names, 2))


def test_order_of_traces_is_the_same_in_every_case():
    names = [one.name for one in response_curve_figure(CURVE, LIGHT).data]
    other = response_curve(EMPTY, "pth", draws=2)
    assert names == [one.name for one in response_curve_figure(other, DARK).data]
    pair = [scenario_pair_figure(*answers, LIGHT) for answers in ((A, B), (B, A))]
    assert [one.name for one in pair[0].data] == [one.name for one in pair[1].data]
    assert list(pair[0].layout.yaxis.ticktext) == list(pair[1].layout.yaxis.ticktext)
    assert pair[0].layout.height == pair[1].layout.height


def test_cell_of_the_map_tells_type_and_probability():
    figure = decision_map_figure(MAP, LIGHT)
    z = np.array(trace(figure, "leading").z)
    assert (np.floor(z) == MAP.leading).all()
    assert (z - MAP.leading - 0.02) / 0.96 == pytest.approx(MAP.probability)
    table = decision_map_table(MAP)
    assert table["Probability"].to_numpy() == pytest.approx(MAP.probability.ravel())


def test_points_to_click_are_values_of_the_map():
    points = trace(decision_map_figure(MAP, LIGHT), "points")
    assert set(points.x) <= set(MAP.x.values)
    assert set(points.y) <= set(MAP.y.values)
    assert 600 < len(points.x) < 1400
    assert points.marker.opacity == 0


def test_map_names_the_types_that_lead_in_a_good_part_of_it():
    names = trace(decision_map_figure(MAP, LIGHT), "names")
    assert {"<b>Idiopathic</b>", "<b>Metastatic</b>"} <= set(names.text)


def test_patient_and_present_case_are_marked_on_the_map():
    figure = decision_map_figure(MAP, LIGHT, present=(2.3, 1.1))
    assert trace(figure, "patient A").x == (2.3,)
    assert trace(figure, "patient B").x == (MAP.x.value,)
    alone = decision_map_figure(MAP, LIGHT, present=(MAP.x.value, MAP.y.value))
    assert trace(alone, "patient A").x == (None,)


def test_bars_of_the_tornado_end_at_the_swings():
    figure = tornado_figure(TORNADO, TORNADO.entered, LIGHT, name="entered", rows=6)

    def share(log10_odds):
        return 1 / (1 + 10.0**-log10_odds)

    for side, which in (("against", 0), ("favours", 1)):
        bars = trace(figure, side)
        ends = [share(base + x) for base, x in zip(bars.base, bars.x, strict=True)]
        spans = [swing.span(TORNADO.probability)[which] for swing in TORNADO.entered[:6]]
        assert ends == pytest.approx(spans, abs=1e-9)
    table = tornado_table(TORNADO, TORNADO.entered)
    assert list(table["Without it"]) == [swing.without for swing in TORNADO.entered]


def test_pair_holds_both_answers_and_prints_the_change():
    figure = scenario_pair_figure(A, B, LIGHT)
    assert list(trace(figure, "A").x) == list(A.types.values())
    assert list(trace(figure, "B").x) == list(B.types.values())
    same = scenario_pair_figure(A, A, LIGHT).layout.yaxis2.ticktext
    assert not any("→" in text for text in same)
    assert any("→" in text and "(" in text for text in figure.layout.yaxis2.ticktext)
    table = scenario_pair_table(A, B)
    assert table["Change"].to_numpy() == pytest.approx((table["B"] - table["A"]).to_numpy())


def test_prior_marks_the_break_even():
    figure = prior_factor_figure(PRIOR, LIGHT)
    assert PRIOR.break_even in [shape.x0 for shape in figure.layout.shapes]
    assert prior_factor_table(PRIOR)["Factor"].to_numpy() == pytest.approx(PRIOR.factors)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)
@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_transparent_of_fixed_height_and_keeps_its_state(name, colours):
    layout = FIGURES[name](colours).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.uirevision
    assert layout.height


@pytest.mark.parametrize("name", FIGURES)
def test_figure_holds_no_number_that_cannot_be_drawn(name):
    """Plotly writes arrays as base64, in which the letters NaN may stand by chance."""
    text = FIGURES[name](LIGHT).to_json()
    assert json.loads(text)["data"]
    assert "NaN" not in re.sub(r'"bdata":"[^"]*"', "", text)
    for dtype, data in re.findall(r'"dtype":"(\w+)","bdata":"([^"]*)"', text):
        numbers = np.frombuffer(base64.b64decode(json.loads(f'"{data}"')), np.dtype(dtype))
        assert np.isfinite(numbers).all()


@pytest.mark.parametrize(
    ("alt", "parts"),
    [
        (response_curve_alt(CURVE), ("Phosphate", "mmol/L")),
        (decision_map_alt(MAP), ("Total calcium", "Phosphate", "Metastatic")),
        (tornado_alt(TORNADO, TORNADO.entered), ("now", "Furthest")),
        (scenario_pair_alt(A, B), ("A:", "B:", "greatest change")),
        (prior_factor_alt(PRIOR), ("draws level",)),
    ],
)
def test_alt_text_says_what_is_to_be_seen(alt, parts):
    assert all(part in alt for part in parts)


@pytest.mark.parametrize(("low", "high", "log"), [(0.258, 4.84, True), (6, 16, False),
                                                  (3, 4000, True), (1.5, 4.0, False)])  # fmt: skip
def test_ticks_are_a_few_round_values_within_the_range(low, high, log):
    ticks = round_ticks(low, high, log)
    assert 3 <= len(ticks) <= 8
    assert all(low <= value <= high for value, _ in ticks)
