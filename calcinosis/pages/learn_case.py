"""What the parts of the Learn page show of a case: findings, reasons, diagnosis, and a way on."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from calcinosis import Consultation
from calcinosis.case import VOCABULARY, Case, person_text, state_text
from calcinosis.cases import load_textbook_cases
from calcinosis.exchange import CaseRecord
from calcinosis.knowledge import CLINICS
from calcinosis.pages import state
from calcinosis.pages.consult import consult_page
from calcinosis.pages.layout import short_label
from calcinosis.pages.validation_misses import source_link
from calcinosis.pages.wording import cause_label, source_links, type_label
from calcinosis.reasoning.words import odds_in_words

_PERSON = ("age_years", "sex")


def title_of(record: CaseRecord) -> str:
    """Who it is and where seen, which gives nothing away: "53-year-old man, nephrology"."""
    person = person_text(record.case)
    return person[:1].upper() + person[1:] + _seen_in(record)


def summary_of(record: CaseRecord) -> str:
    """The diagnosis, how much is known, and where seen: "Gout (12 findings, dermatology)"."""
    return f"{stated_by(record)} ({len(record.case)} findings{_seen_in(record)})"


def _seen_in(record: CaseRecord) -> str:
    return f", {record.clinic}" if record.clinic in CLINICS and record.clinic != "any" else ""


def stated_by(record: CaseRecord) -> str:
    """The diagnosis in the authors' words, with a capital."""
    stated = record.answer.stated or cause_label(record.answer.aetiology)
    return stated[:1].upper() + stated[1:]


def is_textbook(record: CaseRecord) -> bool:
    """Whether a case was written for teaching and is no patient."""
    return record in load_textbook_cases()


def source_of(record: CaseRecord) -> str:
    """HTML: the link to the publication, or the mark that it is no patient."""
    if is_textbook(record):
        return '<span class="rd-tag">Written for teaching; not a patient</span>'
    return source_link(record.source)


def findings_html(case: Case, findings: Iterable[str]) -> str:
    """HTML list of findings with their states; what is absent stands in one line at the end."""
    shown = [one for one in findings if one not in _PERSON]
    absent = [one for one in shown if case.get(one) is False]
    items = [f"<li>{_finding(case, one)}</li>" for one in shown if one not in absent]
    if absent:
        names = "; ".join(escape(short_label(one)) for one in absent)
        items.append(f'<li class="ln-absent"><b>Absent:</b> {names}</li>')
    return f'<ul class="ln-findings">{"".join(items)}</ul>' if items else ""


def _finding(case: Case, finding: str) -> str:
    label = escape(short_label(finding))
    if VOCABULARY[finding].kind == "yesno":
        return label
    return f"{label}: <b>{escape(state_text(case, finding))}</b>"


def reasons_html(answer: Consultation, most: int, new: Iterable[str] = (), rival: str = "") -> str:
    """HTML table of the strongest contributions to the leading type, with source or mark.

    Each weight is against all other causes together; ``rival`` adds that against one type alone.
    """
    new = set(new)
    rows, alone = [], {}
    if rival:
        against = answer.explain(answer.leading_type, rival).contributions
        alone = {one.finding: odds_in_words(one.log10_odds) for one in against}
    for one in answer.contributions[:most]:
        words = odds_in_words(one.log10_odds)
        if words == "no weight":
            continue
        mark = ' <span class="rd-tag">new</span>' if one.finding in new else ""
        beside = f"<td>{alone[one.finding]}</td>" if rival else ""
        rows.append(
            f"<tr><td>{escape(short_label(one.finding))}: {escape(one.state)}{mark}</td>"
            f"<td><b>{words}</b></td>{beside}"
            f"<td>{source_links(one.sources, one.grade, 1)}</td></tr>"
        )
    if not rows:
        return "<p>No finding weighs yet: this is the prior.</p>"
    weights = "<th>Weight</th>"
    if rival:
        weights = f"<th>Against all else</th><th>Against {escape(type_label(rival).lower())}</th>"
    kind = "rd-table ln-case-reasons" + " ln-two" * bool(rival)
    return (
        f'<table class="{kind}"><thead><tr><th>Finding</th>{weights}'
        f"<th>Source</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def named_html(record: CaseRecord) -> str:
    """HTML: type and cause as the authors concluded."""
    answer = record.answer
    text = f"<b>{escape(type_label(answer.type))}</b>"
    if answer.aetiology:
        text += f": {escape(cause_label(answer.aetiology))}"
    if answer.also_acceptable:
        others = ", ".join(type_label(one).lower() for one in answer.also_acceptable)
        text += f" <small>(experts would accept {escape(others)} too)</small>"
    return text


def open_in_consult(record: CaseRecord, key: str) -> None:
    """A button that opens the case on the Consult page; undo there brings the former back."""
    if st.button(
        "Open in Consult",
        key=key,
        icon=":material/open_in_new:",
        help="Replaces the case on the Consult page; undo there brings it back",
    ):
        state.open_record(record)
        st.switch_page(st.Page(consult_page, title="Consult", default=True))
