"""The result of a practice case: the diagnosis, the engine beside the learner, and the score."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from calcinosis.cases import load_validation
from calcinosis.cases.held_out import consult_stage, judgement_at
from calcinosis.cases.practice import Practice, case_of
from calcinosis.charts.reliability import (
    reliability_alt,
    reliability_figure,
    reliability_table,
)
from calcinosis.charts.wording import percent
from calcinosis.exchange import CaseRecord
from calcinosis.pages import reading
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.learn_case import (
    named_html,
    open_in_consult,
    reasons_html,
    source_of,
    stated_by,
)
from calcinosis.pages.reading import html, html_table
from calcinosis.pages.validation_figures import rate_in_words
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.model import OTHER
from calcinosis.reasoning.quiz import Attempt, Judgement, QuizScore, difficulty
from calcinosis.reasoning.work_up import stages_of

_REASONS_SHOWN = 6


def result(attempt: Attempt, on_next: Callable[[], None]) -> None:
    """The diagnosis, both answers at each stage, and the engine's reasons; ``on_next`` moves on."""
    record = case_of(attempt.id)
    last = attempt.judgements[-1]
    verdict = "Not as the authors"
    if last.type == record.answer.type:
        verdict = "As the authors"
    elif last.type in record.answer.also_acceptable:
        verdict = "Not as the authors, but acceptable"
    html(
        f'<div class="ln-verdict"><h2>{verdict}</h2>'
        f"<p>The authors state: <b>{escape(stated_by(record))}</b></p>"
        f"<p>{named_html(record)}</p><p>{source_of(record)}</p></div>"
    )
    with st.spinner("The engine answers by a model that has not learnt from this paper …"):
        answer = consult_stage(record, -1)
        by_stage = _by_stage(attempt, record)
    html(by_stage)
    with st.container(key="practice-next", horizontal=True, gap="small"):
        st.button("Next case", key="practice.next", type="primary", on_click=on_next)
        open_in_consult(record, "practice.open")
    hard = difficulty(answer.types[record.answer.type])
    leader = answer.leading_type
    others = [one for one in answer.types if one not in (leader, OTHER)]
    rival = max(others, key=answer.types.get)
    html(
        f"<h3>Why the engine says {escape(type_label(leader).lower())} in the end</h3>"
        + reasons_html(answer, _REASONS_SHOWN, rival=rival)
    )
    st.caption(_what_is_compared(leader, rival))
    report = load_validation()
    st.caption(
        f"For the engine this case is {hard}. Its answers here have not learnt from this paper: "
        f"published cases were counted on the other parts of a cross-validation by source "
        f"({report['parts']} parts, seed {report['seed']}), as on the Validation page. Consult "
        "has learnt from every published case, so it may be surer."
    )


def _what_is_compared(leader: str, rival: str) -> str:
    """What the two weights of a reason stand for."""
    leader, rival = type_label(leader).lower(), type_label(rival).lower()
    return (
        f"The first weight compares {leader} with all other causes taken together, each counted by "
        "how likely it is, on average from before the first finding to after the last. So even a "
        f"finding that is rare in {leader} speaks for it where it is rarer still in the others. "
        f"The second compares with {rival} alone, the next likeliest type of the list."
    )


def _by_stage(attempt: Attempt, record: CaseRecord) -> str:
    """Table of the learner's and the engine's answer at each stage."""
    rows = []
    for number, stage in enumerate(stages_of(record.case)):
        yours = "–"
        if number < len(attempt.judgements):
            yours = _judged(attempt.judgements[number], record)
        rows.append((escape(stage.name), yours, _judged(judgement_at(record, number), record)))
    return html_table(("Known by then", "You", "Engine"), rows, "ln-stages")


def _judged(judgement: Judgement, record: CaseRecord) -> str:
    is_right = judgement.type == record.answer.type
    mark = '<span aria-label="right">✓</span>' if is_right else '<span aria-label="wrong">✗</span>'
    return f"{mark} {escape(type_label(judgement.type))} {percent(judgement.confidence)}"


def score(sitting: Practice) -> None:
    """The learner's score beside the engine's, and the calibration of the learner."""
    yours, engine = sitting.learner_score(), sitting.engine_score()
    html("<h2>Your score so far</h2>")
    left, right = st.columns((11, 9), gap="large")
    with left:
        html(
            html_table(
                ("", "You", "Engine, same findings"),
                [
                    (label, escape(value(yours)), escape(value(engine)))
                    for label, value in _MEASURES.items()
                ],
                "rd-even",
            )
        )
        st.caption(
            "Right: the type the authors named, at the stage where you ended. Brier score and log "
            "loss judge how sure you were of the type you named: lower is better, and always "
            "saying 50 % would give 0.25 and 0.69. With few cases the difference between you and "
            "the engine is mostly chance; the intervals are 95 %. The Glossary says more of each."
        )
    with right:
        html("<h3>Were you as sure as you were right?</h3>")
        reading.chart(
            "practice",
            reliability_figure(yours.bins, current_palette()),
            reliability_alt(yours.bins),
            reliability_table(yours.bins),
        )


def _right(one: QuizScore) -> str:
    return f"{one.right.hits} of {one.right.n} ({rate_in_words(one.right).split(',')[0]})"


_MEASURES = {
    "Right": _right,
    "Right or acceptable": lambda one: f"{one.accepted.hits} of {one.accepted.n}",
    "Brier score": lambda one: f"{one.brier:.2f}",
    "Log loss": lambda one: f"{one.log_loss:.2f}",
}
