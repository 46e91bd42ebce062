"""The body from the front and the back: which regions are entered, or where deposits usually lie.

Left and right are one region, as in the vocabulary, so both sides are filled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from calcinosis.case import VOCABULARY, choice_label

from .drawing import Drawing, load_drawing
from .drawn import layers, picture, places_figure, plain_colour, text_at
from .palette import Palette, mixed, text_on
from .wording import marked_up, percent

NEWBORN_BELOW_YEARS = 1.0
HEIGHT_PX = 384
"""Height of the map, which is as wide as this at most."""
_VIEWS = ("Front", "Back")
_BESIDE = "beside"
_TOP, _BOTTOM, _LINE = 16.0, 384.0, 15.0  # where names may stand between the figures
_CHARACTER, _GAP = 6.2, 4.0  # width of a letter, space at either end of a name
_DOT = 1.6
_SHARES_NAMED, _LEAST_NAMED = 8, 0.02


def body_map(entered: Collection[str], palette: Palette, *, newborn: bool = False) -> str:
    """Picture (SVG) of both figures, the entered regions filled in the accent colour and named.

    ``body_places`` goes over it.

    Args:
        entered: choices of the finding "region".
        palette: colours of the theme.
        newborn: the proportions of a child below ``NEWBORN_BELOW_YEARS``.
    """
    drawing = load_drawing(_drawing(newborn))
    names = {id_: choice_label("region", id_) for id_ in _regions() if id_ in entered}
    fills = dict.fromkeys(names, palette.accent)
    shapes, texts = _drawn(drawing, palette, fills, names)
    alt = body_map_alt(entered, newborn=newborn)
    return picture(drawing, shapes, texts, alt=alt, height=HEIGHT_PX)


def body_places(palette: Palette, *, newborn: bool = False) -> go.Figure:
    """The figure over ``body_map`` that names each region and takes the clicks.

    It is the same whatever is entered. The ``customdata`` of a point is its region.
    """
    hovers = {id_: f"<b>{marked_up(choice_label('region', id_))}</b>" for id_ in _regions()}
    drawing = load_drawing(_drawing(newborn))
    return places_figure(drawing, palette, hovers, name="body places", height=HEIGHT_PX)


def body_map_alt(entered: Collection[str], *, newborn: bool = False) -> str:
    """Alt text that ``body_map`` carries: the entered regions by name."""
    names = [choice_label("region", id_) for id_ in _regions() if id_ in entered]
    what = f"entered: {', '.join(names)}" if names else "no region entered"
    return f"Map of {_who(newborn)}, front and back; {what}."


def site_map(shares: Mapping[str, float], *, newborn: bool = False, palette: Palette) -> go.Figure:
    """Both figures shaded by share, the largest in the full accent colour and the first few named.

    Args:
        shares: share of the sites of a cause, between 0 and 1, by choice of the finding "region";
            what is missing counts as 0.
        newborn: the proportions of a child below ``NEWBORN_BELOW_YEARS``.
        palette: colours of the theme.
    """
    most = max(shares.values(), default=0.0) or 1.0
    plain = plain_colour(load_drawing(_drawing(newborn)).regions[0], palette)
    fills = {id_: mixed(plain, palette.accent, share / most) for id_, share in shares.items()}
    hovers = {
        id_: f"<b>{marked_up(choice_label('region', id_))}</b><br>"
        + f"{percent(shares.get(id_, 0.0))} of the sites"
        for id_ in _regions()
    }
    named = [id_ for id_ in _by_share(shares) if shares[id_] >= _LEAST_NAMED][:_SHARES_NAMED]
    names = {id_: f"{choice_label('region', id_)} {percent(shares[id_])}" for id_ in named}
    drawing = load_drawing(_drawing(newborn))
    shapes, texts = _drawn(drawing, palette, fills, names)
    return places_figure(
        drawing,
        palette,
        hovers,
        shapes=shapes,
        texts=texts,
        name="site map",
        height=HEIGHT_PX,
    )


def site_map_alt(shares: Mapping[str, float], *, newborn: bool = False) -> str:
    """Alt text of ``site_map``: the three most frequent regions with their shares."""
    first = ", ".join(
        f"{choice_label('region', id_)} {percent(shares[id_])}" for id_ in _by_share(shares)[:3]
    )
    return f"Map of {_who(newborn)}, shaded by share of the sites: {first}."


def site_map_table(shares: Mapping[str, float]) -> pd.DataFrame:
    """The numbers of ``site_map``: region and share (0 to 1), the largest first."""
    ordered = _by_share(shares)
    return pd.DataFrame(
        {
            "Region": [choice_label("region", id_) for id_ in ordered],
            "Share of sites": [float(shares[id_]) for id_ in ordered],
        }
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """A name between the figures, with the places that it points to."""

    id: str
    text: str
    y: float
    anchors: tuple[tuple[float, float], ...]


def _drawn(
    drawing: Drawing, palette: Palette, fills: Mapping[str, str], names: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and texts: the figures, and the names between them with lines to their regions."""
    width, depth = drawing.frame
    shapes, texts = layers(drawing, palette, fills), []
    for one in _spread([_name(drawing, id_, text) for id_, text in names.items()]):
        for place in one.anchors:
            shapes += _leader(one, place, width / 2, palette)
        texts.append(text_at((width / 2, one.y), marked_up(one.text), palette.text))
    for region in drawing.regions:
        if region.label:
            colour = text_on(fills[region.id]) if region.id in fills else palette.text
            text = names.get(region.id, choice_label("region", region.id))
            texts.append(text_at(region.label, marked_up(text), colour))
    for title, x in zip(_VIEWS, (18, width - 18), strict=True):
        texts.append(text_at((x, depth - 12), title, palette.muted))
    return shapes, texts


