"""What missing facts cost: how often the engine still answers, and how often it is then right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning.scores import Proportion

from .frame import framed, share_axis
from .palette import Palette
from .wording import NO_BREAK, marked_up, percent, percent_with_interval

_HEIGHT_PX = 420


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """A share of the findings known and a bar: how many answered, how many of those right."""

    kept: float
    bar: float
    answered: Proportion
    right: Proportion


def missing_facts_figure(
    points: Sequence[KeptFacts], bar_in_use: float, palette: Palette
) -> go.Figure:
    """One line a share of facts known: share answered across, share right among those up.

    Along a line the bar for an answer rises; the bar in use is ringed. The traces "known ..." hold
    the points, in the order of their bars.

    Args:
        points: those with no case answered are left out.
        bar_in_use: the probability below which the engine does not answer.
        palette: colours of the theme.
    """
    filled = [one for one in points if one.right.n]
    shares = sorted({one.kept for one in filled})
    lowest = min((one.right.share for one in filled), default=0.0)
    figure = go.Figure()
    for number, kept in enumerate(shares):
        line = [one for one in filled if one.kept == kept]
        colour = palette.diverging_at(0.7 + 0.3 * number / max(len(shares) - 1, 1))
        used = [one.bar == bar_in_use for one in line]
        figure.add_scatter(
            name=f"known {kept:g}",
            x=[one.answered.share for one in line],
            y=[one.right.share for one in line],
            mode="lines+markers+text",
            line={"color": colour, "width": 2},
            marker={
                "size": [14 if ringed else 7 for ringed in used],
                "color": colour,
                "line": {
                    "color": [palette.text if ringed else colour for ringed in used],
                    "width": [2 if ringed else 0 for ringed in used],
                },
            },
            text=[
                f"{percent(kept, unit=False)}{NO_BREAK}%" if ringed and kept < 1
                else "all" if ringed else ""
                for ringed in used
            ],
            textposition="top right" if kept == shares[-1] else "bottom left",
            textfont={"size": 12, "color": palette.text},
            cliponaxis=False,
            customdata=[_hover(one) for one in line],
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        xaxis=share_axis(palette, [-0.02, 1.1], "Share of cases answered"),
        yaxis=share_axis(palette, [lowest - 0.04, 1.02], "Right among those answered", 6),
    )
    return framed(
        figure,
        palette,
        name="missing facts",
        height=_HEIGHT_PX,
        margin={"l": 62, "r": 8, "t": 8, "b": 48},
        compact=True,
    )


def missing_facts_alt(points: Sequence[KeptFacts], bar_in_use: float) -> str:
    """Alt text of ``missing_facts_figure``: fewest and most facts at the bar in use."""
    used = sorted((one for one in points if one.bar == bar_in_use), key=lambda one: one.kept)
    ends = " ".join(
        f"With {percent(one.kept) if one.kept < 1 else 'all'} of the facts, "
        f"{percent(one.answered.share)} are answered"
        + (f" and {percent(one.right.share)} of those are right." if one.right.n else ".")
        for one in (used[0], used[-1])
    )
    return f"Line chart of share answered against share right, by share of facts known. {ends}"


def missing_facts_table(points: Sequence[KeptFacts]) -> pd.DataFrame:
    """The numbers of ``missing_facts_figure``, one row a share of facts known and a bar."""
    return pd.DataFrame(
        [
            {
                "Facts known": one.kept,
                "Bar": one.bar,
                "Answered": one.answered.share,
                "Cases answered": f"{one.answered.hits} of {one.answered.n}",
                "Right when answered": one.right.share,
                "Interval low": one.right.interval[0] if one.right.interval else None,
                "Interval high": one.right.interval[1] if one.right.interval else None,
                "Cases right": f"{one.right.hits} of {one.right.n}",
            }
            for one in points
        ]
    )


def _hover(one: KeptFacts) -> str:
    known = "all facts" if one.kept == 1 else f"{percent(one.kept)} of the facts"
    answered, right = (
        marked_up(percent_with_interval(rate.share, rate.interval))
        for rate in (one.answered, one.right)
    )
    return (
        f"<b>{marked_up(known)} known, bar {one.bar:g}</b><br>answered {answered}<br>"
        f"right {right}, {one.right.hits} of {one.right.n}"
    )
