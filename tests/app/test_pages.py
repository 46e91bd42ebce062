"""The pages side by side: each opens quietly, and what was entered outlives a look elsewhere."""

import pytest

from tests.app.opening import open_page


@pytest.mark.parametrize("page", ["evidence", "learn", "validation", "about"])
def test_page_opens_with_its_title_and_the_versions(app, page, words):
    open_page(app, page)
    assert not app.exception
    assert app.markdown[0].value == f"# {page.capitalize()}"
    assert "knowledge" in app.caption[-1].value


@pytest.mark.parametrize("page", ["evidence", "learn", "validation", "about"])
def test_entered_findings_are_there_after_a_look_at_another_page(app, sheet, page, words):
    app.button_group(key="group").set_value("history").run()
    app.button_group(key="raynaud").set_value(True).run()
    entered = sheet()
    open_page(app, page)
    assert not app.exception
    open_page(app, "")
    assert sheet() == entered
    assert app.button_group(key="raynaud").value is True
    assert "<h2>Dystrophic" in words()


def test_the_consult_page_opens_by_its_name_too(app, words):
    open_page(app, "consult")
    assert not app.exception
    assert "# Calcinosis" in words()
