"""Where the deposits of a cause lie: the body map."""

from __future__ import annotations

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.charts import DARK, palette, site_map, site_map_alt, site_map_table
from calcinosis.knowledge import Aetiology
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.reading import chart
from calcinosis.reasoning import default_model
from calcinosis.reasoning.sites import begins_in_infancy, site_shares


def sites_of(cause: Aetiology) -> None:
    """The map of a cause, with its numbers folded below."""
    model = default_model()
    shares, newborn = site_shares(cause.id, model), begins_in_infancy(cause.id, model)
    figure = _figure(cause.id, current_palette() is DARK, load_knowledge().version)
    chart("sites", figure, site_map_alt(shares, newborn=newborn), site_map_table(shares))
    st.caption(
        "Share of each region among the sites of this cause, as the engine uses it: estimates, "
        "counted rows and published cases together. Left and right are one region."
    )


@st.cache_resource(show_spinner=False, max_entries=100)
def _figure(cause: str, dark: bool, version: str):
    """The map of a cause in a theme; no patient is in it, so all share it."""
    model = default_model()
    shares, newborn = site_shares(cause, model), begins_in_infancy(cause, model)
    return site_map(shares, newborn=newborn, palette=palette(dark=dark))
