"""Calculators: formula with the numbers put in, limits and source; the page computes nothing."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis.case import (
    CALCULATORS,
    LABS,
    Calculator,
    Case,
    contradictions,
    conversions,
    interval_for,
    rounded_text,
    unit_text,
)
from calcinosis.pages import state
from calcinosis.pages.layout import short_label
from calcinosis.pages.learn_calculator_fields import (
    clear,
    copied,
    field,
    lab_field,
    take,
    typed,
)
from calcinosis.pages.reading import html
from calcinosis.reasoning.words import DERIVED_LABELS

_UNITS = "units"
_STEP = "from a calculator"


def calculators() -> None:
    """Draw the chosen calculator; what is typed in one is there in the others."""
    chosen = st.session_state.setdefault("calculator.chosen", next(iter(CALCULATORS)))
    labels = {name: one.label for name, one in CALCULATORS.items()} | {_UNITS: "Convert units"}
    st.pills(
        "Calculator",
        tuple(labels),
        format_func=labels.get,
        key=state.show("calculator", chosen),
        required=True,
        label_visibility="collapsed",
        on_change=_choose_calculator,
    )
    if chosen == _UNITS:
        _unit_converter()
    else:
        _calculator(CALCULATORS[chosen])


def _choose_calculator() -> None:
    st.session_state["calculator.chosen"] = st.session_state["calculator"]


def _calculator(calculator: Calculator) -> None:
    left, right = st.columns((9, 11), gap="large")
    with left, st.container(key="calculator-inputs", gap="small"):
        for finding in calculator.needed:
            field(finding)
        html("<h3>If known: shows whether the result holds</h3>")
        for finding in calculator.also:
            field(finding)
        with st.container(key="calculator-fill", horizontal=True, gap="small"):
            st.button(
                "Take from the case",
                key="calculator.take",
                icon=":material/input:",
                disabled=not len(calculator.part_of(state.sheet().case)),
                help="Fills in what the case on the Consult page holds",
                on_click=take,
                args=(calculator.id,),
            )
            st.button(
                "Clear",
                key="calculator.clear",
                type="tertiary",
                disabled=typed().is_empty,
                on_click=clear,
            )
    with right, st.container(key="calculator-result", gap="small"):
        _results(calculator)


def _results(calculator: Calculator) -> None:
    case = calculator.part_of(typed().case)
    missing = calculator.missing(case)
    results = calculator.results_for(case)
    slips = [one for one in calculator.inputs if one in typed().slips]
    if missing:
        names = ", ".join(short_label(one) for one in missing)
        wrong = " Mend what is marked." if slips else ""
        has = " for the rest" if results else ""
        html(f'<p class="ln-needs"><b>Still needed{has}:</b> {escape(names)}.{wrong}</p>')
    for one in results:
        html(_result_html(one, case))
    for text in dict.fromkeys(one.message for one in contradictions(case)):
        html(f'<p class="ln-needs">{escape(text)}</p>')
    _use(case)


def _result_html(result, case: Case) -> str:
    label = DERIVED_LABELS[result.id]
    if result.value is None:
        return (
            f'<div class="ln-result"><span>{escape(label)}</span><b>Not interpretable</b>'
            f"<p>{escape(result.note)}</p><small>{escape(result.source)}</small></div>"
        )
    number = result.value if isinstance(result.value, str) else rounded_text(result.value, 3)
    found = interval_for(result, case)
    interval = ""
    if found and (found.low is not None or found.high is not None):
        ends = (None if one is None else rounded_text(one, 3) for one in (found.low, found.high))
        low, high = ends
        limits = f"{low} to {high}" if low and high else f"up to {high}" if high else f"from {low}"
        mark = ", estimate" if found.is_estimate else ""
        interval = (
            f"<p><b>Interval:</b> {limits} {escape(unit_text(found.unit))} "
            f"<small>({escape(found.band)}; {escape(found.source)}{mark})</small></p>"
        )
    limits = f"<p><b>Limits:</b> {escape(result.note)}</p>" if result.note else ""
    return (
        f'<div class="ln-result"><span>{escape(label)}</span>'
        f"<b>{escape(number)} {escape(unit_text(result.unit))}</b>"
        f'<p class="ln-formula">{escape(result.formula)}</p>{limits}{interval}'
        f"<small>{escape(result.source)}</small></div>"
    )


def _use(case: Case) -> None:
    """Put the inputs in the case on Consult; one undo takes them out again."""
    if not len(case):
        return
    present = state.sheet()
    is_there = copied(case, present).case == present.case
    replaced = [
        one for one in case if one in present.case and present.case.get(one) != case.get(one)
    ]
    with st.container(key="calculator-case", horizontal=True, vertical_alignment="center"):
        st.button(
            "In the case" if is_there else "Use in the case",
            key="calculator.use",
            icon=":material/check:" if is_there else ":material/add:",
            disabled=is_there,
            help="Puts these inputs, not the result, in the case on the Consult page, which "
            "works the result out by itself",
            on_click=_use_in_case,
            args=(case,),
        )
        if state.last_step() == _STEP:
            st.button("Undo", key="calculator.undo", icon=":material/undo:", on_click=state.undo)
    if replaced and not is_there:
        names = ", ".join(short_label(one) for one in replaced)
        st.caption(f"Replaces what the case holds now: {names}.")


def _use_in_case(case: Case) -> None:
    state.change(_STEP, copied(case, state.sheet()))


def _unit_converter() -> None:
    left, right = st.columns((9, 11), gap="large")
    with left, st.container(key="calculator-inputs", gap="small"):
        chosen = st.session_state.setdefault("convert.chosen", "calcium_total")
        st.selectbox(
            "Test",
            tuple(LABS),
            format_func=lambda one: LABS[one].label,
            key=state.show("convert", chosen),
            on_change=_choose_lab,
        )
        lab_field(chosen)
    with right, st.container(key="calculator-result", gap="small"):
        _converted(chosen)


def _choose_lab() -> None:
    st.session_state["convert.chosen"] = st.session_state["convert"]


def _converted(lab_id: str) -> None:
    result, label = typed().case.get(lab_id), escape(LABS[lab_id].label)
    if len(LABS[lab_id].units) == 1:
        unit = escape(unit_text(LABS[lab_id].units[0]))
        html(f'<p class="ln-needs">{label} is measured in {unit} only: nothing to convert.</p>')
        return
    if result is None:
        what = "Mend what is marked." if lab_id in typed().slips else "Type a number."
        html(f'<p class="ln-needs"><b>Still needed:</b> {label}. {what}</p>')
        return
    for one in conversions(lab_id, result.value, result.unit):
        html(
            f'<div class="ln-result"><span>{label}</span>'
            f"<b>{rounded_text(one.value)} {escape(unit_text(one.unit))}</b>"
            f'<p class="ln-formula">{escape(one.formula)}</p>'
            f"<p><b>Factor:</b> {escape(one.basis)}</p><small>{escape(one.source)}</small></div>"
        )
    case = Case().with_finding(lab_id, result)
    for text in dict.fromkeys(one.message for one in contradictions(case)):
        html(f'<p class="ln-needs">{escape(text)}</p>')
    _use(case)
