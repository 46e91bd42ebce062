"""Outlines of cubic Bezier curves: read from SVG path text, mirrored, moved, and as polygons.

A curve is an array [piece, 4, 2] of end and control points; an outline is one closed curve or
more. Only absolute M, L, C and Z are understood, which is what the drawings use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

_TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?|-?\.\d+")
_STEPS = np.linspace(0, 1, 9)[:-1]
_WEIGHTS = np.stack(
    [
        (1 - _STEPS) ** 3,
        3 * _STEPS * (1 - _STEPS) ** 2,
        3 * _STEPS**2 * (1 - _STEPS),
        _STEPS**3,
    ]
)


def read_path(text: str) -> tuple[tuple[np.ndarray, bool], ...]:
    """The curves of an SVG path, each with whether it is closed.

    Raises ValueError for a command other than M, L, C and Z, or a missing coordinate.
    """
    curves: list[tuple[np.ndarray, bool]] = []
    for part in re.findall(r"M[^M]*", text):
        tokens = _TOKEN.findall(part)
        here, pieces, closed, place = None, [], False, 0
        while place < len(tokens):
            command = tokens[place]
            count = {"M": 2, "L": 2, "C": 6, "Z": 0}.get(command)
            numbers = tokens[place + 1 : place + 1 + (count or 0)]
            if count is None or len(numbers) < count or any(n.isalpha() for n in numbers):
                raise ValueError(f"not understood in a path: {' '.join(tokens[place : place + 7])}")
            points = np.array(numbers, float).reshape(-1, 2)
            if command == "L":
                pieces.append(_straight(here, points[0]))
            elif command == "C":
                pieces.append(np.vstack([here, points]))
            closed = closed or command == "Z"
            here = points[-1] if len(points) else here
            place += 1 + count
        if not pieces:
            raise ValueError(f"a path without a curve: {part}")
        curves.append((np.array(pieces), closed))
    if not curves or not text.startswith("M"):
        raise ValueError(f"not a path: {text[:30]!r}")
    return tuple(curves)


def mirrored(curve: np.ndarray) -> np.ndarray:
    """The curve on the other side of x = 0."""
    return curve * (-1, 1)


def closed_by_mirror(curve: np.ndarray) -> np.ndarray:
    """A curve from the midline to the midline, with its mirror image back to where it began."""
    return np.concatenate([curve, mirrored(curve)[::-1, ::-1]])


def path_text(curves: Iterable[np.ndarray], *, closed: bool = True) -> str:
    """SVG path text of curves, coordinates to a tenth."""
    return "".join(
        "M"
        + _numbers(curve[0, :1])
        + "".join(f"C{_numbers(piece[1:])}" for piece in curve)
        + "Z" * closed
        for curve in curves
    )


def polygon(curve: np.ndarray) -> np.ndarray:
    """Corners [corner, 2] of a closed curve, eight to a piece."""
    points = np.einsum("ks,pkd->psd", _WEIGHTS, curve).reshape(-1, 2)
    return np.vstack([points, curve[-1, 3]])


def area(corners: np.ndarray) -> float:
    """Area of a polygon, in square units."""
    x, y = corners.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def centre(corners: np.ndarray) -> tuple[float, float]:
    """Centre of gravity of a polygon."""
    x, y = corners.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    both = (corners + np.roll(corners, -1, axis=0)) * cross[:, None]
    x, y = both.sum(axis=0) / (3 * cross.sum())
    return float(x), float(y)


def is_inside(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Which of the points [point, 2] lie inside a polygon, by counting crossings."""
    x, y = points[:, 0, None], points[:, 1, None]
    x0, y0 = corners.T
    x1, y1 = np.roll(corners, -1, axis=0).T
    spans = (y0 > y) != (y1 > y)
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    crosses = spans & (x < (x1 - x0) * (y - y0) / rise + x0)
    return crosses.sum(axis=1) % 2 == 1


def _straight(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return start + (end - start) * np.array([0, 1 / 3, 2 / 3, 1])[:, None]


def _numbers(points: np.ndarray) -> str:
    return " ".join(f"{value:.1f}".removesuffix(".0") for value in points.ravel())
