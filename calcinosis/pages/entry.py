"""The entry form: search, what has been entered, and the findings group by group."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import Match, search, state_text
from calcinosis.pages import state
from calcinosis.pages.lab_row import unit_switch
from calcinosis.pages.layout import (
    GROUPS,
    SHORT_GROUPS,
    group_of,
    sections_of,
    short_label,
    yesno_of,
)
from calcinosis.pages.rows import choice_row, finding_rows
from calcinosis.pages.sheet import Sheet

_MATCHES_SHOWN = 8


def entry_form() -> None:
    """Everything by which a case is entered."""
    sheet = state.sheet()
    with st.container(key="entry-head", gap="xsmall"):
        st.session_state.setdefault("find", "")
        st.text_input(
            "Find a finding",
            key="find",
            type="search",
            live=True,
            max_chars=80,
            placeholder="Find any finding: raynaud, phosphate, warfarin, finger …",
            label_visibility="collapsed",
        )
        _chips(sheet)
        _group_choice(sheet)
    with st.container(key="entry-body", gap="small"):
        _body(sheet)


def _body(sheet: Sheet) -> None:
    text, focus = st.session_state["find"], st.session_state.get("focus", ())
    if text.strip():
        _found(text)
    elif focus:
        _heading("## Worth finding out", "focus")
        finding_rows(focus, "focus")
        st.button("Back to all findings", key="focus.close", on_click=state.ask_for)
    else:
        _group(state.group(), sheet)


def _found(text: str) -> None:
    matches = search(text, _MATCHES_SHOWN)
    if not matches:
        st.markdown("No finding by this name. Try a synonym, or look through the groups.")
        return
    _heading("## Found", "found")
    findings = tuple(dict.fromkeys(match.finding for match in matches if not match.choice))
    choices = [match for match in matches if match.choice and match.finding not in findings]
    if matches[0].choice:
        _found_choices(choices)
        finding_rows(findings, "found")
    else:
        finding_rows(findings, "found")
        _found_choices(choices)


def _found_choices(choices: list[Match]) -> None:
    if choices:
        with st.container(key="grid-found-choices", gap="xsmall"):
            for match in choices:
                choice_row(match.finding, match.choice)


def _group_choice(sheet: Sheet) -> None:
    st.pills(
        "Group of findings",
        tuple(GROUPS),
        format_func=SHORT_GROUPS.get,
        key=state.show("group", state.group()),
        required=True,
        label_visibility="collapsed",
        on_change=state.choose_group,
    )
    _count_marks(sheet)


def _count_marks(sheet: Sheet) -> None:
    """How much each group holds, beside its name.

    Not in the name itself: the browser answers with the name it showed, and a click made while the
    count changes would be lost.
    """
    counts = dict.fromkeys(GROUPS, 0)
    for finding_id in sheet.order:
        counts[group_of(finding_id)] += 1
    marks = "".join(
        f'.st-key-group button:nth-of-type({place})::after{{content:"{count}"}}'
        for place, count in enumerate(counts.values(), 1)
        if count
    )
    st.html(f"<style>:root{{}}{marks}</style>")


def _group(group: str, sheet: Sheet) -> None:
    sections = sections_of(group)
    findings = tuple(finding for section in sections for finding in section.findings)
    with _heading(f"## {GROUPS[group]}", group):
        if group == "lab":
            unit_switch()
        else:
            _none_button(f"None of these: {GROUPS[group]}", f"none.{group}", findings, sheet)
    for number, section in enumerate(sections):
        place = f"{group}-{number}"
        if section.title:
            with _heading(f"### {section.title}", place):
                if len(sections) > 1:
                    label = f"None of these: {section.title}"
                    _none_button(label, f"none.{place}", section.findings, sheet)
        finding_rows(section.findings, place)
    following = list(GROUPS)[list(GROUPS).index(group) + 1 :][:1]
    if following:
        st.button(
            f"Next: {GROUPS[following[0]]}",
            key="next_group",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=state.go_to,
            args=(following[0],),
        )


def _heading(text: str, place: str):
    """A heading; what is drawn in the returned container stands at its right."""
    line = st.container(
        key=f"heading-{place}",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    )
    line.markdown(text, anchors=False, width="content")
    return line


def _none_button(what: str, key: str, findings: tuple[str, ...], sheet: Sheet) -> None:
    yesno = yesno_of(findings)
    if len(yesno) < 2:
        return
    unknown = [finding for finding in yesno if finding not in sheet.case]
    note = f"Sets the {len(unknown)} that are still unknown to No; undo takes it back"
    st.button(
        "None of these",
        key=key,
        type="tertiary",
        disabled=not unknown,
        help=note if unknown else "Nothing here is unknown any more",
        on_click=state.none_of,
        args=(what, yesno),
    )


def _chips(sheet: Sheet) -> None:
    """What has been entered, the newest first; what is absent is folded."""
    with st.container(key="chips", horizontal=True, gap="xsmall"):
        if sheet.is_empty:
            st.caption("Nothing entered yet. What is left open counts as unknown, not as absent.")
            return
        absent = [one for one in reversed(sheet.order) if sheet.case.get(one) is False]
        for field_id in reversed(sheet.slips):
            finding_id = field_id.partition(".")[0]
            if finding_id == field_id:
                _chip(finding_id, f"{short_label(finding_id)}: not used", ":material/error:")
        if absent:
            with st.popover(f"{len(absent)} absent", key="absent", on_change="rerun") as folded:
                if folded.open:
                    with st.container(key="chips-absent", horizontal=True, gap="xsmall"):
                        for finding_id in absent:
                            _chip(finding_id, f"{short_label(finding_id)}: no")
        for finding_id in reversed(sheet.order):
            if finding_id not in absent:
                _chip(finding_id, _chip_text(sheet, finding_id))


def _chip(finding_id: str, text: str, icon: str = ":material/close:") -> None:
    st.button(
        text,
        key=f"remove.{finding_id}",
        icon=icon,
        icon_position="right",
        help=f"Remove {short_label(finding_id)}",
        on_click=state.remove,
        args=(finding_id,),
    )


def _chip_text(sheet: Sheet, finding_id: str) -> str:
    label = short_label(finding_id)
    if sheet.case.get(finding_id) is True:
        return label
    return f"{label} {state_text(sheet.case, finding_id)}"
