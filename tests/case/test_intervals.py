"""Reference intervals by age and sex."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import LABS, reference_interval

WITHOUT_INTERVAL = {"urine_phosphate", "urine_creatinine"}


@pytest.mark.parametrize(
    ("lab_id", "age", "sex", "low", "high"),
    [
        ("calcium_total", 40, "female", 8.4, 10.2),
        ("calcium_total", 6, "male", 8.8, 10.8),
        ("calcium_total", 1.5 / 365.25, None, 7.0, 12.0),
        ("calcium_ionised", 3, None, 4.5, 5.6),
        ("phosphate", 40, "male", 2.5, 4.5),
        ("phosphate", 2 / 365.25, None, 4.5, 9.0),
        ("phosphate", 0.5, None, 4.0, 7.5),
        ("phosphate", 3, None, 3.8, 6.5),
        ("phosphate", 3.99, None, 3.8, 6.5),
        ("phosphate", 4, None, 3.2, 5.8),
        ("phosphate", 14, None, 2.9, 5.4),
        ("phosphate", 19.9, None, 2.4, 4.7),
        ("alp", 0.5, None, 150, 420),
        ("alp", 13, "male", 100, 495),
        ("alp", 13, "female", 100, 420),
        ("alp", 15, "female", 70, 320),
        ("alp", 45, "female", 40, 130),
        ("creatinine", 0.01, None, 0.3, 1.0),
        ("creatinine", 8, "male", 0.3, 0.7),
        ("creatinine", 15, "male", 0.5, 1.0),
        ("creatinine", 60, "female", 0.59, 1.04),
        ("creatinine", 60, "male", 0.74, 1.35),
        ("albumin", 2, None, 3.4, 5.2),
        ("albumin", 50, None, 3.5, 5.2),
        ("urate", 10, "male", 1, 7),
        ("urate", 30, "female", 2.4, 6.0),
        ("bicarbonate", 5, None, 20, 30),
        ("fgf23_cterm", 10, None, 0, 230),
        ("fgf23_cterm", 30, None, 0, 180),
        ("fgf23_intact", 10, None, None, 61.2),
        ("fgf23_intact", 30, None, 28, 100),
        ("vitd_25oh", 30, None, 20, 80),
        ("egfr", 30, None, 60, None),
        ("pth", 30, None, 15, 65),
        ("esr", 60, "male", 0, 30),
        ("esr", 60, "female", 0, 35),
        ("crp", 60, "female", 0, 8),
    ],
)
def test_intervals_follow_age_and_sex(lab_id, age, sex, low, high):
    interval = reference_interval(lab_id, age, sex)
    assert (interval.low, interval.high) == (low, high)
    assert interval.unit == LABS[lab_id].conventional_unit


@pytest.mark.parametrize(
    ("age", "low", "high"),
    [(1, 1.15, 2.60), (5, 1.11, 1.70), (14, 0.87, 1.69), (17, 0.71, 1.61), (30, 0.70, 1.35)],
)
def test_tmp_gfr_uses_the_bands_of_the_idms_era_from_two_years(age, low, high):
    interval = reference_interval("tmp_gfr", age, None)
    assert interval.low * 0.3229 == pytest.approx(low)
    assert interval.high * 0.3229 == pytest.approx(high)


@pytest.mark.parametrize("lab_id", sorted(set(LABS) - WITHOUT_INTERVAL))
def test_an_unknown_age_is_read_as_an_adult(lab_id):
    assert reference_interval(lab_id, None, "female") == reference_interval(lab_id, 50, "female")


@pytest.mark.parametrize("lab_id", sorted(set(LABS) - WITHOUT_INTERVAL))
@pytest.mark.parametrize("age", [18, 35, 80])
def test_an_unknown_sex_gives_the_widest_union(lab_id, age):
    either, female, male = (
        reference_interval(lab_id, age, sex) for sex in (None, "female", "male")
    )
    assert either.low is None or either.low == min(female.low, male.low)
    assert either.high is None or either.high == max(female.high, male.high)


def test_spot_urine_has_no_interval():
    assert all(reference_interval(lab_id, 40, "female") is None for lab_id in WITHOUT_INTERVAL)


def test_a_fixed_daily_urine_calcium_is_not_applied_to_children():
    assert reference_interval("urine_calcium_24h", 6, "male") is None
    assert reference_interval("urine_calcium_24h", 40, "male").high == 300


@pytest.mark.parametrize("lab_id", sorted(set(LABS) - WITHOUT_INTERVAL - {"urine_calcium_24h"}))
@given(age=st.floats(0, 120), sex=st.sampled_from(["female", "male", None, "unknown"]))
def test_every_age_has_one_interval_without_a_gap(lab_id, age, sex):
    interval = reference_interval(lab_id, age, sex)
    assert interval.source
    assert interval.band
    assert interval.low is None or interval.high is None or interval.low < interval.high


def test_an_interval_without_a_source_is_marked_as_an_estimate():
    assert reference_interval("phosphate", 0.5, None).is_estimate
    assert not reference_interval("phosphate", 3, None).is_estimate
    assert "PedSAP" in reference_interval("phosphate", 3, None).source
    assert "estimate" in reference_interval("vitd_125", 3, None).source


def test_an_unknown_lab_is_refused():
    with pytest.raises(KeyError, match="phosphat"):
        reference_interval("phosphat", 40, None)
