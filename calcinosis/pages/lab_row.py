"""The row of one laboratory test: number with unit, or low, normal, high; its interval."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import (
    LAB_STATES,
    LABS,
    interval_in_effect,
    interval_in_unit,
    lab_state,
    rounded_text,
    unit_text,
)
from calcinosis.pages import state
from calcinosis.pages.layout import help_text, short_label
from calcinosis.pages.sheet import INTERVAL_FIELDS, Sheet

_ARROWS = {"low": "↓ low", "normal": "normal", "high": "↑ high"}


def lab_row(lab_id: str) -> None:
    """Name, number, unit and state of a lab, with what is wrong below.

    In a container of its own, so that a message pushes no other row out of its place: the browser
    would draw that row anew, and half-typed text in it would be lost.
    """
    with st.container(key=f"labbox-{lab_id}", gap=None):
        _line(lab_id)
        _faults(state.sheet(), lab_id)


def _line(lab_id: str) -> None:
    sheet, unit = state.sheet(), state.unit_of(lab_id)
    result = sheet.case.get(lab_id)
    is_measured = result is not None and result.value is not None
    with st.container(
        key=f"lab-{lab_id}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.markdown(short_label(lab_id), help=help_text(lab_id), width=140)
        st.text_input(
            f"{short_label(lab_id)}, number in {unit_text(unit)}",
            key=state.show(lab_id, sheet.text(lab_id, unit)),
            max_chars=24,
            autocomplete="off",
            label_visibility="collapsed",
            on_change=state.write,
            args=(lab_id, unit),
            width=88,
        )
        _unit(lab_id, unit)
        if is_measured:
            with st.popover(
                _status(sheet, lab_id, unit),
                type="tertiary",
                key=f"{lab_id}.interval",
                help="The interval it is read against; click to enter the laboratory's own",
            ):
                _own_interval(sheet, lab_id, unit)
        else:
            st.segmented_control(
                f"{short_label(lab_id)}, where only a word is known",
                LAB_STATES,
                format_func=str.capitalize,
                key=state.show(f"{lab_id}.state", result.state if result else None),
                label_visibility="collapsed",
                on_change=state.choose_state,
                args=(lab_id,),
            )


def unit_switch() -> None:
    """US or SI for all labs at once."""
    st.segmented_control(
        "Units",
        ("US", "SI"),
        key=state.show("units.all", state.unit_system()),
        required=True,
        help="Shows every lab in these units. What was entered is converted, never replaced.",
        on_change=state.choose_unit_system,
    )


def _unit(lab_id: str, unit: str) -> None:
    if len(LABS[lab_id].units) == 1:
        st.markdown(f":small[{unit_text(unit)}]", width=96)
        return
    st.button(
        unit_text(unit),
        key=f"{lab_id}.unit",
        icon=":material/swap_horiz:",
        icon_position="right",
        type="tertiary",
        help="Show in the other unit; the entered value is converted",
        on_click=state.next_unit,
        args=(lab_id,),
        width=96,
    )


def _status(sheet: Sheet, lab_id: str, unit: str) -> str:
    """State and interval of a measured lab: "↑ high (0.8 to 1.45)"."""
    case = sheet.case
    found = interval_in_effect(lab_id, case.get(lab_id), case.get("age_years"), case.get("sex"))
    if found is None or (found.low is None and found.high is None):
        return "no interval"
    shown = interval_in_unit(lab_id, found, unit)
    low, high = (None if x is None else rounded_text(x, 3) for x in (shown.low, shown.high))
    limits = f"{low} to {high}"
    if low is None or high is None:
        limits = f"up to {high}" if low is None else f"from {low}"
    return f"{_ARROWS[lab_state(case, lab_id)]} ({limits})"


def _own_interval(sheet: Sheet, lab_id: str, unit: str) -> None:
    case = sheet.case
    found = interval_in_effect(lab_id, case.get(lab_id), case.get("age_years"), case.get("sex"))
    if found:
        mark = " (estimate)" if found.is_estimate else ""
        st.caption(f"In effect: {found.band}; {found.source}{mark}")
    st.markdown(f"**Your laboratory's interval** ({unit_text(unit)})")
    for name, label in zip(INTERVAL_FIELDS, ("Lower limit", "Upper limit"), strict=True):
        field_id = f"{lab_id}.{name}"
        st.text_input(
            label,
            key=state.show(field_id, sheet.interval_text(lab_id, name, unit)),
            max_chars=24,
            autocomplete="off",
            on_change=state.write_interval,
            args=(lab_id, name, unit),
        )
        if field_id in sheet.slips:
            st.markdown(f":red[{sheet.slips[field_id].message}]")


def _faults(sheet: Sheet, lab_id: str) -> None:
    messages = [
        f":red[{sheet.slips[field_id].message}]"
        for field_id in (lab_id, *(f"{lab_id}.{name}" for name in INTERVAL_FIELDS))
        if field_id in sheet.slips
    ]
    likely = sheet.likely_units(lab_id)
    if not messages and likely:
        messages = [":orange[An unusual value: please check the unit.]"]
    if not messages:
        return
    with st.container(key=f"fault-{lab_id}", horizontal=True, vertical_alignment="center"):
        for message in messages:
            st.markdown(message, width="stretch")
        for other in likely:
            st.button(
                f"It was {unit_text(other)}",
                key=f"{lab_id}.reread.{other}",
                on_click=state.reread,
                args=(lab_id, other),
            )
