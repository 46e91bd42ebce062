"""The compact editor of scenario B: a search, and one row for each finding it holds."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import LABS, VOCABULARY, choice_label, search, unit_text
from calcinosis.pages import scenario
from calcinosis.pages.layout import YES_NO, help_text, short_label
from calcinosis.pages.sheet import Sheet

_MATCHES_SHOWN = 8
_LIST_PX = 580


def scenario_editor(a: Sheet, b: Sheet) -> None:
    """Search on top; below, what it finds, or all that B holds and what was taken from it."""
    st.session_state.setdefault(scenario.FIND, "")
    st.text_input(
        "Find a finding to add or change",
        key=scenario.FIND,
        type="search",
        live=True,
        max_chars=80,
        placeholder="Add or find a finding: phosphate, livedo, biopsy …",
        label_visibility="collapsed",
    )
    with st.container(key="b-list", height=_LIST_PX, gap=None):
        if st.session_state[scenario.FIND].strip():
            _found(b, st.session_state[scenario.FIND])
            return
        held = {*b.case, *a.case, *b.slips}
        if not held:
            st.caption("B holds nothing yet. Search for a finding to add it.")
        for finding_id in VOCABULARY:
            if finding_id in held:
                _row(a, b, finding_id)


def _found(b: Sheet, text: str) -> None:
    matches = search(text, _MATCHES_SHOWN)
    if not matches:
        st.markdown("No finding by this name. Try a synonym.")
    whole = dict.fromkeys(match.finding for match in matches if not match.choice)
    for match in matches:
        if match.choice and match.finding not in whole:
            _choice_row(b, match.finding, match.choice)
    for finding_id in whole:
        _row(b, b, finding_id)


def _row(a: Sheet, b: Sheet, finding_id: str) -> None:
    """A finding of B, with what is wrong right below.

    In a container of its own, so that a message leaves all other rows in their places.
    """
    with st.container(key=f"b-box-{finding_id}", gap=None):
        _line(a, b, finding_id)
        if finding_id in b.slips:
            st.markdown(f":red[{b.slips[finding_id].message}]")


def _line(a: Sheet, b: Sheet, finding_id: str) -> None:
    """Name, the control by the kind of the finding, and a button that makes it unknown."""
    changed = a.case.get(finding_id) != b.case.get(finding_id)
    with st.container(
        key=f"b-row-{finding_id}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        name = short_label(finding_id)
        st.markdown(f"**{name}** ◂" if changed else name, help=help_text(finding_id), width=200)
        with st.container(key=f"b-control-{finding_id}", width="stretch", gap=None):
            _control(b, finding_id)
        st.button(
            "Remove",
            key=f"b.remove.{finding_id}",
            icon=":material/close:",
            type="tertiary",
            help=f"Make {name} unknown in B",
            disabled=finding_id not in b.case and finding_id not in b.slips,
            on_click=scenario.remove,
            args=(finding_id,),
        )


def _control(b: Sheet, finding_id: str) -> None:
    item, value = VOCABULARY[finding_id], b.case.get(finding_id)
    common = {
        "label": f"{short_label(finding_id)} in B",
        "label_visibility": "collapsed",
        "args": (finding_id,),
    }
    if item.kind == "yesno":
        st.segmented_control(
            options=tuple(YES_NO),
            format_func=YES_NO.get,
            key=_show(finding_id, value),
            on_change=scenario.choose,
            **common,
        )
    elif item.kind == "choice":
        st.selectbox(
            options=[one for one in item.choices if one != "unknown"],
            index=None,
            placeholder="unknown",
            format_func=lambda choice: choice_label(finding_id, choice).partition(" (")[0],
            key=_show(finding_id, value),
            on_change=scenario.choose,
            **common,
        )
    elif item.kind == "multi":
        st.multiselect(
            options=item.choices,
            placeholder="unknown",
            format_func=lambda choice: choice_label(finding_id, choice),
            key=_show(finding_id, list(value or ())),
            on_change=scenario.choose,
            **common,
        )
    else:
        _number(b, finding_id, common)


def _number(b: Sheet, finding_id: str, common: dict) -> None:
    unit = scenario.unit_of(b, finding_id) if finding_id in LABS else VOCABULARY[finding_id].unit
    is_lab = finding_id in LABS
    with st.container(
        key=f"b-number-{finding_id}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.text_input(
            key=_show(finding_id, scenario.text(b, finding_id)),
            max_chars=24,
            autocomplete="off",
            placeholder="unknown",
            on_change=scenario.write,
            width=104,
            **common | {"args": (finding_id, unit if is_lab else "")},
        )
        refused = " :red[not used]" * (finding_id in b.slips)
        st.markdown(f":small[{unit_text(unit)}{refused}]", width="stretch")


def _choice_row(b: Sheet, finding_id: str, choice: str) -> None:
    value = b.case.get(finding_id)
    chosen = choice in value if isinstance(value, tuple) else choice == value
    st.segmented_control(
        f"{short_label(finding_id)}: {choice_label(finding_id, choice)}",
        (True,),
        format_func=YES_NO.get,
        key=_show(f"{finding_id}.{choice}", True if chosen else None),
        on_change=scenario.choose_one,
        args=(finding_id, choice),
    )


def _show(finding_id: str, value: object) -> str:
    """Make the widget of a finding of B show a value; returns its key."""
    key = scenario.key(finding_id)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key
