"""The entry form: search, what has been entered, and the findings group by group."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import Match, search
from calcinosis.pages import state
from calcinosis.pages.chips import chips
from calcinosis.pages.lab_row import unit_switch
from calcinosis.pages.layout import (
    GROUPS,
    SHORT_GROUPS,
    group_of,
    sections_of,
    yesno_of,
)
from calcinosis.pages.rows import choice_row, finding_rows
from calcinosis.pages.sheet import Sheet, all_normal_of

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
        chips(sheet)
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
            what = "None in this group" if len(sections) > 1 else "None of these"
            _none_button(what, f"none.{group}", findings, sheet, GROUPS[group])
    for number, section in enumerate(sections):
        place = f"{group}-{number}"
        if section.title:
            with _heading(f"### {section.title}", place):
                if group == "lab":
                    _normal_button(f"normal.{place}", section.findings, sheet, section.title)
                elif len(sections) > 1:
                    name = f"none.{place}"
                    _none_button("None of these", name, section.findings, sheet, section.title)
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


def _normal_button(key: str, findings: tuple[str, ...], sheet: Sheet, title: str) -> None:
    """One click where a whole set of labs came back normal."""
    labs = all_normal_of(findings)
    if len(labs) < 2:
        return
    unknown = [lab for lab in labs if lab not in sheet.case and lab not in sheet.slips]
    note = f"Sets the {len(unknown)} that are still unknown to normal; undo takes it back"
    st.button(
        "All normal",
        key=key,
        type="tertiary",
        disabled=not unknown,
        help=note if unknown else "Nothing here is unknown any more",
        on_click=state.all_normal,
        args=(f"All normal: {title}", labs),
    )


def _none_button(label: str, key: str, findings: tuple[str, ...], sheet: Sheet, title: str) -> None:
    yesno = yesno_of(findings)
    if len(yesno) < 2:
        return
    unknown = [finding for finding in yesno if finding not in sheet.case]
    note = f"Sets the {len(unknown)} that are still unknown to No; undo takes it back"
    st.button(
        label,
        key=key,
        type="tertiary",
        disabled=not unknown,
        help=note if unknown else "Nothing here is unknown any more",
        on_click=state.none_of,
        args=(f"{label}: {title}", yesno),
    )
