"""Every case whose type was not named as its authors did: what was named, and what misled."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.cases import load_cases, load_validation
from calcinosis.charts.wording import finding_label, percent
from calcinosis.pages.reading import html, html_facts
from calcinosis.pages.wording import cause_label, type_label
from calcinosis.reasoning.words import odds_in_words

_ADDRESSES = {
    "doi": "https://doi.org/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "url": "",
}


def misses_view() -> None:
    """One card a miss, the surest mistakes first."""
    misses = load_validation()["evaluation"]["misses"]
    accepted = sum(miss["accepted"] for miss in misses)
    silent = sum(not miss["conclusive"] for miss in misses)
    st.markdown(
        f"In {len(misses)} cases another type was named first. In {accepted} of them experts would "
        f"accept that type too, and in {silent} the engine did not answer, since no type was "
        "likely enough. The surest mistakes come first; “misled by” names what spoke most for the "
        "type that was named against the true one."
    )
    sources = {record.id: record.source for record in load_cases()}
    ordered = sorted(
        misses, key=lambda one: (not one["conclusive"], -one["named_type_probability"])
    )
    cards = "".join(_card(miss, sources.get(miss["id"], {})) for miss in ordered)
    html(f'<div class="rd-misses">{cards}</div>')


def source_link(source: Mapping[str, Any]) -> str:
    """The source of a case as an HTML link to its most durable address, or as text."""
    name = escape(str(source.get("citation") or source.get("doi") or "source"))
    for key, start in _ADDRESSES.items():
        address = start + str(source.get(key) or "")
        if source.get(key) and address.startswith(("https://", "http://")):
            return f'<a href="{escape(address, quote=True)}">{name}</a>'
    return name


def _card(miss: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    tags = ""
    if miss["accepted"]:
        tags += ' <span class="rd-tag">experts would accept it</span>'
    if not miss["conclusive"]:
        tags += ' <span class="rd-tag">not answered: too unsure</span>'
    misled = "".join(
        f"<li>{escape(finding_label(one['finding']))}: {escape(one['state'])} ({words})</li>"
        for one in miss["misled_by"]
        if (words := odds_in_words(one["log10_odds"])) != "no weight"
    )
    stated = miss["stated"] or miss["id"]
    return (
        f'<article class="rd-miss"><h3>{escape(stated[:1].upper() + stated[1:])}</h3>'
        f"<small>{source_link(source)}</small>"
        + html_facts(
            (
                ("Authors", _named(miss, "true")),
                ("Named", _named(miss, "named") + tags),
            )
        )
        + f"<small>Misled by</small><ul>{misled or '<li>no finding: the prior alone</li>'}</ul>"
        "</article>"
    )


def _named(miss: Mapping[str, Any], which: str) -> str:
    cause, probability = miss[f"{which}_aetiology"], miss[f"{which}_aetiology_probability"]
    text = (
        f"<b>{escape(type_label(miss[f'{which}_type']))}</b> "
        f"{percent(miss[f'{which}_type_probability'])}"
    )
    if cause in load_knowledge().aetiologies:
        text += f"<br>{escape(cause_label(cause))} {percent(probability)}"
    return text
