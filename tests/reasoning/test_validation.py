"""The shipped validation report belongs to the shipped knowledge, and says what it measures."""

import pytest

from calcinosis import consult, load_knowledge
from calcinosis.case import VOCABULARY
from calcinosis.cases import load_cases, load_validation
from calcinosis.reasoning import validation
from calcinosis.reasoning.evaluation import evaluate
from calcinosis.reasoning.fitting import cross_validate
from calcinosis.reasoning.validation import (
    BARS,
    FIRST_CASES,
    KEPT,
    KNOWN_CASES,
    SIMULATED_PATIENTS,
    STAGES,
    validation_report,
)


def test_the_shipped_report_is_that_of_the_shipped_knowledge_and_cases():
    """Stale after a change of knowledge or cases: run python -m calcinosis validation."""
    report = load_validation()
    assert report["knowledge_version"] == load_knowledge().version
    assert report["cases"] == len(load_cases())


@pytest.mark.timeout(600)
def test_the_shipped_figures_come_from_a_run_that_can_be_repeated():
    shipped, records = load_validation(), load_cases()
    answers = cross_validate(records, shipped["parts"], shipped["seed"], load_knowledge())
    again = evaluate(records, answers).to_dict()
    for name in ("type_top1", "type_accepted", "aetiology_top1", "aetiology_top3", "conclusive"):
        assert again[name] == shipped["evaluation"][name]
    assert again["log_loss"] == pytest.approx(shipped["evaluation"]["log_loss"])
    first = evaluate(records[:FIRST_CASES], answers[:FIRST_CASES]).to_dict()
    assert first["misses"] == shipped["first_cases"]["misses"]


def test_a_report_of_few_cases_has_every_part_of_the_shipped_one(monkeypatch):
    monkeypatch.setattr(validation, "KNOWN_CASES", 40)
    few = load_cases()[:60]
    report = validation_report(few, load_knowledge(), parts=2, simulated=5)
    assert report.keys() == load_validation().keys()
    assert len(report["missing_facts"]) == len(load_validation()["missing_facts"])
    assert report["by_stage"][-1]["type_top1"] == report["evaluation"]["type_top1"]


def test_the_stages_of_the_work_up_cover_every_finding_once():
    groups = [group for stage in STAGES.values() for group in stage]
    assert len(groups) == len(set(groups))
    assert {item.group for item in VOCABULARY.values()} == set(groups)


def test_the_last_stage_is_the_whole_case():
    report = load_validation()
    assert report["by_stage"][-1]["type_top1"] == report["evaluation"]["type_top1"]


def test_fewer_answers_are_given_where_the_bar_is_higher_or_less_is_known():
    rows = load_validation()["missing_facts"]
    share = {(row["kept"], row["bar"]): row["answered"]["hits"] for row in rows}
    for kept in KEPT:
        answered = [share[kept, bar] for bar in BARS]
        assert answered == sorted(answered, reverse=True)
    assert share[0.2, 0.6] < share[1.0, 0.6]


def test_accuracy_on_the_first_cases_stays_above_the_floor_set_for_them():
    """Cross-validated by source with all others; with what experts accept it lies below 0.94."""
    scores = load_validation()["first_cases"]
    assert scores["type_top1"]["n"] == FIRST_CASES
    assert scores["type_top1"]["share"] >= 0.90
    assert scores["type_accepted"]["share"] >= 0.92
    assert scores["aetiology_top1"]["share"] >= 0.78
    assert scores["aetiology_top3"]["share"] >= 0.95
    assert scores["log_loss"] <= 0.35
    assert scores["calibration_error"] <= 0.06
    assert scores["by_quality"]["rich"]["type_accepted"]["share"] >= 0.94


def test_accuracy_on_all_published_cases_does_not_quietly_erode():
    scores = load_validation()["evaluation"]
    assert scores["type_top1"]["share"] >= 0.85
    assert scores["aetiology_top3"]["share"] >= 0.90
    assert scores["log_loss"] <= 0.50
    assert scores["calibration_error"] <= 0.06


def test_the_latest_cases_were_not_learnt_from_before_they_were_judged():
    """With everything learnt, the latest cases would come out far better."""
    latest = load_validation()["latest_cases"]
    records = load_cases()[KNOWN_CASES:]
    learnt = [consult(r.case, r.clinic, draws=2).leading_type == r.answer.type for r in records]
    assert latest["type_top1"]["n"] == len(records)
    assert sum(learnt) > latest["type_top1"]["hits"]


def test_the_credible_interval_held_the_truth_of_simulated_patients_as_often_as_it_says():
    coverage = load_validation()["simulated"]["coverage"]
    assert coverage["leading"]["n"] == SIMULATED_PATIENTS
    for group in ("leading", "few", "many", "likely"):
        assert 0.93 <= coverage[group]["share"] <= 0.97, group


SURELY_SOMETHING_ELSE = {
    "annder-2014-09-525-1": "necrosis where calcium heparin was injected",
    "ejo-2017-27-e99-1": "the temporal artery, with bone in its wall; no skin sign is told",
    "jrheum-2016-43-456-1": "known are lupus, skin and a normal kidney function, no more",
}
"""Calciphylaxis called something else at more than 0.8: three of 108, each with the reason."""


@pytest.mark.parametrize("part", ["evaluation", "first_cases", "latest_cases"])
def test_calciphylaxis_is_surely_called_something_else_in_the_known_cases_only(part):
    surely = {
        miss["id"]
        for miss in load_validation()[part]["misses"]
        if miss["true_type"] == "calciphylaxis"
        and miss["named_type"] not in ("calciphylaxis", "other")
        and miss["named_type_probability"] > 0.8
    }
    assert surely <= set(SURELY_SOMETHING_ELSE)
    assert part != "evaluation" or surely == set(SURELY_SOMETHING_ELSE)
    assert not surely or part != "first_cases"


def test_calciphylaxis_is_among_the_cases_that_the_report_judges():
    """And every case whose type was not named first is listed as a miss."""
    rate = load_validation()["evaluation"]["by_type"]["calciphylaxis"]["type_top1"]
    missed = [
        miss
        for miss in load_validation()["evaluation"]["misses"]
        if miss["true_type"] == "calciphylaxis" and miss["named_type"] != "calciphylaxis"
    ]
    assert rate["n"] == sum(r.answer.type == "calciphylaxis" for r in load_cases())
    assert rate["n"] >= 18
    assert len(missed) == rate["n"] - rate["hits"]
