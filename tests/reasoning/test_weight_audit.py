"""What the weight of evidence rests on is followed to the rows behind it."""

from dataclasses import replace

import pytest

from calcinosis.case import Case
from calcinosis.knowledge import CaseCounts, load_knowledge
from calcinosis.reasoning import compile_model, default_model
from calcinosis.reasoning.pooling import BACKINGS, Pooling
from calcinosis.reasoning.profile import profiles_of
from calcinosis.reasoning.weight_audit import audit_weight, backing_shares

SCLERODERMA = Case.from_dict({"age_years": 55, "sex": "female", "sclerodactyly": True})


def _estimated(curves):
    return {finding: curve for finding, curve in curves.items() if curve.grade == "estimate"}


def test_the_shares_of_the_weight_sum_to_one():
    audit = audit_weight([SCLERODERMA], default_model())
    for shares in (audit.by_cases, audit.by_information):
        assert tuple(shares) == BACKINGS
        assert sum(shares.values()) == pytest.approx(1.0)


def test_without_sources_and_cases_everything_rests_on_estimates():
    knowledge = load_knowledge()
    bare = {
        a.id: replace(
            a,
            evidence=tuple(r for r in a.evidence if r.grade == "estimate"),
            curves=_estimated(a.curves),
            forms=tuple(replace(form, curves=_estimated(form.curves)) for form in a.forms),
        )
        for a in knowledge.aetiologies.values()
    }
    model = compile_model(replace(knowledge, aetiologies=bare), CaseCounts())
    audit = audit_weight([SCLERODERMA], model)
    assert audit.by_cases["estimate"] == pytest.approx(1.0)
    assert audit.by_information["estimate"] == pytest.approx(1.0)
    assert set(audit.aetiologies_without_source) == set(knowledge.aetiologies)


def test_published_cases_back_what_they_reported():
    model = default_model()
    pooling = Pooling(model.knowledge, model.counts)
    shares = backing_shares("calcium_extravasation", "age_years", (), model, pooling)
    assert shares["counts"] > 0.2
    none = compile_model(model.knowledge, CaseCounts())
    uncounted = Pooling(model.knowledge, CaseCounts())
    shares = backing_shares("calcium_extravasation", "age_years", (), none, uncounted)
    assert shares.get("counts", 0.0) == 0.0


def test_a_cause_that_is_not_listed_rests_on_what_the_pool_of_all_causes_rests_on():
    """Calcium given at the site is all but always one of the causes of that exposure."""
    model = default_model()
    pooling = Pooling(model.knowledge, model.counts)
    shares = backing_shares("other", "iv_calcium_at_site", ("present",), model, pooling)
    main = backing_shares(
        "calcium_extravasation", "iv_calcium_at_site", ("present",), model, pooling
    )
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["counts"] == pytest.approx(main["counts"], abs=0.25)
    assert 0 < shares["estimate"] < 1


def test_a_curve_counts_beside_patients_as_much_as_in_the_engine():
    model = default_model()
    pooling = Pooling(model.knowledge, model.counts)
    cause = model.knowledge.aetiologies["gout"]
    curve, cases = (
        cause.curves["age_years"],
        len(pooling.numbers(profiles_of(cause)[0], "age_years")),
    )
    shares = backing_shares("gout", "age_years", (), model, pooling)
    strength = model.knowledge.settings["estimate_strength"]
    assert shares["counts"] == pytest.approx(cases / (cases + strength * curve.ess))


def test_the_work_list_names_estimates_by_falling_weight():
    audit = audit_weight([SCLERODERMA], default_model())
    weights = [share for _, share in audit.worklist]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0
    assert all(cell[1] in SCLERODERMA for cell, _ in audit.worklist)


def test_rows_are_counted_by_grade():
    audit = audit_weight([SCLERODERMA], default_model())
    rows = [r for a in load_knowledge().aetiologies.values() for r in a.evidence]
    assert sum(audit.rows_by_grade.values()) == len(rows)
    assert audit.rows_by_grade["A"] == sum(row.grade == "A" for row in rows)
