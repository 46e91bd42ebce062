"""Low, normal and high of each lab: the typical laboratory pattern of one cause or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from calcinosis.case import LAB_STATES

from .frame import add_headings, bare_axis, coloured, framed
from .palette import Palette, text_on
from .wording import marked_up, percent

_ROW_PX, _HEADING_PX, _HEAD_PX = 24, 24, 30
_PLACES = (0.8, 0.5, 0.2)
_PRINTED = 0.14
_MARK = "◦"


@dataclass(frozen=True, slots=True)
class LabBar:
    """One bar: the shares of patients with the lab low, normal and high, summing to 1.

    ``rests_on`` says in words what is behind it; ``is_estimate`` where nothing but an estimate is.
    """

    label: str
    shares: tuple[float, float, float]
    rests_on: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class LabGroup:
    """Bars under one heading; none where it is empty."""

    title: str
    bars: tuple[LabBar, ...]


def lab_figure(groups: Sequence[LabGroup], palette: Palette, *, name: str) -> go.Figure:
    """One bar a row, of three parts: low, normal, high; the number printed where there is room.

    A label with the mark "◦" rests on an estimate alone. Low is blue, high is orange, and both are
    named at the top. The traces "low", "normal" and "high" hold the shares.

    Args:
        groups: at least one bar in all.
        palette: colours of the theme.
        name: keeps the state of the figure between redraws.
    """
    placed, headings, height = _placed(groups)
    figure = go.Figure()
    colours = [palette.diverging_at(place) for place in _PLACES]
    for s, (state, colour) in enumerate(zip(LAB_STATES, colours, strict=True)):
        figure.add_bar(
            name=state,
            orientation="h",
            x=[bar.shares[s] for bar, _ in placed],
            y=[y for _, y in placed],
            width=_ROW_PX * 0.72,
            marker={"color": colour, "line": {"color": palette.background, "width": 1}},
            text=[percent(bar.shares[s]) if bar.shares[s] >= _PRINTED else "" for bar, _ in placed],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"size": 11, "color": text_on(colour)},
            customdata=[_hover(bar) for bar, _ in placed],
            hovertemplate="%{customdata}<extra></extra>",
        )
    add_headings(figure, headings, palette)
    for x, anchor, state, colour in zip(
        (0, 0.5, 1), ("left", "center", "right"), LAB_STATES, colours, strict=True
    ):
        figure.add_annotation(
            text=f"{coloured('■', colour)} {state}",
            x=x,
            xanchor=anchor,
            xref="paper",
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
            font={"size": 12, "color": palette.text},
        )
    labels = [bar.label + (f" {_MARK}" if bar.is_estimate else "") for bar, _ in placed]
    figure.update_layout(
        xaxis=bare_axis(palette, range=[0, 1], showticklabels=False),
        yaxis=bare_axis(
            palette,
            range=[height, 0],
            tickvals=[y for _, y in placed],
            ticktext=[marked_up(label) for label in labels],
            tickfont={"size": 12, "color": palette.text},
            ticklabelstandoff=6,
            automargin=True,
        ),
    )
    framed(
        figure,
        palette,
        name=name,
        height=round(height) + _HEAD_PX + 6,
        margin={"l": 110, "r": 8, "t": _HEAD_PX, "b": 6},
        compact=True,
    )
    figure.update_layout(barmode="stack")
    return figure


def lab_alt(groups: Sequence[LabGroup], what: str) -> str:
    """Alt text of ``lab_figure``: what it shows, and the labs that are mostly out of range."""
    odd = [
        f"{group.title} {bar.label} mostly {LAB_STATES[max(range(3), key=lambda s: bar.shares[s])]}"
        for group in groups
        for bar in group.bars
        if max(bar.shares[0], bar.shares[2]) > bar.shares[1]
    ]
    bars = sum(len(group.bars) for group in groups)
    found = "; ".join(odd).strip() or "all mostly normal"
    return f"Bars of low, normal and high for {what}, {bars} rows: {found}."


def lab_table(groups: Sequence[LabGroup], group: str = "Group", row: str = "Lab") -> pd.DataFrame:
    """The numbers of ``lab_figure``, one row a bar; the arguments head the columns."""
    table = pd.DataFrame(
        [
            {
                group: one.title,
                row: bar.label,
                **{state.capitalize(): bar.shares[s] for s, state in enumerate(LAB_STATES)},
                "Rests on": bar.rests_on,
            }
            for one in groups
            for bar in one.bars
        ]
    )
    return table if any(one.title for one in groups) else table.drop(columns=group)


def _placed(groups: Sequence[LabGroup]):
    placed, headings, top = [], [], 0.0
    for group in groups:
        if group.title:
            headings.append((group.title, top + _HEADING_PX / 2 + 2))
            top += _HEADING_PX
        for bar in group.bars:
            placed.append((bar, top + _ROW_PX / 2))
            top += _ROW_PX
    return placed, headings, top


def _hover(bar: LabBar) -> str:
    shares = ", ".join(
        f"{state} {percent(share)}" for state, share in zip(LAB_STATES, bar.shares, strict=True)
    )
    return f"<b>{marked_up(bar.label)}</b><br>{shares}<br>{marked_up(bar.rests_on, 40)}"
