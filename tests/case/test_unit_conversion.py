"""Units of a lab: every factor is the one that its molar mass gives, and there and back agree."""

import pytest

from calcinosis.case import LABS, UNIT_BASIS, conversions


@pytest.mark.parametrize("lab_id", UNIT_BASIS)
def test_factor_in_use_is_that_of_the_molar_mass(lab_id):
    assert LABS[lab_id].factor_to_si == pytest.approx(UNIT_BASIS[lab_id].factor_to_si, rel=5e-4)


def test_calcium_times_phosphate_has_the_product_of_their_factors():
    product = LABS["calcium_total"].factor_to_si * LABS["phosphate"].factor_to_si
    assert LABS["ca_p_product"].factor_to_si == pytest.approx(product, rel=1e-3)


@pytest.mark.parametrize("lab_id", LABS)
def test_there_and_back_is_the_same_value(lab_id):
    unit = LABS[lab_id].conventional_unit
    for there in conversions(lab_id, 3.0, unit):
        (back,) = (one for one in conversions(lab_id, there.value, there.unit) if one.unit == unit)
        assert back.value == pytest.approx(3.0)


def test_creatinine_in_umol_per_litre_with_the_numbers_put_in():
    (one,) = conversions("creatinine", 1.2, "mg/dL")
    assert one.formula == "1.2 mg/dL x 88.4 = 106.1 umol/L"
    assert one.basis == "molar mass of creatinine C4H7N3O, 113.12 g/mol"


def test_lab_with_one_unit_has_nothing_to_convert():
    assert conversions("alp", 90, "U/L") == ()
