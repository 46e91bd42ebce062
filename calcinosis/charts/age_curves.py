"""Ages of the patients of one cause, or of two or three laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import log1p

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning.portrait import AgeCurve

from .frame import bare_axis, framed, guide
from .palette import Palette, translucent
from .wording import marked_up

_TICKS = (0, 1, 5, 10, 20, 40, 60, 80)
_BANDS = (0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 121)
_TOP = 100
_COLOURS = ("dystrophic", "metastatic", "tumoral")
_DASHES = ("solid", "dash", "dot")
_HEIGHT_PX, _KEY_PX = 190, 26


def age_figure(curves: Mapping[str, AgeCurve], palette: Palette, *, name: str) -> go.Figure:
    """Density of age on a scale that gives childhood its room (log of 1 + age).

    One curve is filled; several differ in colour and in the dash of the line, with a key above.
    Equal areas are equal shares of patients. The traces are named as the curves.

    Args:
        curves: label and curve, one to three, in the order of the key.
        palette: colours of the theme.
        name: keeps the state of the figure between redraws.
    """
    figure = go.Figure()
    alone = len(curves) == 1
    for number, (label, curve) in enumerate(curves.items()):
        colour = palette.types[_COLOURS[number % len(_COLOURS)]]
        shown = [(x, y) for x, y in zip(curve.years, curve.density, strict=True) if x <= _TOP]
        figure.add_scatter(
            name=marked_up(label, 44),
            x=[log1p(x) for x, _ in shown],
            y=[y for _, y in shown],
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": _DASHES[number % len(_DASHES)]},
            fill="tozeroy" if alone else None,
            fillcolor=translucent(colour, 0.18) if alone else None,
            text=[f"{x:.0f} years" if x >= 2 else f"{12 * x:.0f} months" for x, _ in shown],
            hovertemplate=f"{marked_up(label)}: %{{text}}<extra></extra>",
        )
    key = 0 if alone else _KEY_PX * len(curves)
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[0, log1p(_TOP)],
            tickvals=[log1p(tick) for tick in _TICKS],
            ticktext=[f"{tick}" for tick in _TICKS],
            tickfont={"color": palette.muted, "size": 12},
            title={
                "text": "Age, years",
                "font": {"size": 12, "color": palette.muted},
                "standoff": 6,
            },
        ),
        yaxis=bare_axis(palette, rangemode="tozero", showticklabels=False),
        shapes=[guide(log1p(tick), palette) for tick in _TICKS],
    )
    framed(
        figure,
        palette,
        name=name,
        height=_HEIGHT_PX + key,
        margin={"l": 8, "r": 14, "t": 6 + key, "b": 42},
        compact=True,
    )
    if not alone:
        figure.update_layout(
            showlegend=True,
            legend={
                "orientation": "v",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "font": {"size": 12, "color": palette.text},
                "bgcolor": "rgba(0,0,0,0)",
                "itemclick": False,
                "itemdoubleclick": False,
            },
        )
    return figure


def age_alt(curves: Mapping[str, AgeCurve]) -> str:
    """Alt text of ``age_figure``: the median and the middle half of each curve."""
    ages = "; ".join(f"{label}, {ages_in_words(curve)}" for label, curve in curves.items())
    return f"Curve of age at presentation, on a scale that widens childhood. {ages}."


def ages_in_words(curve: AgeCurve) -> str:
    """Median and middle half: "median 55 years, half between 44 and 66"."""
    low, middle, high = (_age(x) for x in curve.quartiles)
    unit = " years" if not middle.endswith("months") else ""
    return f"median {middle}{unit}, half between {low} and {high}"


def age_table(curves: Mapping[str, AgeCurve]) -> pd.DataFrame:
    """The numbers of ``age_figure``: share of patients in bands of age, one column a cause."""
    bands = list(pairwise(_BANDS))
    table = pd.DataFrame({"Age, years": [_band(low, high) for low, high in bands]})
    for label, curve in curves.items():
        table[label] = [curve.share_between(low, high) for low, high in bands]
    return table


def _age(years: float) -> str:
    return f"{years:.0f}" if years >= 2 else f"{12 * years:.0f} months"


def _band(low: int, high: int) -> str:
    if high > _TOP:
        return f"{low} and over"
    return f"under {high}" if low == 0 else f"{low} to {high - 1}"
