"""The cases of a cause, written for teaching and published, each one click from Consult."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis.cases import load_cases, load_textbook_cases
from calcinosis.exchange import CaseRecord
from calcinosis.knowledge import CLINICS
from calcinosis.pages.learn_case import open_in_consult
from calcinosis.pages.reading import html
from calcinosis.pages.validation_misses import source_link

_SHOWN = 5


def cases_of_cause(cause: str) -> None:
    """Textbook cases first, then the published ones; more than a few are folded."""
    html("<h2>Cases</h2>")
    for record in _of(load_textbook_cases(), cause):
        _row(record, '<span class="rd-tag">Textbook</span> Written for teaching; not a patient')
    published = _of(load_cases(), cause)
    if not published:
        st.caption("No published case of this cause is in the bank.")
    for record in published[:_SHOWN]:
        _row(record, source_link(record.source))
    rest = published[_SHOWN:]
    if rest:
        with st.expander(
            f"{len(rest)} more published cases", key=f"learn.more.{cause}", type="compact"
        ):
            for record in rest:
                _row(record, source_link(record.source))


def _of(records: tuple[CaseRecord, ...], cause: str) -> list[CaseRecord]:
    return [one for one in records if one.answer and one.answer.aetiology == cause]


def _row(record: CaseRecord, source: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f'<p class="ln-case">{escape(_title(record))}<br><small>{source}</small></p>',
            unsafe_allow_html=True,
            width="stretch",
        )
        open_in_consult(record, f"learn.case.{record.id}")


def _title(record: CaseRecord) -> str:
    stated = record.answer.stated or record.id
    seen_in = record.clinic if record.clinic in CLINICS and record.clinic != "any" else ""
    findings = f"{len(record.case)} findings" + f", {seen_in}" * bool(seen_in)
    return f"{stated[:1].upper()}{stated[1:]} ({findings})"
