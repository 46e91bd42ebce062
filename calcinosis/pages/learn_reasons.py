"""What speaks for and against a cause, with sources, and the outline of management."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts.wording import percent
from calcinosis.knowledge import GRADES, Aetiology, Management
from calcinosis.pages.cause_in_words import finding_in_state
from calcinosis.pages.evidence_finding import pooling
from calcinosis.pages.evidence_tables import backing_in_words
from calcinosis.pages.reading import html, html_table
from calcinosis.pages.wording import source_links
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import Speaks, speaks_against, speaks_for
from calcinosis.reasoning.weight_audit import backing_shares
from calcinosis.reasoning.words import odds_in_words

_ROW_OF = {"absent": "present", "male": "female"}
_SITES = ("region", "tissue")


def reasons(cause: Aetiology, kidney: str) -> None:
    """Two tables: the findings that tell most for the cause, and those that tell against it."""
    told_for, told_against = _tables(cause.id, kidney, load_knowledge().version)
    html("<h2>What tells</h2>")
    st.caption(
        "Findings with the largest expected weight against all other causes together, as the "
        "engine reckons before anything is known; each alone. In a case, findings that say partly "
        "the same count less together. Weights multiply the odds; “counts” are published cases."
    )
    for_it, against_it = st.columns(2, gap="large")
    with for_it:
        html("<h3>Speaks for it</h3>" + told_for)
    with against_it:
        html("<h3>Speaks against it</h3>" + told_against)


@st.cache_data(show_spinner=False, max_entries=200)
def _tables(cause: str, kidney: str, version: str) -> tuple[str, str]:
    """Both tables of one version of the knowledge; no patient is in them."""
    model, known = default_model(), load_knowledge().aetiologies[cause]
    return (
        _table(known, speaks_for(cause, kidney, model)),
        _table(known, speaks_against(cause, kidney, model)),
    )


def backing_of(cause: str, finding: str, state: str) -> Mapping[str, float]:
    """Shares of grades, published cases and estimate behind a finding in a cause."""
    states = (_ROW_OF.get(state, state),)
    pooled = pooling(load_knowledge().version)
    return backing_shares(cause, finding, states, default_model(), pooled)


def _table(cause: Aetiology, found: tuple[Speaks, ...]) -> str:
    rows = [
        (
            f"{escape(finding_in_state(one.finding, one.state))}<br><small>"
            f"{escape(percent(one.here))} here, {escape(percent(one.elsewhere))} elsewhere"
            f"{' (of deposits)' if one.finding in _SITES else ''}</small>",
            f'<span class="ln-weight">{odds_in_words(one.log10_ratio)}</span>',
            _rests_on(cause, one),
        )
        for one in found
    ]
    return html_table(("Finding", "Weight", "Rests on"), rows, "ln-reasons")


def _rests_on(cause: Aetiology, one: Speaks) -> str:
    """Shares of grades, cases and estimate behind the number of this cause, and its sources."""
    state = _ROW_OF.get(one.state, one.state)
    shares = backing_of(cause.id, one.finding, state)
    rows = sorted(
        (
            row
            for row in cause.evidence
            if row.finding == one.finding
            and row.state == state
            and row.source
            and row.use != "display"
        ),
        key=lambda row: GRADES.index(row.grade),
    )
    keys = tuple(dict.fromkeys(row.source for row in rows))
    links = f"<br>{source_links(keys)}" if keys else ""
    return f"<small>{escape(backing_in_words(shares))}{links}</small>"


def management(cause: Aetiology) -> None:
    """The outline of management, each line with the strength of its evidence and its source."""
    html("<h2>Management in outline</h2>")
    html(
        html_table(
            ("What is done", "Rests on", "Source"),
            (
                (escape(line.text), _strength(line), source_links((line.source,)))
                if line.source
                else (escape(line.text), _strength(line), "")
                for line in cause.management
            ),
            "rd-wide ln-management",
        )
    )
    st.caption(
        "For orientation only, without doses and without claim to be complete. Check the current "
        "guideline before you treat."
    )


def _strength(line: Management) -> str:
    words = line.strength.capitalize() if line.source else "No source read"
    return f'<span class="rd-tag">{words}</span>'
