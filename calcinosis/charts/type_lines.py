"""Lines of the probability of every type over something that varies: a lab value, a prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from .frame import bare_axis, framed, share_axis
from .palette import Palette, translucent
from .wording import marked_up, percent

_HEIGHT, _MARGIN = 360, {"l": 48, "r": 14, "t": 22, "b": 52}
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "solid", "longdashdot", "dot")
"""By type, so that no line is told from another by its colour alone."""
_NAMED_FROM = 0.05
"""A line that stays below this lies on the axis: it is drawn thin and without a name."""
_NAME_FROM_LINE = 0.05
"""How far the middle of a name stands from its line, as a share of the height."""
_EDGE = 0.15
"""Half the width of a name on a phone, as a share of the axis."""
_NARROW_PX, _LETTER_PX, _BETWEEN_PX = 300, 7, 6
"""Width of the axis on a phone, of a letter above a mark, and the least between two texts there."""
_Place = tuple[str, float]
"""By which end a text stands at its mark, and how many pixels it is shifted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line at a value, with the text above it; ``strong`` for the patient's own."""

    x: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TypeLines:
    """What is drawn: the axis, its values, and the probability of every type [value, type].

    ``labels`` name the types in the order of the columns. ``bands`` [value, type, (low, high)] at
    ``band_values`` are shown for the types in ``banded``. ``span`` is shaded behind all.
    """

    title: str
    type_ids: Sequence[str]
    labels: Sequence[str]
    values: np.ndarray
    types: np.ndarray
    is_logarithmic: bool
    ticks: Sequence[tuple[float, str]]
    marks: Sequence[Mark] = ()
    span: tuple[float | None, float | None] | None = None
    band_values: np.ndarray | None = None
    bands: np.ndarray | None = None
    banded: Sequence[str] = ()


def type_lines_figure(lines: TypeLines, palette: Palette, *, name: str) -> go.Figure:
    """One line a type, its name beside it; bands of those that matter; marks above.

    The traces are always all bands, then all lines, in the order of the classification.
    """
    figure = go.Figure()
    x = list(map(float, lines.values))
    for t, type_ in enumerate(lines.type_ids):
        shown = lines.bands is not None and type_ in lines.banded
        across = [*lines.band_values, *lines.band_values[::-1]] if shown else [None]
        edge = [*lines.bands[:, t, 1], *lines.bands[::-1, t, 0]] if shown else [None]
        figure.add_scatter(
            name=f"band {type_}",
            x=across,
            y=edge,
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=translucent(palette.types[type_], 0.16),
            hoverinfo="skip",
            showlegend=False,
        )
    for t, type_ in enumerate(lines.type_ids):
        figure.add_scatter(
            name=marked_up(lines.labels[t].partition(" or ")[0]),
            x=x,
            y=list(map(float, lines.types[:, t])),
            mode="lines",
            line={
                "color": palette.types[type_],
                "width": 2.5 if _is_named(lines, t) else 1,
                "dash": _DASHES[t % 8],
            },
            text=[percent(p) for p in lines.types[:, t]],
            hovertemplate=f"{marked_up(lines.labels[t])} %{{text}}<extra></extra>",
        )
    axis = {"type": "log"} if lines.is_logarithmic else {}
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            **axis,
            range=_range(x, lines.is_logarithmic),
            tickvals=[value for value, _ in lines.ticks],
            ticktext=[text for _, text in lines.ticks],
            tickfont={"color": palette.muted, "size": 12},
            ticklabelstandoff=5,
            showgrid=False,
            title={
                "text": marked_up(lines.title),
                "font": {"size": 12, "color": palette.muted},
                "standoff": 8,
            },
        ),
        yaxis=share_axis(palette, [-0.01, 1.01]),
        shapes=_shapes(lines, palette),
        annotations=_texts(lines, palette) + _names(lines, palette),
    )
    framed(figure, palette, name=name, height=_HEIGHT, margin=_MARGIN, compact=True)
    figure.update_layout(showlegend=False, hovermode="x", hoverlabel={"namelength": -1})
    return figure


def round_ticks(low: float, high: float, is_logarithmic: bool) -> tuple[tuple[float, str], ...]:
    """Some round values within a range, with their text."""
    if is_logarithmic:
        powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
        found = [m * 10.0**p for p in powers for m in (1, 2, 5)]
        within = [value for value in found if low <= value <= high]
        if len(within) > 8:
            within = [value for value in within if f"{value:e}"[0] == "1"]
    else:
        step = 10.0 ** np.floor(np.log10((high - low) / 4))
        step *= next(m for m in (1, 2, 5, 10) if (high - low) / (m * step) <= 7)
        within = list(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step)
    return tuple((float(f"{value:.6g}"), f"{value:.6g}" if value < 1e5 else f"{value:,.0f}")
                 for value in within)  # fmt: skip


def _is_named(lines: TypeLines, t: int) -> bool:
    return float(lines.types[:, t].max()) >= _NAMED_FROM


