"""How far each finding could move the leading type: one bar a finding, the widest at the top."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning.tornado import Swing, Tornado

from .frame import bare_axis, coloured, framed, guide
from .odds_axis import odds_range, odds_ticks
from .palette import Palette
from .wording import finding_label, fitted, marked_up, percent, tick_percent, type_name

_ROW_PX, _HEAD_PX, _FOOT_PX = 54, 26, 46
_CERTAIN = 1e-12


def tornado_figure(
    tornado: Tornado, swings: Sequence[Swing], palette: Palette, *, name: str, rows: int = 12
) -> go.Figure:
    """Bars from the present probability of the leader to what it would be, on an axis of odds.

    To the left in the colour of "against", to the right of "favours", with state and probability
    printed at the ends. A hollow dot marks an entered finding taken away.

    Args:
        tornado: the swings of a case.
        swings: those to draw, ``tornado.entered`` or ``tornado.unknown``, at least one.
        palette: colours of the theme.
        name: keeps the state of the figure between redraws.
        rows: at most so many, the widest.
    """
    shown = list(swings[:rows])
    now = _log_odds(tornado.probability)
    spans = [tuple(map(_log_odds, swing.span(tornado.probability))) for swing in shown]
    low, high = odds_range([now, *(end for span in spans for end in span)])
    figure = go.Figure()
    for side, colour in (("against", palette.against), ("favours", palette.favours)):
        figure.add_bar(
            name=side,
            orientation="h",
            base=[now] * len(shown),
            x=[(a if side == "against" else b) - now for a, b in spans],
            y=list(range(len(shown))),
            width=0.26,
            offset=-0.13,
            marker={"color": colour, "line": {"width": 0}},
            hoverinfo="skip",
        )
    figure.add_scatter(
        name="without",
        x=[None if s.without is None else _log_odds(s.without) for s in shown],
        y=list(range(len(shown))),
        mode="markers",
        marker={
            "size": 9,
            "color": palette.background,
            "line": {"color": palette.text, "width": 1.5},
        },
        hoverinfo="skip",
    )
    figure.add_bar(
        name="hover",
        orientation="h",
        base=[low] * len(shown),
        x=[high - low] * len(shown),
        y=list(range(len(shown))),
        width=1,
        opacity=0,
        text=[_hover(tornado, swing) for swing in shown],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    ticks = odds_ticks(low, high, 5)
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[low, high],
            tickvals=ticks,
            ticktext=[tick_percent(tick) for tick in ticks],
            tickfont={"color": palette.muted, "size": 12},
            title={
                "text": f"Probability of {marked_up(type_name(tornado.leader).lower())}",
                "font": {"size": 12, "color": palette.muted},
                "standoff": 6,
            },
        ),
        yaxis=bare_axis(palette, range=[max(len(shown), 3) - 0.4, -0.6], showticklabels=False),
        shapes=[
            *(guide(tick, palette) for tick in ticks),
            guide(now, palette, strong=True),
        ],
        annotations=[
            *(one for i, swing in enumerate(shown) for one in _words(tornado, i, swing, palette)),
            {
                "text": f"now {percent(tornado.probability)}",
                "x": now,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "xanchor": "right" if now > low + 0.9 * (high - low) else "center",
                "font": {"size": 12, "color": palette.text},
            },
        ],
    )
    return framed(
        figure,
        palette,
        name=name,
        height=max(len(shown), 3) * _ROW_PX + _HEAD_PX + _FOOT_PX,
        margin={"l": 6, "r": 6, "t": _HEAD_PX, "b": _FOOT_PX},
        compact=True,
    )


def tornado_alt(tornado: Tornado, swings: Sequence[Swing]) -> str:
    """Alt text: the present probability, and the finding that could move it most."""
    leader = type_name(tornado.leader)
    if not swings:
        return f"{leader} has {percent(tornado.probability)}; no finding to vary."
    return (
        f"Bars of how far {len(swings)} findings could move {leader}, now "
        f"{percent(tornado.probability)}. Furthest: {_in_words(tornado, swings[0])}."
    )


def tornado_table(tornado: Tornado, swings: Sequence[Swing]) -> pd.DataFrame:
    """The numbers of every swing, one row a finding."""
    rows = []
    for swing in swings:
        lowest = swing.ends[0] if swing.ends else None
        highest = swing.ends[-1] if swing.without is None else None
        rows.append(
            {
                "Finding": finding_label(swing.finding),
                "Now": swing.state,
                "Without it": swing.without,
                "Lowest where": lowest.state if lowest else "",
                "Lowest": lowest.probability if lowest else None,
                "Highest where": highest.state if highest else "",
                "Highest": highest.probability if highest else None,
            }
        )
    table = pd.DataFrame(rows)
    return table.dropna(axis="columns", how="all") if rows else table


def _words(tornado: Tornado, row: int, swing: Swing, palette: Palette) -> list[dict]:
    """The finding above its bar, what its ends mean below."""
    entered = swing.without is not None
    label = fitted(swing.finding, swing.state, 50, 1)[0] if entered else _cut(swing.finding)
    common = {"xref": "paper", "showarrow": False, "yref": "y"}
    return [
        {
            **common,
            "x": 0,
            "y": row - 0.3,
            "xanchor": "left",
            "text": coloured(marked_up(label), palette.text, bold=True, size=12),
        },
        {
            **common,
            "x": 0,
            "y": row + 0.3,
            "xanchor": "left",
            "text": _ends(swing, tornado.probability, palette),
        },
    ]


def _ends(swing: Swing, now: float, palette: Palette) -> str:
    parts = []
    if swing.without is not None:
        parts.append(("if unknown " + percent(swing.without), palette.text))
    for end in swing.ends:
        raises = end.probability > now
        text = f"if {_short(end.state)} {percent(end.probability)}"
        parts.append((text, palette.favours_text if raises else palette.against_text))
    return " · ".join(coloured(marked_up(text), colour, size=12) for text, colour in parts)


def _short(state: str) -> str:
    return state if len(state) <= 22 else state[:21].rstrip(" ,;(") + "…"


def _cut(finding: str) -> str:
    label = finding_label(finding)
    return label if len(label) <= 50 else label[:49].rstrip(" ,;(") + "…"


def _hover(tornado: Tornado, swing: Swing) -> str:
    return marked_up(_in_words(tornado, swing), 60)


def _in_words(tornado: Tornado, swing: Swing) -> str:
    parts = [] if swing.without is None else [f"unknown {percent(swing.without)}"]
    parts += [f"{end.state} {percent(end.probability)}" for end in swing.ends]
    return f"{finding_label(swing.finding)} ({swing.state}): if " + ", if ".join(parts)


def _log_odds(p: float) -> float:
    p = min(max(p, _CERTAIN), 1 - _CERTAIN)
    return log10(p / (1 - p))
