"""Where the deposits of a cause lie: the body map, and the same numbers beside it."""

from __future__ import annotations

import streamlit as st

from calcinosis.charts import CONFIG, site_map, site_map_alt, site_map_table
from calcinosis.knowledge import Aetiology
from calcinosis.pages.charts_panel import current_palette
from calcinosis.reasoning import default_model
from calcinosis.reasoning.sites import begins_in_infancy, site_shares

_SHARE = "Share of sites"


def sites_of(cause: Aetiology, key: str) -> None:
    """Draw the map of a cause; ``key`` is that of the container, another on each page."""
    st.caption(
        "Share of each region among the sites of this cause, as the engine uses it: estimates, "
        "counted rows and published cases together. Left and right are one region."
    )
    model = default_model()
    shares, newborn = site_shares(cause.id, model), begins_in_infancy(cause.id, model)
    figure = site_map(shares, newborn=newborn, palette=current_palette())
    alt = site_map_alt(shares, newborn=newborn)
    with st.container(key=key):
        drawn, listed = st.columns((3, 2), gap="large")
    with drawn:
        st.plotly_chart(figure, key="chart.sites", theme=None, config=CONFIG, alt=alt)
    with listed:
        table = site_map_table(shares)
        st.dataframe(
            table.assign(**{_SHARE: 100 * table[_SHARE]}),
            hide_index=True,
            height=figure.layout.height,
            column_config={
                _SHARE: st.column_config.ProgressColumn(
                    format="%.1f %%", max_value=100 * max(shares.values()), color="primary"
                )
            },
            alt=f"The numbers of the map: {alt}",
        )
