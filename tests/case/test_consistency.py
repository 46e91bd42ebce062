"""What does not fit in a case, and what was done about it."""

import copy

import pytest

from calcinosis.case import VOCABULARY, Case, contradictions
from calcinosis.case.consistency import read_rules
from calcinosis.case.tables import read_toml

RULES = read_toml("contradictions.toml")["rule"]


def lab(value, unit):
    return {"value": value, "unit": unit}


def found(**entered):
    return contradictions(Case.from_dict(entered))


def test_a_consistent_case_has_no_contradiction():
    assert (
        found(
            age_years=54,
            sex="female",
            onset_age_years=50,
            duration_months=48,
            region=["finger"],
            extent="localized",
            hx_systemic_sclerosis=True,
            raynaud=True,
            pain=True,
            severe_pain=False,
            calcium_total=lab(9.3, "mg/dL"),
        )
        == ()
    )


def test_severe_pain_without_pain_leaves_both_out():
    [one] = found(severe_pain=True, pain=False)
    assert one.severity == "reject"
    assert one.drop == one.items == ("severe_pain", "pain")
    assert one.message == (
        "Severe pain at the lesion (yes) and Painful or tender (no) contradict each other: "
        "severe pain is pain. Both were left out."
    )


def test_dialysis_without_kidney_disease_keeps_the_dialysis():
    [one] = found(dialysis=True, ckd=False)
    assert one.drop == ("ckd",)
    assert VOCABULARY["dialysis"].label in one.message
    assert one.message.endswith("Chronic kidney disease (known) was left out.")


def test_a_first_lesion_after_the_present_age_is_left_out():
    [one] = found(age_years=30, onset_age_years=45)
    assert (one.severity, one.drop) == ("reject", ("onset_age_years",))
    assert one.message.startswith(
        "Age at first lesion (45 years) and Age (30 years) contradict each other"
    )
    assert one.message.endswith("Age at first lesion was left out.")


def test_a_product_that_calcium_and_phosphate_do_not_give_is_left_out():
    pair = {"calcium_total": lab(2.4, "mmol/L"), "phosphate": lab(1.0, "mmol/L")}
    [one] = found(**pair, ca_p_product=lab(8, "mmol2/L2"))
    assert (one.severity, one.drop) == ("warn", ("ca_p_product",))
    assert one.items == ("ca_p_product", "calcium_total", "phosphate")
    assert found(**pair, ca_p_product=lab(2.5, "mmol2/L2")) == ()
    assert found(**pair, ca_p_product=lab(30, "mg2/dL2")) == ()


def test_a_product_of_an_adjusted_calcium_is_no_contradiction():
    """Total calcium 8 and albumin 2 g/dL: adjusted 9.6, and with phosphate 6 a product of 58."""
    labs = {"calcium_total": lab(8, "mg/dL"), "albumin": lab(2, "g/dL")}
    assert found(**labs, phosphate=lab(6, "mg/dL"), ca_p_product=lab(58, "mg2/dL2")) == ()


def test_one_lesion_in_three_regions_leaves_the_extent_out():
    [one] = found(extent="solitary", region=["hand", "knee", "foot"])
    assert (one.severity, one.drop, one.items) == ("reject", ("extent",), ("extent", "region"))
    assert one.message.startswith("Extent (solitary) and Body region (hand, knee, foot) contradict")


def test_one_lesion_over_two_adjoining_regions_is_kept_and_asked_about():
    [one] = found(extent="solitary", region=["wrist", "hand"])
    assert (one.severity, one.drop) == ("warn", ())
    assert one.message.endswith("Both were kept: please check.")


