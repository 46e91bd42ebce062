"""The response curve is the answer to the case at every value of a lab."""

import numpy as np
import pytest

from calcinosis import consult
from calcinosis.case import LABS
from calcinosis.reasoning.lab_range import with_value
from calcinosis.reasoning.response_curve import labs_that_tell, response_curve
from tests.reasoning.changed_cases import EMPTY, GENITAL, KIDNEY, MODEL, SKIN, types_of


@pytest.mark.parametrize("case", [KIDNEY, SKIN, EMPTY], ids=["kidney", "skin", "empty"])
@pytest.mark.parametrize("lab", ["phosphate", "calcium_total", "albumin", "egfr", "crp"])
def test_curve_is_the_posterior_at_each_value(case, lab):
    curve = response_curve(case, lab, "nephrology", prior_weights={"tumoral": 2.0}, draws=20)
    for i in range(0, curve.values.size, 9):
        moved = with_value(case, lab, float(curve.values[i]), curve.unit)
        expected = types_of(moved, "nephrology", {"tumoral": 2.0})
        assert curve.types[i] == pytest.approx(expected, abs=1e-10)


def test_bands_are_the_credible_intervals_of_the_consultation():
    curve = response_curve(KIDNEY, "phosphate")
    assert 2.0 in curve.band_values
    for value, band in list(zip(curve.band_values, curve.bands, strict=True))[::4]:
        answer = consult(with_value(KIDNEY, "phosphate", float(value), "mmol/L"))
        assert band == pytest.approx(np.array(list(answer.intervals.values())))


def test_unit_is_as_asked_and_changes_no_probability():
    si = response_curve(KIDNEY, "phosphate", unit="mmol/L", draws=2)
    us = response_curve(KIDNEY, "phosphate", unit="mg/dL", draws=2)
    assert us.values == pytest.approx(si.values / 0.3229)
    assert us.types == pytest.approx(si.types, abs=1e-9)
    assert us.value == pytest.approx(2.0 / 0.3229)


def test_laboratorys_own_interval_and_the_patients_value_are_carried_along():
    curve = response_curve(KIDNEY, "phosphate", draws=2)
    assert curve.interval == pytest.approx((0.8, 1.5))
    assert curve.value == 2.0
    assert response_curve(SKIN, "phosphate", draws=2).value is None


@pytest.mark.parametrize("lab", labs_that_tell(MODEL))
def test_curve_has_no_step_between_two_values(lab):
    curve = response_curve(SKIN, lab, draws=2)
    assert np.all(np.diff(curve.values) > 0)
    assert np.abs(np.diff(curve.types, axis=0)).max() < 0.25


def test_turn_lies_where_two_types_are_level():
    curve = response_curve(GENITAL, "phosphate", draws=2)
    turns = curve.turns()
    assert turns
    for value, below, above in turns:
        p = types_of(with_value(GENITAL, "phosphate", value, curve.unit))
        one, other = (p[curve.type_ids.index(t)] for t in (below, above))
        assert one == pytest.approx(other, abs=0.02)


def test_unknown_lab_and_unit_are_refused():
    with pytest.raises(ValueError, match="not a laboratory test"):
        response_curve(KIDNEY, "raynaud")
    with pytest.raises(ValueError, match="not measured in"):
        response_curve(KIDNEY, "phosphate", unit="kg")
    assert set(labs_that_tell(MODEL)) <= set(LABS)
