"""The Consult page: the case on one side, the answer on the other."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from calcinosis import Consultation, consult
from calcinosis.charts import DARK, LIGHT, Palette
from calcinosis.pages import state
from calcinosis.pages.answer import headline, summary
from calcinosis.pages.case_file import origin_line
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.details import details
from calcinosis.pages.entry import entry_form
from calcinosis.pages.next_panel import next_panel
from calcinosis.pages.report import STYLE as REPORT_STYLE
from calcinosis.pages.report import report
from calcinosis.pages.toolbar import prior_line, toolbar
from calcinosis.pages.wording import NOT_FOR

_DATA = Path(__file__).parent / "data"
_STYLE = (_DATA / "consult.css").read_text(encoding="utf-8")
_PRINT_STYLE = REPORT_STYLE + (_DATA / "print.css").read_text(encoding="utf-8")


def consult_page() -> None:
    """Draw the page; the answer is worked out anew from the sheet at every change."""
    _style()
    toolbar()
    sheet = state.sheet()
    answer = consult(sheet.case, sheet.clinic, prior_weights=sheet.weights)
    with st.container(key="consult"):
        entry_column, answer_column = st.columns((10, 11), gap="medium")
    with entry_column:
        entry_form()
    with answer_column:
        headline(answer)
        origin_line(answer)
        prior_line()
        summary(answer)
        next_panel(answer)
        details(answer)
        _foot(answer)
    _print_view(answer)


def _foot(answer: Consultation) -> None:
    with st.container(key="foot"):
        st.caption(
            f"Calcinosis {answer.app_version}, knowledge {answer.knowledge_version}. {NOT_FOR} "
            "Nothing about a patient is kept."
        )


def _print_view(answer: Consultation) -> None:
    """What the browser prints in place of the page; unseen on the screen."""
    with st.container(key="print"):
        sheet = report(state.sheet(), answer, state.today(), state.shown_units())
        st.html(f"<style>{_PRINT_STYLE}</style>{sheet}")


def _style() -> None:
    """The style sheet, with the colours of both themes: the page may change before a rerun."""
    now = "".join(f"--cx-{name}:{colour};" for name, colour in _colours(current_palette()).items())
    pairs = zip(_colours(LIGHT).items(), _colours(DARK).values(), strict=True)
    both = "".join(f"--cx-{name}:light-dark({light},{dark});" for (name, light), dark in pairs)
    supported = "@supports (color: light-dark(red, red))"
    st.html(f"<style>:root{{{now}}}{supported}{{.stApp{{{both}}}}}{_STYLE}</style>")


def _colours(palette: Palette) -> dict[str, str]:
    return {
        "text": palette.text,
        "muted": palette.muted,
        "line": palette.line,
        "favours": palette.favours,
        "background": palette.background,
    }
