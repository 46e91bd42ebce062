"""One cause: its profile, every number about it, and what published cases of it showed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from calcinosis import load_knowledge
from calcinosis.knowledge import GRADES, Aetiology, load_case_counts
from calcinosis.pages.cause_in_words import cause_name, what_it_is
from calcinosis.pages.cause_sites import sites_of
from calcinosis.pages.evidence_tables import case_table, evidence_table
from calcinosis.pages.reading import html
from calcinosis.pages.wording import capitalised, causes_in_order, type_label
from calcinosis.reasoning.words import grade_in_words

_ALL = "all"
_PERCENT = st.column_config.NumberColumn(format="%.3g %%")


def cause_view() -> None:
    """The choice of a cause, by type, and all that is known of it."""
    known = load_knowledge().aetiologies
    with st.container(key="evidence-choice", horizontal=True, gap="small"):
        types = dict.fromkeys(cause.type for cause in known.values())
        type_ = st.selectbox(
            "Type",
            [_ALL, *(one for one in load_knowledge().types if one in types)],
            format_func=lambda one: "All types" if one == _ALL else type_label(one),
            key="evidence.type",
            persist_state="session",
            width=220,
        )
        causes = causes_in_order("" if type_ == _ALL else type_)
        chosen = st.selectbox(
            "Cause",
            causes,
            format_func=cause_name,
            key=f"evidence.cause.{type_}",
            persist_state="session",
            width=420,
        )
    cause = known[chosen]
    what_it_is(cause)
    _rows(cause)
    shown, lies = st.columns(2, gap="large")
    with shown:
        _cases(cause)
    with lies:
        html("<h2>Where it lies</h2>")
        sites_of(cause)


def _rows(cause: Aetiology) -> None:
    """Every evidence row; the table can be searched and sorted."""
    html("<h2>The numbers</h2>")
    table = evidence_table(cause, load_knowledge())
    with st.container(key="evidence-filter", horizontal=True, gap="small"):
        wanted = st.text_input(
            "Find in the table",
            key="evidence.find",
            type="search",
            live=True,
            max_chars=60,
            placeholder="Finding, population, source …",
            persist_state="session",
            width=320,
        )
        grades = st.pills(
            "Grade",
            GRADES,
            selection_mode="multi",
            key="evidence.grades",
            persist_state="session",
            width="content",
        )
    shown = _found(table, wanted or "")
    if grades:
        shown = shown[shown["Grade"].isin(grades)]
    counts = table["Grade"].value_counts()
    most = load_knowledge().settings["indirect_cap"]
    by_grade = ", ".join(f"{grade} {counts[grade]}" for grade in GRADES if grade in counts)
    st.caption(
        f"{len(shown)} of {len(table)} rows ({by_grade}). "
        + capitalised("; ".join(map(grade_in_words, GRADES)))
        + ". Counted rows weigh by their grade, indirect ones "
        f"(a neighbouring population) as {most:g} patients at most, those shown only not at all."
    )
    if len(shown):
        st.dataframe(
            shown,
            hide_index=True,
            height=min(420, 37 + 35 * len(shown)),
            column_config={
                "Finding": st.column_config.TextColumn(pinned=True, width=190),
                "Percent": _PERCENT,
                "95 % interval": st.column_config.TextColumn(width=180),
                "Grade": st.column_config.TextColumn(width=75),
                "Population": st.column_config.TextColumn(width=230),
                "Source": st.column_config.TextColumn(width=150),
                "Link": st.column_config.LinkColumn(display_text="open", width=55),
                "Note": st.column_config.TextColumn(width=320),
            },
            placeholder="",
            alt=f"Evidence rows of {cause.short_label}",
        )
    else:
        st.caption("No row holds all of these words.")


def _found(table: pd.DataFrame, wanted: str) -> pd.DataFrame:
    """The rows that hold every word, in any column."""
    words = wanted.lower().split()
    texts = (" ".join(map(str, row)).lower() for row in table.itertuples(index=False))
    return table[[all(word in text for word in words) for text in texts]]


def _cases(cause: Aetiology) -> None:
    """Counts of the packaged published cases of this cause."""
    html("<h2>What published cases showed</h2>")
    table = case_table(cause.id, load_case_counts())
    if not len(table):
        st.caption("No packaged published case is of this cause.")
        return
    silence = load_knowledge().settings["silence_weight"]
    st.caption(
        "Patients with each state, of those in whom the finding was reported at all. They count "
        "with the numbers above; a patient whose report would have named a finding of the history "
        f"or of a test that was done, and did not, counts as {silence:g} of a patient without it. "
        "A patient with several sites counts a part in each."
    )
    st.dataframe(
        table,
        hide_index=True,
        height=min(320, 37 + 35 * len(table)),
        column_config={
            "Finding": st.column_config.TextColumn(pinned=True, width=190),
            "Percent": _PERCENT,
        },
        placeholder="",
        alt=f"What published cases of {cause.short_label} showed",
    )
