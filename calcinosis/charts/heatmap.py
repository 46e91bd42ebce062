"""What every finding says of every type: a table of weights, coloured for and against."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.case import state_text
from calcinosis.reasoning import Consultation
from calcinosis.reasoning.words import odds_in_words

from .frame import bare_axis, framed, message
from .hover import finding_hover
from .palette import Palette, text_on
from .wording import cause_label, factor, finding_label, fitted, marked_up

MOST_ROWS = 15
_LEAST_ROWS = 4
_FULL_COLOUR = 1.5
"""Weight at which a colour is full, the same in every case (log10 odds, about × 30)."""
_KEY = "× multiplies the odds (speaks for), ÷ divides them (against), · has no weight"


def heatmap_figure(
    consultation: Consultation, palette: Palette, *, compact: bool = False
) -> go.Figure:
    """Findings by types, each cell the log10 odds the finding added to that type against the rest.

    Rows are sorted by their largest weight, at most ``MOST_ROWS``; the factor is printed in every
    cell. The trace "weights" holds the log10 odds.

    Args:
        consultation: the answer to a case.
        palette: colours of the theme.
        compact: narrow margins and short labels, for a width of 390 px and less.
    """
    findings, types, weights = _weights(consultation)
    row_px, head, foot = (48, 104, 40) if compact else (38, 78, 30)
    side = {"l": 128, "r": 6} if compact else {"l": 250, "r": 40}
    rows = max(len(findings), _LEAST_ROWS)
    states = [state_text(consultation.case, f) for f in findings]
    figure = go.Figure(
        go.Heatmap(
            name="weights",
            z=weights,
            x=list(range(len(types))),
            y=list(range(len(findings))),
            zmin=-_FULL_COLOUR,
            zmid=0,
            zmax=_FULL_COLOUR,
            colorscale=[list(stop) for stop in palette.scale],
            showscale=False,
            xgap=2,
            ygap=2,
            text=[
                [
                    _hover(consultation, finding, state, type_, weight, compact)
                    for type_, weight in zip(types, row, strict=True)
                ]
                for finding, state, row in zip(findings, states, weights, strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    cells = [(t, f, weight) for f, row in enumerate(weights) for t, weight in enumerate(row)]
    figure.add_scatter(
        name="numbers",
        x=[t for t, _, _ in cells],
        y=[f for _, f, _ in cells],
        mode="text",
        text=[factor(weight) for _, _, weight in cells],
        textfont={
            "color": [text_on(palette.diverging_at(_place(weight))) for _, _, weight in cells],
            "size": 10 if compact else 12,
        },
        hoverinfo="skip",
    )
    labels = [
        "<br>".join(
            marked_up(line)
            for line in fitted(finding, state, *((18, 3) if compact else (34, 2)))
        )
        for finding, state in zip(findings, states, strict=True)
    ]  # fmt: skip
    emphasised = consultation.leading_type if consultation.conclusive else None
    names = [_short(consultation, t) for t in types]
    names = [
        f"<b>{marked_up(name)}</b>" if t == emphasised else marked_up(name)
        for t, name in zip(types, names, strict=True)
    ]
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[-0.5, len(types) - 0.5],
            tickvals=list(range(len(types))),
            ticktext=names,
            tickangle=-90 if compact else -35,
            side="top",
            ticklabelstandoff=4,
        ),
        yaxis=bare_axis(
            palette,
            range=[rows - 0.5, -0.5],
            tickvals=list(range(len(findings))),
            ticktext=labels,
            tickfont={"size": 11 if compact else 12, "color": palette.text},
            ticklabelstandoff=6,
        ),
    )
    if findings:
        figure.add_annotation(
            text=marked_up(_KEY, 50 if compact else None),
            x=0,
            y=0,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="top",
            xshift=-side["l"],
            yshift=-6,
            showarrow=False,
            align="left",
            font={"size": 11, "color": palette.muted},
        )
    else:
        message(figure, "No finding has been entered yet.", palette)
    return framed(
        figure,
        palette,
        name="heatmap",
        height=rows * row_px + head + foot,
        margin=side | {"t": head, "b": foot},
        compact=compact,
    )


def heatmap_alt(consultation: Consultation) -> str:
    """Alt text of ``heatmap_figure``: its size, and the heaviest cell of the leading type."""
    findings, types, weights = _weights(consultation)
    leading = cause_label(consultation, consultation.leading_type)
    if not findings:
        return f"Empty table of findings by type; {leading} leads, no finding has been entered."
    column = [row[types.index(consultation.leading_type)] for row in weights]
    heaviest = max(range(len(findings)), key=lambda f: abs(column[f]))
    return (
        f"Table of weights, {len(findings)} findings by {len(types)} types. For {leading}, the "
        f"leading type, the heaviest is {finding_label(findings[heaviest])}: "
        f"{state_text(consultation.case, findings[heaviest])} "
        f"({odds_in_words(column[heaviest])})."
    )


def heatmap_table(consultation: Consultation) -> pd.DataFrame:
    """The numbers of ``heatmap_figure``: log10 odds, one row a finding, one column a type."""
    findings, types, weights = _weights(consultation)
    table = pd.DataFrame(
        weights, columns=[cause_label(consultation, t) for t in types], dtype=float
    )
    states = [state_text(consultation.case, f) for f in findings]
    table.insert(0, "State", pd.Series(states, dtype=str))
    table.insert(0, "Finding", pd.Series([finding_label(f) for f in findings], dtype=str))
    return table


def _weights(consultation: Consultation) -> tuple[list[str], list[str], list[list[float]]]:
    """Findings, types and log10 odds, the findings with the largest weight first."""
    findings, types, matrix = consultation.contribution_matrix()
    weights = matrix.tolist()
    order = sorted(range(len(findings)), key=lambda f: -max(map(abs, weights[f])))[:MOST_ROWS]
    return [findings[f] for f in order], list(types), [weights[f] for f in order]


def _place(weight: float) -> float:
    """Where a weight lies on the diverging scale, 0 to 1 and clipped there."""
    return min(max(0.5 + weight / (2 * _FULL_COLOUR), 0.0), 1.0)


def _short(consultation: Consultation, type_: str) -> str:
    return cause_label(consultation, type_).partition(" or ")[0]


def _hover(consultation, finding, state, type_, weight, compact: bool) -> str:
    head = f"<b>{marked_up(cause_label(consultation, type_))}</b><br>"
    return head + finding_hover(consultation, finding, state, weight, compact=compact)
