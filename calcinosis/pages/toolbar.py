"""The line at the top: what the page is for, the prior, examples, case files, undo."""

from __future__ import annotations

import streamlit as st

from calcinosis import CLINICS, consult
from calcinosis.case import Case
from calcinosis.charts.wording import percent
from calcinosis.pages import state
from calcinosis.pages.case_file import case_menu
from calcinosis.pages.sheet import sheet_of
from calcinosis.pages.wording import clinic_label, type_label

_FACTORS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_INTENDED_USE = """
**For whom.** Clinicians who see calcium where it does not belong: in skin, muscle, tendon, round a
joint, in a vessel or an organ. It lists options with their reasons; the decision stays yours.

**Not for** emergencies, reading images or slides, dosing, screening, or patients deciding alone.
It is not a certified medical device and does not replace local guidelines.

**Keeps nothing.** What you enter belongs to this browser tab alone and is gone when you close or
reload it, of which most browsers warn: no storage, no telemetry, nothing in the address or a log.
"Save this case" puts it on your own disk. Do not enter names or numbers that identify a patient; no
field asks for them.

**By keyboard.** Ctrl K goes to the search, Tab to what it finds, arrows and space choose,
Ctrl Enter goes to what to find out next. Among labs, Tab after a number goes to the next number,
and so do the arrows up and down; Enter, then Tab goes to the unit.

**Numbers.** Probabilities rest on published series where there are any, and on marked estimates
elsewhere; the interval shows how far the answer would move if those numbers were a little off.
"""


def toolbar() -> None:
    """Title, intended use, clinical setting, case menu, undo and start over."""
    sheet = state.sheet()
    with st.container(
        key="toolbar",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="small",
    ):
        with st.container(
            key="title", horizontal=True, vertical_alignment="center", gap="small", width="content"
        ):
            st.markdown("# Calcinosis", anchors=False, width="content")
            with st.popover(
                "For clinicians: options, not verdicts. Keeps nothing.", type="tertiary", key="use"
            ):
                st.markdown(_INTENDED_USE, width=520)
        with st.container(
            key="tools",
            horizontal=True,
            vertical_alignment="center",
            gap="xsmall",
            width="content",
        ):
            st.selectbox(
                "Setting",
                CLINICS,
                format_func=clinic_label,
                key=state.show("clinic", sheet.clinic if sheet.clinic in CLINICS else "any"),
                label_visibility="collapsed",
                on_change=state.choose_clinic,
                width=165,
            )
            with st.popover("Prior", key="prior", on_change="rerun") as prior:
                if prior.open:
                    _prior()
            case_menu()
            step = state.last_step()
            st.button(
                "Undo",
                key="undo",
                icon=":material/undo:",
                disabled=not step,
                help=f"Undo: {step}" if step else "Nothing to undo",
                on_click=state.undo,
            )
            st.button(
                "Start over",
                key="start_over",
                icon=":material/restart_alt:",
                disabled=sheet.is_empty and not sheet.weights and not state.has_own_units(),
                on_click=state.start_over,
            )


def _prior() -> None:
    """Share of each type before any finding, and the user's factor on it."""
    sheet = state.sheet()
    shares = consult(Case(), sheet.clinic, prior_weights=sheet.weights, draws=2).types
    st.markdown(
        "**Before any finding.** How common each type is where you work. Multiply where your "
        "patients differ.",
        width=420,
    )
    with st.container(key="prior-types"):
        for type_, share in shares.items():
            st.selectbox(
                f"{type_label(type_)}: {percent(share)}",
                sorted({*_FACTORS, sheet.weights.get(type_, 1.0)}),
                format_func=lambda factor: f"× {factor:g}",
                key=state.show(f"prior.{type_}", sheet.weights.get(type_, 1.0)),
                on_change=state.weigh,
                args=(type_,),
            )
    st.button(
        "Reset to the setting's own",
        key="prior.reset",
        disabled=not sheet.weights,
        on_click=state.reset_weights,
    )


def prior_line() -> None:
    """The user's own factors on the prior, so that none works unseen."""
    sheet = state.sheet()
    weights = sheet.weights
    if weights:
        by_file = sheet.origin is not None and weights == sheet_of(sheet.origin).weights
        whose = "Prior changed by the opened case" if by_file else "Prior changed by you"
        named = ", ".join(f"{type_label(one).lower()} × {f:g}" for one, f in weights.items())
        st.markdown(f":small[{whose}: {named}]")
