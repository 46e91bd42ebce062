"""Scenario B of the What-if page: a copy of the case that is changed freely, and its callbacks.

It lives in the browser tab, apart from the sheet of the Consult page, and never changes that one
except where the user keeps or swaps; both can be undone there.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from calcinosis.case import LAB_STATES, LABS, state_text
from calcinosis.pages import state
from calcinosis.pages.layout import short_label
from calcinosis.pages.sheet import Sheet
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.lab_range import with_value

_B, _COPIED, _BEFORE_RESET = "what_if.b", "what_if.copied", "what_if.before_reset"
FIND = "what_if.find"


def scenario() -> Sheet:
    """What scenario B holds: a copy of the case as long as it has not been changed."""
    case, copied = state.sheet(), st.session_state.get(_COPIED)
    if _B not in st.session_state or (st.session_state[_B] == copied != case):
        _start(case, case)
    return st.session_state[_B]


def is_of_another_case() -> bool:
    """Whether the case was changed after B was copied from it."""
    return scenario() != state.sheet() != st.session_state[_COPIED]


def reset() -> None:
    """B is a copy of the case again; until it is changed anew this can be undone."""
    before = scenario()
    copied = st.session_state[_COPIED]
    _start(state.sheet(), state.sheet())
    if before != state.sheet():
        st.session_state[_BEFORE_RESET] = copied, before


def can_undo_reset() -> bool:
    """Whether B was reset and has not been changed since."""
    return _BEFORE_RESET in st.session_state


def undo_reset() -> None:
    """B as it was before it was reset."""
    if can_undo_reset():
        _start(*st.session_state[_BEFORE_RESET])


def keep() -> None:
    """B becomes the case."""
    state.change("scenario B kept", scenario())
    _start(state.sheet(), state.sheet())


def swap() -> None:
    """B becomes the case, and the case B."""
    case, other = state.sheet(), scenario()
    state.change("scenarios swapped", other)
    _start(other, case)


def put_back(finding_id: str) -> None:
    """One finding of B as it is in the case."""
    case = state.sheet().case.to_dict()
    _change(scenario().enter(finding_id, case.get(finding_id)))


def remove(finding_id: str) -> None:
    """One finding of B made unknown."""
    _change(scenario().without(finding_id))


def choose(finding_id: str) -> None:
    """A choice, a list or a yes/no of B was clicked; nothing selected means unknown."""
    _change(scenario().enter(finding_id, st.session_state[key(finding_id)]))


def choose_one(finding_id: str, choice: str) -> None:
    """One choice among several was found by the search and clicked."""
    _change(scenario().toggle(finding_id, choice))


def write(finding_id: str, unit: str = "") -> None:
    """A number or a lab of B was typed, in the unit that was shown."""
    _change(scenario().enter_text(finding_id, st.session_state[key(finding_id)], unit))


def try_changes(changes: tuple[Change, ...]) -> None:
    """A set of changes of the case is made in B."""
    sheet = scenario()
    for change in changes:
        entry = change.apply(sheet.case).to_dict().get(change.finding)
        sheet = sheet.enter(change.finding, entry)
    _change(sheet)


def move_to(point: Mapping[str, tuple[float, str]]) -> None:
    """Labs of B moved to values in units, at once; the unit of a result stays its own."""
    sheet = scenario()
    for lab_id, (value, unit) in point.items():
        moved = with_value(sheet.case, lab_id, value, unit)
        sheet = sheet.enter(lab_id, moved.to_dict()[lab_id])
    _change(sheet)


def key(finding_id: str) -> str:
    """Key of the widget of a finding of B."""
    return f"b.{finding_id}"


def text(sheet: Sheet, finding_id: str) -> str:
    """What a field of B shows: a number, or the word of a lab known by a word."""
    unit = unit_of(sheet, finding_id) if finding_id in LABS else ""
    shown = sheet.text(finding_id, unit)
    result = sheet.case.get(finding_id)
    is_word = finding_id in LABS and result is not None and result.state in LAB_STATES
    return result.state if is_word and not shown else shown


def unit_of(sheet: Sheet, lab_id: str) -> str:
    """The unit of a lab in B: as entered or refused, else as it is asked on the Consult page."""
    entry = sheet.case.get(lab_id) or sheet.slips.get(lab_id)
    return (entry.unit if entry else None) or state.unit_of(lab_id)


def differences(a: Sheet, b: Sheet) -> tuple[tuple[str, str, str], ...]:
    """Findings that differ: id, and the state in words in each."""
    found = dict.fromkeys((*a.case, *b.case))
    return tuple(
        (one, state_text(a.case, one), state_text(b.case, one))
        for one in found
        if a.case.get(one) != b.case.get(one)
    )


def difference_text(finding_id: str, before: str, after: str) -> str:
    """A difference on one line."""
    return f"{short_label(finding_id)}: {before} → {after}"


def _start(copied: Sheet, sheet: Sheet) -> None:
    st.session_state[_COPIED], st.session_state[_B] = copied, sheet
    st.session_state.pop(_BEFORE_RESET, None)


def _change(sheet: Sheet) -> None:
    st.session_state[_B] = sheet
    st.session_state.pop(_BEFORE_RESET, None)
    st.session_state[FIND] = ""
