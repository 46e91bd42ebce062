"""The two-axis classification as one picture: click a cell for the causes that belong."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts import CONFIG
from calcinosis.charts.classification import (
    classification_alt,
    classification_figure,
    classification_table,
)
from calcinosis.charts.wording import percent
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.evidence_finding import pooling
from calcinosis.pages.learn_choice import open_profile
from calcinosis.pages.reading import html, html_facts
from calcinosis.pages.state import show
from calcinosis.pages.wording import cause_label, type_label
from calcinosis.reasoning.sites import causes_by_tissue

_CHART, _CELL = "chart.classification", "learn.open_cell"

Cell = tuple[str, str]


def classification() -> None:
    """The picture, the causes of the chosen cell, and the same as a table."""
    knowledge = load_knowledge()
    shares = _shares(knowledge.version)
    types = {
        one: label.label for one, label in knowledge.types.items() if one in {t for t, _ in shares}
    }
    tissues = dict(knowledge.tissue_classes)
    cells = {cell: [cause_label(one) for one in causes] for cell, causes in shares.items()}
    st.markdown(
        "Calcinosis is classified **by cause** (type, across) and **by the tissue it lies in** "
        "(down). A number counts the causes of that type in which the tissue is involved in at "
        f"least {percent(knowledge.settings['belongs_to_tissue_from'])} of patients. "
        "Click or tap a cell."
    )
    filled = sorted(
        (cell for cell in cells if cells[cell]),
        key=lambda cell: (list(types).index(cell[0]), list(tissues).index(cell[1])),
    )
    chosen = st.session_state.setdefault(_CELL, filled[0])
    picture, causes = st.columns((6, 5), gap="large")
    with picture:
        st.plotly_chart(
            classification_figure(cells, types, tissues, current_palette(), chosen),
            key=_CHART,
            theme=None,
            config=CONFIG,
            alt=classification_alt(cells, types, tissues),
            on_select=_clicked,
            selection_mode="points",
        )
    with causes:
        st.selectbox(
            "Cell",
            filled if chosen in filled else [chosen, *filled],
            format_func=lambda cell: f"{types[cell[0]]}: {tissues[cell[1]]}",
            key=show("learn.cell", chosen),
            on_change=_chosen,
        )
        with st.container(key="learn-causes", gap=None):
            _causes(chosen, shares.get(chosen, {}))
    with st.expander(
        "The same as a table", key="table.classification", type="compact", on_change="rerun"
    ) as opened:
        if opened.open:
            st.dataframe(
                classification_table(cells, types, tissues),
                hide_index=True,
                alt="The causes of the classification, one row a tissue, one column a type",
            )
    html("<h3>The types</h3>")
    html(html_facts((type_label(one), escape(knowledge.types[one].definition)) for one in types))


@st.cache_data(show_spinner=False)
def _shares(version: str) -> dict[Cell, dict[str, float]]:
    """By type and tissue: the causes that belong, with the share of patients, highest first."""
    return causes_by_tissue(load_knowledge(), pooling(version))


def _clicked() -> None:
    points = st.session_state[_CHART].selection.points
    for point in points:
        if point.get("customdata"):
            st.session_state[_CELL] = tuple(point["customdata"])


def _chosen() -> None:
    st.session_state[_CELL] = tuple(st.session_state["learn.cell"])


def _causes(cell: Cell, shares: dict[str, float]) -> None:
    """The causes of a cell, each with a sentence, its share and the way to its profile."""
    known = load_knowledge().aetiologies
    if not shares:
        st.caption("No cause of the list belongs here.")
    for one, share in shares.items():
        st.button(
            f"{cause_label(one)}",
            key=f"learn.cell.{one}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=open_profile,
            args=(one,),
        )
        sentence = known[one].description.partition(". ")[0].rstrip(".")
        html(
            f'<p class="ln-cause">{escape(sentence)}. '
            f"<small>({percent(share)} of its patients have it in this tissue)</small></p>"
        )
    st.caption(
        "Shares are of the patients with that cause, some in several tissues, from the knowledge "
        "files; estimates for the most part."
    )
