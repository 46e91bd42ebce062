"""The Learn page: profiles, comparison, classification, glossary, practice, calculators, slides."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from calcinosis.pages import reading
from calcinosis.pages.learn_calculators import calculators
from calcinosis.pages.learn_choice import chosen_part, take_part
from calcinosis.pages.learn_classification import classification
from calcinosis.pages.learn_compare import compare
from calcinosis.pages.learn_glossary import glossary
from calcinosis.pages.learn_practice import practice
from calcinosis.pages.learn_presentation import presentation
from calcinosis.pages.learn_profiles import profiles
from calcinosis.pages.learn_textbook import textbook_cases
from calcinosis.pages.state import show

PARTS = {
    "Profiles": profiles,
    "Compare": compare,
    "Classification": classification,
    "Glossary": glossary,
    "Practice": practice,
    "Textbook cases": textbook_cases,
    "Calculators": calculators,
    "Presentation": presentation,
}
"""The parts by name, each with the function that draws it."""

_STYLE = (Path(__file__).parent / "data" / "learn.css").read_text(encoding="utf-8")


def learn_page() -> None:
    """Draw the page; one part is drawn at a time."""
    reading.head("Learn", "Every cause on a page, practice on published cases, calculators.")
    st.html(f"<style>{_STYLE}</style>")
    part = chosen_part(next(iter(PARTS)))
    st.segmented_control(
        "Part",
        tuple(PARTS),
        key=show("learn_part", part),
        required=True,
        label_visibility="collapsed",
        on_change=take_part,
    )
    PARTS[part]()
    reading.foot()
