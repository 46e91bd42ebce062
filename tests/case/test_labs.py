"""Units, conversion, variation and limits of the laboratory tests."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import LABS, canonical_unit, to_unit
from calcinosis.case.labs import (
    error_limits_text,
    is_within_error_limits,
    is_within_warn_limits,
    likely_unit,
    unit_hint,
)

ALL_UNITS = [(lab_id, unit) for lab_id, test in LABS.items() for unit in test.units]


@pytest.mark.parametrize(
    ("lab_id", "value", "unit", "converted", "other"),
    [
        ("calcium_total", 10.0, "mg/dL", 2.495, "mmol/L"),
        ("calcium_ionised", 5.0, "mg/dL", 1.2475, "mmol/L"),
        ("albumin", 4.0, "g/dL", 40.0, "g/L"),
        ("phosphate", 4.5, "mg/dL", 1.453, "mmol/L"),
        ("magnesium", 2.0, "mg/dL", 0.8228, "mmol/L"),
        ("creatinine", 5.0, "mg/dL", 442.0, "umol/L"),
        ("pth", 65.0, "pg/mL", 6.897, "pmol/L"),
        ("vitd_25oh", 20.0, "ng/mL", 49.92, "nmol/L"),
        ("vitd_125", 50.0, "pg/mL", 120.0, "pmol/L"),
        ("urate", 7.0, "mg/dL", 416.4, "umol/L"),
        ("crp", 0.8, "mg/dL", 8.0, "mg/L"),
        ("urine_creatinine", 100.0, "mg/dL", 8.84, "mmol/L"),
        ("urine_calcium_24h", 300.0, "mg/24h", 7.485, "mmol/24h"),
        ("ca_p_product", 55.0, "mg2/dL2", 4.433, "mmol2/L2"),
    ],
)
def test_conventional_and_si_units_convert_by_the_published_factors(
    lab_id, value, unit, converted, other
):
    assert to_unit(lab_id, value, unit, other) == pytest.approx(converted, rel=1e-3)


@pytest.mark.parametrize("lab_id", LABS)
@given(value=st.floats(0.01, 10000))
def test_every_lab_survives_the_way_to_every_other_unit_and_back(lab_id, value):
    units = LABS[lab_id].units
    for unit in units:
        for other in units:
            there = to_unit(lab_id, value, unit, other)
            assert to_unit(lab_id, there, other, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("lab_id", "typed", "canonical"),
    [
        ("creatinine", "µmol/L", "umol/L"),
        ("creatinine", "μmol/l", "umol/L"),
        ("creatinine", "UMOL/L", "umol/L"),
        ("calcium_total", "mg/dl", "mg/dL"),
        ("calcium_total", " mmol/L ", "mmol/L"),
        ("ca_p_product", "mg²/dL²", "mg2/dL2"),
        ("egfr", "ml/min/1.73 m²", "mL/min/1.73m2"),
    ],
)
def test_units_are_read_in_every_usual_spelling_and_kept_in_one(lab_id, typed, canonical):
    assert canonical_unit(lab_id, typed) == canonical


def test_a_unit_of_another_lab_is_no_unit():
    assert canonical_unit("calcium_total", "g/L") is None
    with pytest.raises(
        ValueError, match=r"calcium_total is not measured in 'g/L': use mg/dL, mmol"
    ):
        to_unit("calcium_total", 9.0, "g/L", "mg/dL")


def test_a_unit_used_elsewhere_is_explained():
    assert unit_hint("pth", "ng/L") == "1 ng/L is 1 pg/mL: write pg/mL"


@pytest.mark.parametrize("lab_id", LABS)
def test_total_variation_is_the_root_of_the_sum_of_squares(lab_id):
    test = LABS[lab_id]
    assert 0 < test.cv_total < 0.4
    assert test.cv_total == pytest.approx(math.sqrt(test.cv_individual**2 + test.cv_analytical**2))
    assert test.cv_total_dialysis >= test.cv_total


def test_calcium_phosphate_and_pth_vary_more_on_dialysis():
    for lab_id in ("calcium_total", "phosphate", "pth"):
        assert LABS[lab_id].cv_total_dialysis > 1.3 * LABS[lab_id].cv_total


@pytest.mark.parametrize("lab_id", LABS)
def test_error_limits_enclose_warn_limits(lab_id):
    test = LABS[lab_id]
    assert test.error_low <= test.warn_low < test.warn_high <= test.error_high


@pytest.mark.parametrize(("lab_id", "unit"), ALL_UNITS)
def test_a_value_on_its_limit_is_within_it_in_every_unit(lab_id, unit):
    test = LABS[lab_id]
    for limit in (test.error_low, test.error_high):
        converted = to_unit(lab_id, limit, test.conventional_unit, unit)
        assert is_within_error_limits(lab_id, converted, unit)
    warn_high = to_unit(lab_id, test.warn_high, test.conventional_unit, unit)
    assert is_within_warn_limits(lab_id, warn_high, unit)
    beyond = to_unit(lab_id, test.error_high * 1.001, test.conventional_unit, unit)
    assert not is_within_error_limits(lab_id, beyond, unit)


@pytest.mark.parametrize(
    ("lab_id", "value"),
    [("vitd_25oh", 1161), ("calcium_total", 15.7), ("pth", 2362), ("phosphate", 9.7)],
)
def test_the_highest_published_values_are_plausible(lab_id, value):
    assert is_within_error_limits(lab_id, value, LABS[lab_id].conventional_unit)


@pytest.mark.parametrize(
    ("lab_id", "value", "unit", "meant"),
    [
        ("calcium_total", 4.2, "mg/dL", "mmol/L"),
        ("calcium_total", 6.0, "mmol/L", "mg/dL"),
        ("calcium_ionised", 1.3, "mg/dL", "mmol/L"),
        ("calcium_ionised", 3.0, "mmol/L", "mg/dL"),
        ("albumin", 40, "g/dL", "g/L"),
        ("creatinine", 79, "mg/dL", "umol/L"),
        ("creatinine", 5, "umol/L", "mg/dL"),
        ("urate", 50, "mg/dL", "umol/L"),
    ],
)
def test_a_size_that_belongs_to_another_unit_is_recognised(lab_id, value, unit, meant):
    assert likely_unit(lab_id, value, unit) == meant


@pytest.mark.parametrize(("lab_id", "unit"), ALL_UNITS)
def test_a_size_that_belongs_to_another_unit_is_always_asked_about(lab_id, unit):
    test = LABS[lab_id]
    for limit in (test.warn_low, test.warn_high):
        usual = to_unit(lab_id, limit, test.conventional_unit, unit)
        assert likely_unit(lab_id, usual, unit) is None


def test_phosphate_is_never_told_by_its_size():
    assert likely_unit("phosphate", 2.5, "mg/dL") is None
    assert likely_unit("phosphate", 2.5, "mmol/L") is None


@pytest.mark.parametrize("lab_id", LABS)
def test_what_is_said_to_be_allowed_has_two_digits_and_is_allowed(lab_id):
    for unit in LABS[lab_id].units:
        low, _, high, _ = error_limits_text(lab_id, unit).split(" ", 3)
        for limit in (low, high):
            assert len(limit.strip("-").replace(".", "").strip("0")) <= 2
            assert is_within_error_limits(lab_id, float(limit), unit)
