"""Textbook cases: at least one for each aetiology, with what it teaches and the engine's answer."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import consult, load_knowledge
from calcinosis.cases import load_lessons, load_textbook_cases
from calcinosis.charts.wording import percent
from calcinosis.exchange import CaseRecord
from calcinosis.pages import state
from calcinosis.pages.learn_case import (
    findings_html,
    open_in_consult,
    reasons_html,
    title_of,
)
from calcinosis.pages.reading import html
from calcinosis.pages.wording import (
    cause_label,
    certainty_in_words,
    interval_in_numbers,
    type_label,
)

_REASONS_SHOWN = 5
_CAUSES_SHOWN = 3


def textbook_cases() -> None:
    """Draw the list by type, and the chosen case."""
    records = load_textbook_cases()
    st.markdown(
        f"{len(records)} cases **written for teaching**, at least one for each of the "
        f"{len(load_knowledge().aetiologies)} causes. None of them is a patient, and what they "
        "teach is general medical knowledge."
    )
    types = tuple(dict.fromkeys(one for one in load_knowledge().types if one != "other"))
    chosen = st.session_state.setdefault("textbook.chosen_type", types[0])
    st.pills(
        "Type",
        types,
        format_func=type_label,
        key=state.show("textbook.type", chosen),
        required=True,
        label_visibility="collapsed",
        on_change=_choose_type,
    )
    st.caption(load_knowledge().types[chosen].definition)
    of_type = [record for record in records if record.answer.type == chosen]
    left, right = st.columns((9, 11), gap="large")
    with left, st.container(key="textbook-list", gap="xsmall"):
        record = _list(of_type)
    with right, st.container(key="textbook-case", gap="small"):
        _case(record)


def _choose_type() -> None:
    st.session_state["textbook.chosen_type"] = st.session_state["textbook.type"]


def _list(records: list[CaseRecord]) -> CaseRecord:
    """The cases of a type to choose from; the first where none of them is chosen."""
    by_id = {record.id: record for record in records}
    if st.session_state.get("textbook.chosen") not in by_id:
        st.session_state["textbook.chosen"] = records[0].id
    chosen = st.session_state["textbook.chosen"]
    st.radio(
        "Case",
        tuple(by_id),
        format_func=lambda one: (
            f"**{cause_label(by_id[one].answer.aetiology)}**: {title_of(by_id[one]).lower()}"
        ),
        key=state.show("textbook.case", chosen),
        label_visibility="collapsed",
        on_change=_choose_case,
    )
    return by_id[chosen]


def _choose_case() -> None:
    st.session_state["textbook.chosen"] = st.session_state["textbook.case"]


def _case(record: CaseRecord) -> None:
    answer = consult(record.case, record.clinic)
    p, interval = answer.types[answer.leading_type], answer.intervals[answer.leading_type]
    causes = "; ".join(
        f"{escape(cause_label(one))} {percent(answer.aetiologies[one])}"
        for one in list(answer.aetiologies)[:_CAUSES_SHOWN]
    )
    html(
        f"<h2>{escape(record.answer.stated)}</h2>"
        '<span class="rd-tag">Written for teaching; not a patient</span>'
        f'<p class="ln-lesson">{escape(load_lessons()[record.id])}</p>'
        f"<h3>{escape(title_of(record))}</h3>{findings_html(record.case, record.case)}"
    )
    verdict = (
        f"<b>{escape(type_label(answer.leading_type))}</b> {percent(p)}, "
        f"{certainty_in_words(p, interval)} (95&nbsp;% interval {interval_in_numbers(interval)})"
    )
    if not answer.conclusive:
        verdict = f"<b>Not enough information.</b> {escape(answer.reason)} So far: {verdict}"
    html(f"<h3>The engine's answer</h3><p>{verdict}</p><p>Likely causes: {causes}.</p>")
    open_in_consult(record, "textbook.open")
    html("<h3>Its strongest reasons</h3>" + reasons_html(answer, _REASONS_SHOWN))
