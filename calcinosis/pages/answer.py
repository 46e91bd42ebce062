"""The answer at a glance: type, how sure, causes, tissue, red flags, what speaks against it."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import Consultation
from calcinosis.charts.wording import percent
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.layout import short_label
from calcinosis.pages.wording import (
    cause_label,
    certainty_in_words,
    interval_in_numbers,
    source_links,
    type_label,
    type_of,
)
from calcinosis.reasoning.words import odds_in_words

_CAUSES_SHOWN = 3
_TYPES_SHOWN = 3
_ICONS = {"emergency": "Emergency", "urgent": "Urgent", "soon": "Soon"}

_OF_EXCLUSION = (
    '<p class="cx-check">A diagnosis of exclusion: connective tissue disease, injury, and calcium, '
    "phosphate and kidney function come first.</p>"
)
_GUIDE = (
    "<ol><li>Search for a finding, or go through the groups.</li>"
    "<li>Click Yes or No, or type a number; leave open what is not known.</li>"
    "<li>The answer appears here, and changes with every fact.</li></ol>"
)


def headline(answer: Consultation) -> None:
    """The leading type with its probability, or that there is not enough to go by."""
    with st.container(key="headline"):
        _html(_leader(answer) if answer.conclusive else _not_enough(answer))


def summary(answer: Consultation) -> None:
    """What stands below the headline: red flags, warnings, causes, what speaks against."""
    with st.container(key="summary", gap="small"):
        if not len(answer.case):
            _html(_GUIDE)
        if answer.red_flags:
            _html("".join(_red_flag(flag) for flag in answer.red_flags))
        if answer.warnings:
            _html("".join(f'<p class="cx-check">{escape(text)}</p>' for text in answer.warnings))
        if len(answer.case):
            _causes(answer)
        if answer.conclusive and answer.strongest_against:
            _against(answer)


def _leader(answer: Consultation) -> str:
    type_ = answer.leading_type
    p, interval = answer.types[type_], answer.intervals[type_]
    tissue = f' <span class="cx-tissue">{escape(answer.tissue_class)}</span>' * bool(
        answer.tissue_class
    )
    return (
        '<div class="cx-lead"><h2>'
        f"{escape(type_label(type_))}{tissue}</h2>"
        f'<span class="cx-number">{percent(p)}</span></div>'
        f"{_bar(p, interval, type_)}"
        f'<p class="cx-words"><b>{certainty_in_words(p, interval).capitalize()}</b> '
        f"(95&nbsp;% interval {interval_in_numbers(interval)})</p>"
        f"{_OF_EXCLUSION * (type_ == 'idiopathic')}"
    )


def _not_enough(answer: Consultation) -> str:
    text = '<div class="cx-lead"><h2>Not enough information</h2></div>'
    text += f'<p class="cx-words">{escape(answer.reason)}'
    if len(answer.case):
        leaders = sorted(answer.types, key=lambda one: -answer.types[one])[:_TYPES_SHOWN]
        so_far = ", ".join(
            f"{escape(type_label(one).lower())} {percent(answer.types[one])}" for one in leaders
        )
        text += f" So far: {so_far}."
    if answer.tissue_class:
        text += f" Tissue: {escape(answer.tissue_class)}."
    return text + "</p>"


def _red_flag(flag) -> str:
    first, _, rest = flag.message.removesuffix(".").partition(". ")
    rest += "." * bool(rest)
    source = source_links((flag.source,) if flag.source else ())
    return (
        f'<div class="cx-flag cx-{flag.urgency}"><b>{_ICONS[flag.urgency]}: {escape(first)}.</b> '
        f"{escape(rest)} <small>{source}</small></div>"
    )


def _causes(answer: Consultation) -> None:
    names = list(answer.aetiologies)
    _html("<h3>Likely causes</h3>" + _cause_table(answer, names[:_CAUSES_SHOWN]))
    with st.expander(
        f"{len(names) - _CAUSES_SHOWN} less likely causes",
        type="compact",
        key="more-causes",
        on_change="rerun",
    ) as folded:
        if folded.open:
            _html(_cause_table(answer, names[_CAUSES_SHOWN:]))


def _cause_table(answer: Consultation, names: list[str]) -> str:
    rows = []
    for name in names:
        p, interval = answer.aetiologies[name], answer.aetiology_intervals[name]
        rows.append(
            f"<tr><td>{escape(cause_label(name))}</td><td>{_bar(p, interval, type_of(name))}</td>"
            f"<td><b>{percent(p)}</b></td><td>{interval_in_numbers(interval)}</td></tr>"
        )
    return (
        '<table class="cx-causes"><thead class="cx-hidden"><tr><th>Cause</th><th></th>'
        "<th>Probability</th><th>95&nbsp;% interval</th></tr></thead><tbody>"
        + "".join(rows)
        + "</tbody></table>"
    )


def _against(answer: Consultation) -> None:
    rows = [
        f"<tr><td>{escape(short_label(one.finding))}: {escape(one.state)}</td>"
        f"<td><b>{odds_in_words(one.log10_odds)}</b></td>"
        f"<td>{source_links(one.sources, one.grade, 1)}</td></tr>"
        for one in answer.strongest_against
    ]
    _html(
        f"<h3>Strongest evidence against {escape(type_label(answer.leading_type).lower())}</h3>"
        f'<table class="cx-against"><tbody>{"".join(rows)}</tbody></table>'
    )


def _bar(p: float, interval: tuple[float, float], type_: str) -> str:
    """A bar in the colour of the type, its interval as a line; the numbers stand beside it."""
    low, high = interval
    colour = current_palette().types[type_]
    return (
        f'<div class="cx-bar" style="--cx-colour:{colour}" aria-hidden="true">'
        f'<i style="width:{100 * p:.1f}%"></i>'
        f'<u style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></u></div>'
    )


def _html(text: str) -> None:
    st.markdown(text, unsafe_allow_html=True, anchors=False)
