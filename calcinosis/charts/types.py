"""How likely each type is: one bar a type, with its credible interval and the number printed."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from calcinosis.reasoning import Consultation

from .frame import bare_axis, coloured, font_size, framed, guide
from .palette import Palette, translucent
from .wording import NO_BREAK, cause_label, marked_up, percent_with_interval

_ROW_PX, _COMPACT_ROW_PX, _FOOT_PX = 38, 34, 58
_TICKS = (0, 0.25, 0.5, 0.75, 1)
_COMPACT_TICKS = (0, 0.5, 1)


def types_figure(
    consultation: Consultation, palette: Palette, *, compact: bool = False
) -> go.Figure:
    """Bars of the probability of every type, in the order of the classification.

    The order never changes, so that bars do not jump while a case is edited. The leading type is
    filled and printed in bold where the answer is conclusive, all others are outlined.

    Args:
        consultation: the answer to a case.
        palette: colours of the theme.
        compact: narrow margins and short labels, for a width of 390 px and less.
    """
    types = list(consultation.types)
    rows = list(range(len(types)))
    emphasised = [consultation.conclusive and t == consultation.leading_type for t in types]
    colours = [palette.types[t] for t in types]
    figure = go.Figure(
        go.Bar(
            name="types",
            orientation="h",
            x=[consultation.types[t] for t in types],
            y=rows,
            width=0.56,
            marker={
                "color": [
                    translucent(colour, 1 if strong else 0.3)
                    for colour, strong in zip(colours, emphasised, strict=True)
                ],
                "line": {"color": colours, "width": 1},
                "cornerradius": 2,
            },
            hoverinfo="skip",
        )
    )
    ends = [end for t in types for end in (*consultation.intervals[t], None)]
    figure.add_scatter(
        name="intervals",
        x=ends,
        y=[row for row in rows for _ in range(3)],
        yaxis="y2",
        mode="lines+markers",
        line={"color": palette.text, "width": 1.5},
        marker={"symbol": "line-ns", "size": 9, "line": {"color": palette.text, "width": 1.5}},
        hoverinfo="skip",
    )
    figure.add_bar(
        name="hover",
        orientation="h",
        x=[1] * len(rows),
        y=rows,
        width=1,
        opacity=0,
        text=[_hover(consultation, t, compact) for t in types],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )
    labels = [_label(consultation, t, compact) for t in types]
    numbers = [_number(consultation, t) for t in types]
    axis = {
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": rows,
        "automargin": True,
        "ticklabelstandoff": 8,
    }
    ticks = _COMPACT_TICKS if compact else _TICKS
    figure.update_layout(
        xaxis=bare_axis(
            palette,
            range=[-0.012, 1.012],
            tickvals=ticks,
            ticktext=[f"{100 * tick:.0f}{NO_BREAK}%" for tick in ticks],
            tickfont={"color": palette.muted, "size": 12},
            title={
                "text": "Probability, with its 95" + NO_BREAK + "% credible interval",
                "font": {"size": 12, "color": palette.muted},
                "standoff": 8,
            },
        ),
        yaxis=bare_axis(palette, **axis, ticktext=_bold(labels, emphasised)),
        yaxis2=bare_axis(
            palette, **axis, overlaying="y", side="right", ticktext=_bold(numbers, emphasised)
        ),
        shapes=[guide(tick, palette) for tick in ticks],
    )
    if compact:
        figure.update_yaxes(tickfont_size=font_size(compact))
        figure.update_xaxes(title_text="Probability (line: 95" + NO_BREAK + "% interval)")
    return framed(
        figure,
        palette,
        name="types",
        height=len(rows) * (_COMPACT_ROW_PX if compact else _ROW_PX) + _FOOT_PX,
        margin={
            "l": 84 if compact else 132,
            "r": 88 if compact else 108,
            "t": 4,
            "b": _FOOT_PX - 4,
        },
        compact=compact,
    )


def types_alt(consultation: Consultation) -> str:
    """Alt text of ``types_figure``: the two likeliest types with their numbers."""
    first, second = sorted(consultation.types, key=lambda t: -consultation.types[t])[:2]
    lead = "Most likely" if consultation.conclusive else "Not conclusive; highest"
    return (
        f"Bar chart of the probability of {len(consultation.types)} types of calcinosis. "
        f"{lead}: {cause_label(consultation, first)}, {_number(consultation, first)}; "
        f"next: {cause_label(consultation, second)}, {_number(consultation, second)}. "
        f"In brackets the 95{NO_BREAK}% credible interval."
    )


def types_table(consultation: Consultation) -> pd.DataFrame:
    """The numbers of ``types_figure``: probabilities between 0 and 1, one row a type."""
    types = list(consultation.types)
    return pd.DataFrame(
        {
            "Type": [cause_label(consultation, t) for t in types],
            "Probability": [consultation.types[t] for t in types],
            "Interval low": [consultation.intervals[t][0] for t in types],
            "Interval high": [consultation.intervals[t][1] for t in types],
            "In words": [_number(consultation, t) for t in types],
        }
    )


def _label(consultation: Consultation, type_: str, compact: bool) -> str:
    label = cause_label(consultation, type_)
    return label.partition(" or ")[0] if compact else label


def _number(consultation: Consultation, type_: str) -> str:
    return percent_with_interval(consultation.types[type_], consultation.intervals[type_])


def _bold(texts: list[str], emphasised: list[bool]) -> list[str]:
    return [
        f"<b>{marked_up(text)}</b>" if strong else marked_up(text)
        for text, strong in zip(texts, emphasised, strict=True)
    ]


def _hover(consultation: Consultation, type_: str, compact: bool) -> str:
    definition = consultation.posterior.model.knowledge.types[type_].definition
    head = f"{cause_label(consultation, type_)}: {_number(consultation, type_)}"
    return coloured(marked_up(head), "inherit", bold=True) + (
        "<br>" + marked_up(definition, 38 if compact else 60)
    )
