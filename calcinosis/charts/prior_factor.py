"""The answer over a factor on the prior of the leading type."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning.prior_sensitivity import PriorSensitivity

from .palette import Palette
from .type_lines import Mark, TypeLines, type_lines_figure
from .wording import type_name

_POWERS = range(-6, 7)


def prior_factor_figure(found: PriorSensitivity, palette: Palette) -> go.Figure:
    """Lines of every type over the factor, with the break-even marked."""
    first, last = found.factors[0], found.factors[-1]
    ticks = [
        (10.0**p, f"× {10**p:,}" if p >= 0 else f"÷ {10**-p:,}")
        for p in _POWERS
        if first <= 10.0**p <= last and (last < 1e4 or p % 2 == 0)
    ]
    marks = [Mark(1.0, "as set", strong=True)]
    if first < found.break_even:
        marks.insert(0, Mark(found.break_even, factor_text(found.break_even)))
    lines = TypeLines(
        title=f"How common {type_name(found.leader).lower()} is, against all others",
        type_ids=found.type_ids,
        labels=[type_name(t) for t in found.type_ids],
        values=found.factors,
        types=found.by_factor,
        is_logarithmic=True,
        ticks=ticks,
        marks=marks,
    )
    return type_lines_figure(lines, palette, name="prior-factor")


def prior_factor_alt(found: PriorSensitivity) -> str:
    """Alt text: the leader, the runner-up, and the factor at which they draw level."""
    return (
        f"Lines of the probability of {len(found.type_ids)} types over a factor on the prior of "
        f"{type_name(found.leader)}. {type_name(found.runner_up)} draws level at "
        f"{factor_text(found.break_even)}."
    )


def prior_factor_table(found: PriorSensitivity) -> pd.DataFrame:
    """The numbers of the lines, one row a factor."""
    table = pd.DataFrame(found.by_factor, columns=[type_name(t) for t in found.type_ids])
    table.insert(0, "Factor", found.factors)
    return table


def factor_text(factor: float) -> str:
    """A factor as people write it.

    >>> factor_text(0.08), factor_text(2.5), factor_text(0.000001)
    ('÷ 12', '× 2.5', '÷ over 10,000')
    """
    sign, size = ("×", factor) if factor >= 1 else ("÷", 1 / factor)
    if size > 10_000:
        return f"{sign} over 10,000"
    return f"{sign} {size:,.0f}" if size >= 9.95 else f"{sign} {size:.1f}".removesuffix(".0")
