"""The probability of every type over the range of one laboratory value."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.case import LABS, rounded_text
from calcinosis.reasoning.response_curve import ResponseCurve

from .palette import Palette
from .type_lines import Mark, TypeLines, round_ticks, type_lines_figure
from .wording import percent, type_name

_BANDS_SHOWN = 2


def response_curve_figure(
    curve: ResponseCurve, palette: Palette, *, present: float | None = None
) -> go.Figure:
    """Lines of every type over the values, the normal interval shaded, the patient's value marked.

    Credible bands are drawn for the two types that reach highest. ``present`` is the value of the
    present case, marked A where it differs from the curve's own, marked B.
    """
    marks = []
    if present is not None and present != curve.value:
        marks.append(Mark(present, f"A {rounded_text(present)}"))
    if curve.value is not None:
        name = "B " if marks else ""
        marks.append(Mark(curve.value, f"{name}{rounded_text(curve.value)}", strong=True))
    order = sorted(range(len(curve.type_ids)), key=lambda t: -curve.types[:, t].max())
    lines = TypeLines(
        title=f"{LABS[curve.lab].label} ({_unit(curve.unit)}), its normal range shaded",
        type_ids=curve.type_ids,
        labels=[type_name(t) for t in curve.type_ids],
        values=curve.values,
        types=curve.types,
        is_logarithmic=curve.is_logarithmic,
        ticks=round_ticks(curve.values[0], curve.values[-1], curve.is_logarithmic),
        marks=marks,
        span=curve.interval,
        band_values=curve.band_values,
        bands=curve.bands,
        banded=[curve.type_ids[t] for t in order[:_BANDS_SHOWN]],
    )
    return type_lines_figure(lines, palette, name="response-curve")


def response_curve_alt(curve: ResponseCurve) -> str:
    """Alt text: the range, what leads at its ends, and where that changes."""
    first, last = (type_name(curve.type_ids[i]) for i in curve.leading[[0, -1]])
    turns = ", ".join(f"{rounded_text(value, 3)}" for value, _, _ in curve.turns())
    where = f"; the leading type changes at {turns} {curve.unit}" if turns else ""
    return (
        f"Lines of the probability of {len(curve.type_ids)} types over {LABS[curve.lab].label} "
        f"from {rounded_text(curve.values[0])} to {rounded_text(curve.values[-1])} {curve.unit}. "
        f"At the lowest value {first} leads with {percent(curve.types[0].max())}, at the highest "
        f"{last} with {percent(curve.types[-1].max())}{where}."
    )


def response_curve_table(curve: ResponseCurve) -> pd.DataFrame:
    """The numbers of the lines, one row a value."""
    table = pd.DataFrame(curve.types, columns=[type_name(t) for t in curve.type_ids])
    table.insert(0, f"{LABS[curve.lab].label} ({curve.unit})", curve.values)
    return table


def _unit(unit: str) -> str:
    return unit.replace("umol", "µmol").replace("m2", "m²")
