"""The packaged bank of published cases."""

from dataclasses import replace

import pytest

from calcinosis.case import Case
from calcinosis.cases import load_cases, validate


def test_the_packaged_bank_has_no_fault():
    assert validate(load_cases()) == ()


def test_the_packaged_bank_holds_more_than_160_cases_of_all_seven_types():
    assert len(load_cases()) > 160
    assert len({record.answer.type for record in load_cases()}) == 7


def test_the_bank_is_read_once():
    assert load_cases() is load_cases()


@pytest.fixture
def gout():
    return next(r for r in load_cases() if r.answer.aetiology == "gout")


def test_two_records_with_one_id_are_a_fault(gout):
    assert validate([gout, gout])[0] == f"{gout.id}: 2 records have this id, allowed: one"


def test_a_patient_of_a_paper_stands_once_and_another_of_the_same_paper_may_follow(gout):
    again = replace(gout, id="again")
    assert any(
        "the same patient of the same paper as" in fault for fault in validate([gout, again])
    )
    older = replace(gout, id="older", case=gout.case.with_finding("age_years", 99))
    assert validate([gout, older]) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": {"citation": ""}}, "no source, allowed: at least one of citation, doi"),
        ({"case": Case()}, "no finding, allowed: at least one"),
        ({"quality": "good"}, "quality 'good', allowed: rich or thin"),
        ({"answer": None}, "no answer, allowed: what the authors concluded"),
    ],
)
def test_a_faulty_record_is_named(gout, change, words):
    (fault,) = validate([replace(gout, **change)])
    assert fault.startswith(f"{gout.id}: {words}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "tumoral"}, "aetiology gout belongs to mimic, but the type is tumoral"),
        ({"aetiology": "gowt"}, "aetiology 'gowt' is unknown"),
        ({"also_acceptable": ("tumorous",)}, "type 'tumorous' is unknown, allowed: dystrophic,"),
        ({"also_acceptable": ("mimic",)}, "also_acceptable repeats the type mimic"),
    ],
)
def test_a_faulty_answer_is_named(gout, change, words):
    (fault,) = validate([replace(gout, answer=replace(gout.answer, **change))])
    assert fault.startswith(f"{gout.id}: {words}")
