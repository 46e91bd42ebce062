"""The Learn page: profiles, comparison, classification, glossary, practice and calculators."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from calcinosis.pages import reading
from calcinosis.pages.learn_choice import chosen_part, take_part
from calcinosis.pages.state import show

PARTS = {
    "Profiles": ("learn_profiles", "profiles"),
    "Compare": ("learn_compare", "compare"),
    "Classification": ("learn_classification", "classification"),
    "Glossary": ("learn_glossary", "glossary"),
    "Practice": ("learn_practice", "practice"),
    "Textbook cases": ("learn_textbook", "textbook_cases"),
    "Calculators": ("learn_calculators", "calculators"),
    "Presentation": ("learn_presentation", "presentation"),
}
"""The parts by name: the module below ``calcinosis.pages`` and the function that draws it."""

_STYLE = (Path(__file__).parent / "data" / "learn.css").read_text(encoding="utf-8")


def learn_page() -> None:
    """Draw the page; one part is drawn at a time."""
    reading.head(
        "Learn",
        "Every cause on a page, causes side by side, how they are classified, and the terms.",
    )
    st.html(f"<style>{_STYLE}</style>")
    there = [part for part, (module, _) in PARTS.items() if _spec(module)]
    part = chosen_part(there[0])
    st.segmented_control(
        "Part",
        there,
        key=show("learn_part", part),
        required=True,
        label_visibility="collapsed",
        on_change=take_part,
    )
    _function(part)()
    reading.foot()


def _spec(module: str):
    return find_spec(f"calcinosis.pages.{module}")


def _function(part: str) -> Callable[[], None]:
    module, name = PARTS[part]
    return getattr(import_module(f"calcinosis.pages.{module}"), name)
