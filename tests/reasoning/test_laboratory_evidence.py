"""How laboratory values become evidence: which wins, which says the same, and no cliffs."""

import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.reasoning import default_model
from calcinosis.reasoning.weighing import weigh
from tests.reasoning.strategies import labs_with_own_intervals
from tests.reasoning.toy import mg_per_dl, reason

LARGEST_STEP = 0.006
"""Most that any type may move for a step of 0.005 mg/dL in calcium."""


def pieces(case):
    evidence = weigh(Case.from_dict(case), default_model())
    return {piece.finding: piece for piece in evidence.pieces}


def calcium_likelihood(case):
    return pieces(case)["calcium_total"].log_likelihood


@given(st.floats(7.0, 15.0))
def test_ionised_calcium_wins_over_total(total):
    case = {"age_years": 50, "calcium_ionised": {"value": 1.45, "unit": "mmol/L"}}
    with_total = reason({**case, "calcium_total": mg_per_dl(total)})
    assert np.array_equal(with_total.joint, reason(case).joint)
    assert "calcium_total" in with_total.evidence.unused


def test_calcium_is_adjusted_for_albumin_at_a_normal_egfr():
    case = {"age_years": 50, "egfr": {"value": 95, "unit": "mL/min/1.73m2"}}
    adjusted = calcium_likelihood(
        {**case, "calcium_total": mg_per_dl(9.4), "albumin": {"value": 2.0, "unit": "g/dL"}}
    )
    assert adjusted == pytest.approx(calcium_likelihood({**case, "calcium_total": mg_per_dl(11.0)}))


def test_calcium_is_not_adjusted_for_albumin_at_a_reduced_egfr():
    case = {"age_years": 50, "egfr": {"value": 42, "unit": "mL/min/1.73m2"}}
    case["calcium_total"] = mg_per_dl(9.4)
    with_albumin = {**case, "albumin": {"value": 2.0, "unit": "g/dL"}}
    assert np.array_equal(calcium_likelihood(with_albumin), calcium_likelihood(case))


def test_the_calcium_phosphate_product_adds_nothing_to_its_parts():
    case = {"calcium_total": mg_per_dl(10.9), "phosphate": mg_per_dl(6.1)}
    product = {"value": 66.5, "unit": "mg2/dL2"}
    with_product = reason({**case, "ca_p_product": product})
    assert np.array_equal(with_product.joint, reason(case).joint)
    assert with_product.evidence.unused == ("ca_p_product",)


def test_the_calcium_phosphate_product_counts_where_its_parts_are_unknown():
    product = {"ca_p_product": {"value": 78, "unit": "mg2/dL2"}}
    assert not np.allclose(reason(product).types, reason({}).types)


def test_tmp_gfr_and_phosphate_share_the_weight_of_one_piece_of_evidence():
    case = {"age_years": 20, "phosphate": mg_per_dl(6.5), "tmp_gfr": mg_per_dl(6.4)}
    evidence = reason(case).evidence
    shared = {
        piece.finding: weight / default_model().finding_weights.get(piece.finding, 1.0)
        for piece, weight in zip(evidence.pieces, evidence.weights, strict=True)
        if piece.finding in ("phosphate", "tmp_gfr")
    }
    assert len(shared) == 2
    assert sum(shared.values()) == pytest.approx(1.0)


def test_tmp_gfr_computed_from_urine_counts_as_a_reported_one():
    urine = {
        "age_years": 20,
        "sex": "male",
        "phosphate": mg_per_dl(6.5),
        "creatinine": mg_per_dl(0.8),
        "urine_phosphate": mg_per_dl(40),
        "urine_creatinine": mg_per_dl(90),
    }
    assert "high (computed)" in pieces(urine)["tmp_gfr"].state
    assert reason(urine).types[2] > reason({**urine, "urine_phosphate": mg_per_dl(400)}).types[2]


def test_creatinine_weighs_as_the_egfr_that_follows_from_it():
    creatinine = {"age_years": 60, "sex": "male", "creatinine": mg_per_dl(2.6)}
    log = pieces(creatinine)["creatinine"].log_likelihood
    egfr = {"age_years": 60, "sex": "male", "egfr": {"value": 27.4, "unit": "mL/min/1.73m2"}}
    assert log == pytest.approx(pieces(egfr)["egfr"].log_likelihood, abs=1e-6)


def test_a_reason_names_the_adjusted_calcium_and_its_state():
    calcium = {"age_years": 50, "calcium_total": mg_per_dl(8.0)}
    adjusted = {**calcium, "albumin": {"value": 2.5, "unit": "g/dL"}}
    assert pieces(calcium)["calcium_total"].state == "8 mg/dL, low"
    assert pieces(adjusted)["calcium_total"].state == "8 mg/dL, adjusted 9.2 mg/dL, normal"


