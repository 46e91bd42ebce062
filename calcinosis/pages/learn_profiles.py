"""One cause on a page: what it is, what is typical, what tells, what is done, and its cases."""

from __future__ import annotations

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.pages.cause_in_words import cause_name, what_it_is
from calcinosis.pages.cause_sites import sites_of
from calcinosis.pages.learn_cause_cases import cases_of_cause
from calcinosis.pages.learn_choice import chosen_cause, take_cause
from calcinosis.pages.learn_portrait import ages, labs
from calcinosis.pages.learn_reasons import management, reasons
from calcinosis.pages.reading import html
from calcinosis.pages.state import show
from calcinosis.pages.wording import causes_in_order
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import usual_kidney


def profiles() -> None:
    """The choice of a cause and its profile."""
    key = show("learn.cause", chosen_cause())
    st.selectbox(
        "Cause",
        causes_in_order(),
        format_func=cause_name,
        key=key,
        on_change=take_cause,
        args=(key,),
        width=460,
    )
    cause = load_knowledge().aetiologies[chosen_cause()]
    kidney = usual_kidney(cause.id, default_model())
    what_it_is(cause)
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>Where it lies</h2>")
        sites_of(cause)
        ages(cause)
    with right:
        labs(cause, kidney)
    reasons(cause, kidney)
    management(cause)
    cases_of_cause(cause.id)
