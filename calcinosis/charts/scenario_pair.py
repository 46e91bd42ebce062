"""Two answers side by side: every type in scenario A and in scenario B."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning import Consultation

from .frame import bare_axis, framed, guide
from .palette import Palette, translucent
from .wording import MINUS, NO_BREAK, cause_label, marked_up, percent

_ROW_PX, _FOOT_PX = 35, 30
_TICKS = (0, 0.5, 1)


def scenario_pair_figure(a: Consultation, b: Consultation, palette: Palette) -> go.Figure:
    """For every type a hollow bar A above a full bar B, the numbers and the change printed.

    The order is that of the classification and never changes. The traces "A" and "B" hold the
    probabilities.
    """
    types = list(a.types)
    rows = list(range(len(types)))
    colours = [palette.types[t] for t in types]
    figure = go.Figure()
    for name, answer, offset, opacity in (("A", a, -0.36, 0.18), ("B", b, 0.0, 1.0)):
        figure.add_bar(
            name=name,
            orientation="h",
            x=[answer.types[t] for t in types],
            y=rows,
            width=0.34,
            offset=offset,
            marker={
                "color": [translucent(colour, opacity) for colour in colours],
                "line": {"color": colours, "width": 1},
            },
            hovertemplate=[
                f"<b>{marked_up(cause_label(a, t))}</b><br>A {percent(a.types[t])}, "
                f"B {percent(b.types[t])}<extra></extra>"
                for t in types
            ],
        )
    axis = {"range": [len(rows) - 0.5, -0.5], "tickvals": rows, "ticklabelstandoff": 8}
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[-0.012, 1.012],
            tickvals=_TICKS,
            ticktext=[f"{100 * tick:.0f}{NO_BREAK}%" for tick in _TICKS],
            tickfont={"color": palette.muted, "size": 12},
        ),
        yaxis=bare_axis(
            palette,
            **axis,
            ticktext=[marked_up(cause_label(a, t).partition(" or ")[0]) for t in types],
        ),
        yaxis2=bare_axis(
            palette,
            **axis,
            overlaying="y",
            side="right",
            ticktext=[_numbers(a, b, t) for t in types],
        ),
        shapes=[guide(tick, palette) for tick in _TICKS],
    )
    figure.add_scatter(x=[None], y=[None], yaxis="y2", name="numbers", hoverinfo="skip")
    return framed(
        figure,
        palette,
        name="scenario-pair",
        height=len(rows) * _ROW_PX + _FOOT_PX,
        margin={"l": 92, "r": 118, "t": 2, "b": _FOOT_PX - 2},
        compact=True,
    )


def scenario_pair_alt(a: Consultation, b: Consultation) -> str:
    """Alt text: what leads in each, and the type that moves most."""
    moved = max(a.types, key=lambda t: abs(a.types[t] - b.types[t]))
    return (
        f"Bars of the probability of {len(a.types)} types in scenario A and in scenario B. "
        f"A: {_lead(a)}; B: {_lead(b)}. The greatest change is in {cause_label(a, moved)}, "
        f"from {percent(a.types[moved])} to {percent(b.types[moved])}."
    )


def scenario_pair_table(a: Consultation, b: Consultation) -> pd.DataFrame:
    """The numbers of the bars, one row a type."""
    return pd.DataFrame(
        {
            "Type": [cause_label(a, t) for t in a.types],
            "A": list(a.types.values()),
            "B": [b.types[t] for t in a.types],
            "Change": [b.types[t] - a.types[t] for t in a.types],
        }
    )


def _numbers(a: Consultation, b: Consultation, type_: str) -> str:
    before, after = a.types[type_], b.types[type_]
    if percent(before) == percent(after):
        return marked_up(percent(after))
    points = round(100 * (after - before))
    change = f" ({'+' if points > 0 else MINUS}{abs(points)})" if points else ""
    return marked_up(f"{percent(before, unit=False)} → {percent(after)}{change}")


def _lead(answer: Consultation) -> str:
    type_ = answer.leading_type
    open_ = "" if answer.conclusive else ", not conclusive"
    return f"{cause_label(answer, type_)} {percent(answer.types[type_])}{open_}"
