"""Other priors give the answers that the engine gives with them."""

import pytest

from calcinosis.knowledge import CLINICS
from calcinosis.reasoning.prior_sensitivity import prior_sensitivity
from tests.reasoning.changed_cases import EMPTY, KIDNEY, SKIN, types_of

CASES = pytest.mark.parametrize("case", [KIDNEY, SKIN, EMPTY], ids=["kidney", "skin", "empty"])


@CASES
def test_every_clinic_is_the_posterior_there(case):
    found = prior_sensitivity(case, "nephrology", prior_weights={"mimic": 3.0})
    assert tuple(found.clinics) == tuple(CLINICS)
    for clinic, types in found.clinics.items():
        assert types == pytest.approx(types_of(case, clinic, {"mimic": 3.0}), abs=1e-10)


@CASES
def test_every_factor_is_the_posterior_with_that_weight_on_the_leader(case):
    found = prior_sensitivity(case)
    for factor, types in list(zip(found.factors, found.by_factor, strict=True))[::16]:
        assert types == pytest.approx(types_of(case, "any", {found.leader: factor}), abs=1e-9)


@CASES
def test_leader_and_runner_up_are_level_at_the_break_even(case):
    found = prior_sensitivity(case)
    types = types_of(case, "any", {found.leader: found.break_even})
    first, second = (found.type_ids.index(t) for t in (found.leader, found.runner_up))
    assert types[first] == pytest.approx(types[second], rel=1e-9)
    assert types[first] == pytest.approx(types.max(), rel=1e-9)
    assert 0 < found.break_even <= 1
