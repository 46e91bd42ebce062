"""What is open on the Learn page: the part, the cause, and the way from one to the other.

Widgets hold nothing of their own, as on the Consult page: each is set to what is kept here.
"""

from __future__ import annotations

import streamlit as st

from calcinosis.pages.wording import causes_in_order

_PART, _CAUSE = "learn.open_part", "learn.open_cause"


def chosen_part(first: str) -> str:
    """The part that is open; at the start the first one."""
    return st.session_state.setdefault(_PART, first)


def take_part() -> None:
    """Another part was clicked."""
    st.session_state[_PART] = st.session_state["learn_part"] or st.session_state[_PART]


def chosen_cause() -> str:
    """The cause whose profile is open."""
    first = next(iter(causes_in_order()))
    return st.session_state.setdefault(_CAUSE, first)


def take_cause(key: str) -> None:
    """Another cause was chosen in the widget with this key."""
    st.session_state[_CAUSE] = st.session_state[key]


def open_profile(cause: str) -> None:
    """Show the profile of a cause, from wherever its name is clicked."""
    st.session_state[_CAUSE] = cause
    st.session_state[_PART] = "Profiles"
