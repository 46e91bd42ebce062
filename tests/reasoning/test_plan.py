"""Up to three findings to find out together."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.knowledge import CaseCounts, Group
from calcinosis.reasoning import compile_model, default_model, posterior
from calcinosis.reasoning.dependence import say_the_same
from calcinosis.reasoning.next_test import next_tests
from calcinosis.reasoning.outcomes import Ground, entry_of
from calcinosis.reasoning.plan import JointGains, plan
from tests.reasoning.strategies import ENTANGLED, cases
from tests.reasoning.test_next_test import bits
from tests.reasoning.toy import knowledge_of, row
from tests.reasoning.work_ups import WORK_UPS

MODEL = default_model()


def ground_of(case, model=MODEL):
    return Ground(case, posterior(case, model))


def gain_by_hand(ground, subset):
    """Expected fall in entropy of the type: every joint result reasoned from the start."""
    outcomes = [ground.outcomes(finding) for finding in subset]
    left, total = 0.0, 0.0
    for places in product(*(range(one.exclusive) for one in outcomes)):
        case, likelihood = ground.case, np.ones_like(ground.now.joint)
        for one, place in zip(outcomes, places, strict=True):
            case = case.with_finding(one.finding, entry_of(one.finding, one.states[place]))
            likelihood = likelihood * one.likelihood[place]
        chance = float((likelihood * ground.now.joint).sum())
        left += chance * bits(posterior(case, ground.model).types)
        total += chance
    return bits(ground.now.types) - left / total


def toy_model(same_group):
    """Three causes of three types; Raynaud and sclerodactyly tell the same, gout another thing."""
    telling = {"systemic_sclerosis": (0.9, 0.9, 0.05, 0.3), "gout": (0.05, 0.05, 0.7, 0.3),
               "heel_stick": (0.05, 0.05, 0.05, 0.6)}  # fmt: skip
    findings = ("raynaud", "sclerodactyly", "gout_history", "diabetes")
    causes = {
        cause: (1 / 3, [row(cause, f, "present", p) for f, p in zip(findings, ps, strict=True)])
        for cause, ps in telling.items()
    }
    knowledge = knowledge_of(causes)
    if same_group:
        group = Group("twins", 0.05, ("raynaud", "sclerodactyly"), "one sign seen twice")
        knowledge = replace(knowledge, groups=(group,))
    return compile_model(knowledge, CaseCounts())


FOUR = ("raynaud", "sclerodactyly", "gout_history", "diabetes")


@pytest.mark.parametrize("same_group", [True, False])
def test_joint_gains_of_a_small_model_are_those_summed_by_hand(same_group):
    ground = ground_of(Case(), toy_model(same_group))
    gains = JointGains(ground, FOUR)
    for size in (1, 2, 3):
        of_size = gains.of_size(size)
        assert set(of_size) == set(combinations(FOUR, size))
        for subset, gain in of_size.items():
            assert gain == pytest.approx(gain_by_hand(ground, subset), abs=1e-10), subset


@pytest.mark.parametrize("name", WORK_UPS)
def test_joint_gains_of_real_findings_are_those_summed_by_hand(name):
    ground = ground_of(WORK_UPS[name])
    names = [test.finding for test in next_tests(ground)[:9]]
    names += [f for f in ("dialysis", "img_vascular", "hx_lupus", "phosphate", "calcium_ionised")
              if f not in names and f not in ground.case and ground.outcomes(f)]  # fmt: skip
    gains = JointGains(ground, names)
    for size, step in ((2, 9), (3, 60)):
        for subset, gain in list(gains.of_size(size).items())[::step]:
            assert gain == pytest.approx(gain_by_hand(ground, subset), abs=1e-8), subset


@settings(max_examples=15)
@given(cases(max_size=14, ids=ENTANGLED), st.permutations(ENTANGLED))
def test_joint_results_are_exact_where_findings_decide_how_others_are_read(mapping, order):
    ground = ground_of(Case.from_dict(mapping))
    names = [f for f in order[:9] if f not in ground.case and ground.outcomes(f)][:3]
    gains = JointGains(ground, names)
    for subset, gain in gains.of_size(2).items():
        assert gain == pytest.approx(gain_by_hand(ground, subset), abs=1e-10), subset


def test_the_best_triple_of_a_small_model_is_found():
    ground = ground_of(Case(), toy_model(same_group=False))
    tests = [test for test in next_tests(ground) if test.finding in FOUR]
    best = max((gain_by_hand(ground, s), s) for s in combinations(FOUR, 3))
    found = plan(ground, tests)
    assert len(found.findings) < 3 or set(found.findings) == set(best[1])
    assert found.gain_bits == pytest.approx(gain_by_hand(ground, found.findings))


def test_two_that_say_the_same_are_not_both_in_the_plan():
    ground = ground_of(Case(), toy_model(same_group=True))
    found = plan(ground, next_tests(ground))
    assert "gout_history" in found.findings
    assert len({"raynaud", "sclerodactyly"} & set(found.findings)) == 1


@pytest.mark.parametrize("name", WORK_UPS)
def test_a_plan_is_never_worth_less_than_choosing_one_by_one(name):
    ground = ground_of(WORK_UPS[name])
    tests = next_tests(ground)
    found = plan(ground, tests)
    steps = ground.model.knowledge.investigations.first_steps
    names = [t.finding for t in tests if t.tier in steps and t.gain_bits > 0][:10]
    gains = JointGains(ground, names)
    greedy, of = (), {}
    for size in range(1, len(found.findings) + 1):
        of = {frozenset(subset): gain for subset, gain in gains.of_size(size).items()}
        more = [(*greedy, name) for name in names if frozenset((*greedy, name)) in of]
        greedy = max(more, key=lambda subset: of[frozenset(subset)])
    if greedy:
        assert found.gain_bits >= of[frozenset(greedy)] - 1e-12
    else:
        least = ground.model.knowledge.settings["plan_least_gain"]
        assert all(gain < least for gain in gains.of_size(1).values())


def test_a_plan_holds_first_steps_only_and_never_two_of_which_one_repeats_the_other():
    for case in WORK_UPS.values():
        ground = ground_of(case)
        found = plan(ground, next_tests(ground))
        assert len(found.findings) <= 3
        work_up = MODEL.knowledge.investigations
        assert all(work_up.of(finding).tier in work_up.first_steps for finding in found.findings)
        assert not any(say_the_same(a, b) for a, b in combinations(found.findings, 2))


def test_where_nothing_tells_enough_there_is_no_plan():
    answer = consult({"sclerodactyly": True, "anticentromere": True, "region": ["finger"]})
    assert answer.plan.findings == ()
    assert answer.plan.named_now
    assert answer.plan.named_chance == 1.0


def test_each_finding_of_a_plan_adds_what_the_setting_asks_for():
    least = MODEL.knowledge.settings["plan_least_gain"]
    ground = ground_of(Case())
    found = plan(ground, next_tests(ground))
    assert len(found.findings) == 3
    best_pair = max(JointGains(ground, found.findings).of_size(2).values())
    assert found.gain_bits - best_pair >= least


def test_the_chance_that_a_type_can_be_named_is_summed_over_the_joint_results():
    case = Case.from_dict({"region": ["elbow"], "age_years": 45})
    ground = ground_of(case)
    found = plan(ground, next_tests(ground))
    outcomes = [ground.outcomes(finding) for finding in found.findings]
    total = 0.0
    for places in product(*(range(one.exclusive) for one in outcomes)):
        after, likelihood = case, np.ones_like(ground.now.joint)
        for one, place in zip(outcomes, places, strict=True):
            after = after.with_finding(one.finding, entry_of(one.finding, one.states[place]))
            likelihood = likelihood * one.likelihood[place]
        total += float((likelihood * ground.now.joint).sum()) * (
            posterior(after, MODEL).types.max() >= MODEL.knowledge.settings["abstain_below"]
        )
    assert not found.named_now
    assert found.named_chance == pytest.approx(total)
    assert 0 < total < 1


def test_a_plan_for_the_aetiology_may_differ_from_one_for_the_type():
    answer = consult({"sclerodactyly": True, "region": ["finger"]})
    assert answer.plan_for("type").findings != answer.plan_for("aetiology").findings
