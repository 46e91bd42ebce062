"""Credible intervals: inside 0 to 1, and wide where the numbers are guesses."""

import pytest
from hypothesis import given

from calcinosis import consult
from tests.reasoning.strategies import cases
from tests.reasoning.toy import model_of, row


@given(cases(max_size=15))
def test_intervals_lie_between_zero_and_one(case):
    answer = consult(case, draws=50)
    for intervals in (answer.intervals, answer.aetiology_intervals):
        for low, high in intervals.values():
            assert 0 <= low <= high <= 1


def test_there_is_an_interval_for_every_type_and_every_aetiology():
    answer = consult({"raynaud": True})
    assert set(answer.intervals) == set(answer.types)
    assert set(answer.aetiology_intervals) == set(answer.aetiologies)


@pytest.mark.parametrize(
    "case",
    [{}, {"raynaud": True, "sclerodactyly": True}, {"dialysis": True, "livedo_purpura": True}],
)
def test_the_interval_of_the_leading_type_holds_its_probability(case):
    answer = consult(case)
    low, high = answer.intervals[answer.leading_type]
    assert low <= answer.types[answer.leading_type] <= high


@given(cases(max_size=25))
def test_no_stated_probability_lies_outside_its_own_interval(case):
    answer = consult(case, draws=50)
    for stated, ends in (
        (answer.types, answer.intervals),
        (answer.aetiologies, answer.aetiology_intervals),
    ):
        for name, p in stated.items():
            low, high = ends[name]
            assert low <= p <= high


def width(ess):
    causes = {
        cause: (0.5, [row(cause, "pain", "present", p, ess=ess)])
        for cause, p in (("heel_stick", 0.3), ("trauma_scar", 0.6))
    }
    low, high = consult({"pain": True}, model=model_of(causes)).intervals["iatrogenic"]
    return high - low


def test_a_guess_is_shown_as_wide_and_a_large_series_as_narrower():
    assert width(ess=2) > 1.15 * width(ess=400)


def test_an_answer_built_on_guesses_is_wide():
    low, high = consult({"hyperostosis_diaphysitis": True}).intervals["tumoral"]
    assert high - low > 0.1


def test_the_interval_does_not_flicker():
    case = {"age_years": 40, "raynaud": True}
    assert consult(case).intervals == consult(case).intervals
