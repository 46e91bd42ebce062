"""The fields of the calculators: what is typed, in which unit, and what is wrong with it."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import CALCULATORS, LABS, VOCABULARY, Case, number_text, unit_text
from calcinosis.pages import state
from calcinosis.pages.layout import YES_NO, help_text, short_label
from calcinosis.pages.sheet import Sheet, unit_typed


def typed() -> Sheet:
    """What was typed in the calculators; one sheet for all of them."""
    return st.session_state.setdefault("calculator.sheet", Sheet())


def _keep(sheet: Sheet) -> None:
    st.session_state["calculator.sheet"] = sheet


def _unit(lab_id: str) -> str:
    units = st.session_state.setdefault("calculator.units", {})
    return units.setdefault(lab_id, state.unit_of(lab_id))


def field(finding: str) -> None:
    """The field of one input, by its kind."""
    draw = {"lab": lab_field, "number": _number, "choice": _choice, "yesno": _choice}
    draw[VOCABULARY[finding].kind](finding)


def lab_field(lab_id: str) -> None:
    """The field of a lab with its unit."""
    unit = _unit(lab_id)
    with st.container(key=f"calcbox-{lab_id}", gap=None):
        with st.container(
            key=f"calcline-{lab_id}", horizontal=True, vertical_alignment="bottom", gap="small"
        ):
            st.text_input(
                short_label(lab_id),
                key=state.show(f"calc.{lab_id}", typed().text(lab_id, unit)),
                max_chars=24,
                autocomplete="off",
                help=help_text(lab_id),
                on_change=_write,
                args=(lab_id,),
                width=190,
            )
            if len(LABS[lab_id].units) > 1:
                st.selectbox(
                    f"{short_label(lab_id)}, unit",
                    LABS[lab_id].units,
                    format_func=unit_text,
                    key=state.show(f"calc.{lab_id}.unit", unit),
                    label_visibility="collapsed",
                    on_change=_change_unit,
                    args=(lab_id,),
                    width=130,
                )
            else:
                st.markdown(unit_text(unit), width="content")
        _fault(lab_id)


def _number(finding: str) -> None:
    with st.container(key=f"calcbox-{finding}", gap=None):
        with st.container(
            key=f"calcline-{finding}", horizontal=True, vertical_alignment="bottom", gap="small"
        ):
            st.text_input(
                short_label(finding),
                key=state.show(f"calc.{finding}", typed().text(finding)),
                max_chars=24,
                autocomplete="off",
                help=help_text(finding),
                on_change=_write,
                args=(finding,),
                width=190,
            )
            st.markdown(VOCABULARY[finding].unit, width="content")
        _fault(finding)


def _choice(finding: str) -> None:
    is_yesno = VOCABULARY[finding].kind == "yesno"
    choices = tuple(YES_NO) if is_yesno else ("female", "male")
    st.segmented_control(
        short_label(finding),
        choices,
        format_func=lambda one: YES_NO[one] if is_yesno else one.capitalize(),
        key=state.show(f"calc.{finding}", typed().case.get(finding)),
        help=help_text(finding),
        on_change=_pick,
        args=(finding,),
    )


def _fault(finding: str) -> None:
    slip = typed().slips.get(finding)
    if slip:
        st.markdown(f":red[{slip.message}]")


def _write(finding: str) -> None:
    """A unit typed behind the number wins, and is the unit of the field from then on."""
    text = st.session_state[f"calc.{finding}"]
    _keep(typed().enter_text(finding, text, _unit(finding) if finding in LABS else ""))
    unit = unit_typed(finding, text)
    if unit:
        st.session_state["calculator.units"][finding] = unit


def _change_unit(lab_id: str) -> None:
    """The typed number is read in the unit that was chosen; nothing is converted."""
    unit = st.session_state[f"calc.{lab_id}.unit"]
    text = st.session_state[f"calc.{lab_id}"]
    st.session_state["calculator.units"][lab_id] = unit
    _keep(typed().enter_text(lab_id, text, unit))


def _pick(finding: str) -> None:
    _keep(typed().enter(finding, st.session_state[f"calc.{finding}"]))


def clear() -> None:
    """Empty all fields."""
    _keep(Sheet())


def take(calculator_id: str) -> None:
    """Fill in what the case on Consult holds."""
    case = CALCULATORS[calculator_id].part_of(state.sheet().case)
    for finding in case:
        if finding in LABS:
            st.session_state["calculator.units"][finding] = case.get(finding).unit
    _keep(copied(case, typed()))


def copied(case: Case, onto: Sheet) -> Sheet:
    """The sheet with the findings of a case entered on it; an interval already there stays."""
    for finding, value in case.items():
        if finding in LABS:
            onto = onto.enter_text(finding, number_text(value.value), value.unit)
        else:
            onto = onto.enter(finding, value)
    return onto
