"""The smallest sets of changes are exactly those that trying every set finds."""

from itertools import combinations

import pytest

from calcinosis.case import Case, LabResult
from calcinosis.cases import load_textbook_cases
from calcinosis.reasoning.overturning import (
    ENTERED,
    MOST_CHANGES,
    UNKNOWN,
    candidates,
    overturning,
)
from tests.reasoning.changed_cases import EMPTY, GENITAL, KIDNEY, MODEL, SKIN, leader_of, types_of

TEXTBOOK = {record.id: record.case for record in load_textbook_cases()}
SMALL = {
    name: case.without(*list(case)[most:])
    for name, case, most in [
        *((name, case, 5) for name, case in list(TEXTBOOK.items())[::6]),
        ("kidney", KIDNEY.without("age_years", "sex", "region", "pth"), 6),
        ("skin", SKIN.without("age_years", "sex"), 5),
    ]
}


def _applied(case, changes):
    for change in changes:
        case = change.apply(case)
    return case


def _by_trying_all(case, scope, most):
    leader, allowed = leader_of(case), candidates(case, scope, MODEL)
    for size in range(1, most + 1):
        found = {
            frozenset(one.finding for one in chosen)
            for chosen in combinations(allowed, size)
            if len({one.finding for one in chosen}) == size
            and leader_of(_applied(case, chosen)) != leader
        }
        if found:
            return size, len(found)
    return 0, 0


@pytest.mark.parametrize("name", SMALL)
def test_smallest_sets_of_entered_findings_are_those_found_by_trying_all(name):
    case = SMALL[name]
    found = overturning(case)
    assert (found.size, found.count) == _by_trying_all(case, ENTERED, 3)


@pytest.mark.parametrize("case", [KIDNEY, SKIN], ids=["kidney", "skin"])
def test_single_unknown_findings_are_those_found_by_trying_all(case):
    found = overturning(case, scope=UNKNOWN, most=1)
    leader = leader_of(case)
    tried = [c for c in candidates(case, UNKNOWN, MODEL) if leader_of(c.apply(case)) != leader]
    assert found.count == len(tried)
    assert found.size == (1 if tried else 0)


@pytest.mark.parametrize("scope", MOST_CHANGES)
@pytest.mark.parametrize("case", [KIDNEY, SKIN, TEXTBOOK["textbook-gout-1"]],
                         ids=["kidney", "skin", "gout"])  # fmt: skip
def test_every_set_listed_overturns_with_the_probabilities_stated(case, scope):
    found, leader = overturning(case, scope=scope), leader_of(case)
    assert found.leader == MODEL.type_ids[leader]
    for flip in found.flips:
        assert len(flip.changes) == found.size
        types = types_of(_applied(case, flip.changes))
        assert flip.leader == MODEL.type_ids[int(types.argmax())] != found.leader
        assert flip.probability == pytest.approx(types.max(), abs=1e-10)
        assert flip.former_probability == pytest.approx(types[leader], abs=1e-10)


def test_lab_is_moved_no_further_than_it_takes():
    high = LabResult(3.4, "mmol/L")
    case = GENITAL.with_finding("calcium_total", high)
    moved = [
        (flip, change)
        for flip in overturning(case).flips
        for change in flip.changes
        if change.finding == "calcium_total" and change.value is not None
    ]
    assert moved
    for flip, change in moved:
        others = [one for one in flip.changes if one is not change]
        nearer = high.value + 0.97 * (change.value.value - high.value)
        back = _applied(case, others).with_finding("calcium_total", LabResult(nearer, "mmol/L"))
        assert change.value.unit == "mmol/L"
        assert leader_of(_applied(case, flip.changes)) != leader_of(case)
        assert leader_of(back) == leader_of(case)


def test_it_says_when_nothing_up_to_three_overturns():
    from tests.bench import CASE

    found = overturning(Case.from_dict(CASE))
    assert (found.size, found.count, found.flips, found.searched) == (0, 0, (), 3)


def test_age_sex_and_height_are_taken_as_certain():
    case = KIDNEY.with_finding("height_cm", 160)
    changed = {one.finding for scope in MOST_CHANGES for one in candidates(case, scope, MODEL)}
    assert changed.isdisjoint({"age_years", "sex", "height_cm"})


def test_chance_of_an_unknown_finding_is_its_likelihood_over_the_present_answer():
    found = overturning(SKIN, scope=UNKNOWN, most=1)
    chances = [flip.chance for flip in found.flips if flip.chance is not None]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance < 1 for chance in chances)


def test_empty_case_has_nothing_entered_to_overturn():
    assert overturning(EMPTY).size == 0


def test_unknown_scope_and_too_many_changes_are_refused():
    with pytest.raises(ValueError, match="scope"):
        overturning(SKIN, scope="all")
    with pytest.raises(ValueError, match="1 to 3"):
        overturning(SKIN, most=4)
