"""Two or three causes side by side: what separates them, ages, labs and first tests."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts.age_curves import age_alt, age_figure, age_table
from calcinosis.charts.lab_pattern import LabGroup, lab_alt, lab_figure, lab_table
from calcinosis.charts.wording import NO_BREAK, percent
from calcinosis.knowledge import CONTEXTS
from calcinosis.pages.cause_in_words import cause_name, finding_in_state
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.learn_choice import open_profile
from calcinosis.pages.learn_portrait import ALL, kidney_in_words, lab_bars
from calcinosis.pages.learn_reasons import backing_of
from calcinosis.pages.reading import chart, html, html_list, html_table
from calcinosis.pages.wording import cause_label, causes_in_order
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import Separating, age_curve, separating, usual_kidney
from calcinosis.reasoning.words import odds_in_words

_FIRST = ("systemic_sclerosis", "dermatomyositis_adult")
_MOST = 3
_LABS_SHOWN = 8
_LEAST_DIFFERENCE = 0.1


def compare() -> None:
    """The choice of causes, and what tells one from the other."""
    known = load_knowledge().aetiologies
    with st.container(key="compare-choice", horizontal=True, gap="medium"):
        causes = st.multiselect(
            "Two or three causes",
            causes_in_order(),
            default=_FIRST,
            max_selections=_MOST,
            format_func=cause_name,
            key="learn.compared",
            persist_state="session",
            width=640,
        )
        usual = usual_kidney(causes[0], default_model()) if causes else CONTEXTS[0]
        kidney = st.segmented_control(
            "Kidney function, for the labs",
            CONTEXTS,
            default=usual,
            format_func=str.capitalize,
            key=f"learn.kidney.{usual}",
            required=True,
            persist_state="session",
        )
    if len(causes) < 2:
        st.caption("Choose a second cause.")
        return
    causes = tuple(causes)
    _separating(causes, kidney)
    ages, labs = st.columns(2, gap="large")
    with ages:
        _ages(causes)
    with labs:
        _labs(causes, kidney)
    html("<h2>First tests</h2>")
    for cause, column in zip(causes, st.columns(len(causes), gap="large"), strict=True):
        with column:
            html(html_list(cause_label(cause), known[cause].first_tests))
            st.button(
                "Profile",
                key=f"learn.profile.{cause}",
                icon=":material/article:",
                on_click=open_profile,
                args=(cause,),
            )


def _separating(causes: tuple[str, ...], kidney: str) -> None:
    html("<h2>What separates them</h2>")
    rows = separating(causes, kidney, default_model())
    html(
        html_table(
            ("Finding", *(cause_label(one) for one in causes), "Ratio"),
            (
                (
                    escape(finding_in_state(row.finding, row.state)),
                    *(
                        _share(one, share, row)
                        for one, share in zip(causes, row.shares, strict=True)
                    ),
                    f'<span class="ln-weight">{_times(row.log10_ratio)}</span> '
                    f"<small>log10 {row.log10_ratio:.2f}</small>",
                )
                for row in rows
            ),
            "ln-separating",
        )
    )
    st.caption(
        "How often each finding is so in each cause (in regions and tissues: share of deposits), "
        "and the likelihood ratio of the highest (bold) to the lowest, the largest first; log10 is "
        "its logarithm to base 10, by which weights add up (1: ten times, 2: a hundred times). "
        f"◦{NO_BREAK}An estimate alone. Left out: what fewer than 1 in 20 have in all of them. "
        f"Labs: {kidney_in_words(kidney)}."
    )


def _share(cause: str, share: float, row: Separating) -> str:
    """A share, bold where it is the highest, with a ring where it is an estimate alone."""
    text = escape(percent(share))
    backing = backing_of(cause, row.finding, row.state)
    ring = f"{NO_BREAK}◦" * (backing.get("estimate", 0.0) > ALL)
    return (f"<b>{text}</b>" if cause == row.most else text) + ring


def _times(log10_ratio: float) -> str:
    return odds_in_words(log10_ratio).removesuffix(" for")


def _ages(causes: tuple[str, ...]) -> None:
    html("<h2>Age</h2>")
    curves = {cause_label(one): age_curve(one, default_model()) for one in causes}
    chart(
        "compared_ages",
        age_figure(curves, current_palette(), name="compared ages"),
        age_alt(curves),
        age_table(curves),
    )


def _labs(causes: tuple[str, ...], kidney: str) -> None:
    """The labs that differ most, one group a lab, one bar a cause."""
    html("<h2>Labs that differ most</h2>")
    by_cause = {one: {bar.label: bar for bar in lab_bars(one, kidney)} for one in causes}
    differences = {
        lab: max(
            max(bars[lab].shares[state] for bars in by_cause.values())
            - min(bars[lab].shares[state] for bars in by_cause.values())
            for state in range(3)
        )
        for lab in by_cause[causes[0]]
    }
    shown = sorted(differences, key=lambda lab: -differences[lab])[:_LABS_SHOWN]
    groups = tuple(
        LabGroup(
            lab,
            tuple(replace(bars[lab], label=cause_label(one)) for one, bars in by_cause.items()),
        )
        for lab in shown
        if differences[lab] >= _LEAST_DIFFERENCE
    )
    if not groups:
        st.caption("No lab differs by as much as one patient in ten.")
        return
    names = " and ".join(cause_label(one) for one in causes)
    chart(
        "compared_labs",
        lab_figure(groups, current_palette(), name="compared labs"),
        lab_alt(groups, names),
        lab_table(groups, "Lab", "Cause"),
    )
    st.caption(
        f"Patients with **{kidney_in_words(kidney)}**. ◦\u00a0An estimate alone; the rest on "
        "sources or published cases as well."
    )
