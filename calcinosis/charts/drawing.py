"""A drawing of which every region is a choice of the vocabulary: its outlines, and where to click.

The drawings are data (``data/*.toml``): paths with the id of a choice. A half of the body is drawn
and mirrored, so that left and right are the same. Coordinates are those of the frame, y downward.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from calcinosis.case import VOCABULARY

from .bezier import (
    area,
    centre,
    closed_by_mirror,
    is_inside,
    mirrored,
    path_text,
    polygon,
    read_path,
)

_DATA = Path(__file__).parent / "data"
_FINDINGS = {"body_adult": "region", "body_newborn": "region", "tissues": "tissue"}
_TONE = 0.6
_KINDS = ("half", "pair", "whole")
_GRID, _FINE_GRID, _FINE_BELOW = 7.0, 3.5, 400.0


class DrawingError(ValueError):
    """A drawing that cannot be used; ``faults`` lists everything that is wrong with it."""

    def __init__(self, name: str, faults: list[str]):
        super().__init__(f"{name}: " + "; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A choice in one view: its path, its polygons, those to click in, and where its name stands.

    ``id`` is empty for scenery, which cannot be chosen. ``polygons`` has one for each side of a
    pair. ``tone`` is the shade of what is not entered, from 0 (background) to 1.
    """

    id: str
    view: str
    path: str
    polygons: tuple[np.ndarray, ...]
    hit: tuple[np.ndarray, ...]
    label: tuple[float, float] | None
    tone: float

    @property
    def anchors(self) -> tuple[tuple[float, float], ...]:
        """The centre of each of its polygons."""
        return tuple(centre(corners) for corners in self.polygons)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Regions in the order in which they are drawn, lines above them; ``frame`` is (width, height).

    ``places`` are the points by which a click finds its region: (x, y, id), where the nearest
    place to any point of a region is one of that region.
    """

    name: str
    finding: str
    frame: tuple[float, float]
    regions: tuple[Region, ...]
    lines: tuple[str, ...]
    places: tuple[tuple[float, float, str], ...]

    def top_at(self, points: np.ndarray) -> np.ndarray:
        """The id of the topmost region at each of the points [point, 2]; "" where there is none."""
        return _top_at(points, self.regions)


@lru_cache(maxsize=len(_FINDINGS))
def load_drawing(name: str) -> Drawing:
    """A packaged drawing: "body_adult", "body_newborn" or "tissues"."""
    text = (_DATA / f"{name}.toml").read_text(encoding="utf-8")
    return read_drawing(name, text, _FINDINGS[name])


def read_drawing(name: str, text: str, finding: str) -> Drawing:
    """A drawing from TOML text; raises DrawingError naming all faults at once."""
    data = tomllib.loads(text)
    frame, midlines = tuple(data["frame"]), data["midlines"]
    faults: list[str] = []
    regions = tuple(_region(row, midlines, faults) for row in data["region"])
    lines = tuple(_line(row, midlines, faults) for row in data.get("line", ()))
    faults += _missing_or_twice(regions, VOCABULARY[finding].choices)
    for region in regions:
        for corners in region.polygons:
            if (corners < 0).any() or (corners > frame).any():
                faults.append(f"{_place(region.view, region.id)} leaves the frame")
    if faults:
        raise DrawingError(name, faults)
    return Drawing(name, finding, frame, regions, lines, _places(frame, regions))


def _region(row: Mapping[str, Any], midlines: Mapping[str, float], faults: list[str]) -> Region:
    where, shift = _place(row["view"], row["id"]), (midlines[row["view"]], 0)
    outlines: dict[str, tuple[np.ndarray, ...]] = {}
    for key in ("path", "hit"):
        try:
            outlines[key] = _outline(row.get(key, row["path"]), row["kind"])
        except ValueError as error:
            faults.append(f"{where}: {error}")
            outlines[key] = ()
    label = row.get("label")
    return Region(
        id=row["id"],
        view=row["view"],
        path=path_text(curve + shift for curve in outlines["path"]),
        polygons=tuple(polygon(curve + shift) for curve in outlines["path"]),
        hit=tuple(polygon(curve + shift) for curve in outlines["hit"]),
        label=(label[0] + shift[0], label[1]) if label else None,
        tone=row.get("tone", _TONE),
    )


def _outline(text: str, kind: str) -> tuple[np.ndarray, ...]:
    """The closed curves of a path, with those on the other side."""
    if kind not in _KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(_KINDS)}")
    curves = read_path(text)
    if kind == "half":
        if any(curve[0, 0, 0] != 0 or curve[-1, 3, 0] != 0 for curve, _ in curves):
            raise ValueError("a half does not run from midline to midline")
        return tuple(closed_by_mirror(curve) for curve, _ in curves)
    if not all(closed for _, closed in curves):
        raise ValueError("the path is not closed")
    own = tuple(curve for curve, _ in curves)
    return own + tuple(mirrored(curve) for curve in own) if kind == "pair" else own


def _line(row: Mapping[str, Any], midlines: Mapping[str, float], faults: list[str]) -> str:
    shift = (midlines[row["view"]], 0)
    try:
        curves = [curve for curve, _ in read_path(row["path"])]
    except ValueError as error:
        faults.append(f"a line: {error}")
        return ""
    if row["kind"] == "pair":
        curves += [mirrored(curve) for curve in curves]
    return path_text((curve + shift for curve in curves), closed=False)


def _missing_or_twice(regions: Iterable[Region], choices: tuple[str, ...]) -> list[str]:
    drawn = [(region.view, region.id) for region in regions if region.id]
    ids = {id_ for _, id_ in drawn}
    return [
        *(f"{choice} is not drawn" for choice in choices if choice not in ids),
        *(f"{id_!r} is no choice" for id_ in sorted(ids - set(choices))),
        *(f"{_place(*one)} is drawn twice" for one in sorted(set(drawn)) if drawn.count(one) > 1),
    ]


def _place(view: str, id_: str) -> str:
    return f"{id_ or 'scenery'} ({view})"


def _top_at(points: np.ndarray, regions: tuple[Region, ...]) -> np.ndarray:
    top = np.full(len(points), "", dtype=object)
    for region in regions:
        for corners in region.hit:
            (low_x, low_y), (high_x, high_y) = corners.min(axis=0), corners.max(axis=0)
            x, y = points.T
            near = np.flatnonzero((x >= low_x) & (x <= high_x) & (y >= low_y) & (y <= high_y))
            top[near[is_inside(points[near], corners)]] = region.id
    return top


def _places(
    frame: tuple[float, float], regions: tuple[Region, ...]
) -> tuple[tuple[float, float, str], ...]:
    """A grid of points, finer round small regions, without those that no border needs."""
    coarse = _thinned(*_grid((0, 0), frame, _GRID), regions)
    small = [
        (corners.min(axis=0) - _FINE_GRID, corners.max(axis=0) + _FINE_GRID)
        for region in regions
        if region.id
        for corners in region.hit
        if area(corners) < _FINE_BELOW
    ]
    places = {
        (x, y): id_
        for x, y, id_ in coarse
        if not any(low[0] <= x <= high[0] and low[1] <= y <= high[1] for low, high in small)
    }
    for low, high in small:
        places |= {(x, y): id_ for x, y, id_ in _thinned(*_grid(low, high, _FINE_GRID), regions)}
    return tuple((x, y, id_) for (x, y), id_ in places.items())


def _grid(low, high, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a grid; all grids of a step lie on each other."""
    first, last = np.floor(np.array(low) / step), np.ceil(np.array(high) / step)
    columns, rows = (np.arange(a, b + 1) * step for a, b in zip(first, last, strict=True))
    return rows, columns


def _thinned(rows: np.ndarray, columns: np.ndarray, regions: tuple[Region, ...]):
    """Places on a grid: all along borders between regions, every second at the edge of the body.

    Of those with none but their own kind around them every fourth is enough.
    """
    x, y = np.meshgrid(columns, rows)
    ids = _top_at(np.column_stack([x.ravel(), y.ravel()]), regions).reshape(x.shape)
    around = np.pad(ids, 1, mode="edge")
    height, width = ids.shape
    at_edge, at_border = np.zeros(ids.shape, bool), np.zeros(ids.shape, bool)
    for i in range(3):
        for j in range(3):
            other = around[i : i + height, j : j + width]
            at_edge |= other == ""
            at_border |= (other != ids) & (other != "")
    at_border[[0, -1]] = at_border[:, [0, -1]] = True
    step = columns[1] - columns[0]
    column, row = np.round(x / step).astype(int), np.round(y / step).astype(int)
    is_second, is_fourth = (column + row) % 2 == 0, (column % 2 == 0) & (row % 2 == 0)
    keep = (ids != "") & (at_border | (at_edge & is_second) | is_fourth)
    return list(zip(x[keep].tolist(), y[keep].tolist(), ids[keep].tolist(), strict=True))
