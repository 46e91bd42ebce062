"""The links between the pages, one row at every width.

Streamlit's own navigation turns into a side bar on a phone, which then covers the page chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from calcinosis.pages import state

_DATA = Path(__file__).parent / "data"
_SCRIPTS = "".join(
    f"<script>{(_DATA / name).read_text(encoding='utf-8')}</script>"
    for name in ("keyboard.js", "touch.js", "undo.js", "unload.js")
)
_STYLE = """
[data-testid="stLayoutWrapper"]:has(> .st-key-keyboard) { position: absolute; }
.st-key-nav { margin: .15rem 0 .1rem; }
.st-key-nav [data-testid="stPageLink-NavLink"] { padding: .1rem .55rem; margin: 0; }
.st-key-nav [data-testid="stPageLink"] p { font-size: .875rem; line-height: 1.5rem; }
.st-key-nav [data-testid="stPageLink-NavLink"]:focus-visible {
  outline: 2px solid currentColor; outline-offset: -2px; }
@media (max-width: 640px) {
  .st-key-nav [data-testid="stPageLink-NavLink"] { padding: .1rem .4rem; } }
.st-key-nav > :first-child { margin-left: -.55rem; }
@media (max-width: 640px) {
  .st-key-nav [data-testid="stPageLink-NavLink"] { padding: .1rem .3rem; }
  .st-key-nav > :first-child { margin-left: -.3rem; }
  .st-key-nav [data-testid="stPageLink"] p { font-size: .82rem; }
}
"""


def page_links(pages: Sequence[StreamlitPage]) -> None:
    """A link to each page; the one that is open is marked.

    With them goes the mark that something is entered, so that the browser asks before it is lost.
    """
    st.html(f"<style>{_STYLE}</style>")
    st.html(f"<style>:root {{ --cx-entered: {int(not state.sheet().is_empty)}; }}</style>")
    with st.container(key="nav", horizontal=True, gap=None):
        for page in pages:
            st.page_link(page, width="content")


def keyboard_and_touch() -> None:
    """What the browser lacks for a consultation by keyboard or finger alone; reads no findings."""
    with st.container(key="keyboard"):
        st.html(_SCRIPTS, unsafe_allow_javascript=True)
