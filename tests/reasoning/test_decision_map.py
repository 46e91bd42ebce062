"""The decision map is the answer to the case at every pair of two labs."""

import random

import numpy as np
import pytest

from calcinosis.case import LABS, to_unit
from calcinosis.reasoning.decision_map import COUPLED_STEPS, STEPS, decision_map
from calcinosis.reasoning.lab_range import with_value
from tests.reasoning.changed_cases import EMPTY, KIDNEY, SKIN, types_of

RENAL = KIDNEY.without("dialysis_years")
TUBULAR = SKIN.with_finding("creatinine", {"value": 80, "unit": "umol/L"}).with_finding(
    "trp", {"value": 82, "unit": "%"}
)


@pytest.mark.parametrize("case", [KIDNEY, RENAL, SKIN, TUBULAR, EMPTY],
                         ids=["dialysis", "albumin", "skin", "tubular", "empty"])  # fmt: skip
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("calcium_total", "phosphate"),
        ("calcium_total", "albumin"),
        ("phosphate", "ca_p_product"),
        ("creatinine", "phosphate"),
        ("egfr", "calcium_total"),
        ("pth", "vitd_25oh"),
    ],
)
def test_map_is_the_posterior_with_both_values(case, x, y):
    found = decision_map(case, x, y, "endocrinology")
    pick = random.Random(f"{x}{y}")
    for _ in range(5):
        i, j = pick.randrange(found.y.values.size), pick.randrange(found.x.values.size)
        moved = with_value(case, x, float(found.x.values[j]), found.x.unit)
        moved = with_value(moved, y, float(found.y.values[i]), found.y.unit)
        assert found.types[i, j] == pytest.approx(types_of(moved, "endocrinology"), abs=1e-10)


def test_map_is_fine_where_labs_are_read_apart_and_coarser_where_together():
    assert decision_map(RENAL).types.shape[:2] == (STEPS, STEPS)
    together = decision_map(RENAL, "calcium_total", "albumin")
    assert together.types.shape[:2] == (COUPLED_STEPS, COUPLED_STEPS)


def test_leading_type_and_probability_are_the_highest_of_each_cell():
    found = decision_map(RENAL)
    assert np.take_along_axis(found.types, found.leading[..., None], 2)[..., 0] == pytest.approx(
        found.probability
    )


def test_patients_point_is_given_in_the_unit_asked_for():
    found = decision_map(KIDNEY, units={"phosphate": "mg/dL"})
    assert found.x.value == 2.3
    assert found.y.value == pytest.approx(2.0 / 0.3229)
    assert decision_map(SKIN).y.value is None


def test_a_map_needs_two_labs():
    with pytest.raises(ValueError, match="two labs"):
        decision_map(KIDNEY, "pth", "pth")


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L"])
def test_a_value_at_the_limit_of_what_can_be_entered_is_on_the_map(unit):
    """Rounded to three digits it would lie beyond the limit."""
    value = to_unit("phosphate", LABS["phosphate"].error_high, "mg/dL", unit)
    case = EMPTY.with_finding("phosphate", {"value": value, "unit": unit})
    found = decision_map(case)
    assert found.y.values[-1] == pytest.approx(value)
    assert np.isfinite(found.types).all()
