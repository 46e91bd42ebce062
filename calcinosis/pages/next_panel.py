"""What to find out next: the plan, then every test by its burden; a click on a result enters it."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import Consultation, load_knowledge
from calcinosis.charts.wording import percent
from calcinosis.knowledge import Investigation
from calcinosis.pages import state
from calcinosis.pages.layout import help_text, short_label
from calcinosis.pages.wording import NUMBER_WORDS, cause_label, source_links, type_label
from calcinosis.reasoning import NextTest, PossibleResult
from calcinosis.reasoning.next_test import Target, ranked
from calcinosis.reasoning.words import result_in_words

_SHOWN_IN_A_TIER = 3
_TARGETS = {"type": "Type", "aetiology": "Cause"}
_WHAT = {"type": "type", "aetiology": "cause"}


def next_panel(answer: Consultation) -> None:
    """The plan on top, then one tier of tests at a time."""
    with st.container(key="next", gap="xsmall"):
        with st.container(key="next-head", horizontal=True, vertical_alignment="center"):
            st.markdown("### What to find out next", anchors=False, width="stretch")
            target = st.segmented_control(
                "For the type or for the cause",
                tuple(_TARGETS),
                format_func=_TARGETS.get,
                default="type",
                required=True,
                key="next.target",
                label_visibility="collapsed",
                help="What the findings are to settle: the type, or the cause behind it",
            )
        planned = _plan(answer, target)
        tier = st.pills(
            "More to find out:",
            load_knowledge().investigations.tiers,
            format_func=str.capitalize,
            key="next.tier",
        )
        if tier:
            _tier(answer, target, tier, planned)


def _plan(answer: Consultation, target: Target) -> tuple[str, ...]:
    """The findings to find out together, with what that promises; returns them."""
    plan = answer.plan_for(target)
    if not plan.findings:
        what = "the answer" if target == "type" else "the leading cause"
        _html(f"<p>No single finding is expected to change {what} much.</p>")
        return ()
    _html(f"<p>{_promise(answer, target)}</p>{_legend(answer, target)}")
    tests = {test.finding: test for test in answer.next_tests}
    for finding in plan.findings:
        _test(answer, tests[finding], target)
    return plan.findings


def _promise(answer: Consultation, target: Target) -> str:
    """What the plan is expected to settle, and how likely a type can then be named."""
    plan = answer.plan_for(target)
    count = len(plan.findings)
    title = "Most telling" if count == 1 else "Most telling together"
    which = "this finding is" if count == 1 else f"these {NUMBER_WORDS[count]} findings are"
    settled = percent(answer.settled_share(plan.gain_bits, target))
    text = (
        f"<b>{title}:</b> {which} expected to settle {settled} of what is uncertain about the "
        f"{_WHAT[target]}"
    )
    if target == "type" and not plan.named_now:
        text += f"; a type could then be named in {percent(plan.named_chance)} of such patients"
    return f"{text}."


def _legend(answer: Consultation, target: Target) -> str:
    """What stands beside a finding and on its buttons, said once."""
    what, bits = _WHAT[target], answer.uncertainty_bits(target)
    return (
        f"<small>Beside each finding: the share of the uncertainty about the {what} that it is "
        f"expected to settle by itself, which ranks them (entropy, now {bits:.2g}&nbsp;bits; "
        f"1: two {what}s equally likely, 0: certain). On each button: the chance of that result, "
        f"and the {what} that then leads, from&nbsp;→&nbsp;to. A click enters it.</small>"
    )


def _tier(answer: Consultation, target: Target, tier: str, planned: tuple[str, ...]) -> None:
    tests = [
        test
        for test in ranked(answer.next_tests, target)
        if test.tier == tier and test.finding not in planned
    ]
    if not tests:
        _html("<p>Nothing else of this kind is open.</p>")
    elif not planned:
        _html(_legend(answer, target))
    said: set[str] = set()
    for test in tests[:_SHOWN_IN_A_TIER]:
        _test(answer, test, target, said)
    rest = tests[_SHOWN_IN_A_TIER:]
    if not rest:
        return
    with st.expander(
        f"{len(rest)} less telling", type="compact", key="next.rest", on_change="rerun"
    ) as folded:
        if folded.open:
            for test in rest:
                _test(answer, test, target, said)


def _test(
    answer: Consultation, test: NextTest, target: Target, said: set[str] | None = None
) -> None:
    """A finding, the test that gives it, and its results, each a button.

    ``said`` holds the tests whose burden has been told.
    """
    investigation = load_knowledge().investigations.of(test.finding)
    with st.container(key=f"next-{test.finding}", gap=None):
        with st.container(
            key=f"next-name-{test.finding}",
            horizontal=True,
            vertical_alignment="center",
            gap="xsmall",
        ):
            st.button(
                short_label(test.finding),
                key=f"ask.{test.finding}",
                type="tertiary",
                help=f"{help_text(test.finding)} Click to go to its field.",
                on_click=state.ask_for,
                args=(test.finding,),
            )
            _html(f"<small>{escape(_about(answer, test, investigation, target))}</small>")
        with st.container(key=f"next-results-{test.finding}", horizontal=True, gap="xsmall"):
            for result in test.results:
                _result(answer, test, result, target)
        if said is not None and investigation.burden and investigation.id not in said:
            said.add(investigation.id)
            _html(f'<p class="cx-burden">{_burden(investigation)}</p>')


def _about(
    answer: Consultation, test: NextTest, investigation: Investigation, target: Target
) -> str:
    """Which test gives the finding, what it settles, and whether it could change anything."""
    settles = percent(answer.settled_share(test.gain(target), target))
    told = f"{investigation.label}; settles {settles}"
    if test.changes_answer if target == "type" else test.changes_aetiology:
        return told
    if target == "type" and not answer.conclusive:
        return f"{told}; would not change the answer: no type could be named"
    leader = _leader(answer, target)
    if target == "aetiology":
        return f"{told}; {leader} leads whatever it shows"
    return f"{told}; would not change the answer: {leader.lower()} leads whatever it shows"


def _result(answer: Consultation, test: NextTest, result: PossibleResult, target: Target) -> None:
    state_in_words = result_in_words(test.finding, result.state).capitalize()
    leader, before, after = _effect(answer, result, target)
    takes_over = leader != _leader(answer, target)
    entry = test.entry(result.state)
    go = "Click to enter it." if entry is not None else "Part of high. Click to enter the number."
    st.button(
        f"**{state_in_words}** ({percent(result.chance)}): {leader}"
        f"{' leads,' * takes_over} {percent(before, unit=False)} → {percent(after)}",
        key=f"next.{test.finding}.{result.state}",
        help=f"{short_label(test.finding)} {state_in_words.lower()}: {leader} then leads with "
        f"{percent(after)}, now {percent(before)}. {go}",
        on_click=state.ask_for if entry is None else state.enter_result,
        args=(test.finding,) if entry is None else (test.finding, entry),
    )


def _effect(
    answer: Consultation, result: PossibleResult, target: Target
) -> tuple[str, float, float]:
    """What leads after a result, its probability now and then."""
    if target == "type":
        leader = result.leading_type
        return type_label(leader), answer.types[leader], result.types[leader]
    cause = result.leading_aetiology
    return cause_label(cause), answer.aetiologies[cause], result.leading_aetiology_probability


def _leader(answer: Consultation, target: Target) -> str:
    if target == "type":
        return type_label(answer.leading_type)
    return cause_label(next(iter(answer.aetiologies)))


def _burden(investigation: Investigation) -> str:
    return f"{escape(investigation.burden)} {source_links(investigation.sources)}"


def _html(text: str) -> None:
    st.markdown(text, unsafe_allow_html=True, anchors=False)
