"""Which type leads over two laboratory values: a map with the patient on it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from calcinosis.case import LABS, rounded_text
from calcinosis.reasoning.decision_map import DecisionMap, MapAxis

from .frame import bare_axis, framed
from .palette import Palette, text_on
from .type_lines import round_ticks
from .wording import marked_up, percent, type_name

_HEIGHT = 480
_LEAST_SHARE = 0.02
"""Part of the map that a type must lead in to be named there."""
_TARGETS = 31
"""Most points along each axis that a click can hit."""
_PALEST, _FULLEST = 0.15, 0.85
"""How much of a type's colour shows at the least and the greatest probability."""


def decision_map_figure(
    map_: DecisionMap,
    palette: Palette,
    *,
    present: tuple[float | None, float | None] = (None, None),
) -> go.Figure:
    """Cells in the colour of the leading type, the fuller the likelier, with its name on them.

    The trace "points" holds invisible points to click on, whose x and y are values of the map; the
    dotted lines are the limits of the normal intervals.

    Args:
        map_: the probabilities.
        palette: colours of the theme.
        present: x and y of the present case, marked A where they differ from the map's own, B.
    """
    names = [type_name(t) for t in map_.type_ids]
    leading, probability = map_.leading, map_.probability
    x, y = map_.x.values.tolist(), map_.y.values.tolist()
    figure = go.Figure(
        go.Heatmap(
            name="leading",
            x=x,
            y=y,
            z=leading + 0.02 + 0.96 * probability,
            zmin=0,
            zmax=len(names),
            colorscale=_scale(map_, palette),
            showscale=False,
            hoverinfo="skip",
        )
    )
    columns, rows = (_every(len(values)) for values in (x, y))
    figure.add_scatter(
        name="points",
        x=[x[j] for _ in rows for j in columns],
        y=[y[i] for i in rows for _ in columns],
        mode="markers",
        marker={"size": 14, "symbol": "square", "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        text=[
            f"<b>{marked_up(names[leading[i, j]])} {percent(probability[i, j])}</b><br>"
            f"{_at(map_.x, x[j])}<br>{_at(map_.y, y[i])}"
            for i in rows
            for j in columns
        ],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.add_scatter(
        name="names",
        **_names(map_, names, palette),
        mode="text",
        hoverinfo="skip",
    )
    own = map_.x.value, map_.y.value
    differs = None not in present and present != own
    for name, place, fill in (
        ("A", present if differs else (None, None), palette.background),
        ("B" if differs else "", own, palette.text),
    ):
        known = None not in place
        figure.add_scatter(
            name=f"patient {name}",
            x=[place[0]] if known else [None],
            y=[place[1]] if known else [None],
            mode="markers+text",
            marker={
                "size": 13,
                "color": fill,
                "line": {"width": 2, "color": _contrary(fill, palette)},
            },
            text=[f"<b>{name}</b>"],
            textposition="top right",
            textfont={"size": 14, "color": palette.text},
            hoverinfo="skip",
        )
    figure.update_layout(
        xaxis=_axis(map_.x, palette),
        yaxis=_axis(map_.y, palette),
        shapes=_limits(map_, palette),
    )
    return framed(
        figure,
        palette,
        name=f"decision-map {map_.x.lab} {map_.y.lab}",
        height=_HEIGHT,
        margin={"l": 66, "r": 10, "t": 8, "b": 48},
        compact=True,
    )


def decision_map_alt(map_: DecisionMap) -> str:
    """Alt text: the two labs, and the share of the map that each leading type has."""
    shares = np.bincount(map_.leading.ravel(), minlength=len(map_.type_ids)) / map_.leading.size
    led = [t for t in np.argsort(-shares, kind="stable") if shares[t] > 0]
    parts = ", ".join(f"{type_name(map_.type_ids[t])} {percent(shares[t])}" for t in led)
    return (
        f"Map of the leading type over {LABS[map_.x.lab].label} and {LABS[map_.y.lab].label}. "
        f"Share of the map by leading type: {parts}."
    )


def decision_map_table(map_: DecisionMap) -> pd.DataFrame:
    """The leading type and its probability at every pair of values, one row a pair."""
    x, y = np.meshgrid(map_.x.values, map_.y.values)
    return pd.DataFrame(
        {
            f"{LABS[map_.x.lab].label} ({map_.x.unit})": x.ravel(),
            f"{LABS[map_.y.lab].label} ({map_.y.unit})": y.ravel(),
            "Leading type": [type_name(map_.type_ids[t]) for t in map_.leading.ravel()],
            "Probability": map_.probability.ravel(),
        }
    )


def _scale(map_: DecisionMap, palette: Palette) -> list[list]:
    """One stretch a type, from pale to full."""
    count, scale = len(map_.type_ids), []
    for t, type_ in enumerate(map_.type_ids):
        scale.append([t / count, _mixed(palette, type_, _PALEST)])
        scale.append([(t + 1) / count, _mixed(palette, type_, _FULLEST)])
    return scale


def _mixed(palette: Palette, type_: str, share: float) -> str:
    pairs = zip(_channels(palette.types[type_]), _channels(palette.background), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _names(map_: DecisionMap, names: list[str], palette: Palette) -> dict:
    """Each type that leads in a good part of the map, named in the middle of that part."""
    leading, x, y, texts, colours = map_.leading, [], [], [], []
    for t, type_ in enumerate(map_.type_ids):
        rows, columns = np.nonzero(leading == t)
        if rows.size < _LEAST_SHARE * leading.size:
            continue
        away = (rows - np.median(rows)) ** 2 + (columns - np.median(columns)) ** 2
        i, j = rows[away.argmin()], columns[away.argmin()]
        x.append(float(map_.x.values[j]))
        y.append(float(map_.y.values[i]))
        texts.append(f"<b>{marked_up(names[t].partition(' or ')[0])}</b>")
        share = _PALEST + (_FULLEST - _PALEST) * map_.probability[i, j]
        colours.append(text_on(_mixed(palette, type_, share)))
    return {"x": x, "y": y, "text": texts, "textfont": {"size": 14, "color": colours}}


def _contrary(fill: str, palette: Palette) -> str:
    return palette.text if fill == palette.background else palette.background


def _every(count: int) -> range:
    return range(0, count, max(1, round((count - 1) / (_TARGETS - 1))))


def _at(axis: MapAxis, value: float) -> str:
    return marked_up(f"{LABS[axis.lab].label} {rounded_text(value)} {axis.unit}")


def _axis(axis: MapAxis, palette: Palette) -> dict:
    low, high = float(axis.values[0]), float(axis.values[-1])
    ends = [float(np.log10(end)) for end in (low, high)] if axis.is_logarithmic else [low, high]
    ticks = round_ticks(low, high, axis.is_logarithmic)
    return bare_axis(
        palette,
        type="log" if axis.is_logarithmic else "linear",
        range=ends,
        tickvals=[value for value, _ in ticks],
        ticktext=[text for _, text in ticks],
        tickfont={"color": palette.muted, "size": 12},
        title={
            "text": marked_up(f"{LABS[axis.lab].label} ({axis.unit})"),
            "font": {"size": 12, "color": palette.muted},
            "standoff": 6,
        },
    )


def _limits(map_: DecisionMap, palette: Palette) -> list[dict]:
    line = {"color": palette.text, "width": 1, "dash": "dot"}
    along = [("x", "y", map_.x), ("y", "x", map_.y)]
    return [
        {
            "type": "line",
            f"{one}0": limit,
            f"{one}1": limit,
            f"{other}0": 0,
            f"{other}1": 1,
            f"{other}ref": "paper",
            "line": line,
            "opacity": 0.5,
        }
        for one, other, axis in along
        for limit in axis.interval
        if limit is not None and axis.values[0] < limit < axis.values[-1]
    ]
