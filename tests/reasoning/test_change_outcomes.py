"""What comes of sets of changes is worked out once for each way, however many ways there are."""

from itertools import combinations

import numpy as np
import pytest

from calcinosis.case import LabResult
from calcinosis.reasoning import change_outcomes
from calcinosis.reasoning.change_outcomes import ANSWERS, ChangedOutcomes
from calcinosis.reasoning.overturning import ENTERED, MIXED, overturning
from tests.reasoning.changed_cases import KIDNEY, SKIN

DECIDING = [np.array([0, 1]), np.array([4])]
LIMITS = {"table": (2**22, 2**62), "no table": (1, 2**62), "large numbers": (1, 1)}


@pytest.fixture(params=LIMITS)
def limits(request, monkeypatch):
    table, number = LIMITS[request.param]
    monkeypatch.setattr(change_outcomes, "_LARGEST_TABLE", table)
    monkeypatch.setattr(change_outcomes, "_LARGEST_NUMBER", number)


def _noting(calls, outcome):
    def work_out(some):
        calls.append(some)
        return outcome(some)

    return work_out


def test_outcome_is_worked_out_once_for_each_way(limits):
    calls = []
    outcomes = ChangedOutcomes(
        6, DECIDING, (), (), _noting(calls, lambda some: sum(some) + len(some))
    )
    sets = np.array([one for one in combinations(range(5), 3) if not {0, 1} <= set(one)])
    expected = [sum(one) + len(one) for one in (set(s) & {0, 1, 4} for s in sets.tolist())]
    assert outcomes.after(sets).tolist() == expected
    assert outcomes.after(sets.copy()).tolist() == expected
    assert len(calls) == len(set(calls))
    assert outcomes.counts.tolist() == [True, True, False, False, True, False]


def test_only_the_answer_to_a_question_counts(limits):
    yes = ChangedOutcomes(6, [np.array([2, 3])], (), (), lambda some: ANSWERS[bool(some)])
    calls = []
    outcomes = ChangedOutcomes(6, DECIDING, (yes,), (), _noting(calls, len))
    outcomes.after(np.array([[0, 2], [0, 3], [2, 4], [3, 4], [0, 5]]))
    assert sorted(map(len, calls)) == [1, 2, 2]


def test_a_question_answered_yes_silences(limits):
    yes = ChangedOutcomes(6, [np.array([2])], (), (), lambda some: ANSWERS[bool(some)])
    outcomes = ChangedOutcomes(6, DECIDING, (), (yes,), lambda some: 1 + len(some))
    sets = np.array([[0, 2], [0, 3], [2, 4], [3, 5]])
    assert outcomes.after(sets).tolist() == [0, 2, 0, 1]


MEASURED = KIDNEY.with_finding("calcium_total", LabResult(2.6, "mmol/L"))


@pytest.mark.parametrize("scope", [ENTERED, MIXED])
@pytest.mark.parametrize("case", [MEASURED, SKIN], ids=["kidney", "skin"])
def test_how_ways_are_told_apart_makes_no_difference(case, scope, monkeypatch):
    found = overturning(case, scope=scope, most=2)
    monkeypatch.setattr(change_outcomes, "_LARGEST_TABLE", 1)
    monkeypatch.setattr(change_outcomes, "_LARGEST_NUMBER", 1)
    again = overturning(case, scope=scope, most=2)
    assert (again.size, again.count) == (found.size, found.count)
    assert [one.changes for one in again.flips] == [one.changes for one in found.flips]
