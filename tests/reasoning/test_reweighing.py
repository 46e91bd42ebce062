"""A case that is weighed again piece by piece has exactly the score of the whole case."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcinosis.case import Case, LabResult
from calcinosis.reasoning import dependence as dependence_module
from calcinosis.reasoning.reweighing import Reweighing
from calcinosis.reasoning.weighing import weigh
from tests.reasoning.changed_cases import KIDNEY, MODEL
from tests.reasoning.strategies import ENTANGLED, cases

REWEIGHING = Reweighing(MODEL)


def exact(case):
    return weigh(case, MODEL).scaled().sum(axis=0).ravel()


@given(st.one_of(cases(max_size=35), cases(max_size=14, ids=ENTANGLED)))
@settings(max_examples=120, deadline=None)
def test_pieces_weighed_apart_add_up_to_the_whole_case(mapping):
    case = Case.from_dict(mapping)
    assert np.allclose(REWEIGHING.score(case), exact(case), atol=1e-9)


@given(cases(max_size=14, ids=ENTANGLED), cases(min_size=1, max_size=2, ids=ENTANGLED))
@settings(max_examples=120, deadline=None)
def test_a_change_touches_nothing_beyond_what_is_read_anew(mapping, other):
    before, after = Case.from_dict(mapping), Case.from_dict({**mapping, **other})
    moved = REWEIGHING.change(before, after, other)
    assert np.allclose(moved, exact(after) - exact(before), atol=1e-9)


def test_without_the_formulas_the_adjusted_calcium_would_be_read_wrongly(monkeypatch):
    blind = replace(MODEL)
    monkeypatch.setattr(dependence_module, "FORMULAS", ())
    case = KIDNEY.without("dialysis_years")
    assert not np.allclose(Reweighing(blind).score(case), exact(case), atol=1e-6)


@pytest.mark.parametrize(
    ("finding", "values"),
    [
        ("egfr", ({"state": "low"}, {"state": "normal"}, {"value": 40, "unit": "mL/min/1.73m2"})),
        ("creatinine", ({"value": 0.7, "unit": "mg/dL"}, {"value": 4.0, "unit": "mg/dL"})),
        ("dialysis", (True, False)),
        ("kidney_transplant", (True, False)),
    ],
)
def test_labs_follow_every_finding_that_tells_the_kidney_function(finding, values):
    for case in (KIDNEY, KIDNEY.without("dialysis_years").with_finding("trp", LabResult(93, "%"))):
        for value in (None, *values):
            changed = Case.from_dict({**case.to_dict(), finding: value})
            assert np.allclose(REWEIGHING.score(changed), exact(changed), atol=1e-9)


@pytest.mark.parametrize("finding", ["dialysis_years", "albumin", "livedo_purpura"])
def test_types_are_those_of_the_posterior(finding):
    from calcinosis.reasoning.posterior import log_prior
    from tests.reasoning.changed_cases import types_of

    case = KIDNEY.without(finding)
    scores = log_prior(MODEL, "nephrology").ravel() + REWEIGHING.score(case)
    assert REWEIGHING.types(scores)[0] == pytest.approx(types_of(case, "nephrology"), abs=1e-12)
