"""The one sheet of a browser tab, its undo, and the callbacks by which widgets change it.

Widgets hold nothing of their own: before each is drawn its key is set to what the sheet says, so
nothing is lost when a group, a page or a unit is left. Nothing here is stored, sent or logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import streamlit as st

from calcinosis.case import LABS, VOCABULARY, unit_text
from calcinosis.exchange import CaseRecord
from calcinosis.pages.layout import GROUPS, short_label
from calcinosis.pages.sheet import Sheet, sheet_of, unit_typed

_MOST_UNDO = 50
_MISSING = object()


def sheet() -> Sheet:
    """What has been entered in this tab so far."""
    return st.session_state.setdefault("sheet", Sheet())


def today() -> date:
    """The day where the browser is."""
    behind = timedelta(minutes=st.context.timezone_offset or 0)
    return (datetime.now(UTC) - behind).date()


def change(what: str, new: Sheet, units: Mapping[str, str] | None = None) -> None:
    """Replace the sheet; ``what`` names the step for undo. No step where nothing changed.

    ``units`` are the units of single labs from then on, where the step sets them; undo takes back
    those that it changed.
    """
    former = _units()
    units = former if units is None else units
    changed = {
        lab_id: former.get(lab_id) for lab_id in LABS if former.get(lab_id) != units.get(lab_id)
    }
    st.session_state["units"] = dict(units)
    if new == sheet():
        return
    steps = st.session_state.setdefault("steps", [])
    steps.append((what, sheet(), changed))
    del steps[:-_MOST_UNDO]
    st.session_state["sheet"] = new


def last_step() -> str:
    """What undo would take back; "" where there is nothing."""
    steps = st.session_state.get("steps")
    return steps[-1][0] if steps else ""


def undo() -> None:
    """Take back the last step, and the units that it set."""
    if st.session_state.get("steps"):
        _, st.session_state["sheet"], units = st.session_state["steps"].pop()
        restored = {**_units(), **units}
        st.session_state["units"] = {lab_id: unit for lab_id, unit in restored.items() if unit}


def show(key: str, value: Any) -> str:
    """Make a widget show a value; returns its key.

    Set only where it differs: setting would wipe what the user is typing at this moment.
    """
    if st.session_state.get(key, _MISSING) != value:
        st.session_state[key] = value
    return key


def choose(finding_id: str) -> None:
    """A choice or a yes/no was clicked; nothing selected means unknown."""
    value = st.session_state[finding_id]
    change(short_label(finding_id), sheet().enter(finding_id, value))
    if isinstance(value, bool | str):
        st.session_state["find"] = ""


def choose_one(finding_id: str, choice: str) -> None:
    """One choice among several was found by the search and clicked."""
    change(short_label(finding_id), sheet().toggle(finding_id, choice))
    st.session_state["find"] = ""


def enter_result(finding_id: str, entry: Any) -> None:
    """One possible result of a finding that is not known yet was clicked."""
    change(short_label(finding_id), sheet().enter(finding_id, entry))


def choose_drawn(finding_id: str) -> None:
    """A place in a drawing was clicked; a second click on it takes the choice back.

    The browser selects the point that was clicked, and lets it go when the same point is clicked
    again: nothing selected is a click too, on the place of the last one.
    """
    points = st.session_state[f"places.{finding_id}"].selection.points
    last = f"places.{finding_id}.last"
    choice = points[0].get("customdata") if points else st.session_state.get(last)
    if choice in VOCABULARY[finding_id].choices:
        st.session_state[last] = choice
        change(short_label(finding_id), sheet().toggle(finding_id, choice))


def choose_state(lab_id: str) -> None:
    """A lab was called low, normal or high."""
    state = st.session_state[f"{lab_id}.state"]
    change(short_label(lab_id), sheet().enter(lab_id, {"state": state} if state else None))


def write(finding_id: str, unit: str = "") -> None:
    """A number or a lab was typed, in the unit that was shown when it was typed.

    A unit typed behind the number wins, and the lab is shown in it from then on.
    """
    text = st.session_state[finding_id]
    typed_unit = unit_typed(finding_id, text)
    units = {**_units(), finding_id: typed_unit} if typed_unit else None
    change(short_label(finding_id), sheet().enter_text(finding_id, text, unit), units)


def write_interval(lab_id: str, name: str, unit: str) -> None:
    """A limit of the laboratory's own interval was typed."""
    text = st.session_state[f"{lab_id}.{name}"]
    entered = sheet().enter_interval(lab_id, name, text, unit)
    change(f"{short_label(lab_id)} interval", entered)


