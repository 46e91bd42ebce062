"""Contributions of findings: they add up, and where they are simple they are likelihood ratios."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.reasoning import default_model, posterior
from calcinosis.reasoning.explanation import shift
from tests.reasoning.strategies import cases, extreme_cases
from tests.reasoning.toy import (
    lab_rows,
    mg_per_dl,
    model_of,
    posterior_of_arrays,
    reason,
    row,
    three_causes,
)

TYPES = default_model().type_ids
AETIOLOGIES = default_model().aetiology_ids
ANY_CASE = st.one_of(cases(min_size=1), extreme_cases())


def assert_adds_up(explanation):
    added = sum(c.log10_odds for c in explanation.contributions)
    moved = explanation.posterior_log10_odds - explanation.prior_log10_odds
    assert added == pytest.approx(moved, abs=1e-9)


@given(ANY_CASE, st.sampled_from(TYPES))
def test_contributions_to_a_type_add_up_from_prior_to_posterior(case, type_):
    assert_adds_up(consult(case, draws=2).explain(type_))


@given(ANY_CASE, st.sampled_from(AETIOLOGIES))
def test_contributions_to_an_aetiology_add_up(case, aetiology):
    assert_adds_up(consult(case, draws=2).explain(aetiology))


@given(ANY_CASE, st.sampled_from(TYPES), st.sampled_from(TYPES))
def test_contributions_between_two_types_add_up(case, one, other):
    assume(one != other)
    assert_adds_up(consult(case, draws=2).explain(one, other))


@given(ANY_CASE, st.sampled_from(AETIOLOGIES), st.sampled_from(AETIOLOGIES))
def test_contributions_between_two_aetiologies_add_up(case, one, other):
    assume(one != other)
    assert_adds_up(consult(case, draws=2).explain(one, other))


@given(cases(min_size=1))
def test_the_way_ends_at_the_probability_that_is_shown(case):
    answer = consult(case, draws=2)
    p = answer.types[answer.leading_type]
    assume(p < 1 - 1e-6)
    explained = answer.explain(answer.leading_type)
    assert explained.posterior_log10_odds == pytest.approx(np.log10(p / (1 - p)), abs=1e-6)


@given(cases(min_size=1), st.sampled_from(TYPES), st.sampled_from(TYPES))
def test_what_speaks_for_one_type_speaks_against_its_rival(case, one, other):
    assume(one != other)
    answer = consult(case, draws=2)
    there = {c.finding: c.log10_odds for c in answer.explain(one, other).contributions}
    back = {c.finding: -c.log10_odds for c in answer.explain(other, one).contributions}
    assert there == pytest.approx(back, abs=1e-9)


def test_the_matrix_of_the_heat_map_holds_the_contributions_of_every_type():
    answer = consult({"raynaud": True, "dialysis": True, "phosphate": mg_per_dl(6.8)})
    findings, types, matrix = answer.contribution_matrix()
    assert matrix.shape == (len(findings), len(types))
    column = dict(zip(findings, matrix[:, types.index("metastatic")], strict=True))
    explained = {c.finding: c.log10_odds for c in answer.explain("metastatic").contributions}
    assert column == pytest.approx(explained, abs=1e-12)


def test_the_largest_contribution_comes_first():
    answer = consult({"raynaud": True, "sclerodactyly": True, "sex": "female", "age_years": 52})
    sizes = [abs(c.log10_odds) for c in answer.contributions]
    assert sizes == sorted(sizes, reverse=True)


def test_what_speaks_against_the_leader_is_named():
    answer = consult(
        {"sclerodactyly": True, "anticentromere": True, "region": ["finger"], "raynaud": False}
    )
    assert answer.leading_type == "dystrophic"
    assert "raynaud" in [c.finding for c in answer.strongest_against]
    assert all(c.log10_odds < 0 for c in answer.strongest_against)


@pytest.mark.parametrize("against", ["dystrophic", "systemic_sclerosis"])
def test_a_type_is_not_weighed_against_a_part_of_itself(against):
    with pytest.raises(ValueError, match="two sides must be different"):
        consult({"raynaud": True}).explain("dystrophic", against)


def test_an_unknown_cause_cannot_be_explained():
    with pytest.raises(ValueError, match="'sclerosis' is neither a type nor an aetiology"):
        consult({"raynaud": True}).explain("sclerosis")


def test_between_two_single_causes_a_contribution_is_the_log_likelihood_ratio():
    """Exact where the likelihood does not depend on kidney function: pain 0.3 against 0.5."""
    answer = consult({"pain": True, "ulceration": False}, model=three_causes())
    found = {
        c.finding: c.log10_odds for c in answer.explain("heel_stick", "trauma_scar").contributions
    }
    assert found["pain"] == pytest.approx(np.log10(0.3 / 0.5), abs=1e-9)
    assert found["ulceration"] == pytest.approx(np.log10(0.9 / 0.6), abs=1e-9)


def test_with_kidney_function_unknown_a_lone_lab_weighs_as_the_ratio_summed_over_it():
    """One finding of weight w: log10 of sum_k P(k|a) P(x|a,k)^w over the same sum for the rival."""
    result = reason({"phosphate": {"state": "high"}})
    model = result.model
    table = model.tables["phosphate"]
    weighted = model.finding_weights["phosphate"] * table.log_likelihood[table.index("high")]
    marginal = np.exp(weighted + model.log_kidney).sum(axis=1)
    marginal = marginal / np.exp(model.log_kidney).sum(axis=1)
    (hftc,), (lupus,) = (np.flatnonzero(model.profiles_of((a,))) for a in ("hftc", "lupus"))
    answer = consult({"phosphate": {"state": "high"}}).explain("hftc", "lupus")
    expected = np.log10(marginal[hftc] / marginal[lupus])
    assert answer.contributions[0].log10_odds == pytest.approx(expected, abs=1e-9)


BY_KIDNEY = {
    "hftc": {"normal": (0.02, 0.08, 0.9), "reduced": (0.02, 0.08, 0.9),
             "dialysis": (0.05, 0.15, 0.8)},
    "lupus": {"normal": (0.1, 0.85, 0.05), "reduced": (0.1, 0.6, 0.3),
              "dialysis": (0.1, 0.4, 0.5)},
}  # fmt: skip


def two_causes_by_kidney(kidney):
    """Familial tumoral calcinosis and lupus, with phosphate by kidney function."""
    rows = {
        cause: [
            row(cause, "phosphate", state, p, context)
            for context, shares in contexts.items()
            for state, p in zip(("low", "normal", "high"), shares, strict=True)
        ]
        for cause, contexts in BY_KIDNEY.items()
    }
    return model_of({cause: (0.5, rows[cause]) for cause in rows}, kidney=kidney)


def test_with_kidney_function_certain_a_lab_weighs_as_the_ratio_on_dialysis():
    """Everybody is on dialysis: 0.8 against 0.5, and stating dialysis adds nothing."""
    model = two_causes_by_kidney((1e-14, 1e-14, 1.0))
    answer = consult({"dialysis": True, "phosphate": {"state": "high"}}, model=model)
    found = {c.finding: c.log10_odds for c in answer.explain("hftc", "lupus").contributions}
    assert found["phosphate"] == pytest.approx(np.log10(0.8 / 0.5), abs=1e-9)
    assert found["dialysis"] == pytest.approx(0, abs=1e-9)


def test_with_dialysis_stated_lab_and_dialysis_together_weigh_as_the_joint_ratio():
    """Only the sum is fixed: on the way from prior to posterior the kidney function is not known.

    By hand, with P(kidney) = 0.7, 0.2, 0.1 in both: sum_k P(k) P(dialysis|k) P(high|k).
    """
    model = two_causes_by_kidney((0.7, 0.2, 0.1))
    answer = consult({"dialysis": True, "phosphate": {"state": "high"}}, model=model)
    explained = answer.explain("hftc", "lupus")
    joint = {
        cause: sum(
            share * chance * BY_KIDNEY[cause][context][2]
            for share, chance, context in zip(
                (0.7, 0.2, 0.1),
                model.kidney_items["dialysis"],
                ("normal", "reduced", "dialysis"),
                strict=True,
            )
        )
        for cause in BY_KIDNEY
    }
    added = sum(c.log10_odds for c in explained.contributions)
    assert added == pytest.approx(np.log10(joint["hftc"] / joint["lupus"]), abs=1e-9)


def test_a_finding_that_is_equally_likely_everywhere_contributes_nothing():
    causes = ("heel_stick", "trauma_scar")
    model = model_of({cause: (0.5, [row(cause, "pain", "present", 0.4)]) for cause in causes})
    answer = consult({"pain": True}, model=model)
    assert answer.explain("heel_stick").contributions[0].log10_odds == pytest.approx(0, abs=1e-12)


def log_odds_at(scales, log_prior, logs, target):
    """Log odds of a target when the log-likelihood of each piece is scaled by its own factor."""
    score = log_prior + np.tensordot(scales, logs, axes=1)
    inside = np.logaddexp.reduce(score[target].ravel())
    return inside - np.logaddexp.reduce(score[~target].ravel())


@pytest.mark.parametrize("size", [1.0, 4.0])
def test_contributions_equal_a_dense_numerical_integration(size):
    """Aumann-Shapley values of 3 causes and 3 findings, by finite differences on 4,001 points.

    The derivative of the log odds by the scale of one finding, along t from 0 to 1 with all scales
    equal to t, is integrated by Simpson's rule; nothing of the engine is used.
    """
    rng = np.random.default_rng(7)
    log_prior = np.log(np.array([[0.2, 0.05], [0.3, 0.05], [0.3, 0.1]]))
    logs = -size * rng.exponential(1.0, (3, 3, 2))
    target = np.array([True, False, False])
    t = np.linspace(0.0, 1.0, 4001)
    simpson = np.ones(t.size)
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    simpson /= 3 * (t.size - 1)
    step = 1e-5
    expected = []
    for i in range(3):
        one = np.eye(3)[i] * step
        slope = [
            (
                log_odds_at(x + one, log_prior, logs, target)
                - log_odds_at(x - one, log_prior, logs, target)
            )
            / (2 * step)
            for x in t
        ]
        expected.append(simpson @ np.array(slope) / np.log(10))
    moved = shift(posterior_of_arrays(log_prior, logs), target, ~target)
    assert moved.contributions == pytest.approx(expected, abs=1e-7)


def test_the_explanation_of_real_knowledge_equals_a_dense_numerical_integration():
    case = Case.from_dict({"dialysis": True, "necrosis_eschar": True, "phosphate": mg_per_dl(7.1)})
    result = posterior(case, default_model())
    target = result.model.profiles_of_type(result.model.type_ids.index("calciphylaxis"))
    logs = result.evidence.scaled()
    t = (np.arange(20_000) + 0.5) / 20_000
    score = result.log_prior[None] + t[:, None, None] * logs.sum(axis=0)
    sides = []
    for side in (target, ~target):
        part = score[:, side]
        weight = np.exp(part - part.max(axis=(1, 2), keepdims=True))
        weight /= weight.sum(axis=(1, 2), keepdims=True)
        sides.append(np.einsum("tak,iak->ti", weight, logs[:, side]).mean(axis=0))
    expected = (sides[0] - sides[1]) / np.log(10)
    assert shift(result, target, ~target).contributions == pytest.approx(expected, abs=1e-6)


def test_lab_rows_of_a_toy_are_read_as_given():
    model = model_of({"lupus": (1.0 - 1e-9, lab_rows("lupus", "phosphate", (0.1, 0.7, 0.2)))})
    shares = np.exp(model.tables["phosphate"].log_likelihood[:, 0, 0])
    assert shares == pytest.approx([0.1, 0.7, 0.2])


def test_the_evidence_card_of_a_finding_shows_likelihoods_and_rows():
    answer = consult({"sclerodactyly": True, "anticentromere": True})
    card = answer.evidence("anticentromere")
    weights = dict(
        zip(
            (p.finding for p in answer.posterior.evidence.pieces),
            answer.posterior.evidence.weights,
            strict=True,
        )
    )
    assert card.weight == weights["anticentromere"]
    assert set(card.likelihood_by_type) == set(TYPES)
    assert all(0 < p < 1 for p in card.likelihood_by_type.values())
    assert {row.finding for row in card.rows} == {"anticentromere"}
    assert not card.is_density


def test_a_very_high_result_rests_on_the_rows_about_high_ones():
    case = {"pth": {"value": 2280, "unit": "pg/mL"}, "dialysis": True, "region": ["thigh"]}
    answer = consult(case)
    card = answer.evidence("pth")
    assert {row.state for row in card.rows} == {"high"}
    contribution = next(
        c for c in answer.explain("calciphylaxis").contributions if c.finding == "pth"
    )
    assert contribution.sources


def test_the_evidence_card_of_a_number_holds_densities():
    card = consult({"age_years": 50, "sclerodactyly": True}).evidence("age_years")
    assert card.is_density
    assert max(card.likelihood_by_type.values()) > 1


def test_albumin_that_adjusts_calcium_shares_its_evidence_card():
    case = {"calcium_total": mg_per_dl(9.6), "albumin": {"value": 2.6, "unit": "g/dL"}}
    answer = consult(case)
    assert [piece.finding for piece in answer.posterior.evidence.pieces] == ["calcium_total"]
    assert answer.evidence("albumin").finding == "calcium_total"


def test_there_is_no_evidence_card_of_what_was_not_entered():
    with pytest.raises(ValueError, match="pth is not among the findings that were used"):
        consult({"raynaud": True}).evidence("pth")


def test_the_grade_named_is_the_best_behind_the_finding():
    """Anticentromere in systemic sclerosis rests on sources, which are named."""
    answer = consult({"anticentromere": True, "sclerodactyly": True})
    named = {c.finding: c for c in answer.contributions}["anticentromere"]
    assert named.grade in ("A", "B")
    assert named.sources
    references = answer.posterior.model.knowledge.references
    assert set(named.sources) <= set(references)


def test_the_factor_of_an_overlap_is_credited_to_a_disease_that_is_there():
    """Scleroderma with lupus is an overlap; the absence of dermatomyositis is not why."""
    case = {"hx_systemic_sclerosis": True, "hx_dermatomyositis": False}
    alone = {
        c.finding: c.log10_odds for c in consult(case).explain("other_ctd", "lupus").contributions
    }
    both = consult({**case, "hx_lupus": True}).explain("other_ctd", "lupus").contributions
    found = {c.finding: c.log10_odds for c in both}
    assert found["hx_dermatomyositis"] == pytest.approx(alone["hx_dermatomyositis"], abs=0.05)
