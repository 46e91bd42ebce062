"""From prior to posterior odds, one bar a finding: why this cause rather than that."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning import Consultation, Explanation
from calcinosis.reasoning.words import odds_in_words

from .frame import bare_axis, coloured, font_size, framed
from .hover import finding_hover
from .odds_axis import end_wording, odds_range, odds_tick, odds_ticks
from .palette import Palette
from .steps import Step, steps
from .waterfall_rows import AFTER, BAR_PX, BEFORE, print_row, row_guides, waterfall_rows
from .wording import cause_label, finding_label, listed, marked_up, source_names

_LEAST_PLOT_PX = 230
_HOVER_FOLDED = 14


def waterfall_figure(
    explanation: Explanation,
    consultation: Consultation,
    palette: Palette,
    most: int = 10,
    *,
    compact: bool = False,
) -> go.Figure:
    """The way from prior to posterior odds, the heaviest finding first.

    Findings beyond ``most``, and those without weight, are folded into one bar, their sum; the
    bars add up from prior to posterior. The trace "findings" holds them (``base`` and ``x``, log10
    odds), the trace "ends" the prior and the posterior.

    Args:
        explanation: of a type or an aetiology, from ``consultation.explain``.
        consultation: the answer the explanation is of.
        palette: colours of the theme.
        most: how many findings get a bar of their own, at least 1.
        compact: labels above the bars, for a width of 640 px and less.

    Raises:
        ValueError: ``most`` is below 1.
    """
    bars = steps(explanation, most)
    rows = waterfall_rows(explanation, bars, palette, compact)
    ends = [float(explanation.prior_log10_odds), float(explanation.posterior_log10_odds)]
    low, high = odds_range([*ends, *(bar.end for bar in bars)])
    places = [row.bar for row in rows]
    figure = go.Figure()
    levels = [] if compact else [bar.start for bar in bars] + ends[1:]
    figure.add_scatter(
        name="connectors",
        x=[x for level in levels for x in (level, level, None)],
        y=[y for i in range(len(levels)) for y in (*places[i : i + 2], None)],
        mode="lines",
        line={"color": palette.muted, "width": 1},
        hoverinfo="skip",
    )
    figure.add_bar(
        name="findings",
        orientation="h",
        base=[bar.start for bar in bars],
        x=[bar.weight for bar in bars],
        y=places[1:-1],
        width=BAR_PX,
        marker={
            "color": [_colour(bar, palette) for bar in bars],
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )
    figure.add_scatter(
        name="ends",
        x=ends,
        y=[places[0], places[-1]],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": [palette.background, palette.text],
            "line": {"color": palette.text, "width": 2},
        },
        hoverinfo="skip",
    )
    figure.add_bar(
        name="hover",
        orientation="h",
        base=[low] * len(bars),
        x=[high - low] * len(bars),
        y=[row.top + row.height / 2 for row in rows[1:-1]],
        width=[row.height for row in rows[1:-1]],
        opacity=0,
        text=[_hover(consultation, bar, compact) for bar in bars],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    for row in rows:
        print_row(figure, row, palette, compact)
    plot = max(rows[-1].top + rows[-1].height, _LEAST_PLOT_PX)
    title = _title(explanation, consultation, palette, compact)
    head = 22 + 19 * (1 + title.count("<br>"))
    foot = 48 if explanation.against is None else 32
    ticks = odds_ticks(low, high, 5 if compact else 6)
    figure.update_layout(
        title={
            "text": title,
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 20, "l": 2},
            "font": {"size": font_size(compact) + 2, "color": palette.text},
        },
        xaxis=bare_axis(
            palette,
            range=[low, high],
            tickvals=ticks,
            ticktext=[odds_tick(explanation, value) for value in ticks],
            tickfont={"color": palette.muted, "size": 11 if compact else 12},
            ticklabelstandoff=4,
        ),
        yaxis=bare_axis(palette, range=[plot, 0], showticklabels=False),
        shapes=row_guides(rows, ticks, palette, compact),
    )
    side = {"l": 24, "r": 24} if compact else {"l": 270, "r": 138}
    return framed(
        figure,
        palette,
        name=f"waterfall {explanation.target} {explanation.against}",
        height=round(plot) + head + foot,
        margin=side | {"t": head, "b": foot},
        compact=compact,
    )


def waterfall_alt(explanation: Explanation, consultation: Consultation) -> str:
    """Alt text of ``waterfall_figure``: both ends, and the strongest findings either way."""
    ordered = sorted(explanation.contributions, key=lambda c: -abs(c.log10_odds))
    backing = tuple(c for c in ordered if c.log10_odds > 0)[:2]
    against = tuple(c for c in ordered if c.log10_odds < 0)[:1]
    alt = (
        f"Waterfall chart, {_sides(explanation, consultation)}: odds "
        f"{end_wording(explanation, explanation.prior_log10_odds)} before the findings, "
        f"{end_wording(explanation, explanation.posterior_log10_odds)} with them."
    )
    if not ordered:
        return f"{alt} No finding has been entered."
    if backing:
        alt += f" Strongest for: {listed(backing)}."
    if against:
        alt += f" Strongest against: {listed(against)}."
    return alt


def waterfall_table(explanation: Explanation, most: int | None = 10) -> pd.DataFrame:
    """The numbers of ``waterfall_figure``, row by row; ``most=None`` unfolds every finding.

    "log10 odds" is what the row adds (of the ends, the odds themselves), "Odds so far" where that
    leads; both log10.
    """
    before, after = explanation.prior_log10_odds, explanation.posterior_log10_odds
    rows = [(BEFORE, "", end_wording(explanation, before), before, before, "", "")]
    for step in steps(explanation, most):
        first = step.contributions[0]
        if step.is_folded:
            name, state, grade, sources = step.label, "", "", ""
        else:
            name, state, grade = finding_label(first.finding), first.state, first.grade
            sources = source_names(first.sources)
        rows.append(
            (name, state, odds_in_words(step.weight), step.weight, step.end, grade, sources)
        )
    rows.append((AFTER, "", end_wording(explanation, after), after, after, "", ""))
    columns = ["Finding", "State", "Weight", "log10 odds", "Odds so far", "Grade", "Sources"]
    return pd.DataFrame(rows, columns=columns).astype({"log10 odds": float, "Odds so far": float})


def _colour(bar: Step, palette: Palette) -> str:
    """That of its side, but grey where the words beside it say "no weight"."""
    if odds_in_words(bar.weight) == "no weight":
        return palette.muted
    return palette.favours if bar.weight > 0 else palette.against


def _title(explanation, consultation: Consultation, palette: Palette, compact: bool) -> str:
    width = 40 if compact else 84
    sides = _sides(explanation, consultation)
    note = "Bars to the right speak for it, to the left against it; odds are on the axis."
    if not explanation.contributions:
        note = "No finding has been entered yet."
    return (
        f"<b>{marked_up(sides, width - 2)}</b><br>"
        + coloured(marked_up(note, width + 4), palette.muted, size=12)
    )  # fmt: skip


def _sides(explanation: Explanation, consultation: Consultation) -> str:
    target = cause_label(consultation, explanation.target)
    return f"{target} against {cause_label(consultation, explanation.against)}"


def _hover(consultation: Consultation, step: Step, compact: bool) -> str:
    first = step.contributions[0]
    if not step.is_folded:
        return finding_hover(
            consultation, first.finding, first.state, first.log10_odds, compact=compact
        )
    shown, more = step.contributions[:_HOVER_FOLDED], step.contributions[_HOVER_FOLDED:]
    lines = [f"<b>{step.label}</b>", odds_in_words(step.weight)]
    lines += [marked_up(listed((c,)), 38 if compact else 70) for c in shown]
    return "<br>".join(lines + ([f"and {len(more)} more"] if more else []))
