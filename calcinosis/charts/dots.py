"""Shares or numbers side by side: one dot a row with its interval, in groups with a heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go

from .frame import add_headings, bare_axis, framed, guide
from .palette import Palette
from .wording import NO_BREAK, marked_up

_LINE_PX, _GAP_PX, _HEADING_PX, _FOOT_PX = 16, 7, 26, 46
_LABEL_WIDTH = 22  # characters
_PERCENT = MappingProxyType({tick: f"{100 * tick:.0f}{NO_BREAK}%" for tick in (0, 0.5, 1)})


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: its value, the interval where there is one, and both in words, line by line."""

    label: str
    value: float
    words: tuple[str, ...]
    interval: tuple[float, float] | None = None
    hover: str = ""


@dataclass(frozen=True, slots=True)
class DotGroup:
    """Rows under one heading (none where empty), in the colour of a type where one is named."""

    title: str
    dots: tuple[Dot, ...]
    type_: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis: its ends, the text at each tick, and what it shows."""

    title: str
    ends: tuple[float, float] = (0.0, 1.0)
    ticks: Mapping[float, str] = field(default_factory=lambda: _PERCENT)


def dots_figure(
    groups: Sequence[DotGroup], palette: Palette, scale: Scale, *, name: str
) -> go.Figure:
    """One dot a row in the order given, the interval as a line, the number printed at the right.

    A row without an interval has a stem from the low end instead. The trace "values" holds the
    values, "intervals" their intervals. It fits a width of 360 px.

    Args:
        groups: at least one row in all.
        palette: colours of the theme.
        scale: the axis; values beyond its ends are not drawn.
        name: keeps the state of the figure between redraws.
    """
    placed, headings, height = _placed(groups)
    low, high = scale.ends
    span = high - low
    rows = [(dot, y) for _, dot, y in placed]
    colours = [_colour(group, palette) for group, _, _ in placed]
    figure = go.Figure()
    for colour in dict.fromkeys(colours):
        ends = [
            (end, y)
            for (dot, y), own in zip(rows, colours, strict=True)
            if own == colour
            for end in (*(dot.interval or (low, dot.value)), None)
        ]
        figure.add_scatter(
            name="intervals",
            x=[x for x, _ in ends],
            y=[y for _, y in ends],
            mode="lines",
            line={"color": colour, "width": 2.5},
            opacity=0.75,
            hoverinfo="skip",
        )
    figure.add_scatter(
        name="values",
        x=[dot.value for dot, _ in rows],
        y=[y for _, y in rows],
        yaxis="y2",
        mode="markers",
        marker={
            "size": 10,
            "color": colours,
            "line": {"color": palette.background, "width": 1.5},
        },
        text=[dot.hover or _hover(dot) for dot, _ in rows],
        hovertemplate="%{text}<extra></extra>",
    )
    add_headings(figure, headings, palette)
    axis = {"range": [height, 0], "tickvals": [y for _, y in rows], "automargin": True}
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[low - span * 0.02, high + span * 0.02],
            tickvals=list(scale.ticks),
            ticktext=list(scale.ticks.values()),
            tickfont={"color": palette.muted, "size": 12},
            title={
                "text": marked_up(scale.title, 46),
                "font": {"size": 12, "color": palette.muted},
                "standoff": 8,
            },
        ),
        yaxis=bare_axis(
            palette,
            **axis,
            ticktext=[marked_up(dot.label, _LABEL_WIDTH) for dot, _ in rows],
            ticklabelstandoff=8,
        ),
        yaxis2=bare_axis(
            palette,
            **axis,
            overlaying="y",
            side="right",
            ticktext=["<br>".join(map(marked_up, dot.words)) for dot, _ in rows],
            ticklabelstandoff=8,
        ),
        shapes=[guide(tick, palette) for tick in scale.ticks],
    )
    return framed(
        figure,
        palette,
        name=name,
        height=round(height) + _FOOT_PX + 4,
        margin={"l": 120, "r": 60, "t": 4, "b": _FOOT_PX},
        compact=True,
    )


def dots_alt(groups: Sequence[DotGroup], what: str) -> str:
    """Alt text of ``dots_figure``: what it shows, and its highest and lowest row."""
    rows = [(group, dot) for group in groups for dot in group.dots]
    highest, lowest = (
        choose(rows, key=lambda row: row[1].value) for choose in (max, min)
    )  # fmt: skip
    return (
        f"Dot chart of {what}, {len(rows)} rows. "
        f"Highest: {_in_words(*highest)}; lowest: {_in_words(*lowest)}."
    )


def dots_table(
    groups: Sequence[DotGroup], group: str = "Group", row: str = "Row", value: str = "Value"
) -> pd.DataFrame:
    """The numbers of ``dots_figure``, one row a dot; the arguments head the columns."""
    rows = [
        {
            group: one.title,
            row: dot.label,
            value: dot.value,
            "Interval low": dot.interval[0] if dot.interval else None,
            "Interval high": dot.interval[1] if dot.interval else None,
            "In words": ", ".join(dot.words),
        }
        for one in groups
        for dot in one.dots
    ]
    table = pd.DataFrame(rows)
    return table if any(one.title for one in groups) else table.drop(columns=group)


def _placed(groups: Sequence[DotGroup]):
    """Every row with its place in px from the top, the headings with theirs, and the height."""
    placed, headings, top = [], [], 0.0
    for group in groups:
        if group.title:
            headings.append((group.title, top + _HEADING_PX / 2 + 3))
            top += _HEADING_PX
        for dot in group.dots:
            lines = marked_up(dot.label, _LABEL_WIDTH).count("<br>") + 1
            height = _LINE_PX * max(lines, len(dot.words)) + _GAP_PX
            placed.append((group, dot, top + height / 2))
            top += height
    return placed, headings, top


def _colour(group: DotGroup, palette: Palette) -> str:
    return palette.types[group.type_] if group.type_ else palette.favours


def _hover(dot: Dot) -> str:
    return f"<b>{marked_up(dot.label, 38)}</b><br>{marked_up(', '.join(dot.words), 38)}"


def _in_words(group: DotGroup, dot: Dot) -> str:
    name = f"{dot.label} ({group.title})" if group.title else dot.label
    return f"{name}, {', '.join(dot.words)}"