def reread(lab_id: str, unit: str) -> None:
    """The user says that a number was in another unit."""
    reread_sheet = sheet().reread(lab_id, unit)
    change(f"{short_label(lab_id)} in {unit_text(unit)}", reread_sheet, {**_units(), lab_id: unit})


def remove(finding_id: str) -> None:
    """A chip was removed."""
    change(f"{short_label(finding_id)} removed", sheet().without(finding_id))


def none_of(what: str, finding_ids: tuple[str, ...]) -> None:
    """None of these was clicked."""
    change(what, sheet().none_of(finding_ids))


def all_normal(what: str, lab_ids: tuple[str, ...]) -> None:
    """All normal was clicked."""
    change(what, sheet().all_normal(lab_ids))


def choose_clinic() -> None:
    """Another clinical setting was chosen."""
    change("setting", replace(sheet(), clinic=st.session_state["clinic"]))


def weigh(type_: str) -> None:
    """The user's factor on the prior of a type was chosen; × 1 is none."""
    weights = {**sheet().weights, type_: st.session_state[f"prior.{type_}"]}
    weights = {name: factor for name, factor in weights.items() if factor != 1.0}
    change("prior", replace(sheet(), weights=weights))


def reset_weights() -> None:
    """The prior of the setting holds again."""
    change("prior reset", replace(sheet(), weights={}))


def start_over() -> None:
    """Forget the case, with the units of single labs; one undo brings it back.

    The setting that the user chose stays; that of an opened case goes with the case.
    """
    clinic = "any" if sheet().origin else sheet().clinic
    change("start over", Sheet(clinic=clinic), {})
    st.session_state["find"] = ""
    st.session_state["focus"] = ()


def open_record(record: CaseRecord) -> None:
    """Replace the sheet by an opened case, its labs in the units chosen for all.

    One undo brings the former back.
    """
    change("open a case", sheet_of(record), {})
    st.session_state["find"] = ""
    st.session_state["focus"] = ()


def ask_for(*finding_ids: str) -> None:
    """Bring the fields of these findings before the user; none: back to the groups."""
    st.session_state["focus"] = finding_ids
    st.session_state["find"] = ""


def group() -> str:
    """The group of findings that is open."""
    return st.session_state.get("open_group", next(iter(GROUPS)))


def choose_group() -> None:
    """Another group was clicked."""
    go_to(st.session_state["group"] or group())


def go_to(group_id: str) -> None:
    """Open another group of findings."""
    st.session_state["open_group"] = group_id
    ask_for()


def unit_system() -> str:
    """ "US" or "SI": the units in which labs are asked."""
    if "unit_system" not in st.session_state:
        locale = st.context.locale or ""
        st.session_state["unit_system"] = "US" if locale.endswith("-US") else "SI"
    return st.session_state["unit_system"]


def choose_unit_system() -> None:
    """All labs are shown in the other units; what was entered is converted, not replaced."""
    st.session_state["unit_system"] = st.session_state["units.all"]
    st.session_state["units"] = {}
    steps = st.session_state.get("steps", [])
    st.session_state["steps"] = [(what, former, {}) for what, former, _ in steps]


def unit_of(lab_id: str) -> str:
    """The unit in which a lab is shown and asked."""
    return _units().get(lab_id, _unit_by_system(lab_id))


def shown_units() -> dict[str, str]:
    """The unit in which each lab is shown."""
    return {lab_id: unit_of(lab_id) for lab_id in LABS}


def _unit_by_system(lab_id: str) -> str:
    test = LABS[lab_id]
    return test.conventional_unit if unit_system() == "US" else test.si_unit


def has_own_units() -> bool:
    """Whether any lab is shown in other units than those of all."""
    return any(unit != _unit_by_system(lab_id) for lab_id, unit in _units().items())


def next_unit(lab_id: str) -> None:
    """Show one lab in its next unit."""
    units = LABS[lab_id].units
    _units()[lab_id] = units[(units.index(unit_of(lab_id)) + 1) % len(units)]


def _units() -> dict[str, str]:
    return st.session_state.setdefault("units", {})
