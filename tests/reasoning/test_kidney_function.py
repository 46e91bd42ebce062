"""How many patients of a cause have which kidney function: estimate, counts and cases together."""

from dataclasses import replace

import numpy as np
import pytest

from calcinosis import load_knowledge
from calcinosis.case import Case
from calcinosis.knowledge import CaseCounts, load_case_counts
from calcinosis.reasoning import compile_model, default_model
from calcinosis.reasoning.learning import FormJudge, count_cases
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.weight_audit import backing_shares
from tests.reasoning.toy import knowledge_of, mg_per_dl, row

CAUSE = "gout"
ESTIMATE = (0.6, 0.3, 0.1)


def toy(*rows):
    """Knowledge of one cause with the estimate worth 10 patients."""
    knowledge = knowledge_of({CAUSE: (1.0, rows)}, kidney=ESTIMATE)
    causes = {CAUSE: replace(knowledge.aetiologies[CAUSE], kidney_ess=10.0)}
    return replace(knowledge, aetiologies=causes)


def counted_row(finding, k, n):
    return replace(row(CAUSE, finding, "present", None), k=k, n=n, grade="A", source="a")


def cases(*findings):
    labelled = [(Case.from_dict(one), CAUSE) for one in findings]
    return count_cases(labelled, FormJudge(load_knowledge()))


def shares(knowledge, counts=None):
    return Pooling(knowledge, counts or CaseCounts()).kidney(knowledge.aetiologies[CAUSE]).shares


def test_without_counts_the_estimate_stands():
    assert shares(toy()) == pytest.approx(ESTIMATE)


def test_a_counted_row_moves_the_share_on_dialysis_and_leaves_the_rest_in_proportion():
    """(1 of 10 estimated + 9 of 10 counted) / 20 = 0.5."""
    assert shares(toy(counted_row("dialysis", 9, 10))) == pytest.approx((1 / 3, 1 / 6, 0.5))


def test_a_counted_row_on_kidney_disease_is_about_those_who_are_not_on_dialysis():
    """A third of 10 estimated and 10 of 10 counted: two thirds of the nine tenths."""
    normal, reduced, dialysis = shares(toy(counted_row("ckd", 10, 10)))
    assert dialysis == pytest.approx(0.1)
    assert reduced == pytest.approx(0.9 * 2 / 3)
    assert normal == pytest.approx(0.9 / 3)


def test_a_published_case_that_is_silent_on_the_kidney_counts_as_normal():
    """(1 of 10 estimated + 0 of 10 cases) / 20; a third of 10 and 0 of 10 / 20."""
    normal, reduced, dialysis = shares(toy(), cases(*[{"pain": True}] * 10))
    assert dialysis == pytest.approx(0.05)
    assert reduced == pytest.approx(0.95 / 6)
    assert normal == pytest.approx(0.95 * 5 / 6)


@pytest.mark.parametrize(
    ("findings", "kidney"),
    [
        ({"dialysis": True}, "dialysis"),
        ({"dialysis_years": 4}, "dialysis"),
        ({"ckd": True}, "reduced"),
        ({"egfr": {"state": "low"}}, "reduced"),
        ({"creatinine": {"state": "high"}}, "reduced"),
        ({"creatinine": {"state": "normal"}}, "normal"),
        ({"ckd": False}, "normal"),
        ({"ckd": True, "egfr": {"value": 75, "unit": "mL/min/1.73m2"}}, "normal"),
        ({"acute_kidney_injury": True}, "reduced"),
        ({"age_years": 80, "sex": "female", "creatinine": mg_per_dl(1.0)}, "reduced"),
        ({"age_years": 25, "sex": "male", "creatinine": mg_per_dl(1.4)}, "normal"),
        ({"age_years": 80, "creatinine": mg_per_dl(1.0)}, "normal"),
        ({}, "normal"),
    ],
)
def test_a_published_case_counts_for_the_kidney_function_it_tells_of(findings, kidney):
    gained = np.subtract(shares(toy(), cases(findings)), ESTIMATE)
    assert ("normal", "reduced", "dialysis")[int(gained.argmax())] == kidney


def test_what_a_kidney_finding_rests_on_is_said_in_parts():
    """20 estimated patients, 10 for each of the two shares; 10 counted in a row."""
    knowledge = toy(counted_row("dialysis", 9, 10))
    model = compile_model(knowledge, CaseCounts())
    for finding in ("dialysis", "egfr"):
        found = backing_shares(CAUSE, finding, (), model, Pooling(knowledge, CaseCounts()))
        assert found["A"] == pytest.approx(1 / 3)
        assert found["estimate"] == pytest.approx(2 / 3)


def test_the_packaged_model_has_the_pooled_shares():
    knowledge, model = load_knowledge(), default_model()
    pooling = Pooling(knowledge, load_case_counts())
    pooled = [pooling.kidney(one).shares for one in knowledge.aetiologies.values()]
    assert model.whole_kidney()[: len(pooled)] == pytest.approx(np.array(pooled))
    assert np.sum(pooled, axis=1) == pytest.approx(1)
    assert np.min(pooled) > 0
