"""The pages side by side: each opens quietly, and what was entered outlives a look elsewhere."""

import json
import math

import pytest

from tests.app.opening import charts, open_page, open_tab

VIEWS = {
    "evidence": (
        "Causes",
        "A finding in all causes",
        "What it rests on",
        "Red flags",
        "Method",
        "References",
    ),
    "validation": ("Calibration", "Work-up", "Groups", "Missing facts", "How it was measured"),
}
TABS = [(page, view) for page, views in VIEWS.items() for view in views]


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


@pytest.mark.parametrize(("page", "view"), TABS)
def test_every_tab_draws_charts_with_alt_text_and_finite_numbers(app, page, view):
    open_page(app, page)
    open_tab(app, f"{page}.view", view)
    assert not app.exception
    for chart in charts(app):
        assert len(chart.alt) > 40
        for trace in json.loads(chart.spec)["data"]:
            numbers = [x for x in trace.get("x", []) if isinstance(x, int | float)]
            assert all(map(math.isfinite, numbers))


@pytest.mark.parametrize(("page", "view"), TABS)
def test_every_chart_has_its_numbers_as_a_table(app, page, view):
    open_page(app, page)
    open_tab(app, f"{page}.view", view)
    for key in [one.key for one in app.get("plotly_chart")]:
        name = key.removeprefix("chart.")
        if name == "comparison":
            continue
        app.session_state[f"table.{name}"] = True
    app.run()
    assert len(app.dataframe) >= len(charts(app))


def test_the_consult_page_opens_by_its_name_too(app, words):
    open_page(app, "consult")
    assert not app.exception
    assert "# Calcinosis" in words()
