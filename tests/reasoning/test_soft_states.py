"""A measured value as chances of its true state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import LABS, LabResult
from calcinosis.reasoning.soft_states import state_probabilities

MEASURED = st.sampled_from([lab for lab in LABS if not lab.startswith("urine_")]).flatmap(
    lambda lab: st.tuples(st.just(lab), st.floats(LABS[lab].warn_low, LABS[lab].warn_high))
)


def states(lab, value, age=50, sex="female", dialysis=False, very_high=None, unit=None, **interval):
    unit = unit or LABS[lab].conventional_unit
    return state_probabilities(
        lab, LabResult(value, unit, **interval), age, sex, dialysis, very_high
    )


@given(MEASURED, st.one_of(st.none(), st.floats(0, 100)), st.booleans(), st.booleans())
def test_the_chances_of_the_states_sum_to_one(measured, age, dialysis, split):
    lab, value = measured
    threshold = LABS[lab].warn_high * 0.8 if split else None
    chances = states(lab, value, age, None, dialysis, threshold)
    assert sum(chances.values()) == pytest.approx(1, abs=1e-12)
    assert all(-1e-15 <= p <= 1 for p in chances.values())
    assert set(chances) == {"low", "normal", "high"} | ({"very_high"} if split else set())


def test_a_value_at_the_limit_is_as_likely_high_as_not():
    assert states("calcium_total", 10.2)["high"] == pytest.approx(0.5)


def test_a_value_of_nothing_is_low_only_where_the_limit_lies_above_it():
    """Nothing has no spread; a limit belongs to the interval, as for the state in words."""
    assert states("crp", 0.0, ref_low=0.0)["normal"] == 1.0
    assert states("crp", 0.0, ref_low=0.1)["low"] == 1.0


def test_a_value_a_tenth_above_the_limit_is_only_a_little_more_likely_high():
    assert 0.55 < states("calcium_total", 10.3)["high"] < 0.75


def test_a_value_far_above_the_limit_is_high():
    assert states("calcium_total", 13.0)["high"] > 0.9999


@given(st.floats(8.0, 12.0), st.floats(0.01, 2.0))
def test_a_higher_value_is_never_less_likely_high(value, more):
    assert states("calcium_total", value + more)["high"] >= states("calcium_total", value)["high"]


@pytest.mark.parametrize(("lab", "value"), [("calcium_total", 10.6), ("phosphate", 5.2)])
def test_dialysis_widens_the_variation(lab, value):
    at_home = states(lab, value)
    on_dialysis = states(lab, value, dialysis=True)
    assert 0.5 < on_dialysis["high"] < at_home["high"]


def test_a_childs_phosphate_of_six_is_normal_and_an_adults_is_high():
    child, adult = states("phosphate", 6.0, age=3), states("phosphate", 6.0, age=43)
    assert max(child, key=child.get) == "normal"
    assert child["high"] < 0.3
    assert adult["high"] > 0.95


def test_the_laboratorys_own_interval_moves_the_states():
    own = states("calcium_total", 10.4, ref_low=8.6, ref_high=11.0)
    assert own["normal"] > 0.9
    assert states("calcium_total", 10.4)["normal"] < 0.3


def test_si_units_give_the_same_chances():
    conventional = states("pth", 71.0)
    assert states("pth", 71.0 * 0.1061, unit="pmol/L") == pytest.approx(conventional, abs=1e-9)


@pytest.mark.parametrize("state", ["low", "normal", "high"])
def test_a_bare_state_is_taken_as_certain(state):
    assert state_probabilities("pth", LabResult(state=state), 50, None, False, 650.0) == {
        state: 1.0
    }


def test_very_high_is_split_off_from_high():
    chances = states("calcium_total", 15.5, very_high=14.0)
    assert chances["very_high"] > 0.95
    whole = states("calcium_total", 15.5)["high"]
    assert chances["high"] + chances["very_high"] == pytest.approx(whole)


def test_very_high_never_reaches_below_the_laboratorys_own_upper_limit():
    chances = states("ck", 1200.0, very_high=1000.0, ref_low=100.0, ref_high=1500.0)
    assert chances["normal"] > 0.8
    assert chances["high"] == pytest.approx(0, abs=1e-12)


def test_a_lab_without_an_interval_has_no_states():
    assert states("urine_phosphate", 40.0) == {}
