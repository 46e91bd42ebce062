"""Presentation: one case in large type, stage by stage, for a projector; arrow keys turn pages."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import Consultation
from calcinosis.cases import load_cases, load_lessons, load_textbook_cases
from calcinosis.cases.held_out import consult_stage
from calcinosis.charts import types_alt, types_table
from calcinosis.charts.wording import percent
from calcinosis.exchange import CaseRecord
from calcinosis.pages import state
from calcinosis.pages.case_file import case_title
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.learn_case import (
    findings_html,
    is_textbook,
    named_html,
    reasons_html,
    source_of,
    stated_by,
    title_of,
)
from calcinosis.pages.reading import html, numbers
from calcinosis.pages.wording import cause_label, interval_in_numbers, type_label
from calcinosis.reasoning.work_up import Stage, stages_of

_REASONS_SHOWN = 4
_CROWDED = {22: " sl-full", 13: " sl-crowded"}
"""From so many findings on, they are printed smaller."""
_SLIDE_STYLE = """
.st-key-nav, .st-key-head, .st-key-learn_part, .st-key-foot { display: none; }
"""


def presentation() -> None:
    """Draw the choice of a case, or the slide that is shown."""
    record = _by_id().get(st.session_state.get("slides"))
    if record is None:
        _choice()
    else:
        _slides(record)


def _by_id() -> dict[str, CaseRecord]:
    return {record.id: record for record in (*load_textbook_cases(), *load_cases())}


def _choice() -> None:
    by_id = _by_id()
    st.markdown(
        "Show one case on a projector: a title, one slide for each stage of the work-up with the "
        "answer growing, and the diagnosis at the end. **Arrow keys** turn the slides, **Esc** "
        "ends; F11 makes the browser fill the screen."
    )
    chosen = st.session_state.setdefault("slides.chosen", next(iter(by_id)))
    st.selectbox(
        "Case",
        tuple(by_id),
        format_func=lambda one: _name(by_id[one]),
        key=state.show("slides.case", chosen),
        help="Type a diagnosis, an author, or “teaching”",
        width=720,
        on_change=_choose,
    )
    record = by_id[chosen]
    names = ", ".join(stage.name.lower() for stage in stages_of(record.case))
    st.caption(f"{len(stages_of(record.case)) + 2} slides: title, {names}, diagnosis.")
    st.button(
        "Start",
        key="slides.start",
        type="primary",
        icon=":material/slideshow:",
        on_click=_start,
    )


def _name(record: CaseRecord) -> str:
    if is_textbook(record):
        return f"{record.answer.stated}: {title_of(record).lower()} (written for teaching)"
    return case_title(record)


def _choose() -> None:
    st.session_state["slides.chosen"] = st.session_state["slides.case"]


def _start() -> None:
    st.session_state["slides"] = st.session_state["slides.chosen"]
    st.session_state["slide"] = 0


def _end() -> None:
    st.session_state["slides"] = None


def _turn(step: int, last: int) -> None:
    st.session_state["slide"] = min(max(st.session_state["slide"] + step, 0), last)


def _slides(record: CaseRecord) -> None:
    st.html(f"<style>{_SLIDE_STYLE}</style>")
    stages = stages_of(record.case)
    slide, last = st.session_state["slide"], len(stages) + 1
    with st.container(key="slide", gap="small"):
        if slide == 0:
            _title(record)
        elif slide == last:
            _diagnosis(record, len(stages))
        else:
            _stage(record, stages, slide - 1)
    with st.container(key="slide-steps", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Back",
            key="slides.back",
            icon=":material/arrow_back:",
            shortcut="Left",
            disabled=slide == 0,
            on_click=_turn,
            args=(-1, last),
        )
        st.markdown(f"{slide + 1} of {last + 1}", width="content")
        st.button(
            "Next",
            key="slides.next",
            icon=":material/arrow_forward:",
            shortcut="Right",
            disabled=slide == last,
            on_click=_turn,
            args=(1, last),
        )
        st.button("End", key="slides.end", type="tertiary", shortcut="Esc", on_click=_end)


def _title(record: CaseRecord) -> None:
    mark = "Written for teaching; not a patient" if is_textbook(record) else "A published case"
    html(
        f'<div class="sl-title"><p class="sl-who">{mark}</p><h1>{escape(title_of(record))}</h1>'
        "<p>Calcium where it does not belong. Which type is it, and what lies behind it?</p></div>"
    )


def _stage(record: CaseRecord, stages: tuple[Stage, ...], number: int) -> None:
    stage = stages[number]
    answer = consult_stage(record, number)
    before = consult_stage(record, number - 1, 2) if number else None
    crowded = next((size for most, size in _CROWDED.items() if len(stage.case) >= most), "")
    left, right = st.columns((10, 11), gap="large")
    with left:
        text = f'<div class="sl-case{crowded}"><p class="sl-who">{escape(title_of(record))}</p>'
        for earlier in stages[:number]:
            listed = findings_html(earlier.case, earlier.added)
            text += f'<section class="sl-earlier"><h3>{earlier.name}</h3>{listed}</section>'
        listed = findings_html(stage.case, stage.added) or "<p>Age and sex only.</p>"
        html(f"{text}<section><h2>{stage.name}</h2>{listed}</section></div>")
    with right:
        html(_answer_html(answer, before))
        html(
            '<div class="sl-reasons"><h3>Why '
            f"{escape(type_label(answer.leading_type).lower())}</h3>"
            + reasons_html(answer, _REASONS_SHOWN, stage.added if number else ())
            + "</div>"
        )
        with st.expander(
            "The same numbers as a table", key="table.slide", type="compact", on_change="rerun"
        ) as opened:
            if opened.open:
                numbers(types_table(answer), types_alt(answer))


def _answer_html(answer: Consultation, before: Consultation | None) -> str:
    """Bars of the types with their numbers; a line marks where each stood a stage before."""
    verdict, interval = "Not enough information yet", ""
    if answer.conclusive:
        leader = answer.leading_type
        verdict = f"{type_label(leader)} {percent(answer.types[leader])}"
        interval = interval_in_numbers(answer.intervals[leader])
    rows = []
    for type_, p in answer.types.items():
        ghost, change = "", ""
        if before is not None:
            ghost = f'<u style="left:{100 * before.types[type_]:.1f}%"></u>'
            was = percent(before.types[type_])
            change = f"<small>was {was}</small>" * (was != percent(p))
        leads = ' class="sl-leads"' if type_ == answer.leading_type else ""
        colour = current_palette().types[type_]
        rows.append(
            f'<tr{leads}><th scope="row">{escape(type_label(type_))}</th>'
            f'<td><div class="sl-bar" style="--sl:{colour}" aria-hidden="true">'
            f'<i style="width:{100 * p:.1f}%"></i>{ghost}</div></td>'
            f"<td><b>{percent(p)}</b> {change}</td></tr>"
        )
    return (
        f'<div class="sl-answer"><h2>{escape(verdict)}'
        + f" <small>95&nbsp;% interval {interval}</small>" * bool(interval)
        + "</h2>"
        + f'<table aria-label="{escape(types_alt(answer), quote=True)}"><tbody>'
        + f"{''.join(rows)}</tbody></table>"
        + "<small>The line marks where each type stood a stage earlier.</small>" * bool(before)
        + "</div>"
    )


def _diagnosis(record: CaseRecord, stages: int) -> None:
    answer = consult_stage(record, stages - 1)
    cause = next(iter(answer.aetiologies))
    who = "This case was written as" if is_textbook(record) else "The authors' diagnosis"
    lesson = (
        f'<p class="sl-lesson">{escape(load_lessons()[record.id])}</p>'
        if (is_textbook(record))
        else ""
    )
    learnt = (
        "Textbook cases are not among the cases the engine learnt from."
        if is_textbook(record)
        else "The engine had not learnt from this paper."
    )
    html(
        f'<div class="sl-title sl-end"><p class="sl-who">{who}</p>'
        f"<h1>{escape(stated_by(record))}</h1>"
        f"<p>{named_html(record)}</p>{lesson}"
        f"<p>The engine at the end: <b>{escape(type_label(answer.leading_type))} "
        f"{percent(answer.types[answer.leading_type])}</b>; likeliest cause "
        f"{escape(cause_label(cause))} {percent(answer.aetiologies[cause])}. "
        f"<small>{learnt}</small></p>"
        f"<p>{source_of(record)}</p></div>"
    )
