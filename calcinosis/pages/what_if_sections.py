"""The sections of the What-if page, each worked out only while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.case import LABS, rounded_text, to_unit, unit_text
from calcinosis.charts import (
    CONFIG,
    decision_map_alt,
    decision_map_figure,
    decision_map_table,
    factor_text,
    prior_factor_alt,
    prior_factor_figure,
    prior_factor_table,
    response_curve_alt,
    response_curve_figure,
    response_curve_table,
    tornado_alt,
    tornado_figure,
    tornado_table,
)
from calcinosis.charts.wording import percent
from calcinosis.pages import scenario
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import chart, html, html_table, numbers
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.what_if_overturning import one_of, overturning_section
from calcinosis.pages.wording import clinic_label, type_label
from calcinosis.reasoning import default_model
from calcinosis.reasoning.decision_map import DecisionMap, decision_map
from calcinosis.reasoning.prior_sensitivity import prior_sensitivity
from calcinosis.reasoning.response_curve import labs_that_tell, response_curve
from calcinosis.reasoning.tornado import tornado

_SIDES = {"entered": "What is entered", "unknown": "What is not known yet"}


def _response(a: Sheet, b: Sheet) -> None:
    labs = labs_that_tell(default_model())
    measured = [lab for lab in labs if b.case.get(lab) is not None]
    with st.container(key="response-choice", horizontal=True, gap="small"):
        lab = _lab("Laboratory value", "what_if.lab", labs, (measured or ["phosphate"])[0])
        unit = st.selectbox(
            "Unit",
            LABS[lab].units,
            index=LABS[lab].units.index(scenario.unit_of(b, lab)),
            format_func=unit_text,
            key=f"what_if.unit.{lab}",
            width=150,
        )
    curve = response_curve(b.case, lab, b.clinic, unit=unit, prior_weights=b.weights)
    figure = response_curve_figure(curve, current_palette(), present=_value(a, lab, unit))
    chart("response", figure, response_curve_alt(curve), response_curve_table(curve))
    turns = curve.turns()
    if not turns:
        led = type_label(curve.type_ids[curve.leading[0]])
        st.markdown(f"{led} leads at every plausible value of {short_label(lab)}.")
    for value, below, above in turns:
        st.markdown(
            f"Near **{rounded_text(value, 3)} {unit_text(unit)}** the leading type changes from "
            f"{type_label(below).lower()} to {type_label(above).lower()}."
        )
    st.caption(
        "Everything else as in B; the normal range is grey. Pale bands: how sure the two likeliest "
        "types are (95 % interval). Types below 5 % throughout are not named."
    )


def _map(a: Sheet, b: Sheet) -> None:
    labs = labs_that_tell(default_model())
    with st.container(key="map-choice", horizontal=True, gap="small"):
        x = _lab("Across", "what_if.map.x", labs, "calcium_total")
        others = tuple(lab for lab in labs if lab != x)
        y = _lab("Upwards", "what_if.map.y", others, "phosphate" if x != "phosphate" else others[0])
    units = {lab: scenario.unit_of(b, lab) for lab in (x, y)}
    found = decision_map(b.case, x, y, b.clinic, units=units, prior_weights=b.weights)
    present = tuple(_value(a, lab, units[lab]) for lab in (x, y))
    figure = decision_map_figure(found, current_palette(), present=present)
    key = f"chart.map.{x}.{y}"
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config=CONFIG,
        alt=decision_map_alt(found),
        on_select=lambda: _move(key, found),
        selection_mode="points",
    )
    _values_line(b, found)
    bar = percent(load_knowledge().settings["abstain_below"])
    st.caption(
        "Click or tap the map to move B there. The fuller the colour, the likelier the leading "
        f"type; below {bar} none would be named. Dotted lines: limits of the normal range."
    )
    with st.expander(
        "The same numbers as a table", key="table.map", type="compact", on_change="rerun"
    ) as opened:
        if opened.open:
            numbers(decision_map_table(found), decision_map_alt(found))


def _move(key: str, found: DecisionMap) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        x, y = points[0]["x"], points[0]["y"]
        scenario.move_to(
            {found.x.lab: (float(x), found.x.unit), found.y.lab: (float(y), found.y.unit)}
        )


def _values_line(b: Sheet, found: DecisionMap) -> None:
    axes = (found.x, found.y)
    if any(axis.value is None for axis in axes):
        st.markdown("B does not hold both values yet: click on the map to set them.")
        return
    values = ", ".join(
        f"{short_label(axis.lab)} {rounded_text(axis.value)} {unit_text(axis.unit)}"
        for axis in axes
    )
    st.markdown(f"B: {values}.")


def _tornado(a: Sheet, b: Sheet) -> None:
    found = tornado(b.case, b.clinic, prior_weights=b.weights)
    side = one_of("Findings", _SIDES, "what_if.tornado")
    swings = found.entered if side == "entered" else found.unknown
    if not swings:
        st.markdown("Nothing here to vary yet.")
        return
    figure = tornado_figure(found, swings, current_palette(), name=f"tornado-{side}")
    alt = tornado_alt(found, swings)
    chart(f"tornado.{side}", figure, alt, tornado_table(found, swings))
    if side == "entered":
        st.caption(
            "One finding changed at a time. The dot: the answer if it were not known. The end of "
            "the bar: the answer if it were otherwise, in the state that moves it most. "
            "The scale is stretched near 0 and 100 %: read the numbers, not the length alone. "
            "The reasons on the Consult page share out what findings say together, so one may "
            "weigh more or less there than the answer moves here."
        )
    else:
        st.caption(
            "One finding added at a time, in the states that would lower and raise the answer most."
        )


def _prior(a: Sheet, b: Sheet) -> None:
    found = prior_sensitivity(b.case, b.clinic, prior_weights=b.weights)
    leader, second = type_label(found.leader), type_label(found.runner_up)
    st.markdown(
        f"**{second} would draw level if {leader.lower()} were {_commoner(found.break_even)} "
        "where you work**, all else as it is."
    )
    figure = prior_factor_figure(found, current_palette())
    chart("prior", figure, prior_factor_alt(found), prior_factor_table(found))
    rows = []
    for clinic, types in found.clinics.items():
        order = sorted(zip(types, found.type_ids, strict=True), reverse=True)[:3]
        name = clinic_label(clinic)
        marked = f"<b>{escape(name)}</b> (set)" if clinic == b.clinic else escape(name)
        rows.append((marked, *(f"{escape(type_label(t))} {percent(p)}" for p, t in order)))
    html("<h3>In every setting</h3>" + html_table(("Setting", "First", "Second", "Third"), rows))


SECTIONS: Mapping[str, Callable[[Sheet, Sheet], None]] = {
    "One lab": _response,
    "Two labs": _map,
    "Each finding": _tornado,
    "What would overturn it": overturning_section,
    "How common it is": _prior,
}
"""The sections by their names, in order."""


def _commoner(factor: float) -> str:
    """A factor on how common a type is, in words: "8.2 times rarer"."""
    size = factor_text(factor).partition(" ")[2]
    return f"{size} times {'commoner' if factor >= 1 else 'rarer'}"


def _lab(label: str, key: str, labs: tuple[str, ...], first: str) -> str:
    if st.session_state.get(key) not in labs:
        st.session_state[key] = first
    return st.selectbox(label, labs, format_func=short_label, key=key, width=240)


def _value(sheet: Sheet, lab: str, unit: str) -> float | None:
    result = sheet.case.get(lab)
    if result is None or result.value is None:
        return None
    return to_unit(lab, result.value, result.unit, unit)
