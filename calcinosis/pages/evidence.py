"""The Evidence page: every number that the engine uses, with its grade, its source and its use."""

from __future__ import annotations

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.pages import reading
from calcinosis.pages.evidence_cause import cause_view
from calcinosis.pages.evidence_finding import finding_view
from calcinosis.pages.evidence_method import (
    references_view,
    rules_view,
    settings_view,
    weight_view,
)
from calcinosis.pages.evidence_tables import numbers_cite, rows_by_grade

_VIEWS = {
    "Causes": cause_view,
    "A finding in all causes": finding_view,
    "What it rests on": weight_view,
    "Red flags": rules_view,
    "Method": settings_view,
    "References": references_view,
}


def evidence_page() -> None:
    """Draw the page; one tab is drawn at a time."""
    knowledge = load_knowledge()
    grades = rows_by_grade(knowledge.aetiologies)
    reading.head(
        "Evidence",
        f"What the engine knows of {len(knowledge.aetiologies)} causes: {grades.total():,} "
        f"numbers, of which {grades.total() - grades['estimate']:,} come from "
        f"{len(numbers_cite(knowledge))} publications and {grades['estimate']:,} are estimates "
        f"from general medical knowledge. Version {knowledge.version}.",
    )
    tabs = st.tabs(list(_VIEWS), key="evidence.view", on_change="rerun")
    for tab, draw in zip(tabs, _VIEWS.values(), strict=True):
        if tab.open:
            with tab:
                draw()
    reading.foot()