TRIGGERS = {
    "severe_pain_without_pain": {"severe_pain": True, "pain": False},
    "onset_after_age": {"onset_age_years": 60, "age_years": 50},
    "duration_longer_than_life": {"duration_months": 60, "age_years": 2},
    "dialysis_longer_than_life": {"dialysis_years": 9, "age_years": 8},
    "dialysis_without_ckd": {"dialysis": True, "ckd": False},
    "dialysis_years_without_dialysis": {"dialysis": False, "dialysis_years": 4},
    "good_gfr_on_dialysis": {"egfr": lab(80, "mL/min/1.73m2"), "dialysis": True},
    "low_gfr_without_kidney_disease": {"egfr": lab(30, "mL/min/1.73m2"), "ckd": False},
    "transplant_on_dialysis": {"kidney_transplant": True, "dialysis": True},
    "transplant_without_ckd": {"kidney_transplant": True, "ckd": False},
    "solitary_in_many_regions": {"extent": "solitary", "region": ["hand", "knee", "foot"]},
    "solitary_in_two_regions": {"extent": "solitary", "region": ["hand", "finger"]},
    "solitary_symmetric": {"extent": "solitary", "symmetric": True},
    "localized_in_many_regions": {"extent": "localized", "region": ["hand", "finger"]},
    "many_regions_of_one_named": {"extent": "multifocal", "region": ["hand"]},
    "milia_of_a_centimetre": {"morph_papule_milia": True, "size_mm": 12},
    "large_mass_that_is_small": {"morph_lobulated_mass": True, "size_mm": 8},
    "age_onset_duration_disagree": {"age_years": 50, "onset_age_years": 30, "duration_months": 12},
    "rapid_onset_of_long_ago": {"rapid_onset": True, "duration_months": 30},
    "female_genital": {"sex": "female", "region": ["genital"]},
    "hyper_and_hypoparathyroidism": {
        "hx_primary_hyperparathyroidism": True,
        "hx_hypoparathyroidism": True,
    },
    "hyperparathyroidism_with_low_pth": {
        "hx_primary_hyperparathyroidism": True,
        "pth": lab(6, "pg/mL"),
    },
    "hypoparathyroidism_with_high_pth": {
        "hx_hypoparathyroidism": True,
        "pth": lab(30, "pmol/L"),
    },
    "centromere_and_topoisomerase": {"anticentromere": True, "anti_scl70": True},
    "nxp2_and_mda5": {"anti_nxp2": True, "anti_mda5": True},
    "hftc_gene_with_low_phosphate": {
        "variant_galnt3_fgf23_kl": True,
        "phosphate": {"state": "low"},
    },
    "nftc_gene_with_high_phosphate": {"variant_samd9": True, "phosphate": lab(2.4, "mmol/L")},
    "urate_and_cppd": {"bx_urate_crystals": True, "bx_cppd_crystals": True},
    "bone_on_imaging_not_on_biopsy": {
        "img_trabeculated_corticated": True,
        "bx_lamellar_bone": False,
    },
    "calcium_too_fine_for_film": {"img_calcification": False, "bx_calcium_deposits": True},
    "calcium_missed_by_biopsy": {"img_calcification": True, "bx_calcium_deposits": False},
    "heel_sticks_long_ago": {"heel_sticks": True, "age_years": 9},
    "newborn_fat_necrosis_late": {"perinatal_asphyxia_cooling": True, "onset_age_years": 4},
    "dermatomyositis_signs_without_history": {
        "heliotrope_gottron": True,
        "hx_dermatomyositis": False,
    },
    "sclerodactyly_without_history": {"sclerodactyly": True, "hx_systemic_sclerosis": False},
    "grown_up_dermatomyositis": {"hx_dermatomyositis": True, "age_years": 30},
    "which_gene": {"variant_gnas_acvr1_abcc6": True},
    "sheet_in_no_sheet_tissue": {"morph_sheet": True, "tissue": ["skin"]},
    "heparin_elsewhere": {"calcium_heparin_injection": True, "region": ["finger"]},
    "electrodes_elsewhere": {"electrode_paste": True, "region": ["knee"]},
    "calcium_leak_of_long_ago": {"iv_calcium_at_site": True, "duration_months": 60},
    "heel_sticks_elsewhere": {"heel_sticks": True, "region": ["hand"]},
    "viscera_only": {"region": ["internal"]},
    "artery_only": {"tissue": ["artery"], "img_vascular": True},
    "product_of_other_calcium_and_phosphate": {
        "calcium_total": lab(2.4, "mmol/L"),
        "phosphate": lab(1.0, "mmol/L"),
        "ca_p_product": lab(8, "mmol2/L2"),
    },
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_every_rule_fires_alone_names_its_items_and_says_what_was_done(rule):
    [one] = found(**TRIGGERS[rule["id"]])
    assert one.severity == rule["severity"]
    assert one.drop == tuple(rule.get("drop", ()))
    assert all(VOCABULARY[item].label in one.message for item in one.items)
    assert "{" not in one.message
    if one.severity != "note":
        assert one.message.endswith(("left out.", "kept: please check."))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_no_rule_fires_when_one_of_its_facts_is_unknown(rule):
    known = Case.from_dict(TRIGGERS[rule["id"]])
    for left_out in known:
        assert contradictions(known.without(left_out)) == ()


def test_a_low_gfr_computed_from_creatinine_is_named_as_such():
    [one] = found(age_years=40, sex="male", creatinine=lab(5.0, "mg/dL"), ckd=False)
    assert one.items == ("creatinine", "ckd")
    assert one.message.startswith("eGFR (14 mL/min/1.73m2, from creatinine) and Chronic kidney")


def test_the_worst_contradiction_comes_first():
    severities = [
        one.severity
        for one in found(
            sex="female",
            region=["genital"],
            anticentromere=True,
            anti_scl70=True,
            severe_pain=True,
            pain=False,
        )
    ]
    assert severities == ["reject", "warn", "note"]


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        (
            {"calcium_total": lab(17.2, "mg/dL")},
            "Total calcium 17.2 mg/dL is unusual: is it right? It was kept: please check.",
        ),
        (
            {"calcium_total": lab(4.2, "mg/dL")},
            "Total calcium 4.2 mg/dL is unusual: was it mmol/L? It was kept: please check.",
        ),
        (
            {"calcium_total": lab(5.4, "mmol/L")},
            "Total calcium 5.4 mmol/L is unusual: was it mg/dL? It was kept: please check.",
        ),
        (
            {"creatinine": lab(62, "mg/dL")},
            "Creatinine 62 mg/dL is unusual: was it µmol/L? It was kept: please check.",
        ),
        (
            {"size_mm": 400},
            "Largest lesion 400 mm is unusual: cm or mm? It was kept: please check.",
        ),
        (
            {"age_years": 108},
            "Age 108 years is unusual: was it months or a year of birth? "
            "It was kept: please check.",
        ),
        (
            {"height_cm": 32},
            "Height 32 cm is unusual: was it metres? It was kept: please check.",
        ),
    ],
)
def test_an_unusual_value_is_kept_and_asked_about(entered, message):
    [one] = found(**entered)
    assert (one.severity, one.drop, one.items) == ("warn", (), tuple(entered))
    assert one.message == message


