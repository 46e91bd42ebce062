"""The section of the What-if page on the smallest sets of changes that overturn the answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from calcinosis.charts.wording import percent
from calcinosis.pages import scenario
from calcinosis.pages.layout import short_label
from calcinosis.pages.reading import html
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.wording import NUMBER_WORDS, type_label
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.overturning import (
    ENTERED,
    MIXED,
    MOST_CHANGES,
    UNKNOWN,
    Flip,
    Overturning,
    overturning,
)

_SCOPES = {ENTERED: "What is entered", UNKNOWN: "What is not known yet", MIXED: "Both together"}
_FEWEST = "fewest"
_SIZES = {_FEWEST: "As few as it takes", "2": "Two", "3": "Three"}
_SEARCHED = {
    ENTERED: "Searched exactly: every {sets} that are entered, each taken away or put in another "
    "state. Of regions and tissues one is taken away, or one other stands for all; years on "
    "dialysis are only taken away; age, sex and height are taken as certain. For each set of "
    "findings the mildest change is shown; labs are moved no further than it takes.",
    UNKNOWN: "Searched exactly: every {sets} that are not known yet, in each of their states. The "
    "likeliest come first: the chance is that of finding them in this patient as entered.",
    MIXED: "Searched exactly: every {sets} of which one or more is entered, and taken away or put "
    "in another state, and one or more is not known yet. The likeliest come first: the chance is "
    "that of the new findings, were the entered ones so.",
}


def overturning_section(a: Sheet, b: Sheet) -> None:
    """The sets for one choice of findings and of how many at once."""
    scope = one_of("Findings", _SCOPES, "what_if.overturn")
    size = one_of("How many at once", _SIZES, "what_if.at_once", is_named=True)
    least, most = (1, MOST_CHANGES) if size == _FEWEST else (int(size), int(size))
    found = overturning(
        b.case, b.clinic, scope=scope, least=least, most=most, prior_weights=b.weights
    )
    st.markdown(_result(found) if found.size else _no_result(found, least))
    for number, flip in enumerate(found.flips):
        _flip(found, flip, number)
    if found.count > len(found.flips):
        st.caption(f"The first {len(found.flips)} of {found.count:,} are shown.")
    st.caption(_searched(scope, least, most))


def one_of(label: str, options: Mapping[str, str], key: str, is_named: bool = False) -> str:
    """One of some options, the first by default; ``is_named`` shows the label."""
    return st.segmented_control(
        label,
        tuple(options),
        format_func=options.get,
        key=key,
        default=next(iter(options)),
        required=True,
        label_visibility="visible" if is_named else "collapsed",
    )


def _result(found: Overturning) -> str:
    leader, is_one = type_label(found.leader).lower(), found.size == 1
    what = {
        ENTERED: f"entered {'finding' if is_one else 'findings'} different",
        UNKNOWN: f"{'finding' if is_one else 'findings'} more",
        MIXED: "changes, of entered and of new findings together",
    }[found.scope]
    return f"**{NUMBER_WORDS[found.size].capitalize()} {what}, and {leader} would no longer lead:**"


def _no_result(found: Overturning, least: int) -> str:
    what = {
        ENTERED: "changes of what is entered",
        UNKNOWN: "findings not known yet",
        MIXED: "changes of entered and new findings together",
    }[found.scope]
    leader, most = type_label(found.leader).lower(), found.searched
    if least > 1:
        return f"**No {NUMBER_WORDS[most]} {what} would overturn {leader} where fewer would not.**"
    sizes = "two or three" if found.scope == MIXED else "up to three"
    return f"**No {sizes} {what} would overturn {leader}.**"


def _searched(scope: str, least: int, most: int) -> str:
    if least > 1:
        sets = f"{NUMBER_WORDS[most]} findings"
        after = "Sets that hold a smaller one that is enough are left out."
    else:
        sets = "two or three findings" if scope == MIXED else "one, two or three findings"
        after = "Two and Three list larger sets, where fewer are not enough."
    return f"{_SEARCHED[scope].format(sets=sets)} {after}"


def _flip(found: Overturning, flip: Flip, number: int) -> None:
    changes = "; ".join(_in_words(change, found.scope) for change in flip.changes)
    chance = "" if flip.chance is None else f" · chance {percent(flip.chance)}"
    with st.container(
        key=f"flip-{number}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        html(
            f"<b>{escape(changes)}</b><br>{escape(type_label(flip.leader))} "
            f"{percent(flip.probability)}, {escape(type_label(found.leader).lower())} "
            f"{percent(flip.former_probability)}{chance}"
        )
        st.button(
            "Try in B",
            key=f"what_if.try.{number}",
            on_click=scenario.try_changes,
            args=(flip.changes,),
        )


def _in_words(change: Change, scope: str) -> str:
    if change.before != "unknown":
        return scenario.difference_text(change.finding, change.before, change.after)
    new = " (new)" if scope == MIXED else ""
    return f"{short_label(change.finding)}: {change.after}{new}"
