"""Behind the answer: reasons, charts, derived values; one tab is drawn at a time."""

from __future__ import annotations

from html import escape
from math import log10

import streamlit as st

from calcinosis import Consultation, load_knowledge
from calcinosis.case import LABS, VOCABULARY
from calcinosis.charts.wording import percent
from calcinosis.pages import state
from calcinosis.pages.charts_panel import heat_map, types_chart, waterfall
from calcinosis.pages.derived_words import derived_in_words, lab_of
from calcinosis.pages.evidence_tables import rows_about_one_finding
from calcinosis.pages.layout import short_label
from calcinosis.pages.wording import capitalised, source_links, type_label, unused_in_words
from calcinosis.reasoning import Contribution, EvidenceCard
from calcinosis.reasoning.pooling import BACKINGS
from calcinosis.reasoning.words import DERIVED_LABELS, grade_in_words, odds_in_words

_CAUSES_WITH_TESTS = 2
_FEWEST_FOLDED = 4
"""A few weak reasons are shown like the others; more of them are folded."""


def details(answer: Consultation) -> None:
    """Tabs with everything that backs the answer."""
    with st.container(key="details"):
        views = {
            "Why": _reasons,
            "Types": types_chart,
            "Waterfall": waterfall,
            "Heat map": heat_map,
            "Values": _values,
            "Work-up": _next_steps,
        }
        tabs = st.tabs(list(views), key="view", on_change="rerun")
        for tab, draw in zip(tabs, views.values(), strict=True):
            if tab.open:
                with tab:
                    draw(answer)


def _reasons(answer: Consultation) -> None:
    """Every finding that counted, for and against the leading type, with grade and source."""
    if not answer.contributions:
        st.caption("Reasons appear with the first finding.")
        return
    leader = type_label(answer.leading_type).lower()
    weak_below = load_knowledge().settings["weak_below"]
    weak = [one for one in answer.contributions if abs(one.log10_odds) < log10(weak_below)]
    if len(weak) < _FEWEST_FOLDED:
        weak = []
    rows = {"for": [], "against": [], "no weight": []}
    for one in answer.contributions:
        words = odds_in_words(one.log10_odds)
        if one not in weak:
            side = words if words == "no weight" else words.rpartition(" ")[2]
            rows[side].append(_reason(one, words))
    titles = {
        "for": f"For {leader}",
        "against": f"Against {leader}",
        "no weight": "Neither for nor against",
    }
    for side, title in titles.items():
        if rows[side]:
            _html(f"<h3>{title}</h3>{_reason_table(rows[side])}")
    if weak:
        _weak_reasons(weak, weak_below)
    if answer.unexplained:
        names = ", ".join(short_label(one) for one in answer.unexplained)
        st.markdown(f"**Fits nothing that is still likely:** {names}")
    if answer.unused:
        st.markdown(f"**Entered but not used:** {unused_in_words(answer)}.")
    st.caption(
        "× 12 for: the finding accounts for a factor of twelve in the odds of the type. The "
        "factors of all findings together lead from the odds before to those of the answer. "
        + capitalised("; ".join(map(grade_in_words, BACKINGS)))
        + "."
    )
    _numbers_behind(answer)


def _weak_reasons(weak: list[Contribution], below: float) -> None:
    """The findings that hardly moved the answer in one line, with what they add up to."""
    together = odds_in_words(sum(one.log10_odds for one in weak))
    with st.expander(
        f"{len(weak)} findings of less than × {below:g} each, together {together}",
        type="compact",
        key="weak-reasons",
        on_change="rerun",
    ) as folded:
        if folded.open:
            _html(_reason_table([_reason(one, odds_in_words(one.log10_odds)) for one in weak]))


def _reason(one: Contribution, words: str) -> str:
    return (
        f"<tr><td>{escape(short_label(one.finding))}: {escape(one.state)}</td>"
        f"<td><b>{words}</b></td>"
        f'<td title="{escape(grade_in_words(one.grade), quote=True)}">{one.grade}</td>'
        f"<td>{_sources(one)}</td></tr>"
    )


