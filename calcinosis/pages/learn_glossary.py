"""The terms of the app and of the field, to be searched, with the source of medical ones."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.knowledge import Term
from calcinosis.pages.reading import html
from calcinosis.pages.wording import source_links

_KINDS = {"method": "How the app reckons", "medical": "Terms of the field"}


def glossary() -> None:
    """The search, and every term that holds its words."""
    terms = load_knowledge().glossary
    with st.container(key="glossary-filter", horizontal=True, gap="small"):
        wanted = st.text_input(
            "Find a term",
            key="learn.term",
            type="search",
            live=True,
            max_chars=60,
            placeholder="Term, or a word of its meaning …",
            persist_state="session",
            width=340,
        )
        kind = st.pills(
            "Kind",
            tuple(_KINDS),
            format_func=_KINDS.get,
            key="learn.kind",
            persist_state="session",
            width="content",
        )
    words = (wanted or "").lower().split()
    shown = [
        one
        for one in terms
        if kind in (None, one.kind)
        and all(word in " ".join((one.term, *one.also, one.text)).lower() for word in words)
    ]
    st.caption(
        f"{len(shown)} of {len(terms)} terms." if shown else "No term holds all of these words."
    )
    html(f'<dl class="ln-terms">{"".join(_entry(one) for one in shown)}</dl>')


def _entry(term: Term) -> str:
    also = f" <small>({escape(', '.join(term.also))})</small>" if term.also else ""
    source = ""
    if term.kind == "medical":
        source = f" <small>{source_links((term.source,) if term.source else ())}</small>"
    return f"<div><dt>{escape(term.term)}{also}</dt><dd>{escape(term.text)}{source}</dd></div>"
