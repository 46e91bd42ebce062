"""The classification on two axes as one picture: types across, tissues down, causes counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from .frame import bare_axis, framed
from .palette import Palette, text_on, translucent
from .wording import marked_up

_ROW_PX, _HEAD_PX, _FOOT_PX = 34, 92, 30
_LABEL_WIDTH = 20  # characters
_FULL = 6
"""Number of causes at which a cell is filled darkest."""

Cells = Mapping[tuple[str, str], Sequence[str]]
"""Labels of the causes of each (type, tissue); a cell without causes is left out or empty."""


def classification_figure(
    cells: Cells,
    types: Mapping[str, str],
    tissues: Mapping[str, str],
    palette: Palette,
    chosen: tuple[str, str] | None = None,
) -> go.Figure:
    """Tissue by type; each cell prints how many causes belong, darker for more.

    Types run across and tissues down, since there are more tissues than types and a telephone is
    narrow. The trace "cells" can be clicked; its ``customdata`` holds type and tissue. The chosen
    cell has a frame.

    Args:
        cells: labels of the causes that belong.
        types: id and label of each type, in order.
        tissues: id and term of each tissue, in order.
        palette: colours of the theme.
        chosen: type and tissue of the cell that is open.
    """
    counts = [[len(cells.get((t, tissue), ())) for t in types] for tissue in tissues]
    places = [
        (t, row, type_, tissue)
        for row, tissue in enumerate(tissues)
        for t, type_ in enumerate(types)
    ]
    figure = go.Figure(
        go.Heatmap(
            name="counts",
            z=counts,
            x=list(range(len(types))),
            y=list(range(len(tissues))),
            zmin=0,
            zmax=_FULL,
            colorscale=[[count / _FULL, _fill(count, palette)] for count in range(_FULL + 1)],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_scatter(
        name="cells",
        x=[t for t, *_ in places],
        y=[row for _, row, *_ in places],
        mode="markers+text",
        marker={"symbol": "square", "size": _ROW_PX - 4, "color": "rgba(0,0,0,0)"},
        text=[str(counts[row][t] or "") for t, row, *_ in places],
        textfont={
            "size": 13,
            "color": [text_on(_fill(counts[row][t], palette)) for t, row, *_ in places],
        },
        customdata=[[type_, tissue] for *_, type_, tissue in places],
        hovertext=[
            _hover(types[type_], tissues[tissue], cells.get((type_, tissue), ()))
            for *_, type_, tissue in places
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    if chosen is not None:
        x, y = list(types).index(chosen[0]), list(tissues).index(chosen[1])
        figure.add_shape(
            type="rect",
            x0=x - 0.48,
            x1=x + 0.48,
            y0=y - 0.46,
            y1=y + 0.46,
            line={"color": palette.text, "width": 2.5},
            fillcolor=translucent(palette.text, 0),
        )
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[-0.5, len(types) - 0.5],
            tickvals=list(range(len(types))),
            ticktext=[marked_up(label) for label in types.values()],
            tickangle=-55,
            ticklabeloverflow="allow",
            side="top",
            tickfont={"size": 12, "color": palette.text},
            ticklabelstandoff=4,
        ),
        yaxis=bare_axis(
            palette,
            range=[len(tissues) - 0.5, -0.5],
            tickvals=list(range(len(tissues))),
            ticktext=[marked_up(_short(term), _LABEL_WIDTH) for term in tissues.values()],
            tickfont={"size": 12, "color": palette.text},
            ticklabelstandoff=6,
        ),
    )
    return framed(
        figure,
        palette,
        name="classification",
        height=len(tissues) * _ROW_PX + _HEAD_PX + _FOOT_PX,
        margin={"l": 132, "r": 44, "t": _HEAD_PX, "b": _FOOT_PX},
        compact=True,
    )


def classification_alt(cells: Cells, types: Mapping[str, str], tissues: Mapping[str, str]) -> str:
    """Alt text of ``classification_figure``: its size, and its fullest cell."""
    type_, tissue = max(
        ((t, s) for t in types for s in tissues), key=lambda one: len(cells.get(one, ()))
    )  # fmt: skip
    return (
        f"Grid of {len(tissues)} tissues by {len(types)} types with the number of causes that "
        f"belong to both. Most, {len(cells.get((type_, tissue), ()))}: {types[type_]}, "
        f"{tissues[tissue]}."
    )


def classification_table(
    cells: Cells, types: Mapping[str, str], tissues: Mapping[str, str]
) -> pd.DataFrame:
    """The causes behind ``classification_figure``: one row a tissue, one column a type."""
    return pd.DataFrame(
        [
            {
                "Tissue": term,
                **{
                    label: "; ".join(cells.get((type_, tissue), ()))
                    for type_, label in types.items()
                },
            }
            for tissue, term in tissues.items()
        ]
    )


def _fill(count: int, palette: Palette) -> str:
    if not count:
        return palette.neutral
    return palette.diverging_at(0.6 + 0.32 * min(count - 1, _FULL - 1) / (_FULL - 1))


def _short(term: str) -> str:
    return term.partition(" (")[0].replace("gastrointestinal, hepatic or pancreatic", "digestive")


def _hover(type_: str, tissue: str, causes: Sequence[str]) -> str:
    listed = "<br>".join(f"• {marked_up(one)}" for one in causes) or "no cause of the list"
    return f"<b>{marked_up(type_)}, {marked_up(tissue)}</b><br>{listed}"