def _reason_table(rows: list[str]) -> str:
    return (
        '<table class="cx-reasons"><thead><tr><th>Finding</th><th>Weight</th><th>Grade</th>'
        f"<th>Source</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _sources(one: Contribution) -> str:
    """Links to the sources; a dash where the grade column already says "estimate"."""
    if not one.sources and one.grade == "estimate":
        return "–"
    return source_links(one.sources, one.grade)


def _numbers_behind(answer: Consultation) -> None:
    with st.expander(
        "The numbers behind one finding", type="compact", key="numbers", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        findings = [one.finding for one in answer.contributions]
        if st.session_state.get("numbers.finding") not in findings:
            st.session_state["numbers.finding"] = findings[0]
        finding = st.selectbox(
            "Finding",
            findings,
            format_func=lambda one: VOCABULARY[one].label,
            key="numbers.finding",
        )
        card = answer.evidence(finding)
        st.markdown(_by_type(card))
        st.caption(
            f"In this answer the finding counts {card.weight:.2f} times what these numbers say (on "
            "a scale of logarithms): fitted on published cases, less where others say the same."
        )
        table = rows_about_one_finding(card.rows, load_knowledge())
        if len(table):
            st.dataframe(
                table,
                hide_index=True,
                column_config={
                    "Patients": st.column_config.TextColumn(width=125),
                    "Percent": st.column_config.NumberColumn(format="%.3g %%"),
                    "Link": st.column_config.LinkColumn(display_text="open"),
                },
                alt=f"Evidence rows for {VOCABULARY[finding].label}",
            )
        else:
            st.caption("No row about it in the likely causes: background rates or curves count.")
        if card.is_density:
            st.caption(
                "What counts is a curve for each cause, which the Evidence page draws; medians of "
                "publications are shown beside it."
            )


def _by_type(card: EvidenceCard) -> str:
    """How likely the finding is in each type, of a number how dense its curve is there."""
    if card.is_density:
        head = f"Density at “{card.state}” in each type (1: no age, size or time is favoured)"
    else:
        head = f"Chance of “{card.state}” in each type"
    numbers = (
        f"{type_label(one)} {f'{value:.2g}' if card.is_density else percent(value)}"
        for one, value in card.likelihood_by_type.items()
    )
    return f"{head}, given what is known of it:\n\n{' · '.join(numbers)}"


def _values(answer: Consultation) -> None:
    """Derived values, with formula and limits."""
    if not answer.derived:
        st.caption(
            "Adjusted calcium, calcium × phosphate, eGFR, TRP and TmP/GFR appear here when what "
            "they need is entered."
        )
        return
    for one in answer.derived:
        unit = state.unit_of(lab_of(one)) if lab_of(one) in LABS else one.unit
        value, limits = derived_in_words(one, unit)
        _html(
            f"<h3>{DERIVED_LABELS[one.id]}: {escape(value)}</h3><p>{escape(one.formula)}"
            + (f"<br><b>Limits:</b> {escape(limits)}" if limits else "")
            + f"<br><small>{escape(one.source)}</small></p>"
        )


def _next_steps(answer: Consultation) -> None:
    """What is usually done first for the likeliest causes; options, not orders."""
    if not len(answer.case):
        st.caption("First tests and cautions of the likeliest causes appear here.")
        return
    known = load_knowledge().aetiologies
    for name in list(answer.aetiologies)[:_CAUSES_WITH_TESTS]:
        if name in known:
            cause = known[name]
            _html(
                f"<h3>{escape(cause.label)}</h3>"
                + _list("First tests", cause.first_tests)
                + _list("Cautions", cause.cautions)
            )


def _list(title: str, items: tuple[str, ...]) -> str:
    if not items:
        return ""
    return f"<p><b>{title}</b></p><ul>{''.join(f'<li>{escape(one)}</li>' for one in items)}</ul>"


def _html(text: str) -> None:
    st.markdown(text, unsafe_allow_html=True, anchors=False)
