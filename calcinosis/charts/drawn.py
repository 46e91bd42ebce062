"""A drawing on the screen: as a figure, or as a picture with a figure of invisible points over it.

A figure that can be clicked is put up anew whenever anything in it changes. So where regions are
entered, what changes is a picture (SVG), and the figure over it, which takes the clicks, stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from .drawing import Drawing, Region
from .frame import FONT_FAMILY, bare_axis, framed
from .palette import Palette, mixed

PLACES = "places of "
"""How the names of the traces that take clicks begin; their ``customdata`` is the choice's id."""
_REACH_PX = 9
_CLEAR = "rgba(0,0,0,0)"
_FONT_SIZE, _LINE = 13.5, 14.5  # px, where the drawing has its own size


def plain_colour(region: Region, palette: Palette) -> str:
    """The colour of a region that is not entered."""
    return mixed(palette.background, palette.line, region.tone)


def layers(drawing: Drawing, palette: Palette, fills: Mapping[str, str]) -> list[dict[str, Any]]:
    """The regions and the lines of a drawing as shapes, each named by its id ("" for scenery).

    ``fills`` is the colour of a choice, where it is not the plain one.
    """
    border = {"color": palette.background, "width": 1.2}
    detail = {"color": mixed(palette.background, palette.muted, 0.45), "width": 1}
    regions = [
        _path(region.path, fills.get(region.id) or plain_colour(region, palette), border, region.id)
        for region in drawing.regions
    ]
    return regions + [_path(path, _CLEAR, detail, "") for path in drawing.lines]


def text_at(
    place: tuple[float, float], text: str, colour: str, *, below: bool = False
) -> dict[str, Any]:
    """Marked-up text round a point of the drawing, or right below it, as an annotation."""
    return {
        "x": place[0],
        "y": place[1],
        "text": text,
        "yanchor": "top" if below else "middle",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": 11, "color": colour},
        "captureevents": False,
    }


def places_figure(
    drawing: Drawing,
    palette: Palette,
    hovers: Mapping[str, str],
    *,
    shapes: Sequence[Mapping[str, Any]] = (),
    texts: Sequence[Mapping[str, Any]] = (),
    name: str,
    height: int,
) -> go.Figure:
    """Invisible points in all regions, by which each is named and clicked, over shapes and texts.

    The drawing keeps its proportions at any width, as large as width and height allow, and stands
    at the top in the middle.

    Args:
        drawing: what is drawn.
        palette: colours of the theme.
        hovers: marked-up text for every choice.
        shapes, texts: what is seen; nothing where a picture stands behind.
        name: keeps the state of the figure between redraws.
        height: px.
    """
    places = []
    for id_ in dict.fromkeys(region.id for region in drawing.regions if region.id):
        own = [(x, y) for x, y, place in drawing.places if place == id_]
        places.append(
            {
                "type": "scatter",
                "name": PLACES + id_,
                "x": [x for x, _ in own],
                "y": [y for _, y in own],
                "customdata": [id_] * len(own),
                "mode": "markers",
                "marker": {"size": 6, "color": _CLEAR, "line": {"width": 0}},
                "selected": {"marker": {"color": _CLEAR}},
                "unselected": {"marker": {"opacity": 0}},
                "hovertemplate": hovers[id_] + "<extra></extra>",
            }
        )
    width, depth = drawing.frame
    axis = {"showticklabels": False, "constrain": "domain"}
    layout = {
        "shapes": list(shapes),
        "annotations": list(texts),
        "hoverdistance": _REACH_PX,
        "xaxis": bare_axis(palette, range=[0, width], **axis),
        "yaxis": bare_axis(
            palette,
            range=[depth, 0],
            scaleanchor="x",
            scaleratio=1,
            constraintoward="top",
            **axis,
        ),
    }
    return framed(
        go.Figure(places, layout),
        palette,
        name=name,
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        compact=True,
    )


def picture(
    drawing: Drawing,
    shapes: Sequence[Mapping[str, Any]],
    texts: Sequence[Mapping[str, Any]],
    *,
    alt: str,
    height: int,
) -> str:
    """The same shapes and texts as an SVG element, which lies exactly behind ``places_figure``.

    Every region is a path with its id as ``data-region``.
    """
    width, depth = drawing.frame
    return (
        f'<svg viewBox="0 0 {width:g} {depth:g}" preserveAspectRatio="xMidYMin" '
        f'width="100%" height="{height}" role="img" '
        f'aria-label="{escape(alt)}" font-family="{escape(FONT_FAMILY)}" font-size="{_FONT_SIZE}" '
        'text-anchor="middle">'
        + "".join(map(_svg_shape, shapes))
        + "".join(map(_svg_text, texts))
        + "</svg>"
    )


def _path(path: str, fill: str, line: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "path",
        "name": name,
        "path": path,
        "fillcolor": fill,
        "line": dict(line),
        "layer": "below",
    }


def _svg_shape(shape: Mapping[str, Any]) -> str:
    ends = {key: shape[key] for key in ("x0", "y0", "x1", "y1") if key in shape}
    if shape["type"] == "path":
        outline = shape["path"]
    elif shape["type"] == "line":
        outline = "M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}".format(**ends)
    else:
        radius = (ends["x1"] - ends["x0"]) / 2
        x, y = ends["x0"], (ends["y0"] + ends["y1"]) / 2
        arc = f"a{radius:.1f} {radius:.1f} 0 1 0"
        outline = f"M{x:.1f} {y:.1f}{arc} {2 * radius:.1f} 0{arc} {-2 * radius:.1f} 0Z"
    fill = shape.get("fillcolor", _CLEAR)
    line = shape["line"]
    return (
        f'<path d="{outline}" fill="{"none" if fill == _CLEAR else fill}" '
        f'stroke="{line.get("color", "none")}" stroke-width="{line["width"]}" '
        f'stroke-linecap="round" stroke-linejoin="round" data-region="{shape["name"]}"/>'
    )


def _svg_text(text: Mapping[str, Any]) -> str:
    lines = re.sub("</?b>", "", text["text"]).split("<br>")
    weight = ' font-weight="600"' if "<b>" in text["text"] else ""
    first = text["y"] + (_FONT_SIZE if text["yanchor"] == "top" else 0.36 * _FONT_SIZE)
    spans = "".join(
        f'<tspan x="{text["x"]:.1f}" y="{first + i * _LINE:.1f}">{line}</tspan>'
        for i, line in enumerate(lines)
    )
    return f'<text fill="{text["font"]["color"]}"{weight}>{spans}</text>'
