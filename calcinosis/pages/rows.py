"""One row of the entry form for each kind of finding; the key of a widget is the finding's id."""

from __future__ import annotations

import streamlit as st

from calcinosis.case import VOCABULARY, choice_label
from calcinosis.pages import state
from calcinosis.pages.drawings import DRAWN, drawing
from calcinosis.pages.lab_row import lab_row
from calcinosis.pages.layout import YES_NO, help_text, short_label


def finding_rows(findings: tuple[str, ...], place: str) -> None:
    """The rows of findings, in the order given; ``place`` makes the keys of containers unique.

    Findings answered in a click stand in a grid, the others take the whole width.
    """
    run: list[str] = []
    for number, finding_id in enumerate(findings):
        run.append(finding_id)
        following = findings[number + 1] if number + 1 < len(findings) else ""
        if not following or _is_small(following) != _is_small(finding_id):
            kind = "grid" if _is_small(finding_id) else "rows"
            with st.container(key=f"{kind}-{place}-{number}", gap="xsmall"):
                for one in run:
                    _row(one)
            run = []


def choice_row(finding_id: str, choice: str) -> None:
    """One choice of a finding by itself, as the search finds it."""
    value = state.sheet().case.get(finding_id)
    chosen = choice in value if isinstance(value, tuple) else choice == value
    st.segmented_control(
        f"{short_label(finding_id)}: {choice_label(finding_id, choice)}",
        (True,),
        format_func=YES_NO.get,
        key=state.show(f"{finding_id}.{choice}", True if chosen else None),
        help=help_text(finding_id),
        on_change=state.choose_one,
        args=(finding_id, choice),
    )


def _row(finding_id: str) -> None:
    {
        "yesno": _yesno,
        "choice": _choice,
        "multi": _multi,
        "number": _number,
        "lab": lab_row,
    }[VOCABULARY[finding_id].kind](finding_id)


def _is_small(finding_id: str) -> bool:
    return VOCABULARY[finding_id].kind in ("yesno", "number") or finding_id == "sex"


def _yesno(finding_id: str) -> None:
    st.segmented_control(
        short_label(finding_id),
        tuple(YES_NO),
        format_func=YES_NO.get,
        key=state.show(finding_id, state.sheet().case.get(finding_id)),
        help=help_text(finding_id),
        on_change=state.choose,
        args=(finding_id,),
    )


def _choice(finding_id: str) -> None:
    choices = [one for one in VOCABULARY[finding_id].choices if one != "unknown"]
    st.segmented_control(
        short_label(finding_id),
        choices,
        format_func=lambda choice: choice_label(finding_id, choice).partition(" (")[0],
        key=state.show(finding_id, state.sheet().case.get(finding_id)),
        help=help_text(finding_id),
        on_change=state.choose,
        args=(finding_id,),
    )


def _multi(finding_id: str) -> None:
    if finding_id in DRAWN:
        with st.container(key=f"drawn-{finding_id}"):
            picture, listed = st.columns((11, 9), gap="small")
        with picture:
            drawing(finding_id)
        with listed:
            _choices(finding_id)
    else:
        _choices(finding_id)


def _choices(finding_id: str) -> None:
    st.pills(
        short_label(finding_id),
        VOCABULARY[finding_id].choices,
        format_func=lambda choice: choice_label(finding_id, choice),
        selection_mode="multi",
        wrap=True,
        key=state.show(finding_id, list(state.sheet().case.get(finding_id, ()))),
        help=help_text(finding_id),
        on_change=state.choose,
        args=(finding_id,),
    )


def _number(finding_id: str) -> None:
    sheet = state.sheet()
    with st.container(key=f"number-{finding_id}", gap=None):
        st.text_input(
            f"{short_label(finding_id)} ({VOCABULARY[finding_id].unit})",
            key=state.show(finding_id, sheet.text(finding_id)),
            max_chars=24,
            help=help_text(finding_id),
            autocomplete="off",
            on_change=state.write,
            args=(finding_id,),
        )
        if finding_id in sheet.slips:
            st.markdown(f":red[{sheet.slips[finding_id].message}]")
