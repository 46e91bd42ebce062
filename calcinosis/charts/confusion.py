"""Which type was named for which: a table of counts, right ones and wrong ones coloured apart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from .frame import bare_axis, framed
from .palette import Palette, text_on
from .wording import marked_up

_ROW_PX, _HEAD_PX, _FOOT_PX = 40, 92, 26
_FULL_COLOUR = 0.35
"""Share of wrong answers in a row at which their colour is full."""
_FAINTEST, _DEEPEST = 0.15, 0.38
"""Distance from the middle of the diverging scale, where 0.5 is its end."""


def confusion_figure(
    confusion: Mapping[str, Mapping[str, int]], labels: Mapping[str, str], palette: Palette
) -> go.Figure:
    """Cases by the type their authors state (down) and the type named first (across).

    The trace "counts" holds the counts. Rows without a case are left out.

    Args:
        confusion: cases by true type, then by type named first; both in the same order.
        labels: of the types.
        palette: colours of the theme.
    """
    rows, columns = _filled(confusion), list(confusion)
    counts = [[confusion[true][named] for named in columns] for true in rows]
    places = [
        [_place(confusion[true], true, named) for named in columns] for true in rows
    ]  # fmt: skip
    cells = [(x, y) for y in range(len(rows)) for x in range(len(columns))]
    figure = go.Figure(
        go.Heatmap(
            name="counts",
            x=list(range(len(columns))),
            y=list(range(len(rows))),
            z=places,
            zmin=0,
            zmax=1,
            colorscale=[list(stop) for stop in palette.scale],
            showscale=False,
            xgap=2,
            ygap=2,
            customdata=counts,
            text=[[_hover(confusion, labels, true, named) for named in columns] for true in rows],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    figure.add_scatter(
        name="numbers",
        x=[x for x, _ in cells],
        y=[y for _, y in cells],
        mode="text",
        text=[f"{counts[y][x] or '·'}" for x, y in cells],
        textfont={
            "size": 13,
            "color": [
                text_on(palette.diverging_at(places[y][x])) if counts[y][x] else palette.muted
                for x, y in cells
            ],
        },
        hoverinfo="skip",
    )
    sizes = [sum(confusion[true].values()) for true in rows]
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[-0.5, len(columns) - 0.5],
            tickvals=list(range(len(columns))),
            ticktext=[marked_up(_short(labels[one])) for one in columns],
            tickangle=-50,
            side="top",
            ticklabelstandoff=4,
        ),
        yaxis=bare_axis(
            palette,
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[
                marked_up(f"{_short(labels[true])} ({size})")
                for true, size in zip(rows, sizes, strict=True)
            ],
            ticklabelstandoff=6,
        ),
    )
    figure.add_annotation(
        text="Down: as the authors state (cases). Across: named first.",
        x=0, xref="paper", xanchor="left", xshift=-110,
        y=0, yref="paper", yanchor="top", yshift=-6,
        showarrow=False, font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    return framed(
        figure,
        palette,
        name="confusion",
        height=len(rows) * _ROW_PX + _HEAD_PX + _FOOT_PX,
        margin={"l": 112, "r": 26, "t": _HEAD_PX, "b": _FOOT_PX},
        compact=True,
    )


def confusion_alt(confusion: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> str:
    """Alt text of ``confusion_figure``: how many agree, and the commonest disagreement."""
    cells = [
        (count, true, named)
        for true, row in confusion.items()
        for named, count in row.items()
        if true != named
    ]
    cases = sum(sum(row.values()) for row in confusion.values())
    agree = cases - sum(count for count, _, _ in cells)
    count, true, named = max(cells)
    return (
        f"Confusion matrix of {cases} cases: {agree} named as their authors did. Most often "
        f"confused: {labels[true]} named {labels[named]}, {count} times."
    )


def confusion_table(
    confusion: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]
) -> pd.DataFrame:
    """The numbers of ``confusion_figure``, one row a stated type, one column a named one."""
    return pd.DataFrame(
        [
            {"Stated by the authors": labels[true]}
            | {labels[named]: confusion[true][named] for named in confusion}
            for true in _filled(confusion)
        ]
    )


def _filled(confusion: Mapping[str, Mapping[str, int]]) -> list[str]:
    return [true for true, row in confusion.items() if any(row.values())]


def _place(row: Mapping[str, int], true: str, named: str) -> float:
    """Where a cell lies on the diverging scale: right ones to one side, wrong ones to the other."""
    if not row[named]:
        return 0.5
    share = row[named] / sum(row.values())
    if named == true:
        return 0.5 + _FAINTEST + (_DEEPEST - _FAINTEST) * share
    return 0.5 - _FAINTEST - (_DEEPEST - _FAINTEST) * min(share / _FULL_COLOUR, 1.0)


def _short(label: str) -> str:
    return label.partition(" or ")[0]


def _hover(confusion, labels: Mapping[str, str], true: str, named: str) -> str:
    cases = sum(confusion[true].values())
    return (
        f"<b>{marked_up(labels[true])}</b>, named <b>{marked_up(labels[named])}</b><br>"
        f"{confusion[true][named]} of {cases} cases"
    )
