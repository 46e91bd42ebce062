"""The app's entry: page settings and navigation. Run with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from calcinosis.pages.consult import consult_page

ICON = Path(__file__).parent / "calcinosis" / "pages" / "data" / "icon.svg"

st.set_page_config(page_title="Calcinosis", page_icon=str(ICON), layout="wide")
st.navigation(
    [st.Page(consult_page, title="Consult", url_path="consult", default=True)], position="top"
).run()