def _leader(
    name: _Name, place: tuple[float, float], middle: float, palette: Palette
) -> list[dict[str, Any]]:
    """A line from the name to a place, with a dot on it."""
    x, y = place
    half = len(name.text) * _CHARACTER / 2 + _GAP
    common = {"layer": "below", "name": ""}
    return [
        {
            "type": "line",
            "x0": x,
            "y0": y,
            "x1": middle - half if x < middle else middle + half,
            "y1": name.y,
            "line": {"color": palette.text, "width": 0.8},
            **common,
        },
        {
            "type": "circle",
            "x0": x - _DOT,
            "y0": y - _DOT,
            "x1": x + _DOT,
            "y1": y + _DOT,
            "fillcolor": palette.text,
            "line": {"width": 0},
            **common,
        },
    ]


def _name(drawing: Drawing, id_: str, text: str) -> _Name:
    """The name of a region; it points to the side that faces the middle."""
    middle = drawing.frame[0] / 2
    anchors = [
        min(region.anchors, key=lambda place: abs(place[0] - middle))
        for region in drawing.regions
        if region.id == id_ and region.view != _BESIDE
    ]
    y = sum(y for _, y in anchors) / len(anchors) if anchors else 0.0
    return _Name(id_, text, y, tuple(anchors))


def _spread(names: list[_Name]) -> list[_Name]:
    """The names from the top down, far enough apart to be read, and between top and bottom."""
    placed = sorted((one for one in names if one.anchors), key=lambda one: one.y)
    ys: list[float] = []
    for one in placed:
        ys.append(max(one.y, ys[-1] + _LINE if ys else _TOP))
    for i in range(len(ys) - 1, -1, -1):
        ys[i] = min(ys[i], ys[i + 1] - _LINE if i + 1 < len(ys) else _BOTTOM)
    return [_Name(one.id, one.text, y, one.anchors) for one, y in zip(placed, ys, strict=True)]


def _regions() -> tuple[str, ...]:
    return VOCABULARY["region"].choices


def _by_share(shares: Mapping[str, float]) -> list[str]:
    return sorted(shares, key=lambda id_: -shares[id_])


def _who(newborn: bool) -> str:
    return "a newborn's body" if newborn else "an adult's body"


def _drawing(newborn: bool) -> str:
    return "body_newborn" if newborn else "body_adult"
