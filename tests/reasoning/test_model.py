"""The compiled knowledge: shapes, sums and bounds of every array."""

from dataclasses import replace

import numpy as np
import pytest

from calcinosis.knowledge import CaseCounts, load_knowledge
from calcinosis.reasoning import compile_model, default_model
from tests.reasoning.toy import knowledge_of, model_of, row

MODEL = default_model()
ONE_DRAW = ("region", "tissue", "extent", "sex")


@pytest.mark.parametrize("finding", MODEL.tables)
def test_every_likelihood_lies_strictly_between_zero_and_one(finding):
    shares = np.exp(MODEL.tables[finding].log_likelihood)
    assert (shares > 0).all()
    assert (shares < 1).all()


@pytest.mark.parametrize("finding", MODEL.tables)
def test_the_states_of_a_finding_sum_to_one_in_every_cause(finding):
    assert np.exp(MODEL.tables[finding].log_likelihood).sum(axis=0) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("finding", MODEL.curves)
def test_a_curve_is_a_density_over_its_grid(finding):
    """Relative to an even spread, so its mean over the grid is 1."""
    density = np.exp(MODEL.curves[finding].log_density)
    assert density.mean(axis=0) == pytest.approx(1, abs=0.02)
    assert (density > 0).all()


@pytest.mark.parametrize("finding", MODEL.tables)
def test_every_likelihood_has_an_uncertainty(finding):
    assert (MODEL.tables[finding].spread.variance > 0).all()


def test_other_is_the_last_cause_and_its_own_type():
    assert MODEL.aetiology_ids[-1] == "other"
    assert MODEL.type_ids[MODEL.type_of[-1]] == "other"
    assert (MODEL.membership.sum(axis=0) == 1).all()


def test_kidney_function_sums_to_one_in_every_cause():
    assert np.exp(MODEL.log_kidney).sum(axis=1) == pytest.approx(1, abs=0.005)


def test_the_least_share_of_a_sex_is_a_setting():
    rows = [row("lupus", "sex", "female", 0.999, ess=50)]
    for floor in (0.01, 0.2):
        model = model_of({"lupus": (0.5, rows), "gout": (0.5, [])}, sex_floor=floor)
        men = np.exp(model.tables["sex"].log_likelihood[1, model.index("lupus"), 0])
        assert men == pytest.approx(floor)


def compiled_share(rows, counts=None, **settings):
    knowledge = knowledge_of({"lupus": (0.5, rows), "gout": (0.5, [])}, **settings)
    model = compile_model(knowledge, counts or CaseCounts())
    table = model.tables["pain"]
    return float(np.exp(table.log_likelihood[0, model.index("lupus"), 0]))


def test_an_estimate_alone_is_taken_as_it_stands():
    assert compiled_share([row("lupus", "pain", "present", 0.4, ess=7)]) == pytest.approx(0.4)


def test_what_an_aetiology_does_not_say_comes_from_the_background():
    assert compiled_share([]) == pytest.approx(load_knowledge().background["pain"])


def test_a_large_cohort_counts_as_no_more_patients_than_its_grade_allows():
    """Estimate 0.4 worth 10, cohort 800 of 1,000 capped at 40: (4 + 32) / (10 + 40)."""
    estimate = row("lupus", "pain", "present", 0.4, ess=10)
    cohort = replace(estimate, grade="A", p=None, ess=None, k=800, n=1000)
    share = compiled_share([estimate, cohort], grade_a_cap=40, estimate_strength=1.0)
    assert share == pytest.approx(36 / 50)


def test_a_small_series_counts_as_the_patients_it_has():
    """Estimate 0.5 worth 4, series 3 of 5: (2 + 3) / (4 + 5)."""
    estimate = row("lupus", "pain", "present", 0.5, ess=4)
    series = replace(estimate, grade="C", p=None, ess=None, k=3, n=5)
    assert compiled_share([estimate, series], grade_c_cap=10) == pytest.approx(5 / 9)


def test_a_neighbouring_population_counts_little_whatever_its_size():
    estimate = row("lupus", "pain", "present", 0.5, ess=4)
    indirect = replace(estimate, grade="B", p=None, ess=None, k=900, n=1000, use="indirect")
    share = compiled_share([estimate, indirect], indirect_cap=4, grade_b_cap=20)
    assert share == pytest.approx((2 + 3.6) / 8)


def test_a_row_for_display_does_not_count():
    estimate = row("lupus", "pain", "present", 0.5, ess=4)
    shown = replace(estimate, grade="A", p=None, ess=None, k=99, n=100, use="display")
    assert compiled_share([estimate, shown]) == pytest.approx(0.5)


def test_published_cases_move_an_estimate():
    """Estimate 0.5 worth 4, two published cases with pain and none without: (2 + 2) / (4 + 2)."""
    counts = CaseCounts(2, {("lupus", "pain", "present", ""): 2.0}, {})
    estimate = row("lupus", "pain", "present", 0.5, ess=4)
    assert compiled_share([estimate], counts) == pytest.approx(4 / 6)


def test_a_likelihood_is_never_closer_to_zero_than_the_floor():
    rare = row("lupus", "pain", "present", 1e-6)
    assert compiled_share([rare], probability_floor=0.002) == pytest.approx(0.002)


def test_other_shows_what_the_pool_of_all_causes_would_show():
    causes = {
        "lupus": (0.25, [row("lupus", "pain", "present", 0.2)]),
        "gout": (0.75, [row("gout", "pain", "present", 0.6)]),
    }
    shares = np.exp(model_of(causes).tables["pain"].log_likelihood[0, :, 0])
    assert shares == pytest.approx([0.2, 0.6, 0.5], abs=1e-9)
