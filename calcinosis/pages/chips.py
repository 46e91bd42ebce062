"""What has been entered, as chips: a click removes a finding; too many of them are folded."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from calcinosis.case import VOCABULARY, contradictions
from calcinosis.pages import state
from calcinosis.pages.layout import short_label
from calcinosis.pages.sheet import Sheet

_DOUBT = ":material/warning:"
_ROOM, _FRAME = 215, 7
"""In characters: what three rows of chips hold, and what a chip takes beside its text."""


def chips(sheet: Sheet) -> None:
    """What has been entered, the newest first; what is absent is folded."""
    with st.container(key="chips", horizontal=True, gap="xsmall"):
        if sheet.is_empty:
            st.caption("Nothing entered yet. What is left open counts as unknown, not as absent.")
            return
        absent = [one for one in reversed(sheet.order) if sheet.case.get(one) is False]
        doubts = _doubts(sheet)
        for field_id in reversed(sheet.slips):
            finding_id = field_id.partition(".")[0]
            if finding_id == field_id:
                _chip(finding_id, f"{short_label(finding_id)}: not used", ":material/error:")
        if absent:
            icon = _DOUBT if doubts.keys() & absent else None
            texts = {one: f"{short_label(one)}: no" for one in absent}
            _folded_chips(f"{len(absent)} absent", "absent", texts, doubts, icon)
        texts = {one: _chip_text(sheet, one) for one in reversed(sheet.order) if one not in absent}
        shown = _in_view(texts)
        for finding_id in shown:
            _chip(finding_id, texts.pop(finding_id), doubt=doubts.get(finding_id, ""))
        if texts:
            icon = _DOUBT if doubts.keys() & texts.keys() else None
            _folded_chips(f"+ {len(texts)} more", "more", texts, doubts, icon)


def _folded_chips(
    label: str, key: str, texts: Mapping[str, str], doubts: Mapping[str, str], icon: str | None
) -> None:
    with st.popover(label, key=key, icon=icon, on_change="rerun") as folded:
        if folded.open:
            with st.container(key=f"chips-{key}", horizontal=True, gap="xsmall"):
                for finding_id, text in texts.items():
                    _chip(finding_id, text, doubt=doubts.get(finding_id, ""))


def _in_view(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The chips that fit into three rows or so; with one more than that, all of them."""
    room, shown = _ROOM, []
    for finding_id, text in texts.items():
        room -= len(text) + _FRAME
        if room < 0:
            break
        shown.append(finding_id)
    return tuple(texts) if len(texts) - len(shown) < 2 else tuple(shown)


def _doubts(sheet: Sheet) -> dict[str, str]:
    """By finding: why it does not fit another entry, or is hardly possible."""
    return {
        finding_id: one.message
        for one in reversed(contradictions(sheet.case))
        if one.severity != "note"
        for finding_id in one.items
        if finding_id in sheet.case
    }


def _chip(finding_id: str, text: str, icon: str = ":material/close:", *, doubt: str = "") -> None:
    st.button(
        text,
        key=f"remove.{finding_id}",
        icon=_DOUBT if doubt else icon,
        icon_position="right",
        help=f"{doubt} Click to remove {short_label(finding_id)}." * bool(doubt)
        or f"Remove {short_label(finding_id)}",
        on_click=state.remove,
        args=(finding_id,),
    )


def _chip_text(sheet: Sheet, finding_id: str) -> str:
    label = short_label(finding_id)
    if sheet.case.get(finding_id) is True:
        return label
    mark = ":" * (VOCABULARY[finding_id].kind in ("choice", "multi"))
    return f"{label}{mark} {sheet.entry_text(finding_id)}"
