"""The charts of the answer, each with alt text and the same numbers as a table below."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from calcinosis import Consultation
from calcinosis.charts import (
    CONFIG,
    Palette,
    heatmap_alt,
    heatmap_figure,
    heatmap_table,
    palette,
    types_alt,
    types_figure,
    types_table,
    waterfall_alt,
    waterfall_figure,
    waterfall_table,
)
from calcinosis.pages.wording import cause_label, causes_of


def current_palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return palette(dark=st.context.theme.type == "dark")


def types_chart(answer: Consultation) -> None:
    """Every type with its interval."""
    figure = types_figure(answer, current_palette(), compact=True)
    _chart("types", figure, types_alt(answer), types_table(answer))


def waterfall(answer: Consultation) -> None:
    """From prior to posterior, for a type or an aetiology, against a rival or all others."""
    with st.container(key="waterfall-choice", horizontal=True, gap="small"):
        type_ = _choice("Type", "type", tuple(answer.types), "leading type") or answer.leading_type
        cause = _choice("Cause", "cause", causes_of(answer, type_), "any of this type")
        rivals = [one for one in answer.types if one != type_]
        if cause:
            rivals += [one for one in answer.aetiologies if one not in (cause, "other")]
        rival = _choice("Against", "rival", tuple(rivals), "all others")
    explanation = answer.explain(cause or type_, rival or None)
    figure = waterfall_figure(explanation, answer, current_palette(), compact=True)
    alt = waterfall_alt(explanation, answer)
    _chart("waterfall", figure, alt, waterfall_table(explanation, None))


def _choice(label: str, name: str, ids: tuple[str, ...], first: str) -> str:
    """A choice among types and aetiologies, "" for the first; one no longer there is let go."""
    key = f"waterfall.{name}"
    if st.session_state.get(key, "") not in ("", *ids):
        st.session_state[key] = ""
    return st.selectbox(
        label, ("", *ids), format_func=lambda one: cause_label(one) if one else first, key=key
    )


def heat_map(answer: Consultation) -> None:
    """Findings by types."""
    figure = heatmap_figure(answer, current_palette(), compact=True)
    _chart("heatmap", figure, heatmap_alt(answer), heatmap_table(answer))


def _chart(name: str, figure, alt: str, table: pd.DataFrame) -> None:
    st.plotly_chart(figure, key=f"chart.{name}", theme=None, config=CONFIG, alt=alt)
    with st.expander(
        "The same numbers as a table", key=f"table.{name}", on_change="rerun"
    ) as open_:
        if open_.open:
            st.dataframe(table, hide_index=True, alt=f"The numbers of the chart: {alt}")