def test_a_reason_names_the_egfr_that_follows_from_creatinine_and_its_state():
    creatinine = {"age_years": 80, "creatinine": mg_per_dl(1.0)}
    woman = {**creatinine, "sex": "female"}
    assert pieces(creatinine)["creatinine"].state == "1 mg/dL, normal"
    assert pieces(woman)["creatinine"].state == "1 mg/dL, eGFR 57, low"


def test_egfr_tells_the_kidney_function_and_nothing_between_causes():
    log = pieces({"egfr": {"value": 22, "unit": "mL/min/1.73m2"}})["egfr"].log_likelihood
    assert (log == log[0]).all()
    assert log[0, 1] > log[0, 0]


def test_the_laboratorys_own_interval_overrides_the_table():
    case = {"age_years": 50, "calcium_total": mg_per_dl(10.5)}
    own = {"age_years": 50, "calcium_total": mg_per_dl(10.5, ref_low=8.5, ref_high=11.2)}
    normal = {"age_years": 50, "calcium_total": {"state": "normal"}}
    by_own = np.abs(calcium_likelihood(own) - calcium_likelihood(normal)).max()
    by_table = np.abs(calcium_likelihood(case) - calcium_likelihood(normal)).max()
    assert by_own < 0.3
    assert by_table > 1


@pytest.mark.parametrize(
    "background",
    [
        {},
        {"age_years": 55, "sex": "female"},
        {"phosphate": mg_per_dl(6.0)},
        {"phosphate": mg_per_dl(4.5)},
        {"age_years": 55, "dialysis": True},
        {"pth": {"value": 90, "unit": "pg/mL"}},
        {"albumin": {"value": 3.0, "unit": "g/dL"}},
        {"phosphate": mg_per_dl(4.6), "albumin": {"value": 3.9, "unit": "g/dL"}},
    ],
)
def test_there_is_no_cliff_at_the_upper_limit_of_calcium(background):
    chances = np.array(
        [
            reason({**background, "calcium_total": mg_per_dl(round(float(c), 4))}).types
            for c in np.arange(9.9, 10.7001, 0.005)
        ]
    )
    assert np.abs(np.diff(chances, axis=0)).max() < LARGEST_STEP


def test_calcium_a_tenth_above_the_limit_is_only_a_little_more_likely_high():
    """10.3 against 10.1 mg/dL, round the limit of 10.2, moves no type by more than a little."""
    above = reason({"age_years": 50, "calcium_total": mg_per_dl(10.3)}).types
    below = reason({"age_years": 50, "calcium_total": mg_per_dl(10.1)}).types
    far = reason({"age_years": 50, "calcium_total": mg_per_dl(12.5)}).types
    assert 0 < np.abs(above - below).max() < 0.1
    assert np.abs(above - below).max() < np.abs(far - below).max() / 3


def test_a_bare_high_leaves_open_how_high():
    """A bare "high" is likelier than a very high one in every cause: both are in it."""
    table = default_model().tables["calcium_total"]
    both = np.logaddexp(
        table.log_likelihood[table.index("high")], table.log_likelihood[table.index("very_high")]
    )
    assert calcium_likelihood({"calcium_total": {"state": "high"}}) == pytest.approx(both)


def test_very_high_calcium_speaks_for_malignancy_against_hyperparathyroidism():
    def odds(calcium):
        result = reason({"age_years": 60, "calcium_total": mg_per_dl(calcium)})
        model = result.model
        cancer = result.aetiologies[model.index("malignancy_hypercalcaemia")]
        return cancer / result.aetiologies[model.index("primary_hyperparathyroidism")]

    assert odds(15.5) > 2 * odds(11.5)


def test_spot_urine_phosphate_is_used_through_the_tmp_gfr_that_follows_from_it():
    case = {
        "age_years": 24,
        "sex": "male",
        "phosphate": mg_per_dl(5.4),
        "creatinine": mg_per_dl(0.9),
        "urine_creatinine": mg_per_dl(110),
    }
    retaining = reason({**case, "urine_phosphate": mg_per_dl(12)})
    wasting = reason({**case, "urine_phosphate": mg_per_dl(190)})
    assert not np.allclose(retaining.types, wasting.types)


@seed(1)
@settings(max_examples=40)
@given(labs_with_own_intervals())
def test_any_interval_that_a_laboratory_prints_is_answered(case):
    answer = consult(case, draws=2)
    assert sum(answer.types.values()) == pytest.approx(1)
    assert answer.to_dict()["case"] == Case.from_dict(case).to_dict()
