"""The formulas against published and tabulated worked values, to the printed digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case.formulas import (
    albumin_adjusted_calcium_mg_per_dl,
    albumin_adjusted_calcium_mmol_per_l,
    calcium_phosphate_product_mg2_per_dl2,
    ckid_u25_k,
    egfr_ckd_epi_2021,
    egfr_ckid_u25,
    kdigo_gfr_category,
    phosphate_reabsorption_fraction,
    tmp_gfr_adult,
    tmp_gfr_child,
)


def printed(value, digits):
    """Equal to a value printed with so many decimals, whichever way the last half was rounded."""
    return pytest.approx(value, abs=0.5 * 10**-digits + 1e-9, rel=0)


@pytest.mark.parametrize(
    ("calcium", "albumin", "adjusted_mg_per_dl", "adjusted_mmol_per_l"),
    [
        (8.0, 2.5, 9.20, 2.296),
        (10.2, 4.0, 10.20, 2.545),
        (12.0, 3.0, 12.80, 3.194),
        (9.0, 4.8, 8.36, 2.085),
    ],
)
def test_albumin_adjusted_calcium(calcium, albumin, adjusted_mg_per_dl, adjusted_mmol_per_l):
    conventional = albumin_adjusted_calcium_mg_per_dl(calcium, albumin)
    in_si = albumin_adjusted_calcium_mmol_per_l(calcium * 0.2495, albumin * 10)
    assert conventional == printed(adjusted_mg_per_dl, 2)
    assert in_si == printed(adjusted_mmol_per_l, 3)


@pytest.mark.parametrize(
    ("calcium", "phosphate", "product", "in_si"),
    [
        (9.0, 5.0, 45.0, 3.63),
        (8.8, 6.25, 55.0, 4.43),
        (9.6, 8.0, 76.8, 6.19),
        (10.2, 9.7, 98.9, 7.97),
    ],
)
def test_calcium_phosphate_product(calcium, phosphate, product, in_si):
    value = calcium_phosphate_product_mg2_per_dl2(calcium, phosphate)
    assert value == printed(product, 1)
    assert value * 0.0806 == printed(in_si, 2)


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "egfr"),
    [
        (1.2, 55, "male", 71.4),
        (0.6, 30, "female", 123.8),
        (1.0, 50, "female", 68.6),
        (2.5, 64, "male", 28.0),
        (7.5, 58, "female", 5.8),
        (442 / 88.4, 40, "male", 14.1),
        (0.7, 25, "male", 131.1),
    ],
)
def test_ckd_epi_2021(creatinine, age, sex, egfr):
    assert egfr_ckd_epi_2021(creatinine, age, sex) == printed(egfr, 1)


@pytest.mark.parametrize(
    ("age", "sex", "height_cm", "creatinine", "k", "u25"),
    [
        (5, "male", 110, 0.4, 36.884, 101.4),
        (12, "female", 150, 0.6, 36.100, 90.3),
        (15, "male", 170, 0.8, 44.505, 94.6),
        (10, "female", 138, 2.0, 35.529, 24.5),
        (20, "female", 165, 0.7, 41.400, 97.6),
    ],
)
def test_ckid_u25(age, sex, height_cm, creatinine, k, u25):
    assert ckid_u25_k(age, sex) == printed(k, 3)
    assert egfr_ckid_u25(creatinine, height_cm, age, sex) == printed(u25, 1)


def test_ckid_u25_factor_of_a_young_man():
    assert ckid_u25_k(18, "male") == 50.8


@pytest.mark.parametrize(
    ("egfr", "category"),
    [
        (120, "G1"), (90, "G1"), (89.9, "G2"), (60, "G2"), (59, "G3a"), (45, "G3a"),
        (44, "G3b"), (30, "G3b"), (29, "G4"), (15, "G4"), (14.9, "G5"), (0.5, "G5"),
    ],
)  # fmt: skip
def test_kdigo_categories_begin_at_their_limits(egfr, category):
    assert kdigo_gfr_category(egfr) == category


@pytest.mark.parametrize(
    ("sp", "up", "scr", "ucr", "trp", "adult", "child"),
    [
        (0.70, 4.0, 80, 8.0, 0.9429, 0.806, 0.660),
        (1.10, 20.0, 70, 8.0, 0.8409, 0.925, 0.925),
        (0.60, 18.0, 75, 7.0, 0.6786, 0.407, 0.407),
        (2.30, 15.0, 45, 6.0, 0.9511, 2.744, 2.188),
        (1.55, 25.0, 35, 5.0, 0.8871, 1.421, 1.375),
    ],
)
def test_phosphate_reabsorption_and_tmp_gfr(sp, up, scr, ucr, trp, adult, child):
    fraction = phosphate_reabsorption_fraction(sp, up, scr, ucr)
    assert fraction == printed(trp, 4)
    assert tmp_gfr_adult(fraction, sp) == printed(adult, 3)
    assert tmp_gfr_child(fraction, sp) == printed(child, 3)


def test_the_published_formula_of_adults_steps_at_a_reabsorption_of_86_percent():
    assert tmp_gfr_adult(0.86, 1.0) == printed(0.860, 3)
    assert tmp_gfr_adult(0.86 + 1e-12, 1.0) == printed(0.827, 3)


@given(st.floats(0.2, 20), st.floats(18, 110), st.sampled_from(["female", "male"]))
def test_more_creatinine_never_means_a_better_gfr(creatinine, age, sex):
    better = egfr_ckd_epi_2021(creatinine, age, sex)
    assert egfr_ckd_epi_2021(creatinine * 1.1, age, sex) < better


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: egfr_ckd_epi_2021(1.0, 17, "male"), "CKD-EPI 2021 holds from 18 years, not at 17"),
        (lambda: egfr_ckd_epi_2021(0, 40, "male"), "creatinine_mg_per_dl must be above 0, not 0"),
        (lambda: egfr_ckd_epi_2021(1.0, 40, "unknown"), "sex must be female or male"),
        (lambda: egfr_ckid_u25(0.4, 60, 0.5, "male"), "CKiD U25 holds from 1 to 25 years"),
        (lambda: egfr_ckid_u25(0.4, 0, 5, "male"), "height_cm must be above 0"),
        (
            lambda: egfr_ckid_u25(float("nan"), 110, 5, "male"),
            "creatinine_mg_per_dl must be above 0",
        ),
        (
            lambda: phosphate_reabsorption_fraction(1.0, 5.0, 80, 0),
            "urine_creatinine_mmol_per_l must be above 0",
        ),
    ],
)
def test_a_formula_refuses_what_it_does_not_hold_for(call, message):
    with pytest.raises(ValueError, match=message):
        call()
