"""Findings that say partly the same: together they count less than apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import Case
from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning import default_model
from calcinosis.reasoning.weighing import weigh
from tests.reasoning.strategies import cases, values_of

SCLERODERMA = next(g for g in load_knowledge().groups if g.id == "scleroderma_signs")


def weights(case):
    """By finding: its weight beside the others, without the one fitted for it; how telling."""
    evidence = weigh(Case.from_dict(case), default_model())
    return {
        piece.finding: (
            float(weight) / default_model().finding_weights.get(piece.finding, 1.0),
            default_model().telling.get(piece.finding, 0.0),
        )
        for piece, weight in zip(evidence.pieces, evidence.weights, strict=True)
    }


@given(cases(min_size=5, max_size=60))
def test_m_members_of_a_group_count_as_one_and_the_factor_for_each_other(case):
    group_of = default_model().group_of
    groups = {}
    for finding, (weight, spread) in weights(case).items():
        if finding in ("phosphate", "tmp_gfr"):
            continue
        if finding in group_of:
            groups.setdefault(group_of[finding], []).append((spread, weight))
        else:
            assert weight == pytest.approx(1.0)
    for (group, factor), members in groups.items():
        assert all(factor - 1e-9 <= weight <= 1.0 + 1e-9 for _, weight in members)
        if group not in ("calcium_phosphate", "phosphate_handling"):
            total = sum(weight for _, weight in members)
            assert total == pytest.approx(1 + (len(members) - 1) * factor)
            assert max(members)[1] == pytest.approx(max(weight for _, weight in members))


@given(
    st.sets(st.sampled_from(SCLERODERMA.findings), min_size=1, max_size=6).flatmap(
        lambda chosen: st.fixed_dictionaries({f: values_of(f) for f in chosen})
    ),
    st.sampled_from(SCLERODERMA.findings).flatmap(lambda f: st.tuples(st.just(f), values_of(f))),
)
def test_a_member_half_as_telling_hardly_weakens_the_strongest(case, added):
    finding, value = added
    before, after = weights(case), weights({**case, finding: value})
    strongest = max(before, key=lambda f: before[f][1])
    if finding in case or after[finding][1] > 0.5 * before[strongest][1]:
        return
    assert before[strongest][0] - after[strongest][0] < 0.06


def test_a_second_sign_of_scleroderma_adds_less_than_it_would_alone():
    alone = weights({"telangiectasia": True})
    beside = weights({"telangiectasia": True, "hx_systemic_sclerosis": True})
    assert alone["telangiectasia"][0] == pytest.approx(1.0)
    both = beside["telangiectasia"][0] + beside["hx_systemic_sclerosis"][0]
    assert both == pytest.approx(1 + SCLERODERMA.factor)


def test_what_a_finding_shows_does_not_change_the_weights():
    """Otherwise an answer would jump where another finding becomes the more telling one."""
    found = set()
    for calcium in np.arange(9.0, 12.0, 0.1):
        case = {
            "calcium_total": {"value": round(float(calcium), 2), "unit": "mg/dL"},
            "phosphate": {"value": 5.2, "unit": "mg/dL"},
        }
        found.add(tuple(weight for weight, _ in weights(case).values()))
    assert len(found) == 1


def test_findings_of_different_groups_do_not_weaken_each_other():
    together = weights({"raynaud": True, "obesity": True, "esr": {"state": "high"}})
    assert [weight for weight, _ in together.values()] == pytest.approx([1.0, 1.0, 1.0])


def test_several_regions_weigh_less_than_as_many_independent_ones():
    model = default_model()
    table = model.tables["region"]
    hand = weigh(Case.from_dict({"region": ["hand"]}), model).pieces[0].log_likelihood
    both = weigh(Case.from_dict({"region": ["hand", "finger"]}), model).pieces[0].log_likelihood
    independent = hand + table.log_likelihood[table.index("finger")]
    assert np.abs(both).max() < np.abs(independent).max()
