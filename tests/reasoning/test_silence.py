"""What published cases do not mention counts in part, and only where silence tells."""

from dataclasses import replace

import pytest

from calcinosis import load_knowledge
from calcinosis.case import VOCABULARY, Case
from calcinosis.knowledge import CaseCounts
from calcinosis.reasoning.learning import FormJudge, count_cases
from calcinosis.reasoning.pooling import SILENCE_TELLS, Pooling
from calcinosis.reasoning.profile import profiles_of
from tests.reasoning.test_forms import TOY

CAUSE = "gout"


def counted(finding, *findings, weight=0.5):
    """Patients with and without the finding, of cases with these findings."""
    knowledge = load_knowledge()
    knowledge = replace(knowledge, settings={**knowledge.settings, "silence_weight": weight})
    counts = count_cases([(Case.from_dict(one), CAUSE) for one in findings], FormJudge(knowledge))
    [profile] = profiles_of(knowledge.aetiologies[CAUSE])
    return Pooling(knowledge, counts).counted(profile, finding, ("present", "absent"))


def test_a_case_that_is_silent_on_the_history_counts_as_half_a_patient_without_it():
    """One with diabetes, one without, two of whom nothing is told."""
    cases = {"diabetes": True}, {"diabetes": False}, {"pain": True}, {}
    assert counted("diabetes", *cases) == [1.0, 2.0]
    assert counted("diabetes", *cases, weight=0.0) == [1.0, 1.0]


@pytest.mark.parametrize("finding", ["pain", "ulceration", "iv_calcium_at_site"])
def test_silence_on_the_lesion_and_on_exposures_at_the_site_counts_for_nothing(finding):
    assert counted(finding, {finding: True}, {}, {}) == [1.0, 0.0]


def test_silence_tells_in_groups_that_there_are():
    assert set(SILENCE_TELLS) < {finding.group for finding in VOCABULARY.values()}


def test_a_case_counts_once_in_its_cause_and_by_its_chance_in_each_form():
    case = Case.from_dict({"heel_sticks": True, "acne_at_site": True})
    counts = count_cases([(case, "heterotopic_ossification")], FormJudge(TOY))
    face, hip = (counts.patients[f"heterotopic_ossification/{one}"] for one in ("face", "hip"))
    assert counts.patients["heterotopic_ossification"] == 1
    assert face == pytest.approx(0.1125 / 0.114, abs=1e-4)
    assert face + hip == pytest.approx(1)


def test_no_more_patients_are_silent_than_there_are():
    counts = CaseCounts(2, {("gout", "diabetes", "present", ""): 3.0}, {}, {"gout": 2.0})
    assert counts.silent("gout", "diabetes") == 0
    assert counts.silent("gout", "obesity") == 2
