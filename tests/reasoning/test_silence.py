"""What a report would have named and did not counts in part as absent, and nothing else does."""

from dataclasses import replace

import pytest

from calcinosis import consult, load_knowledge
from calcinosis.case import VOCABULARY, Case
from calcinosis.knowledge import CaseCounts
from calcinosis.reasoning import compile_model, default_model
from calcinosis.reasoning.learning import FormJudge, count_cases, told_by_silence
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.profile import profiles_of
from calcinosis.reasoning.weight_audit import backing_shares
from tests.reasoning.test_forms import TOY
from tests.reasoning.toy import knowledge_of, row

CAUSE = "gout"
COMMON = FormJudge(load_knowledge()).common


def told(findings):
    return set(told_by_silence(Case.from_dict(findings), COMMON))


def counted(finding, *findings, weight=0.5):
    """Patients with and without the finding, of cases with these findings."""
    knowledge = load_knowledge()
    knowledge = replace(knowledge, settings={**knowledge.settings, "silence_weight": weight})
    counts = count_cases([(Case.from_dict(one), CAUSE) for one in findings], FormJudge(knowledge))
    [profile] = profiles_of(knowledge.aetiologies[CAUSE])
    return Pooling(knowledge, counts).counted(profile, finding, ("present", "absent"))


def test_a_case_that_is_silent_on_the_history_counts_as_half_a_patient_without_it():
    """One with pancreatitis, one without, two of whom nothing is told."""
    cases = {"pancreatitis": True}, {"pancreatitis": False}, {"pain": True}, {}
    assert counted("pancreatitis", *cases) == [1.0, 2.0]
    assert counted("pancreatitis", *cases, weight=0.0) == [1.0, 1.0]


@pytest.mark.parametrize("finding", ["pain", "ulceration", "iv_calcium_at_site", "rx_warfarin"])
def test_silence_on_the_lesion_on_exposures_and_on_drugs_counts_for_nothing(finding):
    assert counted(finding, {finding: True}, {}, {}) == [1.0, 0.0]


@pytest.mark.parametrize("finding", ["diabetes", "obesity", "bx_calcium_deposits"])
def test_silence_on_what_is_common_in_anybody_counts_for_nothing(finding):
    assert finding in COMMON
    assert finding not in told({"bx_fat_necrosis": True})


def test_what_is_common_is_a_setting():
    knowledge = load_knowledge()
    settings = {**knowledge.settings, "common_above": 0.2}
    rarer = FormJudge(replace(knowledge, settings=settings)).common
    assert rarer == {finding for finding in COMMON if knowledge.background[finding] > 0.2}
    assert rarer < COMMON


def test_silence_on_a_test_tells_only_where_the_test_was_done():
    assert "bx_lamellar_bone" not in told({"img_vascular": True})
    assert "bx_lamellar_bone" in told({"bx_fat_necrosis": True})
    assert "img_bone_erosion" in told({"img_vascular": True})
    assert "anticentromere" in told({"anti_scl70": False})


def test_silence_tells_nothing_where_something_more_exact_is_told():
    """A positive anticentromere antibody is why ANA is positive; severe pain is pain."""
    assert "ana" not in told({"anticentromere": True})
    assert "img_calcification" not in told({"img_vascular": True})


def test_silence_on_the_kidney_is_counted_by_itself():
    assert told({}).isdisjoint({"ckd", "dialysis"})


def test_silence_counts_for_each_form_by_its_chance():
    case = Case.from_dict({"heel_sticks": True, "acne_at_site": True})
    counts = count_cases([(case, "heterotopic_ossification")], FormJudge(TOY))
    assert counts.silent("heterotopic_ossification", "pancreatitis") == pytest.approx(1)
    without = count_cases(
        [(case.without("acne_at_site"), "heterotopic_ossification")], FormJudge(TOY)
    )
    face, hip = (
        without.silent(f"heterotopic_ossification/{form}", "acne_at_site")
        for form in ("face", "hip")
    )
    assert face == pytest.approx(0.25 * 0.9 / (0.25 * 0.9 + 0.75 * 0.1), abs=1e-4)
    assert face + hip == pytest.approx(1)


def test_where_nothing_is_counted_nobody_is_silent():
    assert CaseCounts().silent("gout", "pancreatitis") == 0


def test_a_reason_that_rests_on_silence_is_said_to_rest_on_published_cases():
    causes = {
        "gout": (0.5, [row("gout", "raynaud", "present", 0.1)]),
        "heel_stick": (0.5, [row("heel_stick", "raynaud", "present", 0.3)]),
    }

    def grade(**told):
        answer = consult(
            {"raynaud": True}, model=compile_model(knowledge_of(causes), CaseCounts(20, **told))
        )
        return answer.explain("gout").contributions[0].grade

    assert grade() == "estimate"
    assert grade(silence={("gout", "raynaud"): 20.0}) == "counts"
    assert grade(silence={("heel_stick", "raynaud"): 20.0}) == "estimate"


def test_cases_are_named_as_the_ground_of_a_number_wherever_they_have_weight_in_it():
    model = default_model()
    pooling = Pooling(model.knowledge, model.counts)
    for aetiology in model.knowledge.aetiologies:
        for finding in model.tables:
            if VOCABULARY[finding].kind == "yesno":
                shares = backing_shares(aetiology, finding, ("present",), model, pooling)
                has_weight = shares.get("counts", 0.0) > 0
                assert model.counts.any_of(aetiology, finding) == has_weight, (aetiology, finding)
