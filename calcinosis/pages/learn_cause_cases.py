"""The cases of a cause, written for teaching and published, each one click from Consult."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis.cases import load_cases, load_textbook_cases
from calcinosis.exchange import CaseRecord
from calcinosis.pages.learn_case import open_in_consult, source_of, summary_of
from calcinosis.pages.reading import html

_SHOWN = 5


def cases_of_cause(cause: str) -> None:
    """Textbook cases first, then the published ones; more than a few are folded."""
    html("<h2>Cases</h2>")
    for record in _of(load_textbook_cases(), cause):
        _row(record)
    published = _of(load_cases(), cause)
    if not published:
        st.caption("No published case of this cause is in the bank.")
    for record in published[:_SHOWN]:
        _row(record)
    rest = published[_SHOWN:]
    if rest:
        with st.expander(
            f"{len(rest)} more published cases", key=f"learn.more.{cause}", type="compact"
        ):
            for record in rest:
                _row(record)


def _of(records: tuple[CaseRecord, ...], cause: str) -> list[CaseRecord]:
    return [one for one in records if one.answer and one.answer.aetiology == cause]


def _row(record: CaseRecord) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f'<p class="ln-case">{escape(summary_of(record))}<br>'
            f"<small>{source_of(record)}</small></p>",
            unsafe_allow_html=True,
            width="stretch",
        )
        open_in_consult(record, f"learn.case.{record.id}")
