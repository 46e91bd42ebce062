"""Cases in the midst of their work-up, in which a further finding does more than add a piece."""

from calcinosis.case import Case
from tests.reasoning.toy import mg_per_dl

WORK_UPS = {
    name: Case.from_dict(case)
    for name, case in {
        "nothing known": {},
        "a sclerodermic finger": {
            "age_years": 52, "sex": "female", "region": ["finger"], "sclerodactyly": True,
            "digital_ulcers": True, "hx_dermatomyositis": False,
        },
        "necrosis with measured values, kidney function open": {
            "age_years": 61, "sex": "male", "region": ["thigh", "abdomen"], "necrosis_eschar": True,
            "ulceration": True, "hx_systemic_sclerosis": True, "img_vascular": True,
            "calcium_total": mg_per_dl(9.2), "albumin": {"value": 3.1, "unit": "g/dL"},
            "phosphate": mg_per_dl(6.8), "creatinine": mg_per_dl(1.9),
            "bx_arteriolar_calcification": True,
        },
        "a mass on dialysis": {
            "age_years": 48, "region": ["hip_buttock"], "morph_lobulated_mass": True,
            "dialysis": True, "dialysis_years": 9, "phosphate": {"state": "high"},
            "img_calcification": True, "pain": True,
        },
        "a transplant with dialysis years, and urine values": {
            "age_years": 33, "dialysis_years": 4, "kidney_transplant": True,
            "phosphate": mg_per_dl(6.1), "creatinine": mg_per_dl(0.8),
            "urine_phosphate": mg_per_dl(31), "urine_creatinine": mg_per_dl(80), "ana": False,
        },
        "a child with dermatomyositis signs": {
            "age_years": 9, "onset_age_years": 7, "region": ["elbow", "knee"],
            "extent": "multifocal",
            "heliotrope_gottron": True, "anti_nxp2": True, "img_trabeculated_corticated": False,
        },
    }.items()
}  # fmt: skip
"""By what is known of the patient."""
