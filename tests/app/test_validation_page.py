"""The Validation page says what the packaged report says, and what that does not show."""

import json

import pytest

from calcinosis.cases import load_cases, load_comparators, load_validation
from calcinosis.charts.wording import NO_BREAK
from calcinosis.pages.evidence_tables import settings_with_reasons
from calcinosis.pages.validation_figures import proportion, rate_in_words
from calcinosis.pages.validation_misses import source_link
from calcinosis.reasoning.comparators import NAMES
from calcinosis.reasoning.flow_chart import FLOW_CHART
from tests.app.opening import charts, open_page, open_tab

REPORT = load_validation()
EVALUATION = REPORT["evaluation"]


@pytest.fixture
def validation(app):
    return open_page(app, "validation")


def _misses_tab():
    return f"Misses ({len(EVALUATION['misses'])})"


@pytest.mark.parametrize("name", ["type_top1", "aetiology_top3", "right_when_conclusive"])
def test_headline_figures_are_those_of_the_report_with_interval_and_count(validation, words, name):
    rate = EVALUATION[name]
    low, high = rate["interval"]
    assert f"{100 * low:.0f}–{100 * high:.0f}{NO_BREAK}%, {rate['hits']} of {rate['n']}" in words()


def test_interval_of_the_page_is_that_of_the_report():
    for name in ("type_top1", "type_accepted", "aetiology_top5"):
        assert proportion(EVALUATION[name]).interval == pytest.approx(EVALUATION[name]["interval"])


def test_rate_of_no_case_is_said_and_not_divided():
    assert rate_in_words(proportion({"hits": 0, "n": 0})) == "no case"


def test_calibration_and_confusion_are_drawn(validation):
    alts = [chart.alt for chart in charts(validation)]
    assert any(alt.startswith(f"Reliability diagram of {REPORT['cases']}") for alt in alts)
    assert any(alt.startswith(f"Confusion matrix of {REPORT['cases']}") for alt in alts)


def test_engine_stands_beside_its_comparators_with_the_shipped_figures(validation, words):
    open_tab(validation, "validation.view", "Comparison")
    assert not validation.exception
    (chart,) = charts(validation)
    rows = 3 * (1 + len(NAMES))
    assert f"{rows} rows. Highest: The engine (" in chart.alt
    shares = json.loads(chart.spec)["data"][-1]["x"]
    first = load_comparators()["comparators"]["flow_chart"]["all"]["type_top1"]["share"]
    assert EVALUATION["type_top1"]["share"] == pytest.approx(shares[0])
    assert first == pytest.approx(shares[1 + list(NAMES).index("flow_chart")])
    assert f"{load_comparators()['comparators']['regression']['all']['log_loss']:.3f}" in words()


def test_comparison_says_what_each_comparator_is_and_prints_the_flow_chart(validation, words):
    open_tab(validation, "validation.view", "Comparison")
    for label in NAMES.values():
        assert f"**{label}**" in words()
    for question in FLOW_CHART:
        assert question.text in words()


def test_comparison_of_another_knowledge_is_said_to_be_so(app, words, monkeypatch):
    other = load_comparators() | {"knowledge_version": "0" * 12}
    monkeypatch.setattr("calcinosis.pages.validation_comparison.load_comparators", lambda: other)
    open_tab(open_page(app, "validation"), "validation.view", "Comparison")
    assert "Measured with knowledge 000000000000" in words()


def test_coverage_of_the_interval_is_that_of_the_report_and_says_what_it_tests(validation, words):
    held = proportion(REPORT["simulated"]["coverage"]["leading"])
    assert f"For {held.n:,} patients drawn from the model itself" in words()
    assert f"({rate_in_words(held)})" in words()
    assert "tests the arithmetic, not the knowledge" in words()


def test_every_miss_is_listed_with_its_source_and_what_misled(validation, words):
    open_tab(validation, "validation.view", _misses_tab())
    assert not validation.exception
    text = words()
    assert text.count("<article") == len(EVALUATION["misses"])
    assert text.count("Misled by") >= len(EVALUATION["misses"])
    sources = {record.id: record.source for record in load_cases()}
    for miss in EVALUATION["misses"]:
        assert source_link(sources[miss["id"]]) in text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"citation": "A 2020", "doi": "10.1/x"}, '<a href="https://doi.org/10.1/x">A 2020</a>'),
        ({"citation": "B <2>"}, "B &lt;2&gt;"),
        ({"citation": "C", "url": "javascript:alert(1)"}, "C"),
        ({}, "source"),
    ],
)
def test_source_is_a_safe_link_or_text(source, expected):
    assert source_link(source) == expected


def test_how_to_repeat_it_and_what_it_does_not_show_can_be_read(validation, words):
    open_tab(validation, "validation.view", "How it was measured")
    assert "python -m calcinosis validation" in validation.code[0].value
    assert "not a sample of practice" in words()
    assert "No prospective test" in words()


def test_what_was_fitted_by_part_and_what_was_chosen_in_view_of_the_cases_is_said(
    validation, words
):
    open_tab(validation, "validation.view", "How it was measured")
    text = words()
    assert any("with all cases in view" in why for _, _, why in settings_with_reasons())
    assert "weights of findings and the factors of causes are fitted on all parts but one" in text
    assert "chosen with the first of these cases in view, others with later ones too" in text
    assert "Counts, weights and factors are." in text


def test_report_of_another_knowledge_is_said_to_be_so(app, words, monkeypatch):
    other = REPORT | {"knowledge_version": "0" * 12}
    monkeypatch.setattr("calcinosis.pages.validation.load_validation", lambda: other)
    open_page(app, "validation")
    assert "Measured with knowledge 000000000000" in words()
