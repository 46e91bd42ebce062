"""What a clinician would not forgive: sentences of the field, held by the packaged knowledge."""

import numpy as np
import pytest

from calcinosis import consult
from tests.reasoning.toy import chance_of, mg_per_dl, reason

HEALTHY_KIDNEYS = {"ckd": False, "dialysis": False}


@pytest.mark.parametrize(
    ("background", "middle"),
    [
        ({}, 3.5),
        ({"egfr": {"value": 105, "unit": "mL/min/1.73m2"}}, 3.5),
        ({"age_years": 15, "sex": "female", "region": ["hip_buttock"]}, 4.2),
        ({"age_years": 6, "morph_lobulated_mass": True}, 4.5),
        ({"age_years": 34, "morph_lobulated_mass": True, "family_history": True}, 3.5),
        ({"age_years": 60, "raynaud": True, "region": ["finger"]}, 3.5),
        ({"age_years": 45, "calcium_total": mg_per_dl(9.4)}, 3.5),
        ({"age_years": 45, "calcium_total": mg_per_dl(12.1), "pth": {"state": "low"}}, 3.5),
    ],
)
def test_raising_phosphate_with_healthy_kidneys_never_speaks_against_hftc_and_metastatic(
    background, middle
):
    """From the middle of the interval for the age up to twice as much and more."""
    chances = []
    for phosphate in np.arange(middle, 10.01, 0.1):
        case = {**HEALTHY_KIDNEYS, **background, "phosphate": mg_per_dl(round(float(phosphate), 2))}
        result = reason(case)
        chances.append(chance_of(result, "hftc") + chance_of(result, "metastatic"))
    assert np.diff(chances).min() >= -1e-5
    assert chances[-1] > chances[0]


def test_a_calcium_infusion_at_the_site_outranks_dialysis_lupus_and_cancer():
    answer = consult(
        {
            "region": ["forearm"],
            "tissue": ["skin"],
            "iv_calcium_at_site": True,
            "dialysis": True,
            "hx_lupus": True,
            "malignancy_active": True,
        }
    )
    assert answer.leading_type == "iatrogenic"
    assert next(iter(answer.aetiologies)) == "calcium_extravasation"


@pytest.mark.parametrize("phosphate", [5.0, 6.2, 7.5, 9.0])
def test_raised_phosphate_on_dialysis_does_not_point_to_metastatic_by_itself(phosphate):
    answer = consult({"dialysis": True, "phosphate": mg_per_dl(phosphate)})
    for one, other in [
        ("ckd_mbd", "calciphylaxis_uraemic"),
        ("ckd_mbd", "uraemic_tumoral"),
        ("calciphylaxis_uraemic", "uraemic_tumoral"),
        ("metastatic", "calciphylaxis"),
    ]:
        weights = {c.finding: c.log10_odds for c in answer.explain(one, other).contributions}
        assert abs(weights["phosphate"]) < 0.2, (one, other)


def test_raised_phosphate_tells_much_where_the_kidneys_are_healthy():
    answer = consult({**HEALTHY_KIDNEYS, "phosphate": mg_per_dl(7.5)})
    weights = {c.finding: c.log10_odds for c in answer.explain("hftc", "trauma_scar").contributions}
    assert weights["phosphate"] > 1


def test_a_sclerodermic_on_dialysis_still_has_dystrophic_calcinosis():
    answer = consult(
        {
            "age_years": 58,
            "sex": "female",
            "hx_systemic_sclerosis": True,
            "sclerodactyly": True,
            "raynaud": True,
            "dialysis": True,
            "phosphate": mg_per_dl(6.9),
            "region": ["finger"],
        }
    )
    assert answer.leading_type == "dystrophic"
    assert next(iter(answer.aetiologies)) == "systemic_sclerosis"


def test_a_dialysis_patient_with_black_eschar_on_the_thigh_has_calciphylaxis():
    answer = consult(
        {
            "age_years": 63,
            "dialysis": True,
            "necrosis_eschar": True,
            "severe_pain": True,
            "region": ["thigh"],
            "bx_arteriolar_calcification": True,
        }
    )
    assert answer.leading_type == "calciphylaxis"
    assert next(iter(answer.aetiologies)) == "calciphylaxis_uraemic"


def test_a_teenager_with_masses_at_both_hips_high_phosphate_and_affected_siblings_has_hftc():
    answer = consult(
        {
            "age_years": 14,
            "region": ["hip_buttock", "elbow"],
            "tissue": ["periarticular"],
            "morph_lobulated_mass": True,
            "family_history": True,
            "phosphate": mg_per_dl(7.6),
            "creatinine": mg_per_dl(0.6),
            "ckd": False,
        }
    )
    assert answer.leading_type == "tumoral"
    assert next(iter(answer.aetiologies)) == "hftc"
    assert answer.tissue_class == "periarticular calcinosis"


def test_a_childs_phosphate_of_six_is_not_high():
    child = reason({"age_years": 3, "phosphate": mg_per_dl(6.0)})
    baseline = reason({"age_years": 3, "phosphate": {"state": "normal"}})
    adult = reason({"age_years": 43, "phosphate": mg_per_dl(6.0)})
    adult_baseline = reason({"age_years": 43, "phosphate": {"state": "normal"}})
    child_factor = chance_of(child, "hftc") / chance_of(baseline, "hftc")
    adult_factor = chance_of(adult, "hftc") / chance_of(adult_baseline, "hftc")
    assert child_factor < adult_factor / 2


def test_urate_needles_settle_gout():
    answer = consult({"bx_urate_crystals": True, "age_years": 64, "region": ["finger"]})
    assert next(iter(answer.aetiologies)) == "gout"
    assert answer.leading_type == "mimic"


def test_dialysis_calcifies_arteries_whatever_the_deposit_is():
    """Vascular calcification on film tells less of the cause on dialysis than without."""

    def weight(background):
        answer = consult({**background, "img_vascular": True})
        explained = answer.explain("ckd_mbd", "systemic_sclerosis")
        return {c.finding: c.log10_odds for c in explained.contributions}["img_vascular"]

    assert abs(weight({"dialysis": True})) < abs(weight(HEALTHY_KIDNEYS))


def test_years_on_dialysis_mean_dialysis():
    stated = reason({"dialysis": True, "dialysis_years": 6})
    implied = reason({"dialysis_years": 6})
    on_dialysis = (2,)
    assert stated.joint.sum(axis=0)[on_dialysis] > 0.9
    assert implied.joint.sum(axis=0)[on_dialysis] > 0.9
