"""The body map and the tissue section: a click enters a region or a tissue, a second removes it.

What they show is the sheet, as with every other field, so the list beside them and they agree.
"""

from __future__ import annotations

from functools import lru_cache, partial

import streamlit as st

from calcinosis.charts import CONFIG, DARK, palette
from calcinosis.charts.body_map import NEWBORN_BELOW_YEARS, body_map, body_places
from calcinosis.charts.tissue_section import tissue_places, tissue_section
from calcinosis.pages import state
from calcinosis.pages.charts_panel import current_palette

DRAWN = ("region", "tissue")
"""The findings that have a drawing."""
_ALT = {
    "region": "Places on the body to click; the list of regions beside it does the same.",
    "tissue": "Places in the section to click; the list of tissues beside it does the same.",
}

# Two quick clicks are two clicks: a double click would clear what the browser has selected.
_CONFIG = CONFIG | {"doubleClickDelay": 1}


def drawing(finding_id: str) -> None:
    """The drawing of a finding with what is entered marked.

    The picture changes with what is entered. The figure over it, which takes the clicks, does not,
    so nothing is put up anew and no click is lost.
    """
    case, colours = state.sheet().case, current_palette()
    entered = case.get(finding_id, ())
    if finding_id == "region":
        age = case.get("age_years")
        newborn = age is not None and age < NEWBORN_BELOW_YEARS
        picture = body_map(entered, colours, newborn=newborn)
    else:
        picture, newborn = tissue_section(entered, colours), False
    with st.container(key=f"drawing-{finding_id}", gap=None):
        st.markdown(f"<div>{picture}</div>", unsafe_allow_html=True)
        st.plotly_chart(
            _places(finding_id, newborn, colours is DARK),
            key=f"places.{finding_id}",
            theme=None,
            config=_CONFIG,
            alt=_ALT[finding_id],
            selection_mode="points",
            on_select=partial(state.choose_drawn, finding_id),
        )


@lru_cache
def _places(finding_id: str, newborn: bool, dark: bool):
    """The figure over a drawing: the same for everybody, so it is made once for the process."""
    colours = palette(dark=dark)
    return (
        body_places(colours, newborn=newborn) if finding_id == "region" else tissue_places(colours)
    )
