"""What the answer says of itself: conclusive or not, what is missing, what was left out."""

import numpy as np
import pytest

from calcinosis import CaseError, __version__, consult, load_knowledge
from calcinosis.case import VOCABULARY, Case
from tests.reasoning.toy import reason


def test_nothing_entered_is_not_conclusive_and_names_what_to_find_out():
    answer = consult({})
    assert not answer.conclusive
    assert answer.reason == "Nothing has been entered that tells the causes apart."
    assert answer.missing
    assert all(finding in VOCABULARY for finding in answer.missing)
    assert answer.contributions == ()


def test_what_tells_nothing_of_the_cause_is_not_conclusive():
    answer = consult({"height_cm": 172})
    assert not answer.conclusive
    assert answer.missing
    assert answer.unused == ("height_cm",)


def test_what_is_missing_is_not_what_is_known():
    answer = consult({"age_years": 44, "pain": True})
    assert not answer.conclusive
    assert not set(answer.missing) & {"age_years", "pain"}


def test_a_clear_case_is_conclusive_and_misses_nothing():
    answer = consult({"sclerodactyly": True, "anticentromere": True, "region": ["finger"]})
    assert answer.conclusive
    assert (answer.reason, answer.missing) == ("", ())


def test_a_type_that_is_not_likely_enough_is_not_named():
    answer = consult({"age_years": 45, "region": ["elbow"]})
    assert answer.types[answer.leading_type] < 0.5
    assert not answer.conclusive
    assert answer.reason == "No type is likely enough to be named."


def test_an_onset_after_the_present_age_is_left_out_with_a_warning_naming_both():
    case = {"age_years": 30, "raynaud": True}
    answer = consult({**case, "onset_age_years": 50})
    (warning,) = [w for w in answer.warnings if "cannot lie ahead" in w]
    assert "Age at first lesion (50 years)" in warning
    assert "Age (30 years)" in warning
    assert "Age at first lesion was left out" in warning
    assert np.array_equal(answer.posterior.joint, reason(case).joint)


def test_severe_pain_without_pain_is_left_out_with_a_warning_naming_both():
    answer = consult({"raynaud": True, "severe_pain": True, "pain": False})
    (warning,) = [w for w in answer.warnings if "contradict" in w]
    assert "Severe pain at the lesion (yes)" in warning
    assert "Painful or tender (no)" in warning
    assert "Both were left out" in warning
    assert np.array_equal(answer.posterior.joint, reason({"raynaud": True}).joint)


def test_what_was_left_out_for_a_contradiction_is_named_as_unused():
    assert consult({"age_years": 30, "onset_age_years": 50}).unused == ("onset_age_years",)


def test_an_iatrogenic_cause_that_leads_without_its_exposure_asks_for_it():
    sheet = {"age_years": 0.1, "region": ["foot"], "tissue": ["skin"], "morph_papule_milia": True}
    heels = {**sheet, "chalky_discharge": True, "trauma_at_site": False}
    assert next(iter(consult(heels).aetiologies)) == "heel_stick"
    (warning,) = consult(heels).warnings
    assert "Ask: Repeated neonatal heel sticks." in warning
    assert consult({**heels, "heel_sticks": True}).warnings == ()


def test_what_others_say_already_is_named_as_unused():
    assert consult({"anticentromere": True, "ana": True}).unused == ("ana",)


def test_a_finding_that_no_likely_cause_explains_is_named():
    answer = consult(
        {
            "hx_systemic_sclerosis": True,
            "sclerodactyly": True,
            "vesiculopustular_rash_infancy": True,
        }
    )
    assert answer.unexplained == ("vesiculopustular_rash_infancy",)


def test_bad_input_is_refused_with_every_fault():
    with pytest.raises(CaseError) as caught:
        consult({"raynaud": "yes", "calcium_total": 9.1, "colour": "white"})
    assert {fault.item for fault in caught.value.faults} == {"raynaud", "calcium_total", "colour"}


def test_a_case_and_its_mapping_give_the_same_answer():
    mapping = {"age_years": 52, "raynaud": True}
    assert consult(Case.from_dict(mapping)).to_dict() == consult(mapping).to_dict()


def test_the_answer_names_the_versions_that_it_was_made_with():
    answer = consult({"raynaud": True}, "rheumatology")
    assert answer.app_version == __version__
    assert answer.knowledge_version == load_knowledge().version
    assert answer.clinic == "rheumatology"


def test_the_result_line_holds_the_public_contract():
    line = consult({"raynaud": True, "age_years": 52}).to_dict()
    assert set(line) >= {
        "schema_version", "app_version", "knowledge_version", "clinic", "conclusive",
        "leading_type", "types", "intervals", "aetiologies", "contributions", "derived",
        "next_tests", "red_flags", "warnings",
    }  # fmt: skip
    assert sum(line["types"].values()) == pytest.approx(1)
    assert set(line["contributions"][0]) >= {"finding", "state", "log10_odds", "sources"}


@pytest.mark.parametrize(
    ("case", "term"),
    [
        ({"tissue": ["skin"]}, "calcinosis cutis"),
        ({"tissue": ["skin", "artery"]}, "calcinosis cutis and arterial calcification"),
        ({"img_chondrocalcinosis": True}, "chondrocalcinosis"),
        ({"bx_arteriolar_calcification": True}, "arterial calcification"),
        ({"tissue": ["skin"], "bx_arteriolar_calcification": True}, "calcinosis cutis"),
        (
            {"img_sheet_fascial": True, "morph_papule_milia": True, "img_lobulated_cystic": False},
            "calcinosis cutis and calcinosis of muscle and fascia",
        ),
        ({"raynaud": True}, ""),
    ],
)
def test_the_tissue_gives_the_second_axis_of_the_classification(case, term):
    assert consult(case).tissue_class == term


def test_every_sign_of_a_tissue_in_the_knowledge_names_it():
    knowledge = load_knowledge()
    for sign in knowledge.tissue_signs:
        assert (
            consult({sign.finding: True}, draws=2).tissue_class
            == (knowledge.tissue_classes[sign.tissue])
        )


def test_no_type_is_named_from_age_and_normal_labs_alone():
    normal = {lab: {"state": "normal"} for lab in ("calcium_total", "phosphate", "creatinine")}
    answer = consult({"age_years": 50, **normal})
    assert not answer.conclusive
    assert answer.reason.startswith("Nothing is known yet of the lesion")


def test_noise_is_not_shown_as_the_strongest_evidence_against():
    answer = consult({"sclerodactyly": True, "region": ["finger"], "sex": "male", "age_years": 50})
    assert all(c.log10_odds < -0.17 for c in answer.strongest_against)


def test_what_is_worth_finding_out_is_named_in_a_conclusive_answer_too():
    answer = consult({"sclerodactyly": True, "region": ["finger"]})
    assert answer.conclusive
    assert answer.next_tests
    assert not {test.finding for test in answer.next_tests} & set(answer.case)


def test_findings_that_belong_to_no_listed_cause_together_are_not_given_a_name():
    """Crystals of gout, a toe of FOP, weakness of myositis and a variant of HFTC in one patient."""
    answer = consult(
        {
            "bx_urate_crystals": True,
            "great_toe_malformation": True,
            "proximal_weakness": True,
            "variant_galnt3_fgf23_kl": True,
        }
    )
    assert answer.leading_type == "other"
    assert not answer.conclusive
    assert answer.reason == "The findings fit none of the listed causes well."
    assert answer.missing
