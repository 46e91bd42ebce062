"""What the numbers rest on, the rules and settings beside them, and the publications."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.cases import load_cases
from calcinosis.charts.dots import Dot, DotGroup, Scale, dots_alt, dots_figure, dots_table
from calcinosis.charts.wording import finding_label, percent, state_label
from calcinosis.knowledge import RedFlagRule
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.evidence_tables import (
    rows_by_reference,
    settings_with_reasons,
)
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import chart, html, html_table
from calcinosis.pages.wording import capitalised, cause_label, source_links
from calcinosis.reasoning import default_model
from calcinosis.reasoning.pooling import BACKINGS
from calcinosis.reasoning.weight_audit import WeightAudit, audit_weight
from calcinosis.reasoning.words import grade_in_words

_WORKLIST_SHOWN = 12
_REFERENCES_SHOWN = 40
_URGENCIES = {"emergency": "now", "urgent": "today", "soon": "within days to two weeks"}


@st.cache_resource(show_spinner="Following the weight of every case back to its source …")
def _audit(_version: str) -> WeightAudit:
    return audit_weight((record.case for record in load_cases()), default_model())


def weight_view() -> None:
    """What the weight that decides cases rests on, rows by grade, what to source next."""
    audit = _audit(load_knowledge().version)
    estimate, sourced = (
        audit.by_cases["estimate"],
        sum(audit.by_cases[grade] for grade in "ABC"),
    )
    st.markdown(
        f"**{percent(estimate)} of the weight that decides the {audit.cases} packaged published "
        f"cases rests on estimates** from general medical knowledge, "
        f"{percent(audit.by_cases['counts'])} on what other published cases showed or, counted in "
        f"part, were silent on, and {percent(sourced)} on published series. An answer is as good "
        "as these estimates; its interval is wider where it leans on them, and each is marked "
        "where it is shown."
    )
    groups = tuple(
        DotGroup(
            title,
            tuple(Dot(_name(one), shares[one], (percent(shares[one]),)) for one in BACKINGS),
        )
        for title, shares in (
            ("Weight in the published cases", audit.by_cases),
            ("Expected, before any finding", audit.by_information),
        )
    )
    figure, rows = st.columns((6, 7), gap="large")
    with figure:
        html("<h3>What the weight rests on</h3>")
        chart(
            "weight",
            dots_figure(groups, current_palette(), Scale("Share of the weight"), name="weight"),
            dots_alt(groups, "what the weight of evidence rests on"),
            dots_table(groups, "Measured as", "Rests on", "Share"),
        )
        html("<h3>Rows by grade</h3>" + html_table(
            ("Grade", "Rows"),
            (
                (_name(grade), f"{count:,}")
                for grade, count in audit.rows_by_grade.items()
            ),
        ))  # fmt: skip
        without = ", ".join(cause_label(one) for one in audit.aetiologies_without_source)
        st.caption(f"Causes without a single sourced row that is counted: {without or 'none'}.")
    with rows:
        html(
            "<h3>Estimates that carry most weight</h3>"
            + html_table(
                ("Cause", "Finding", "Share of all weight"),
                (
                    (
                        escape(cause_label(cause)),
                        escape(finding_label(finding) + _state(finding, state)),
                        f"{100 * share:.2f} %",
                    )
                    for (cause, finding, state), share in audit.worklist[:_WORKLIST_SHOWN]
                ),
            )
        )
        st.caption(
            "A published count for one of these would do most to put the engine on firmer ground. "
            "All of them: `python -m calcinosis audit`."
        )


def _name(grade: str) -> str:
    return capitalised(grade_in_words(grade))


def _state(finding: str, states: str) -> str:
    words = ", ".join(state_label(finding, one) for one in states.split("|") if one)
    return f" ({words})" if words else ""


def rules_view() -> None:
    """Every red-flag rule: when it holds, what to do, and its source."""
    rules = sorted(load_knowledge().red_flags, key=lambda rule: rule.rank)
    estimates = sum(rule.is_estimate for rule in rules)
    st.markdown(
        f"{len(rules)} rules are checked on the case itself, whatever the probabilities say. At "
        "most three are shown, the worst first. An unknown finding never sets one off. "
        f"{estimates} rest on no source that was found and are marked as estimates."
    )
    html(
        "".join(
            _rules_of(urgency, [rule for rule in rules if rule.urgency == urgency], number == 0)
            for number, urgency in enumerate(_URGENCIES)
        )
    )


def _rules_of(urgency: str, rules: Sequence[RedFlagRule], is_open: bool) -> str:
    """The rules of one urgency, folded; of each what to do and its source, the rest folded."""
    listed = "".join(
        f'<li class="rd-rule"><details><summary>{escape(rule.message)} '
        f"<small>{source_links((rule.source,) if rule.source else ())}</small></summary>"
        f"<p>{escape(rule.why)}</p><p>Looks at: {_looks_at(rule.findings)}</p></details></li>"
        for rule in rules
    )
    return (
        f'<details class="rd-rules rd-{urgency}"{" open" * is_open}>'
        f'<summary><span class="rd-tag">{urgency.capitalize()}</span> {_URGENCIES[urgency]}: '
        f"{len(rules)} rules</summary><ul>{listed}</ul></details>"
    )


def _looks_at(findings: tuple[str, ...]) -> str:
    return ", ".join(escape(short_label(one)) for one in findings)


def settings_view() -> None:
    """The numbers of the method that are no medical facts, each with its reason."""
    st.markdown(
        "Bayes' theorem over the causes, each with normal or reduced kidney function or "
        "dialysis. Beside the medical numbers the method has a few settings of its own. Those set "
        "by cross-validation were chosen from a few round values on published cases. What other "
        "values of most of them would do is printed by `python -m calcinosis tune`, and "
        "`docs/method.md` has a table: some hardly matter near their value, others do."
    )
    html(
        html_table(
            ("Setting", "Value", "Why"),
            (
                (escape(name), f"{value:g}", escape(why))
                for name, value, why in settings_with_reasons()
            ),
            "rd-wide",
        )
    )
    html(
        "<h3>Findings that say partly the same</h3>"
        + html_table(
            ("Findings", "Each further one counts", "Why"),
            (
                (
                    escape(", ".join(finding_label(one) for one in group.findings)),
                    f"× {group.factor:g}",
                    escape(group.why),
                )
                for group in load_knowledge().groups
            ),
            "rd-wide",
        )
    )


def references_view() -> None:
    """Every publication that was read, with its link and what cites it."""
    references = load_knowledge().references
    cited = rows_by_reference(load_knowledge())
    wanted = st.text_input(
        "Find a publication",
        key="evidence.reference",
        type="search",
        live=True,
        max_chars=60,
        placeholder="Author, title, year, cause …",
        persist_state="session",
        width=420,
    )
    words = (wanted or "").lower().split()
    items = []
    for key, one in sorted(references.items(), key=lambda item: item[1].short.lower()):
        uses = "; ".join(f"{name} {count}" for name, count in cited.get(key, {}).items())
        text = f"{one.short} {one.citation} {uses} {one.link}".lower()
        if not all(word in text for word in words):
            continue
        name, note = f"<b>{escape(one.short)}</b>", " (no stable address)"
        if one.link:
            name, note = f'<a href="{escape(one.link, quote=True)}">{escape(one.short)}</a>', ""
        items.append(
            f"<li>{name}{note}<br>{escape(one.citation)}<br>"
            f"<small>Cited by: {escape(uses)}</small></li>"
        )
    st.caption(f"{len(items)} of {len(references)} publications, each with what cites it.")
    is_all = st.session_state.get("evidence.all_references", False)
    shown = items if is_all else items[:_REFERENCES_SHOWN]
    html(f'<ul class="rd-list">{"".join(shown)}</ul>')
    if len(shown) < len(items):
        st.button(
            f"Show all {len(items)}", key="evidence.show_references", on_click=_show_all_references
        )


def _show_all_references() -> None:
    st.session_state["evidence.all_references"] = True
