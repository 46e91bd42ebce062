"""One cause on a page: what it is, what is typical, what tells, what is done, and its cases."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts.wording import percent
from calcinosis.knowledge import Aetiology
from calcinosis.pages.learn_cases import cases_of_cause
from calcinosis.pages.learn_choice import causes_in_order, chosen_cause, take_cause
from calcinosis.pages.learn_portrait import ages, labs, sites
from calcinosis.pages.learn_reasons import management, reasons
from calcinosis.pages.reading import html, html_facts, html_list
from calcinosis.pages.state import show
from calcinosis.pages.wording import type_label
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import usual_kidney

_KIDNEYS = {"normal": "normal", "reduced": "reduced", "dialysis": "dialysis"}


def profiles() -> None:
    """The choice of a cause and its profile."""
    known = load_knowledge().aetiologies
    key = show("learn.cause", chosen_cause())
    st.selectbox(
        "Cause",
        causes_in_order(),
        format_func=lambda one: f"{known[one].short_label} · {type_label(known[one].type)}",
        key=key,
        on_change=take_cause,
        args=(key,),
        width=460,
    )
    cause = known[chosen_cause()]
    kidney = usual_kidney(cause.id, default_model())
    _what_it_is(cause, kidney)
    left, right = st.columns(2, gap="large")
    with left:
        sites(cause)
        ages(cause)
    with right:
        labs(cause, kidney)
    reasons(cause, kidney)
    management(cause)
    cases_of_cause(cause.id)


def _what_it_is(cause: Aetiology, kidney: str) -> None:
    html(f"<h2>{escape(cause.label)}</h2>")
    text, lists = st.columns(2, gap="large")
    with text:
        shares = ", ".join(
            f"{word} {escape(percent(share))}"
            for word, share in zip(_KIDNEYS.values(), cause.kidney, strict=True)
        )
        html(
            f"<p>{escape(cause.description)}</p><p>{escape(cause.mechanism)}</p>"
            + html_facts(
                (
                    ("Type", escape(type_label(cause.type))),
                    ("Also called", escape(", ".join(cause.synonyms))),
                    ("ICD-10", escape(", ".join(cause.icd10))),
                    ("Kidneys", f"{shares} (estimate)"),
                )
            )
        )
    with lists:
        html(
            html_list("What gives it away", cause.tells)
            + html_list("First tests", cause.first_tests)
            + html_list("Pitfalls", cause.cautions)
        )
