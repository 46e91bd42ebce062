"""The Learn page: practice, textbook cases, calculators, and a case for the projector."""

from __future__ import annotations

import streamlit as st

from calcinosis.pages import reading
from calcinosis.pages.learn_calculators import calculators
from calcinosis.pages.learn_practice import practice
from calcinosis.pages.learn_presentation import presentation
from calcinosis.pages.learn_textbook import textbook_cases

PARTS = {
    "Practice": practice,
    "Textbook cases": textbook_cases,
    "Calculators": calculators,
    "Presentation": presentation,
}


def learn_page() -> None:
    """Draw the page; one part is drawn at a time."""
    reading.head("Learn", "Practise on published cases, read textbook cases, calculate, present.")
    st.session_state.setdefault("learn_part", next(iter(PARTS)))
    part = st.segmented_control(
        "Part", tuple(PARTS), key="learn_part", required=True, label_visibility="collapsed"
    )
    PARTS[part]()
    reading.foot()
