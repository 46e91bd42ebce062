"""The app under Streamlit's own test driver."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from calcinosis import load_knowledge
from calcinosis.pages.sheet import Sheet

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def app() -> AppTest:
    """The Consult page, drawn once, in SI units."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.session_state["unit_system"] = "SI"
    return test.run()


@pytest.fixture
def sheet(app: AppTest) -> Callable[[], Sheet]:
    """What has been entered by now."""
    return lambda: app.session_state["sheet"]


@pytest.fixture
def words(app: AppTest) -> Callable[[], str]:
    """All running text of the page."""
    return lambda: "\n".join(str(one.value) for one in (*app.markdown, *app.caption))


@pytest.fixture
def set_to(monkeypatch) -> Callable[..., None]:
    """Gives settings of the method other values, as one module of the pages sees them."""

    def change(module: str, **values: float) -> None:
        known = load_knowledge()
        changed = replace(known, settings={**known.settings, **values})
        monkeypatch.setattr(f"calcinosis.pages.{module}.load_knowledge", lambda: changed)

    return change
