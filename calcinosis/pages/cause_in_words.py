"""A cause in words, alike on every page: what it is, its names, its forms, what gives it away."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts.age_curves import ages_in_words
from calcinosis.charts.wording import percent, state_label
from calcinosis.knowledge import CONTEXTS, Aetiology, load_case_counts
from calcinosis.pages.evidence_finding import pooling
from calcinosis.pages.evidence_tables import backing_in_words
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import html, html_facts, html_list, html_table
from calcinosis.pages.wording import type_label
from calcinosis.reasoning import default_model
from calcinosis.reasoning.form_portrait import FormPortrait, form_portraits
from calcinosis.reasoning.weight_audit import backing_shares

ABOUT_FORMS = (
    "Some causes show themselves in unlike **forms**, as ossification does in a face, about a hip "
    "or in a child with Albright osteodystrophy: each form has numbers of its own, and the cause "
    "is their mixture."
)
"""What forms are, in a sentence."""


def cause_name(cause: str) -> str:
    """A cause with its type, as lists offer it: "Gouty tophus · Look-alike"."""
    known = load_knowledge().aetiologies[cause]
    return f"{known.short_label} · {type_label(known.type)}"


def finding_in_state(finding: str, state: str) -> str:
    """A finding with its state: "Raynaud: absent", "Region: finger"."""
    return f"{short_label(finding)}: {state_label(finding, state)}"


def what_it_is(cause: Aetiology) -> None:
    """The description, the facts, what to look for and to beware of, and the forms."""
    html(f"<h2>{escape(cause.label)}</h2>")
    text, lists = st.columns(2, gap="large")
    with text:
        html(
            f"<p>{escape(cause.description)}</p>"
            f"<h3>How it comes about</h3><p>{escape(cause.mechanism)}</p>"
            + html_facts(
                (
                    ("Type", escape(type_label(cause.type))),
                    ("Also called", escape(", ".join(cause.synonyms))),
                    ("ICD-10", escape(", ".join(cause.icd10))),
                    (
                        "How frequent",
                        f"{percent(cause.prior['any'])} of patients with calcinosis (estimate)"
                        + _factor(cause),
                    ),
                    ("Kidney function", _kidneys(cause)),
                )
            )
        )
    with lists:
        html(
            html_list("What gives it away", cause.tells)
            + html_list("First tests", cause.first_tests)
            + html_list("Pitfalls", cause.cautions)
        )
    if cause.forms:
        _forms(cause)


def _kidneys(cause: Aetiology) -> str:
    """The shares of the kidney functions as the engine takes them, and what they rest on."""
    model, pooled = default_model(), pooling(load_knowledge().version)
    shares = model.whole_kidney()[model.index(cause.id)]
    kidneys = (f"{word} {percent(share)}" for word, share in zip(CONTEXTS, shares, strict=True))
    rests_on = backing_in_words(backing_shares(cause.id, "dialysis", (), model, pooled))
    return escape(f"{', '.join(kidneys)} ({rests_on})")


def _factor(cause: Aetiology) -> str:
    """By what the engine multiplies that share, and what this does."""
    factor = load_case_counts().cause_factors.get(cause.id)
    if not factor:
        return ""
    readily = "more" if factor > 1 else "less"
    return (
        f"; the engine counts it {factor:.2f} times as frequent, a factor fitted on published "
        f"cases, so it names this cause {readily} readily than the share alone would"
    )


def _forms(cause: Aetiology) -> None:
    """Each form with its share and what is typical of it, from the numbers of the engine."""
    html("<h3>Its forms</h3>")
    html(
        html_table(
            ("Form", "Share", "Typical of it"),
            (
                (
                    escape(one.form.label),
                    f"{percent(one.form.share)} <small>(estimate)</small>",
                    _typical(one),
                )
                for one in form_portraits(cause.id, default_model())
            ),
            "rd-wide rd-forms",
        )
    )
    st.caption(
        "Each form has numbers of its own, and the cause is their mixture. In brackets: how many "
        "patients with this form have it, and how many with the other forms, as the engine uses "
        "it; mostly estimates."
    )


def _typical(one: FormPortrait) -> str:
    parts = [f"Age: {escape(ages_in_words(one.ages))}"]
    for tell in one.tells:
        name = finding_in_state(tell.finding, tell.state).removesuffix(": present")
        shares = f"{percent(tell.here)}, other forms {percent(tell.elsewhere)}"
        parts.append(f"{escape(name)} <small>({escape(shares)})</small>")
    return "; ".join(parts)
