"""A packaged case is answered by a model that has not learnt from it."""

from collections import Counter

import pytest

from calcinosis import consult
from calcinosis.cases import load_cases, load_textbook_cases, load_validation
from calcinosis.cases.held_out import (
    consult_stage,
    judgement_at,
    model_for,
    right_type_probabilities,
)
from calcinosis.reasoning import default_model
from calcinosis.reasoning.work_up import stages_of


def test_the_counts_of_a_published_case_are_not_in_the_model_that_answers_it():
    record = load_cases()[0]
    learnt = default_model().counts
    without = model_for(record).counts
    assert without.cases < learnt.cases == len(load_cases())
    cause, finding = record.answer.aetiology, "rapid_weight_loss"
    assert record.case.get(finding) is True
    seen = learnt.weight(cause, finding, "present")
    assert without.weight(cause, finding, "present") <= seen - 1


def test_cases_of_one_paper_are_left_out_together():
    by_source = Counter(record.source["url"] for record in load_cases())
    paper = next(url for url, cases in by_source.items() if url and cases > 1)
    models = {id(model_for(r)) for r in load_cases() if r.source["url"] == paper}
    assert len(models) == 1


def test_a_case_written_for_teaching_is_answered_by_the_shipped_model():
    assert model_for(load_textbook_cases()[0]) is default_model()


def test_the_last_stage_is_answered_as_the_validation_report_counted_it():
    misses = {miss["id"]: miss for miss in load_validation()["evaluation"]["misses"]}
    for record in load_cases()[:40]:
        named = judgement_at(record, -1).type
        if record.id in misses:
            assert named == misses[record.id]["named_type"]
        else:
            assert named == record.answer.type


def test_difficulty_rests_on_the_held_out_probability_of_the_right_type():
    record = load_cases()[0]
    answer = consult_stage(record, -1, draws=2)
    assert right_type_probabilities()[record.id] == pytest.approx(answer.types[record.answer.type])
    learnt = consult(record.case, record.clinic, draws=2).types[record.answer.type]
    assert right_type_probabilities()[record.id] < learnt


def test_the_engine_is_shown_no_more_than_the_stage():
    record = next(r for r in load_cases() if len(stages_of(r.case)) > 1)
    first = consult_stage(record, 0, draws=2)
    assert set(first.case) == set(stages_of(record.case)[0].added)