def _names(lines: TypeLines, palette: Palette) -> list[dict]:
    """The name of each line that rises from the axis, where it stands farthest from the others."""
    ends = _range(list(map(float, lines.values)), lines.is_logarithmic)
    across = np.log10(lines.values) if lines.is_logarithmic else np.asarray(lines.values)
    across = (across - ends[0]) / (ends[1] - ends[0])
    risen = [t for t in range(len(lines.type_ids)) if _is_named(lines, t)]
    taken: list[tuple[float, float]] = [(_share(m.x, lines, ends), -1.0) for m in lines.marks]
    found = []
    for t in sorted(risen, key=lambda t: -float(lines.types[:, t].max())):
        others = lines.types[:, [u for u in risen if u != t]]
        share, height = _clearest(lines.types[:, t], others, across, taken)
        taken.append((share, height))
        line = f'<span style="color:{palette.types[lines.type_ids[t]]}">━</span>'
        found.append(
            {
                "text": f"{line} <b>{marked_up(lines.labels[t].partition(' or ')[0])}</b>",
                "xref": "paper",
                "x": share,
                "xanchor": "center",
                "y": height,
                "yanchor": "middle",
                "showarrow": False,
                "font": {"size": 12, "color": palette.text},
            }
        )
    return found


def _clearest(
    line: np.ndarray, others: np.ndarray, across: np.ndarray, taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Where along a line its name, above or below it, keeps clear of other lines and names."""
    best = (-np.inf, 0.5, 0.5)
    for share, p, rest in zip(across, line, others, strict=True):
        if not _EDGE <= share <= 1 - _EDGE:
            continue
        for height in (p + _NAME_FROM_LINE, p - _NAME_FROM_LINE):
            if not 0.03 <= height <= 0.97:
                continue
            room = min((abs(height - other) for other in rest), default=1.0)
            for x, y in taken:
                if abs(share - x) < (2 * _EDGE if y >= 0 else _EDGE):
                    room = min(room, abs(height - y) - _NAME_FROM_LINE if y >= 0 else 0.0)
            score = min(room, 0.15) + 0.08 * p / line.max()
            if score > best[0]:
                best = (score, float(share), float(height))
    return best[1:]


def _range(x: Sequence[float], is_logarithmic: bool) -> list[float]:
    ends = [x[0], x[-1]]
    return [float(np.log10(end)) for end in ends] if is_logarithmic else ends


def _shapes(lines: TypeLines, palette: Palette) -> list[dict]:
    shapes = []
    if lines.span is not None and lines.span != (None, None):
        low, high = lines.span
        first, last = float(lines.values[0]), float(lines.values[-1])
        shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "x0": first if low is None else max(low, first),
                "x1": last if high is None else min(high, last),
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"width": 0},
                "fillcolor": translucent(palette.muted, 0.12),
            }
        )
    shapes += [
        {
            "type": "line",
            "x0": mark.x,
            "x1": mark.x,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {
                "color": palette.text if mark.strong else palette.muted,
                "width": 1.5 if mark.strong else 1,
                "dash": "solid" if mark.strong else "dot",
            },
        }
        for mark in lines.marks
    ]
    return shapes


def _share(value: float, lines: TypeLines, ends: Sequence[float]) -> float:
    """Where on the axis a value lies, from 0 to 1."""
    x = float(np.log10(value)) if lines.is_logarithmic else value
    return (x - ends[0]) / (ends[1] - ends[0])


def _texts(lines: TypeLines, palette: Palette) -> list[dict]:
    """The text above each mark; where two marks are near each other, each steps aside."""
    ends = _range(list(map(float, lines.values)), lines.is_logarithmic)
    shares = [_share(mark.x, lines, ends) for mark in lines.marks]
    places = [("left" if s < 0.12 else "right" if s > 0.88 else "center", 0.0) for s in shares]
    for low, high in pairwise(sorted(range(len(shares)), key=shares.__getitem__)):
        texts = lines.marks[low].text, lines.marks[high].text
        aside = _aside((shares[low], shares[high]), texts)
        if aside:
            places[low], places[high] = aside
    return [
        _text(mark, lines, palette, *place) for mark, place in zip(lines.marks, places, strict=True)
    ]


def _aside(shares: tuple[float, float], texts: tuple[str, str]) -> tuple[_Place, _Place] | None:
    """Where the texts of two marks stand so that they do not meet on a phone; None: as they are.

    Left and right of their lines where there is room, else one behind the other from the edge.
    """
    gap = (shares[1] - shares[0]) * _NARROW_PX
    wide = [len(text) * _LETTER_PX for text in texts]
    if shares[0] * _NARROW_PX < wide[0]:
        shift = max(0.0, wide[0] + _BETWEEN_PX - gap)
        return (("left", 0.0), ("left", shift)) if gap < sum(wide) else None
    if (1 - shares[1]) * _NARROW_PX < wide[1]:
        shift = max(0.0, wide[1] + _BETWEEN_PX - gap)
        return (("right", -shift), ("right", 0.0)) if gap < sum(wide) else None
    if gap >= sum(wide) / 2 + _BETWEEN_PX:
        return None
    return ("right", -_BETWEEN_PX / 2), ("left", _BETWEEN_PX / 2)


def _text(mark: Mark, lines: TypeLines, palette: Palette, anchor: str, shift: float) -> dict:
    return {
        "text": marked_up(mark.text),
        "x": float(np.log10(mark.x)) if lines.is_logarithmic else mark.x,
        "xanchor": anchor,
        "xshift": shift,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": palette.text if mark.strong else palette.muted},
    }
