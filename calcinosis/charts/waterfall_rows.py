"""The lines of a waterfall, in px from the top: what is printed where, beside or above a bar."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import plotly.graph_objects as go

from calcinosis.reasoning import Explanation
from calcinosis.reasoning.words import odds_in_words

from .frame import coloured, guide
from .odds_axis import end_wording
from .palette import Palette
from .steps import Step
from .wording import fitted, marked_up

BEFORE, AFTER = "Before the findings", "With all findings"
BAR_PX = 16
_LINE_PX = 17
_LABEL = (34, 2)  # characters, lines
_WORDING = 14  # characters


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the chart, in px from the top: its texts, and where its bar or marker lies."""

    lines: tuple[str, ...]
    wording: tuple[str, ...]
    colour: str
    is_end: bool
    top: float
    height: float
    bar: float


def waterfall_rows(
    explanation: Explanation, bars: tuple[Step, ...], palette: Palette, compact: bool
) -> list[Row]:
    """Every line of the chart from the top, its label wrapped."""
    before = end_wording(explanation, explanation.prior_log10_odds)
    texts = [((BEFORE,), before, palette.text, True)]
    for bar in bars:
        first = bar.contributions[0]
        lines = (bar.label,) if bar.is_folded else fitted(first.finding, first.state, *_LABEL)
        wording = odds_in_words(bar.weight)
        colour = palette.favours_text if bar.weight > 0 else palette.against_text
        texts.append((lines, wording, palette.muted if wording == "no weight" else colour, False))
    after = end_wording(explanation, explanation.posterior_log10_odds)
    texts.append(((AFTER,), after, palette.text, True))
    rows, top = [], 0.0
    for lines, wording, colour, is_end in texts:
        wrapped = (wording,) if compact else tuple(textwrap.wrap(wording, _WORDING))
        label = _LINE_PX * max(len(lines), len(wrapped))
        if compact:
            height, bar = label + BAR_PX + 20, top + label + 8 + BAR_PX / 2
        else:
            height = max(label, BAR_PX + 4) + 14
            bar = top + height / 2
        rows.append(Row(lines, wrapped, colour, is_end, top, height, bar))
        top += height
    return rows


def print_row(figure: go.Figure, row: Row, palette: Palette, compact: bool) -> None:
    """Writes a row's label and its weight beside the bar, or above it."""
    common = {"xref": "paper", "yref": "y", "showarrow": False}
    common |= {"y": row.top, "yanchor": "top"} if compact else {"y": row.bar, "yanchor": "middle"}
    label, wording = ("<br>".join(map(marked_up, texts)) for texts in (row.lines, row.wording))
    figure.add_annotation(
        text=coloured(label, palette.text, bold=row.is_end),
        x=0,
        xanchor="left" if compact else "right",
        xshift=-14 if compact else -12,
        align="left" if compact else "right",
        **common,
    )
    figure.add_annotation(
        text=coloured(wording, row.colour, bold=row.is_end),
        x=1,
        xanchor="right" if compact else "left",
        xshift=14 if compact else 12,
        align="right" if compact else "left",
        **common,
    )


def row_guides(rows: list[Row], ticks: list[float], palette: Palette, compact: bool) -> list[dict]:
    """Lines at the ticks, where labels stand above the bars only beside the bars."""
    spans = [(row.bar - BAR_PX / 2 - 2, row.bar + BAR_PX / 2 + 2) for row in rows]
    return [
        guide(tick, palette, span=span, strong=tick == 0)
        for tick in ticks
        for span in (spans if compact else [None])
    ]
