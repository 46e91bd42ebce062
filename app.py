"""The app's entry: page settings and navigation. Run with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from calcinosis.pages.about import about_page
from calcinosis.pages.consult import consult_page
from calcinosis.pages.evidence import evidence_page
from calcinosis.pages.learn import learn_page
from calcinosis.pages.navigation import keyboard_and_touch, page_links
from calcinosis.pages.validation import validation_page
from calcinosis.pages.what_if import what_if_page

ICON = Path(__file__).parent / "calcinosis" / "pages" / "data" / "icon.svg"
PAGES = [
    st.Page(consult_page, title="Consult", default=True),
    st.Page(what_if_page, title="What if", url_path="what-if"),
    st.Page(evidence_page, title="Evidence", url_path="evidence"),
    st.Page(learn_page, title="Learn", url_path="learn"),
    st.Page(validation_page, title="Validation", url_path="validation"),
    st.Page(about_page, title="About", url_path="about"),
]


def consult_address() -> None:
    """Open the first page under /consult too, as the other pages open under their names."""
    st.switch_page(PAGES[0])


BY_ADDRESS_ONLY = st.Page(consult_address, url_path="consult", visibility="hidden")

st.set_page_config(page_title="Calcinosis", page_icon=str(ICON), layout="wide")
chosen = st.navigation([*PAGES, BY_ADDRESS_ONLY], position="hidden")
page_links(PAGES)
chosen.run()
keyboard_and_touch()
