"""What the pages that are read share: their look, charts with their table, HTML, the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from calcinosis import __version__, load_knowledge
from calcinosis.charts import CONFIG

_STYLE = (Path(__file__).parent / "data" / "reading.css").read_text(encoding="utf-8")


def head(title: str, what: str) -> None:
    """The style sheet, the title, and in a sentence what the page is for."""
    st.html(f"<style>{_STYLE}</style>")
    with st.container(key="head", gap="xsmall"):
        st.markdown(f"# {title}", anchors=False)
        st.markdown(what)


def foot() -> None:
    """The versions that the page speaks of."""
    with st.container(key="foot"):
        st.caption(
            f"Calcinosis {__version__}, knowledge {load_knowledge().version}. Decision support "
            "for clinicians: options, not verdicts."
        )


def chart(name: str, figure, alt: str, table: pd.DataFrame) -> None:
    """A figure with its alt text, and the same numbers as a table, folded."""
    st.plotly_chart(figure, key=f"chart.{name}", theme=None, config=CONFIG, alt=alt)
    with st.expander(
        "The same numbers as a table", key=f"table.{name}", type="compact", on_change="rerun"
    ) as opened:
        if opened.open:
            numbers(table, alt)


def numbers(table: pd.DataFrame, alt: str) -> None:
    """The numbers of a chart as a table; shares and intervals to three decimals."""
    floats = table.select_dtypes("float").columns
    st.dataframe(
        table,
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(format="%.3f") for name in floats},
        alt=f"The numbers of the chart: {alt}"[:250],
    )


def cards(figures: Iterable[tuple[str, str, str]]) -> None:
    """Figures that stand alone: number, what it is, and its interval or count."""
    html(
        '<div class="rd-cards">'
        + "".join(
            f'<div class="rd-card"><span>{escape(what)}</span><b>{escape(number)}</b>'
            f"<small>{escape(note)}</small></div>"
            for number, what, note in figures
        )
        + "</div>"
    )


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of HTML cells; ``kind`` is a further class, "rd-wide" for one that folds up."""
    return (
        f'<table class="rd-table {kind}"><thead><tr>'
        + "".join(f"<th>{escape(one)}</th>" for one in heads)
        + "</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        + "</tbody></table>"
    )


def html_facts(facts: Iterable[tuple[str, str]]) -> str:
    """Terms with their HTML descriptions; those without one are left out."""
    return (
        '<dl class="rd-facts">'
        + "".join(f"<dt>{escape(term)}</dt><dd>{text}</dd>" for term, text in facts if text)
        + "</dl>"
    )


def html_list(title: str, items: Iterable[str]) -> str:
    """A heading with a list of plain texts; nothing where there is none."""
    listed = "".join(f"<li>{escape(one)}</li>" for one in items)
    return f"<h3>{escape(title)}</h3><ul>{listed}</ul>" if listed else ""


def html(text: str) -> None:
    """HTML that was made here, from escaped text."""
    st.markdown(text, unsafe_allow_html=True, anchors=False)
