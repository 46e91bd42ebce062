"""Practice: published cases as a quiz, stage by stage, scored beside the engine."""

from __future__ import annotations

import secrets
from html import escape

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.cases.practice import Practice, case_of
from calcinosis.charts.wording import percent
from calcinosis.pages import state
from calcinosis.pages.learn_case import (
    findings_html,
    title_of,
)
from calcinosis.pages.learn_practice_result import result, score
from calcinosis.pages.reading import html
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.quiz import (
    CONFIDENCES,
    DIFFICULTIES,
    EASY_FROM,
    Attempt,
    Judgement,
)
from calcinosis.reasoning.words import probability_in_words
from calcinosis.reasoning.work_up import stages_of


def practice() -> None:
    """Draw the quiz: the case in hand, the commitment or the result, and the score so far."""
    sitting = _sitting()
    with st.container(key="practice-head", horizontal=True, vertical_alignment="center"):
        st.markdown(
            "A published case, shown as a work-up goes. Commit to a type and say how sure you are, "
            "then see more or end. Nothing of it is kept when you close the tab.",
            width="stretch",
        )
        _filters(sitting)
    if sitting.attempt is None:
        _none_left(sitting)
    else:
        left, right = st.columns((11, 9), gap="large")
        with left:
            _case(sitting.attempt)
        with right, st.container(key="practice-answer", gap="small"):
            if sitting.attempt.is_ended:
                result(sitting.attempt, _next)
            else:
                _commitment(sitting.attempt)
    if sitting.ended:
        score(sitting)


def _sitting() -> Practice:
    if "practice" not in st.session_state:
        seed = st.session_state.setdefault("practice.seed", secrets.randbelow(2**32))
        st.session_state["practice"] = Practice.begin(seed)
    return st.session_state["practice"]


def _filters(sitting: Practice) -> None:
    chosen = [type_label(one) for one in sitting.types] + list(sitting.difficulties)
    label = "Cases: " + (", ".join(chosen).lower() if chosen else "all")
    with st.popover(
        label if len(label) < 34 else f"Cases: {len(chosen)} filters",
        icon=":material/filter_list:",
        key="practice.filters",
    ):
        st.pills(
            "Type, as the authors named it",
            _types(),
            format_func=type_label,
            selection_mode="multi",
            key=state.show("practice.types", list(sitting.types)),
            help="To tell two or three types apart, choose these. One alone gives it away.",
            on_change=_choose,
        )
        st.pills(
            "How hard",
            DIFFICULTIES,
            format_func=str.capitalize,
            selection_mode="multi",
            key=state.show("practice.difficulties", list(sitting.difficulties)),
            help="By the probability that the engine, not having learnt from the case, gives the "
            f"type its authors named. Easy: {percent(EASY_FROM)} and above; hard: below "
            f"{percent(load_knowledge().settings['abstain_below'])}. What is hard for people may "
            "differ.",
            on_change=_choose,
        )
        st.caption(f"{len(sitting.left)} of {len(sitting.cases)} cases left")


def _types() -> tuple[str, ...]:
    return tuple(one for one in load_knowledge().types if one != "other")


def _choose() -> None:
    st.session_state["practice"] = st.session_state["practice"].choose(
        tuple(st.session_state["practice.types"]),
        tuple(st.session_state["practice.difficulties"]),
    )
    _forget_entries()


def _forget_entries() -> None:
    """No type and no confidence is chosen beforehand for a new case."""
    st.session_state["practice.type"] = None
    st.session_state["practice.sure"] = None


def _next() -> None:
    st.session_state["practice"] = st.session_state["practice"].next_case()
    _forget_entries()


def _again() -> None:
    st.session_state["practice"] = st.session_state["practice"].again()
    _forget_entries()


def _commit(go_on: bool) -> None:
    type_, sure = st.session_state["practice.type"], st.session_state["practice.sure"]
    if type_ is None or sure is None:
        return
    st.session_state["practice"] = st.session_state["practice"].commit(
        Judgement(type_, sure), go_on
    )


def _none_left(sitting: Practice) -> None:
    st.markdown(
        f"**No case is left.** All {len(sitting.cases)} of this choice were asked."
        if sitting.cases
        else "**No case is like this.** Choose other types or another difficulty."
    )
    if sitting.cases:
        st.button("Ask them again", key="practice.again", on_click=_again)


def _case(attempt: Attempt) -> None:
    """All stages up to the one shown; after the end, all there are."""
    record = case_of(attempt.id)
    stages = stages_of(record.case)
    shown = stages if attempt.is_ended else stages[: attempt.stage + 1]
    text = f'<div class="ln-hand"><h2>{escape(title_of(record))}</h2>'
    for number, stage in enumerate(shown):
        is_new = number == attempt.stage and not attempt.is_ended and number > 0
        later = " <small>not seen before you ended</small>" * (number > attempt.stage)
        listed = findings_html(stage.case, stage.added) or "<p>Age and sex only.</p>"
        text += (
            f'<section class="ln-stage{" ln-new" * is_new}"><h3>{escape(stage.name)}{later}</h3>'
            f"{listed}</section>"
        )
    with st.container(key="practice-case"):
        html(f"{text}</div>")
        if not attempt.is_ended:
            st.caption(
                f"Stage {attempt.stage + 1} of {attempt.stages}. What is not listed was not "
                "reported, which does not mean absent."
            )


def _commitment(attempt: Attempt) -> None:
    st.pills(
        "Which type is it?",
        _types(),
        format_func=type_label,
        key="practice.type",
        persist_state="session",
    )
    st.pills(
        "How sure are you?",
        CONFIDENCES,
        format_func=lambda p: f"{percent(p)} {probability_in_words(p)}",
        key="practice.sure",
        persist_state="session",
    )
    is_open = any(st.session_state.get(key) is None for key in ("practice.type", "practice.sure"))
    with st.container(key="practice-steps", horizontal=True, gap="small"):
        if attempt.is_last_stage:
            _step("Commit and see the answer", "practice.end", False, is_open, "primary")
        else:
            _step("Commit and see more", "practice.more", True, is_open, "primary")
            _step("Commit and end here", "practice.end", False, is_open)
        st.button("Skip this case", key="practice.skip", type="tertiary", on_click=_next)
    if is_open:
        st.caption("Choose a type and how sure you are. Unsure is an answer: it is scored fairly.")


def _step(label: str, key: str, go_on: bool, is_open: bool, kind: str = "secondary") -> None:
    st.button(
        label, key=key, type=kind, disabled=is_open, on_click=_commit, kwargs={"go_on": go_on}
    )
