"""Every chart of every page and part: alt text, finite numbers, and the same numbers as a table."""

import base64
import json
import math
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from calcinosis.cases import load_validation
from calcinosis.charts.wording import odds_with_percent, percent
from calcinosis.pages.evidence import _VIEWS as EVIDENCE
from calcinosis.pages.learn import PARTS
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.what_if_sections import SECTIONS
from tests.app.opening import open_page, open_tab
from tests.reasoning.changed_cases import KIDNEY

VALIDATION = (
    "Calibration",
    "Comparison",
    "Work-up",
    "Groups",
    "Missing facts",
    f"Misses ({len(load_validation()['evaluation']['misses'])})",
    "How it was measured",
)
CONSULT = ("Why", "Types", "Waterfall", "Heat map", "Values", "Work-up", "Lesion")
PLACES = [
    *(("", part) for part in CONSULT),
    *(("what-if", part) for part in SECTIONS),
    *(("evidence", part) for part in EVIDENCE),
    *(("learn", part) for part in PARTS),
    *(("validation", part) for part in VALIDATION),
    ("about", ""),
]


def _open(app, page, part):
    app.session_state["sheet"] = Sheet(case=KIDNEY, order=tuple(KIDNEY))
    if page == "what-if":
        app.session_state["what_if.section"] = part
    if page == "learn":
        app.session_state["learn.open_part"] = part
        app.session_state["practice.seed"] = 3
    open_page(app, page)
    if part == "Lesion":
        app.button_group(key="group").set_value("lesion").run()
    elif page == "":
        open_tab(app, "view", part)
    elif page in ("evidence", "validation"):
        open_tab(app, f"{page}.view", part)
    elif part == "Practice":
        app.button_group(key="practice.type").set_value("mimic").run()
        app.button_group(key="practice.sure").set_value(0.4).run()
        app.button(key="practice.end").click().run()
    return app


def _unfold(app):
    for chart in app.get("plotly_chart"):
        name = chart.key.removeprefix("chart.")
        app.session_state["table.map" if name.startswith("map.") else f"table.{name}"] = True
    return app.run()


def _traces(chart) -> list[dict]:
    return json.loads(chart.proto.spec)["data"]


def _flat(values) -> Iterator[float]:
    """The numbers of an axis, packed as bytes or not; what is empty or text is left out."""
    if isinstance(values, dict):
        yield from np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).tolist()
        return
    for one in values if isinstance(values, list) else [values]:
        if isinstance(one, list | dict):
            yield from _flat(one)
        elif isinstance(one, int | float) and not isinstance(one, bool):
            yield one


def _of(traces, axis, *names) -> Iterator[float]:
    """One axis of the traces with these names; of all but bands and hovers where none is named."""
    for trace in traces:
        name = trace.get("name", "")
        if name in names if names else not name.startswith(("band", "hover", "patient")):
            yield from _flat(trace.get(axis, []))


def _probability(log10_odds):
    return 1 / (1 + 10.0**-log10_odds)


def _swings(traces):
    yield from map(_probability, _of(traces, "x", "without"))
    for trace in traces:
        if trace["name"] in ("against", "favours"):
            bars = zip(_flat(trace["base"]), _flat(trace["x"]), strict=True)
            yield from (_probability(base + x) for base, x in bars if x)


def _dots(traces):
    yield from _of(traces, "x", "values")


def _bins(traces):
    yield from (*_of(traces, "x", "bins"), *_of(traces, "y", "bins"))


def _lines(traces):
    yield from (*_of(traces, "x"), *_of(traces, "y"))


def _lab_shares(traces):
    yield from _of(traces, "x", "low", "normal", "high")


MEASURED: dict[str, Callable] = {
    "types": lambda traces: _of(traces, "x", "types", "intervals"),
    "heatmap": lambda traces: _of(traces, "z", "weights"),
    "pair": lambda traces: _of(traces, "x", "A", "B"),
    "response": _lines,
    "prior": _lines,
    "tornado.entered": _swings,
    "tornado.unknown": _swings,
    "labs": _lab_shares,
    "compared_labs": _lab_shares,
    "reliability": _bins,
    "practice": _bins,
    "confusion": lambda traces: _of(traces, "customdata", "counts"),
    "missing": _lines,
    **dict.fromkeys(("comparison", "weight", "stages", "by_type", "by_quality", "by_known"), _dots),
}
"""How the measured numbers of a chart are read off it; those below are looked at by themselves."""
BY_THEMSELVES = (
    "waterfall",
    "sites",
    "ages",
    "compared_ages",
    "classification",
    "map",
    "example",
    "places",
)

DRAWN = {
    ("", "Types"): {"types"},
    ("", "Waterfall"): {"waterfall"},
    ("", "Heat map"): {"heatmap"},
    ("", "Lesion"): {"places"},
    ("what-if", "One lab"): {"pair", "response"},
    ("what-if", "Two labs"): {"map"},
    ("what-if", "Each finding"): {"tornado.entered"},
    ("what-if", "How common it is"): {"prior"},
    ("evidence", "Causes"): {"sites"},
    ("evidence", "A finding in all causes"): {"comparison"},
    ("evidence", "What it rests on"): {"weight"},
    ("learn", "Profiles"): {"sites", "ages", "labs"},
    ("learn", "Compare"): {"compared_ages", "compared_labs"},
    ("learn", "Classification"): {"classification"},
    ("learn", "Practice"): {"practice"},
    ("validation", "Calibration"): {"reliability", "confusion"},
    ("validation", "Comparison"): {"comparison"},
    ("validation", "Work-up"): {"stages"},
    ("validation", "Groups"): {"by_type", "by_quality", "by_known"},
    ("validation", "Missing facts"): {"missing"},
    ("about", ""): {"example"},
}
"""Where each chart stands, so that one that is not drawn is missed."""


