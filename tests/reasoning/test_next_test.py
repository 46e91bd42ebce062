"""What to find out next: chances, answers after each result, and expected information."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import VOCABULARY, Case
from calcinosis.reasoning import default_model, posterior
from calcinosis.reasoning.dependence import dependence, say_the_same
from calcinosis.reasoning.next_test import next_tests, ranked
from calcinosis.reasoning.outcomes import Ground, entry_of
from tests.reasoning.strategies import ENTANGLED, cases
from tests.reasoning.toy import lab_rows, model_of, row
from tests.reasoning.work_ups import WORK_UPS

MODEL = default_model()


def ranking_of(case, target="type", model=MODEL):
    return next_tests(Ground(case, posterior(case, model)), target)


def bits(p):
    return -sum(x * np.log2(x) for x in p if x > 0)


def found_by(case, finding, model=MODEL):
    return next(one for one in ranking_of(case, model=model) if one.finding == finding)


@pytest.mark.parametrize("name", WORK_UPS)
def test_the_answer_after_each_result_is_the_answer_to_the_case_with_that_finding(name):
    case = WORK_UPS[name]
    for test in ranking_of(case):
        for result in test.results:
            if result.state == "very_high":
                continue
            after = posterior(case.with_finding(test.finding, test.entry(result.state)), MODEL)
            where = (test.finding, result.state)
            assert list(result.types.values()) == pytest.approx(after.types, abs=1e-12), where
            assert result.leading_type == MODEL.type_ids[after.types.argmax()], where
            assert result.leading_aetiology == MODEL.aetiology_ids[after.aetiologies.argmax()]


@settings(max_examples=15)
@given(cases(max_size=40))
def test_the_answer_after_a_result_is_exact_whatever_is_known(mapping):
    case = Case.from_dict(mapping)
    ground = Ground(case, posterior(case, MODEL))
    for finding in [f for f in VOCABULARY if f not in case][::9]:
        outcomes = ground.outcomes(finding)
        for state, shift in zip(outcomes.states, outcomes.shift, strict=True) if outcomes else ():
            if state != "very_high":
                after = posterior(case.with_finding(finding, entry_of(finding, state)), MODEL)
                assert ground.after(shift) == pytest.approx(after.joint, abs=1e-12)


_TUBULAR = {
    "age_years": 57,
    "phosphate": {"value": 2.0, "unit": "mmol/L"},
    "trp": {"value": 80, "unit": "%"},
}


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"dialysis_years": 3}, "dialysis"),
        ({"dialysis_years": 3}, "kidney_transplant"),
        ({"dialysis_years": 0}, "dialysis"),
        (_TUBULAR, "dialysis"),
        (_TUBULAR, "egfr"),
        (_TUBULAR, "tmp_gfr"),
        ({**_TUBULAR, "dialysis_years": 3}, "dialysis"),
    ],
)
def test_asking_is_exact_where_dialysis_is_implied_or_a_value_computed(known, asked):
    case = Case.from_dict(known)
    ground = Ground(case, posterior(case, MODEL))
    outcomes = ground.outcomes(asked)
    assert len(outcomes.states) >= 2
    for state, shift in zip(outcomes.states, outcomes.shift, strict=True):
        after = posterior(case.with_finding(asked, entry_of(asked, state)), MODEL)
        assert ground.after(shift) == pytest.approx(after.joint, abs=1e-12), state


@settings(max_examples=25)
@given(cases(max_size=14, ids=ENTANGLED), st.permutations(ENTANGLED))
def test_the_answer_after_a_result_is_exact_where_findings_decide_how_others_are_read(
    mapping, order
):
    case = Case.from_dict(mapping)
    ground = Ground(case, posterior(case, MODEL))
    for finding in [f for f in order if f not in case][:6]:
        outcomes = ground.outcomes(finding)
        for state, shift in zip(outcomes.states, outcomes.shift, strict=True) if outcomes else ():
            if state != "very_high":
                after = posterior(case.with_finding(finding, entry_of(finding, state)), MODEL)
                assert ground.after(shift) == pytest.approx(after.joint, abs=1e-12)


@pytest.mark.parametrize("name", ["a sclerodermic finger", "a mass on dialysis"])
@pytest.mark.parametrize("target", ["type", "aetiology"])
def test_expected_information_is_the_fall_in_entropy_summed_by_hand(name, target):
    case = WORK_UPS[name]
    now = posterior(case, MODEL)
    kind = {"type": "types", "aetiology": "aetiologies"}[target]
    for test in ranking_of(case, target)[::5]:
        left, total = 0.0, 0.0
        for result in test.results:
            if result.state == "very_high":
                continue
            after = posterior(case.with_finding(test.finding, test.entry(result.state)), MODEL)
            left += result.chance * bits(getattr(after, kind))
            total += result.chance
        assert total == pytest.approx(1)
        assert test.gain(target) == pytest.approx(bits(getattr(now, kind)) - left, abs=1e-10)


def test_the_chance_of_a_result_is_its_likelihood_averaged_over_what_is_still_likely():
    case = WORK_UPS["a mass on dialysis"]
    now = posterior(case, MODEL)
    table = MODEL.tables["raynaud"]
    present = np.exp(table.log_likelihood[table.index("present")])
    assert found_by(case, "raynaud").results[0].chance == pytest.approx((now.joint * present).sum())


def test_kidney_function_is_as_likely_to_be_found_as_the_context_is():
    case = WORK_UPS["nothing known"]
    kidney = posterior(case, MODEL).joint.sum(axis=0)
    expected = float(kidney @ MODEL.kidney_items["dialysis"])
    assert found_by(case, "dialysis").results[0].chance == pytest.approx(expected)


def test_very_high_is_a_part_of_high_and_what_a_measured_value_far_above_gives():
    case = Case.from_dict({"region": ["elbow"]})
    test = found_by(case, "calcium_total")
    chance = {result.state: result.chance for result in test.results}
    assert chance["low"] + chance["normal"] + chance["high"] == pytest.approx(1)
    assert 0 < chance["very_high"] < chance["high"]
    measured = case.with_finding("calcium_total", {"value": 22, "unit": "mg/dL"})
    after = posterior(measured, MODEL).types
    assert list(test.results[-1].types.values()) == pytest.approx(after, abs=1e-6)
    assert test.entry("very_high") is None


def test_a_finding_that_no_result_of_which_moves_the_leader_changes_nothing():
    case = WORK_UPS["a sclerodermic finger"]
    now = posterior(case, MODEL)
    leader = MODEL.type_ids[now.types.argmax()]
    assert now.types.max() > 0.6
    tests = ranking_of(case)
    assert any(not test.changes_answer for test in tests)
    for test in tests:
        stays = all(r.leading_type == leader and r.types[leader] >= 0.6 for r in test.results)
        assert test.changes_answer == (not stays)


def test_passing_the_bar_below_which_no_type_is_named_changes_the_answer():
    case = Case.from_dict({"region": ["elbow"], "calcium_total": {"state": "high"}})
    now = posterior(case, MODEL).types.max()
    assert now < MODEL.knowledge.settings["abstain_below"]
    test = found_by(case, "morph_lobulated_mass")
    no = next(result for result in test.results if result.state == "absent")
    assert max(no.types.values()) >= MODEL.knowledge.settings["abstain_below"]
    assert no.changes_answer


@pytest.mark.parametrize(
    ("known", "finding"),
    [
        ({"dialysis": True}, "ckd"),
        ({"severe_pain": True}, "pain"),
        ({"pain": False}, "severe_pain"),
        ({"anticentromere": True}, "ana"),
        ({"egfr": {"state": "low"}}, "creatinine"),
        ({"img_vascular": True}, "img_calcification"),
        ({"dialysis_years": 3}, "dialysis"),
    ],
)
def test_what_the_case_says_already_or_rules_out_is_not_asked(known, finding):
    assert finding not in {test.finding for test in ranking_of(Case.from_dict(known))}


def test_age_sex_sites_and_plain_numbers_are_not_asked_as_tests():
    asked = {test.finding for test in ranking_of(Case())}
    assert not asked & {"age_years", "sex", "height_cm", "region", "tissue", "size_mm"}
    assert asked >= {"pth", "dialysis", "ckd", "egfr", "extent", "bx_arteriolar_calcification"}


def test_tests_are_ranked_by_what_they_tell_of_type_or_aetiology():
    tests = ranking_of(WORK_UPS["a sclerodermic finger"])
    by_cause = ranked(tests, "aetiology")
    assert [t.gain_bits for t in tests] == sorted((t.gain_bits for t in tests), reverse=True)
    gains = [t.aetiology_gain_bits for t in by_cause]
    assert gains == sorted(gains, reverse=True)
    assert [t.finding for t in tests] != [t.finding for t in by_cause]


def test_a_lab_in_a_model_of_two_causes_gives_the_textbook_sum():
    model = model_of(
        {
            "heel_stick": (0.5, lab_rows("heel_stick", "phosphate", (0.1, 0.8, 0.1))),
            "trauma_scar": (0.5, lab_rows("trauma_scar", "phosphate", (0.1, 0.3, 0.6))),
        }
    )
    test = found_by(Case(), "phosphate", model)
    assert [r.chance for r in test.results] == pytest.approx([0.1, 0.55, 0.35], abs=0.01)
    chance = dict(zip(("low", "normal", "high"), (0.1, 0.55, 0.35), strict=True))
    after = {
        "low": bits((0.5, 0.5)),
        "normal": bits((8 / 11, 3 / 11)),
        "high": bits((1 / 7, 6 / 7)),
    }
    by_hand = 1 - sum(chance[state] * after[state] for state in chance)
    assert test.gain_bits == pytest.approx(by_hand, abs=0.01)


def test_a_test_that_has_no_such_result_says_so():
    with pytest.raises(ValueError, match="raynaud has no result 'high'"):
        found_by(Case(), "raynaud").entry("high")


def test_findings_that_a_rule_ties_or_a_group_holds_depend_on_each_other():
    known = dependence(MODEL)
    assert say_the_same("ana", "anticentromere")
    assert not say_the_same("calcium_total", "phosphate")
    assert not known.are_independent("calcium_total", "phosphate", VOCABULARY)
    assert not known.are_independent("dialysis", "img_vascular", VOCABULARY)
    assert not known.are_independent("phosphate", "tmp_gfr", VOCABULARY)
    assert known.are_independent("raynaud", "phosphate", VOCABULARY)


def test_what_comes_next_is_worked_out_once_and_only_when_asked_for():
    answer = consult({"sclerodactyly": True, "region": ["finger"]}, draws=2)
    assert answer._worked_out == {}
    assert answer.next_tests is answer.next_tests
    assert answer.plan is answer.plan


def test_the_result_line_tells_tests_with_their_results_and_the_plan():
    line = consult({"region": ["elbow"]}).to_dict()
    first = line["next_tests"][0]
    assert set(first) >= {"finding", "tier", "gain_bits", "changes_answer", "results"}
    assert set(first["results"][0]) == {"state", "chance", "leading_type", "types"}
    assert sum(first["results"][0]["types"].values()) == pytest.approx(1)
    assert set(line["plan"]) == {"findings", "gain_bits", "named_chance"}


def test_the_model_of_a_row_is_all_that_the_chance_of_a_yes_rests_on():
    model = model_of({"heel_stick": (1.0, [row("heel_stick", "pain", "present", 0.3)])})
    yes, no = found_by(Case(), "pain", model).results
    assert (yes.chance, no.chance) == pytest.approx((0.3, 0.7), abs=0.01)
