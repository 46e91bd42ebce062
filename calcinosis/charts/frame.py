"""What all figures share: type, margins, a transparent background and axes without clutter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from .palette import Palette
from .wording import NO_BREAK, marked_up

FONT_FAMILY = (
    '"Source Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, '
    "sans-serif"
)

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
"""For ``config=`` wherever a figure is drawn: nothing to zoom, so a page scrolls under a thumb."""
_SHARE_TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)


def framed(
    figure: go.Figure,
    palette: Palette,
    *,
    name: str,
    height: int,
    margin: dict[str, int],
    compact: bool,
) -> go.Figure:
    """The figure with the common layout; height and margin in px, ``name`` for ``uirevision``."""
    figure.update_layout(
        template="none",
        autosize=True,
        height=height,
        margin=margin | {"pad": 0, "autoexpand": True},
        uirevision=name,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT_FAMILY, "size": font_size(compact), "color": palette.text},
        hoverlabel={
            "bgcolor": palette.surface,
            "bordercolor": palette.line,
            "font": {"family": FONT_FAMILY, "size": 12, "color": palette.text},
            "align": "left",
            "namelength": 0,
        },
        hovermode="closest",
        dragmode=False,
        showlegend=False,
        barmode="overlay",
        bargap=0,
    )
    return figure


def share_axis(
    palette: Palette, ends: list[float], title: str = "", standoff: int | None = None
) -> dict[str, Any]:
    """An axis from 0 to 100 % with light grid lines; ``standoff`` of the title in px."""
    return bare_axis(
        palette,
        range=ends,
        title={
            "text": title,
            "font": {"size": 12, "color": palette.muted},
            "standoff": standoff,
        },
        tickvals=_SHARE_TICKS,
        ticktext=[f"{100 * tick:.0f}{NO_BREAK}%" for tick in _SHARE_TICKS],
        tickfont={"color": palette.muted, "size": 12},
        showgrid=True,
        gridcolor=palette.line,
    )


def font_size(compact: bool) -> int:
    """Size of the running text of a figure, in px."""
    return 12 if compact else 13


def bare_axis(palette: Palette, **settings: Any) -> dict[str, Any]:
    """An axis that shows only its tick labels and cannot be dragged."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickangle": 0,
        "tickfont": {"color": palette.text},
        "title": {"text": ""},
    } | settings


def coloured(text: str, colour: str, *, bold: bool = False, size: int | None = None) -> str:
    """Marked-up text in a colour."""
    style = f"color:{colour}" + (f";font-size:{size}px" if size else "")
    return f'<span style="{style}">{f"<b>{text}</b>" if bold else text}</span>'


def add_headings(figure: go.Figure, places: Iterable[tuple[str, float]], palette: Palette) -> None:
    """Headings in bold at the left edge, each with its place on the y axis."""
    for title, y in places:
        figure.add_annotation(
            text=coloured(marked_up(title), palette.text, bold=True),
            x=0,
            xref="paper",
            xanchor="left",
            y=y,
            yref="y",
            showarrow=False,
            font={"size": 13},
        )


def message(figure: go.Figure, text: str, palette: Palette) -> None:
    """A sentence in the middle of a figure that has nothing to show."""
    figure.add_annotation(
        text=marked_up(text, 38),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"color": palette.muted},
    )


def guide(
    x: float,
    palette: Palette,
    *,
    span: tuple[float, float] | None = None,
    strong: bool = False,
) -> dict[str, Any]:
    """A quiet vertical line behind the data, over the plot or a span of y, as a layout shape."""
    low, high = span or (0, 1)
    return {
        "type": "line",
        "layer": "below",
        "x0": x,
        "x1": x,
        "y0": low,
        "y1": high,
        "yref": "y" if span else "paper",
        "line": {"color": palette.muted if strong else palette.line, "width": 1},
    }
