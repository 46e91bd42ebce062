"""One finding in every cause, side by side: the numbers that the engine really uses."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from calcinosis import load_knowledge
from calcinosis.case import VOCABULARY
from calcinosis.charts import CONFIG
from calcinosis.charts.dots import dots_alt, dots_figure
from calcinosis.charts.wording import state_label
from calcinosis.knowledge import CONTEXTS, load_case_counts
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.evidence_tables import (
    backing_in_words,
    compared_findings,
    comparison,
    comparison_scale,
    comparison_table,
    states_of,
)
from calcinosis.pages.wording import cause_label
from calcinosis.reasoning import default_model
from calcinosis.reasoning.model import KIDNEY_FINDINGS
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.weight_audit import backing_shares

_FIRST = "raynaud"
_MOST_SEGMENTS = 4
_DOES_NOT_TELL = (
    "Kidney function is a context, not a vote: it sets which laboratory numbers hold. Shown is the "
    "share of patients of each cause by kidney function."
)

_COUNTS = (
    "In an answer this finding counts {weight:.2f} times what the shares below say (on a scale of "
    "logarithms), in every cause alike; fitted on {cases} published cases."
)


def finding_view() -> None:
    """The choice of a finding and its state; chart and table of every cause."""
    model = default_model()
    with st.container(key="finding-choice", horizontal=True, gap="small"):
        findings = compared_findings(model)
        finding = st.selectbox(
            "Finding",
            findings,
            index=findings.index(_FIRST),
            format_func=lambda one: VOCABULARY[one].label,
            key="evidence.finding",
            persist_state="session",
            width=420,
        )
        states = states_of(finding, model)
        state = _choice("State", f"evidence.state.{finding}", states, finding) if states else ""
        is_lab = VOCABULARY[finding].kind == "lab" and finding not in KIDNEY_FINDINGS
        kidney = CONTEXTS[0]
        if is_lab:
            kidney = _choice("Kidney function", "evidence.kidney", CONTEXTS, finding)
    if finding in KIDNEY_FINDINGS:
        st.caption(_DOES_NOT_TELL)
    elif (weight := model.finding_weights.get(finding)) is not None:
        st.caption(_COUNTS.format(weight=weight, cases=model.counts.cases))
    groups = comparison(finding, state, kidney, model)
    what = VOCABULARY[finding].label + (f": {state_label(finding, state)}" if state else "")
    if is_lab:
        what += f", kidney function {kidney}"
    chart, table = st.columns((6, 7), gap="large")
    with chart:
        st.plotly_chart(
            dots_figure(
                groups,
                current_palette(),
                comparison_scale(finding, model),
                name=f"comparison {finding}",
            ),
            key="chart.comparison",
            theme=None,
            config=CONFIG,
            alt=dots_alt(groups, f"{what} in every cause"),
        )
    with table:
        value = (
            "Probability" if finding not in model.curves else f"Median, {VOCABULARY[finding].unit}"
        )
        _table(comparison_table(groups, value, _backing(finding, state)), value, what)


def _choice(label: str, key: str, options: tuple[str, ...], finding: str) -> str:
    """One of a few as buttons, one of many as a list."""
    common = {
        "format_func": lambda one: state_label(finding, one).capitalize(),
        "key": key,
        "persist_state": "session",
    }
    if len(options) > _MOST_SEGMENTS:
        return st.selectbox(label, options, width=240, **common)
    return st.segmented_control(
        label, options, default=_first(options), required=True, width="content", **common
    )


def _first(options: tuple[str, ...]) -> str:
    """The state that is shown first: a raised laboratory value, else the first one."""
    return "high" if "high" in options else options[0]


@st.cache_resource(show_spinner=False)
def pooling(version: str) -> Pooling:
    """The packaged rows and cases by cell, made once for a version of the knowledge."""
    return Pooling(load_knowledge(), load_case_counts())


def _backing(finding: str, state: str) -> dict[str, str]:
    """What the numbers rest on, by the label of the cause."""
    model = default_model()
    pooled = pooling(load_knowledge().version)
    states = (state,) if state else ()
    if VOCABULARY[finding].kind == "yesno":
        states = ("present",)
    elif finding == "sex":
        states = ("female",)
    return {
        cause_label(one): backing_in_words(backing_shares(one, finding, states, model, pooled))
        for one in load_knowledge().aetiologies
    }


def _table(table: pd.DataFrame, value: str, what: str) -> None:
    """The numbers of the chart, with what each rests on."""
    number = st.column_config.NumberColumn(format="%.3g")
    st.dataframe(
        table if table["Rests on"].any() else table.drop(columns="Rests on"),
        hide_index=True,
        height=37 + 35 * len(table),
        column_config={
            "Cause": st.column_config.TextColumn(width=170),
            "Type": st.column_config.TextColumn(width=90),
            value: number,
            "Low": number,
            "High": number,
        },
        column_order=("Cause", value, "Low", "High", "Rests on", "Type"),
        alt=f"The numbers of the chart: {what} in every cause",
    )
    st.caption(
        "These are the numbers of the chart, before any finding of a case is known. "
        "“Rests on” says how much of each is estimate, sources by grade, or published cases."
    )
