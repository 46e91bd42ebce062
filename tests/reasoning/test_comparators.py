"""The shipped comparison belongs to the shipped cases, and was made without looking at answers."""

import subprocess
import sys
from dataclasses import replace

import pytest

from calcinosis import load_knowledge
from calcinosis.cases import bank_version, load_cases, load_comparators, load_validation
from calcinosis.reasoning.comparators import NAMES, answerers, judged
from calcinosis.reasoning.regression import regress, states
from calcinosis.reasoning.validation import FIRST_CASES

SHIPPED = load_comparators()


def test_the_shipped_comparison_is_that_of_the_shipped_knowledge_and_cases():
    """Stale after a change of knowledge or cases: run python -m calcinosis compare."""
    assert SHIPPED["bank_version"] == bank_version()
    assert SHIPPED["knowledge_version"] == load_knowledge().version


def test_the_comparison_uses_the_parts_of_the_validation():
    validation = load_validation()
    for name in ("cases", "parts", "seed"):
        assert SHIPPED[name] == validation[name]


@pytest.mark.parametrize("name", ["flow_chart", "prior"])
def test_the_shipped_figures_of_what_is_quick_come_out_again(name):
    answer = answerers(load_knowledge(), SHIPPED["seed"])[name]
    again = judged(name, answer, load_cases(), SHIPPED["parts"], SHIPPED["seed"])
    shipped = SHIPPED["comparators"][name]
    assert again["missed"] == shipped["missed"]
    for group in ("all", "first", "latest"):
        for measure in ("type_top1", "type_accepted"):
            assert again[group][measure]["hits"] == shipped[group][measure]["hits"]
        assert again[group]["log_loss"] == pytest.approx(shipped[group]["log_loss"])


@pytest.mark.parametrize("name", NAMES)
def test_missed_cases_are_those_not_counted_as_hits(name):
    shipped = SHIPPED["comparators"][name]
    rate = shipped["all"]["type_top1"]
    assert len(shipped["missed"]) == rate["n"] - rate["hits"] == len(set(shipped["missed"]))


def test_flow_chart_has_no_probability_to_judge():
    assert SHIPPED["comparators"]["flow_chart"]["all"]["log_loss"] is None
    assert SHIPPED["comparators"]["flow_chart"]["all"]["calibration_error"] is None


def test_the_engine_does_better_than_every_comparator_on_all_cases():
    engine = load_validation()["evaluation"]
    for comparator in SHIPPED["comparators"].values():
        assert engine["type_top1"]["hits"] > comparator["all"]["type_top1"]["hits"]
        if comparator["all"]["log_loss"] is not None:
            assert engine["log_loss"] < comparator["all"]["log_loss"]


def test_regression_does_not_look_at_the_answer_of_a_case_that_it_is_asked():
    pytest.importorskip("sklearn")
    records = load_cases()
    train, asked = records[: FIRST_CASES // 2], records[FIRST_CASES : FIRST_CASES + 6]
    other = [replace(one, answer=replace(one.answer, type="mimic")) for one in asked]
    first, second = regress(train, asked, seed=0), regress(train, other, seed=0)
    assert first.probabilities == second.probabilities
    assert all(sum(given.values()) == pytest.approx(1) for given in first.probabilities)


def test_unknown_and_absent_are_different_features_of_the_regression():
    case = load_cases()[0].case
    unknown = case.without("raynaud")
    assert "raynaud=no" in states(unknown.with_finding("raynaud", False), "any")
    assert not any(name.startswith("raynaud") for name in states(unknown, "any"))


def test_nothing_of_the_app_needs_scikit_learn():
    code = (
        "import calcinosis.__main__, calcinosis.pages.validation_comparison, sys;"
        "sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