def test_usual_values_are_not_asked_about():
    usual = {"calcium_total": lab(2.4, "mmol/L"), "size_mm": 30, "pth": {"state": "high"}}
    assert found(**usual) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"when": "dialisis=true"}, "rule x: condition 'dialisis=true': dialisis is not a finding"),
        ({"severity": "fatal"}, "severity 'fatal' is not one of reject, warn, note"),
        ({"drop": ["ckd"]}, "rule x: ckd is not in its condition"),
        ({"message": "{ckd} fits not"}, "rule x: ckd is not in its condition"),
        ({"severity": "reject", "drop": []}, "must say what to drop"),
        ({"source": ""}, "rule x: has no source"),
    ],
)
def test_a_faulty_rule_is_refused_by_its_name(change, message):
    sound = {
        "id": "x",
        "when": "dialysis=true",
        "severity": "warn",
        "message": "{dialysis}?",
        "source": "expert",
    }
    assert len(read_rules({"rule": [sound]})) == 1
    with pytest.raises(ValueError, match=message):
        read_rules({"rule": [sound | change]})


def test_all_faulty_rules_are_named_at_once():
    faulty = copy.deepcopy(RULES[:2])
    for rule in faulty:
        rule["severity"] = "fatal"
    with pytest.raises(ValueError, match=r"severe_pain_without_pain.*\n.*onset_after_age"):
        read_rules({"rule": faulty})