def _name(chart):
    name = chart.key.removeprefix("chart.")
    return name.partition(".")[0] if name.startswith(("map.", "places.")) else name


@pytest.mark.parametrize(("page", "part"), PLACES)
def test_every_chart_has_alt_text_finite_numbers_and_its_numbers_in_a_table(app, page, part):
    _unfold(_open(app, page, part))
    assert not app.exception
    drawn_here = {_name(chart) for chart in app.get("plotly_chart")}
    assert DRAWN.get((page, part), set()) <= drawn_here
    tabled = np.sort([x for one in app.dataframe for x in _numbers(one.value)])
    for chart in app.get("plotly_chart"):
        name = _name(chart)
        assert len(chart.proto.alt) > 40
        traces = _traces(chart)
        drawn = [x for trace in traces for axis in "xyz" for x in _flat(trace.get(axis, []))]
        drawn += [x for trace in traces for x in _flat(trace.get("base", []))]
        assert drawn
        assert all(map(math.isfinite, drawn))
        assert name in MEASURED or name in BY_THEMSELVES, "say how this chart is read"
        if name in MEASURED:
            measured = list(MEASURED[name](traces))
            assert measured
            missing = [x for x in measured if not _is_in(x, tabled)]
            assert not missing, f"{name}: not in any table: {missing[:5]}"


def _numbers(table):
    for column in table.select_dtypes("number"):
        yield from table[column].dropna()


def _is_in(x, tabled):
    place = np.searchsorted(tabled, x - 1e-9)
    return place < len(tabled) and abs(tabled[place] - x) <= 1e-9 * max(1.0, abs(x))


def _only(app, name):
    """The chart with this name, and the tables of the page."""
    _unfold(app)
    (chart,) = [one for one in app.get("plotly_chart") if _name(one) == name]
    return chart, [one.value for one in app.dataframe]


def test_weights_of_the_waterfall_are_rows_of_its_table_the_small_ones_as_their_sum(app):
    chart, tables = _only(_open(app, "", "Waterfall"), "waterfall")
    table = next(one for one in tables if "Odds so far" in one)
    weights, ends = table["log10 odds"].to_numpy()[1:-1], table["Odds so far"].to_numpy()[[0, -1]]
    traces = _traces(chart)
    assert list(_of(traces, "x", "ends")) == pytest.approx(ends)
    bars, rows = list(_of(traces, "x", "findings")), sorted(weights, key=abs, reverse=True)
    assert 1 < len(bars) < len(rows)
    assert bars[:-1] == pytest.approx(rows[: len(bars) - 1])
    assert bars[-1] == pytest.approx(sum(rows[len(bars) - 1 :]))


@pytest.mark.parametrize(("page", "part"), [("learn", "Profiles"), ("evidence", "Causes")])
def test_every_share_named_on_the_map_of_sites_is_in_its_table(app, page, part):
    chart, tables = _only(_open(app, page, part), "sites")
    table = next(one for one in tables if "Share of sites" in one)
    shares = dict(zip(table["Region"], table["Share of sites"], strict=True))
    texts = [
        one["text"].replace("&lt;", "<")
        for one in json.loads(chart.proto.spec)["layout"]["annotations"]
    ]
    named = [text for text in texts if "%" in text]
    assert named
    assert set(named) <= {f"{region} {percent(share)}" for region, share in shares.items()}


@pytest.mark.parametrize(("part", "name"), [("Profiles", "ages"), ("Compare", "compared_ages")])
def test_bands_of_age_in_the_table_are_the_areas_below_the_curve(app, part, name):
    chart, tables = _only(_open(app, "learn", part), name)
    table = next(one for one in tables if "Age, years" in one)
    edges = [int(re.findall(r"\d+", band)[0]) for band in table["Age, years"]][1:]
    for trace in _traces(chart):
        x, y = (np.array(list(_flat(trace[axis]))) for axis in "xy")
        below = [y[x < np.log1p(edge)].sum() * (x[1] - x[0]) for edge in edges]
        assert np.cumsum(table[trace["name"]].to_numpy())[:-1] == pytest.approx(below, abs=1e-6)
        assert table[trace["name"]].sum() == pytest.approx(1)


def test_causes_that_the_classification_counts_are_named_in_its_table(app):
    chart, tables = _only(_open(app, "learn", "Classification"), "classification")
    counts = list(_of(_traces(chart), "z", "counts"))
    cells = tables[0].iloc[:, 1:].to_numpy().ravel()
    assert counts == [len(cell.split("; ")) if cell else 0 for cell in cells]


def test_every_point_of_the_decision_map_is_a_row_of_its_table(app):
    chart, tables = _only(_open(app, "what-if", "Two labs"), "map")
    table = next(one for one in tables if "Leading type" in one)
    rows = {(x, y): (type_, p) for x, y, type_, p in table.itertuples(index=False)}
    points = next(trace for trace in _traces(chart) if trace["name"] == "points")
    assert points["text"]
    for x, y, text in zip(_flat(points["x"]), _flat(points["y"]), points["text"], strict=True):
        type_, p = rows[x, y]
        assert f"{type_} {percent(p)}".replace("<", "&lt;").replace(">", "&gt;") in text


def test_odds_of_the_worked_example_stand_in_the_table_beside_it(app, words):
    chart, _ = _only(_open(app, "about", ""), "example")
    traces = {trace["name"]: trace for trace in _traces(chart)}
    steps = zip(_flat(traces["findings"]["base"]), _flat(traces["findings"]["x"]), strict=True)
    odds = [*_flat(traces["ends"]["x"]), *(base + x for base, x in steps)]
    assert odds
    for one in odds:
        assert f'<td class="rd-n">{odds_with_percent(one)}</td>' in words()
