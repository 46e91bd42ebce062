"""The charts of a profile: at what age it presents, and the laboratory pattern."""

from __future__ import annotations

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.case import LABS, VOCABULARY
from calcinosis.charts.age_curves import age_alt, age_figure, age_table, ages_in_words
from calcinosis.charts.lab_pattern import LabBar, LabGroup, lab_alt, lab_figure, lab_table
from calcinosis.charts.wording import percent
from calcinosis.knowledge import Aetiology
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.evidence_finding import pooling
from calcinosis.pages.evidence_tables import backing_in_words
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import chart, html
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import age_curve, lab_backing, lab_shares

ALL = 0.9995
"""A part above this is all there is, but for rounding."""


def ages(cause: Aetiology) -> None:
    """At what age it presents."""
    curves = {cause.short_label: age_curve(cause.id, default_model())}
    html(f"<h2>Age: {ages_in_words(curves[cause.short_label])}</h2>")
    chart(
        "ages",
        age_figure(curves, current_palette(), name=f"ages {cause.id}"),
        age_alt(curves),
        age_table(curves),
    )
    even = percent(default_model().knowledge.settings["curve_background"])
    st.caption(f"{_curve_in_words(cause)} {even} is spread over all ages, so none is ruled out.")


def _curve_in_words(cause: Aetiology) -> str:
    curve = cause.curves.get("age_years")
    if curve is None:
        return "No curve was set for this cause."
    kind = "An estimate" if curve.grade == "estimate" else f"Grade {curve.grade}"
    note = f" ({curve.note})" if curve.note else ""
    return f"{kind}{note}, with the ages of published cases."


def labs(cause: Aetiology, kidney: str) -> None:
    """The typical laboratory pattern at the usual kidney function."""
    html("<h2>Laboratory pattern</h2>")
    bars = _bars(cause.id, kidney, load_knowledge().version)
    groups = (LabGroup("", bars),)
    what = f"the labs of {cause.short_label} with kidney function {kidney}"
    chart(
        "labs",
        lab_figure(groups, current_palette(), name=f"labs {cause.id}"),
        lab_alt(groups, what),
        lab_table(groups),
    )
    st.caption(
        f"Patients with **{kidney_in_words(kidney)}**, as most with this cause. ◦\u00a0An estimate "
        "alone; the other rows rest on sources or published cases as well (point at a bar)."
    )


@st.cache_data(show_spinner=False, max_entries=200)
def _bars(cause: str, kidney: str, version: str) -> tuple[LabBar, ...]:
    """``lab_bars`` of one version of the knowledge; no patient is in them."""
    return lab_bars(cause, kidney)


def kidney_in_words(kidney: str) -> str:
    """A kidney function as it is said of patients."""
    words = {"normal": "normal kidney function", "reduced": "reduced kidney function"}
    return words.get(kidney, "dialysis")


def lab_bars(cause: str, kidney: str) -> tuple[LabBar, ...]:
    """Every lab that the engine weighs, with its shares and what they rest on."""
    model, pooled = default_model(), pooling(load_knowledge().version)
    bars = []
    for lab in model.tables:
        if VOCABULARY[lab].kind != "lab" or lab not in LABS:
            continue
        backing = lab_backing(cause, lab, kidney, model, pooled)
        bars.append(
            LabBar(
                short_label(lab),
                lab_shares(cause, lab, kidney, model),
                backing_in_words(backing),
                backing.get("estimate", 0.0) > ALL,
            )
        )
    return tuple(bars)
