"""The What-if page: the case beside a copy that is changed freely, and what would change it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from calcinosis import Consultation, consult
from calcinosis.cases import load_textbook_cases
from calcinosis.charts import scenario_pair_alt, scenario_pair_figure, scenario_pair_table
from calcinosis.charts.wording import percent
from calcinosis.pages import scenario, state
from calcinosis.pages.case_file import case_title
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import chart, foot, head, html, html_table
from calcinosis.pages.scenario_editor import scenario_editor
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.what_if_sections import SECTIONS
from calcinosis.pages.wording import interval_in_numbers, type_label
from calcinosis.reasoning.words import odds_in_words

_STYLE = (Path(__file__).parent / "data" / "what_if.css").read_text(encoding="utf-8")
_WHAT = (
    "Change anything and see what the answer does. **A** is the patient as entered on the Consult "
    "page; **B** is a copy to play with. A stays as it is until you keep B or swap the two."
)
_REASONS_PX = 190
_LEAST_CHANGE = 0.05


def what_if_page() -> None:
    """Draw the page; only the section that was chosen is worked out."""
    head("What if", _WHAT)
    st.html(f"<style>{_STYLE}</style>")
    a, b = state.sheet(), scenario.scenario()
    if a.is_empty and b.is_empty:
        _nothing_yet()
        foot()
        return
    _buttons(a, b)
    with st.container(key="scenarios"):
        editor_column, answer_column = st.columns((10, 11), gap="medium")
    with editor_column:
        st.markdown("## Scenario B", anchors=False)
        scenario_editor(a, b)
    with answer_column:
        _comparison(a, b)
    _sections(a, b)
    foot()


def _nothing_yet() -> None:
    st.info("There is no case yet. Enter one on the Consult page, or open a textbook case here.")
    cases = load_textbook_cases()
    st.selectbox(
        "Open a textbook case",
        range(len(cases)),
        index=None,
        format_func=lambda number: case_title(cases[number]),
        placeholder="Type a diagnosis",
        key="what_if.textbook",
        on_change=_open_textbook,
        width=520,
    )


def _open_textbook() -> None:
    number = st.session_state["what_if.textbook"]
    if number is not None:
        state.open_record(load_textbook_cases()[number])
        scenario.reset()


def _buttons(a: Sheet, b: Sheet) -> None:
    same = a == b
    with st.container(
        key="what-if-tools", horizontal=True, vertical_alignment="center", gap="xsmall"
    ):
        st.button(
            "Swap",
            key="what_if.swap",
            icon=":material/swap_horiz:",
            disabled=same,
            help="B becomes the case of the Consult page, and that becomes B; can be undone there",
            on_click=scenario.swap,
        )
        st.button(
            "Reset B",
            key="what_if.reset",
            icon=":material/restart_alt:",
            disabled=same,
            help="B is a copy of the case again; can be undone here",
            on_click=scenario.reset,
        )
        st.button(
            "Keep B as the case",
            key="what_if.keep",
            icon=":material/check:",
            disabled=same,
            help="B becomes the case of the Consult page; can be undone there",
            on_click=scenario.keep,
        )
        if scenario.can_undo_reset():
            st.button(
                "Undo reset",
                key="what_if.undo_reset",
                icon=":material/undo:",
                help="B as it was before it was reset",
                on_click=scenario.undo_reset,
            )
        if scenario.is_of_another_case():
            st.caption("The case was changed after B was copied from it. Reset B to start afresh.")


def _comparison(a: Sheet, b: Sheet) -> None:
    before, after = (
        consult(sheet.case, sheet.clinic, prior_weights=sheet.weights) for sheet in (a, b)
    )
    with st.container(key="pair-head"):
        html(
            '<div class="wi-pair">'
            + "".join(
                _lead(*one) for one in (("A", before, "pale bars"), ("B", after, "full bars"))
            )
            + "</div>"
        )
    _differences(a, b)
    figure = scenario_pair_figure(before, after, current_palette())
    chart("pair", figure, scenario_pair_alt(before, after), scenario_pair_table(before, after))
    _reasons(before, after, is_same=a == b)


def _lead(name: str, answer: Consultation, drawn: str) -> str:
    type_ = answer.leading_type
    p, interval = answer.types[type_], answer.intervals[type_]
    words = "" if answer.conclusive else " <small>not enough information</small>"
    return (
        f"<div><b>{name}</b> {escape(type_label(type_))} <strong>{percent(p)}</strong> "
        f"<small>({interval_in_numbers(interval)})</small>{words} <small>{drawn}</small></div>"
    )


def _differences(a: Sheet, b: Sheet) -> None:
    """What differs, each a click away from being as it was."""
    found = scenario.differences(a, b)
    with st.container(key="differences", horizontal=True, gap="xsmall"):
        if not found:
            st.caption(
                "B is still the same as A. Change a finding of B, or try a suggestion below."
            )
        for finding_id, before, now in found:
            st.button(
                scenario.difference_text(finding_id, before, now),
                key=f"b.back.{finding_id}",
                icon=":material/undo:",
                icon_position="right",
                help=f"Put {short_label(finding_id)} back as it is in A",
                on_click=scenario.put_back,
                args=(finding_id,),
            )


def _reasons(a: Consultation, b: Consultation, is_same: bool) -> None:
    """The weight of each finding for B's leading type, where A and B differ."""
    target = b.leading_type
    weights = [
        {one.finding: one.log10_odds for one in answer.explain(target).contributions}
        for answer in (a, b)
    ]
    changes = [
        (finding, *(side.get(finding) for side in weights))
        for finding in dict.fromkeys((*weights[1], *weights[0]))
    ]
    changes = [one for one in changes if abs((one[1] or 0) - (one[2] or 0)) >= _LEAST_CHANGE]
    changes.sort(key=lambda one: -abs((one[1] or 0) - (one[2] or 0)))
    with st.container(key="reasons", height=_REASONS_PX, border=False):
        if not changes:
            st.caption(
                "The reasons that differ between A and B will be listed here."
                if is_same
                else f"No reason for {type_label(target).lower()} weighs otherwise in B than in A "
                "by much."
            )
            return
        rows = [
            (escape(short_label(finding)), _weight(before), _weight(after))
            for finding, before, after in changes
        ]
        title = f"Reasons for {type_label(target).lower()} that differ"
        html(f"<h3>{escape(title)}</h3>" + html_table(("Finding", "In A", "In B"), rows))


def _weight(log10_odds: float | None) -> str:
    return "unknown" if log10_odds is None else odds_in_words(log10_odds)


def _sections(a: Sheet, b: Sheet) -> None:
    st.markdown("## What would change the answer", anchors=False)
    chosen = st.segmented_control(
        "View",
        tuple(SECTIONS),
        key="what_if.section",
        default=next(iter(SECTIONS)),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    with st.container(key="what-if-section"):
        SECTIONS[chosen](a, b)
