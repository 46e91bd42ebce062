"""Whether a probability means what it says: how often answers of each certainty were right."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning.evaluation import Bin

from .frame import framed, share_axis
from .palette import Palette
from .wording import marked_up, percent, percent_with_interval

_HEIGHT_PX = 400


def reliability_figure(bins: Sequence[Bin], palette: Palette) -> go.Figure:
    """Share of right answers against the mean probability of each bin, with Wilson intervals.

    On the diagonal a probability means what it says; below it the engine is too sure. The number
    of cases is printed at each dot. The trace "bins" holds the shares.

    Args:
        bins: of the leading probability; those without a case are left out.
        palette: colours of the theme.
    """
    filled = [one for one in bins if one.right.n]
    sure = [one.mean_probability for one in filled]
    right = [one.right.share for one in filled]
    figure = go.Figure()
    figure.add_scatter(
        name="as sure as right",
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": palette.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        name="intervals",
        x=[x for mean in sure for x in (mean, mean, None)],
        y=[y for one in filled for y in (*one.right.interval, None)],
        mode="lines",
        line={"color": palette.favours, "width": 2.5},
        opacity=0.55,
        hoverinfo="skip",
    )
    figure.add_scatter(
        name="bins",
        x=sure,
        y=right,
        mode="markers+text",
        marker={
            "size": 11,
            "color": palette.favours,
            "line": {"color": palette.background, "width": 1.5},
        },
        text=[f"{one.right.n}" for one in filled],
        textposition="middle right",
        textfont={"size": 12, "color": palette.text},
        customdata=[_hover(one) for one in filled],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_annotation(
        text=marked_up("too cautious"),
        x=0.03, y=0.97, xanchor="left", yanchor="top",
        showarrow=False, font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    figure.add_annotation(
        text=marked_up("too sure"),
        x=0.97, y=0.03, xanchor="right", yanchor="bottom",
        showarrow=False, font={"size": 12, "color": palette.muted},
    )  # fmt: skip
    figure.update_layout(
        xaxis=share_axis(palette, [-0.02, 1.13], "Mean probability of the type named first"),
        yaxis=share_axis(palette, [-0.02, 1.05], "Share that was right", 6),
    )
    return framed(
        figure,
        palette,
        name="reliability",
        height=_HEIGHT_PX,
        margin={"l": 62, "r": 8, "t": 6, "b": 48},
        compact=True,
    )


def reliability_alt(bins: Sequence[Bin]) -> str:
    """Alt text of ``reliability_figure``: the number of cases and its last bin."""
    filled = [one for one in bins if one.right.n]
    cases, last = sum(one.right.n for one in filled), filled[-1]
    return (
        f"Reliability diagram of {cases} cases in {len(filled)} bins. Where the type named first "
        f"had {percent(last.mean_probability)} on average, "
        f"{percent_with_interval(last.right.share, last.right.interval)} were right "
        f"({last.right.hits} of {last.right.n})."
    )


def reliability_table(bins: Sequence[Bin]) -> pd.DataFrame:
    """The numbers of ``reliability_figure``, one row a bin that has a case."""
    return pd.DataFrame(
        [
            {
                "Probability": f"{one.low:.1f} to {one.high:.1f}",
                "Mean probability": one.mean_probability,
                "Share right": one.right.share,
                "Interval low": one.right.interval[0],
                "Interval high": one.right.interval[1],
                "Right": one.right.hits,
                "Cases": one.right.n,
            }
            for one in bins
            if one.right.n
        ]
    )


def _hover(one: Bin) -> str:
    return (
        f"<b>{one.right.hits} of {one.right.n} right</b><br>"
        f"{marked_up(percent_with_interval(one.right.share, one.right.interval))}<br>"
        f"mean probability {marked_up(percent(one.mean_probability))}"
    )
