"""Cases for the tests of what changes would do, and the slow way that they are held against."""

import numpy as np

from calcinosis.case import Case
from calcinosis.reasoning import default_model, posterior

MODEL = default_model()
KIDNEY = Case.from_dict(
    {
        "age_years": 57,
        "sex": "female",
        "region": ["thigh", "abdomen"],
        "dialysis_years": 4,
        "rx_warfarin": True,
        "pain": True,
        "livedo_purpura": True,
        "calcium_total": {"value": 2.3, "unit": "mmol/L"},
        "albumin": {"value": 30, "unit": "g/L"},
        "phosphate": {"value": 2.0, "unit": "mmol/L", "ref_low": 0.8, "ref_high": 1.5},
        "pth": {"value": 320, "unit": "pg/mL"},
    }
)
SKIN = Case.from_dict(
    {
        "age_years": 44,
        "sex": "female",
        "region": ["finger"],
        "raynaud": True,
        "sclerodactyly": False,
        "anticentromere": True,
        "ana": True,
        "phosphate": {"state": "normal"},
        "calcium_total": {"value": 9.4, "unit": "mg/dL"},
    }
)
GENITAL = Case.from_dict(
    {
        "age_years": 38,
        "sex": "male",
        "region": ["genital"],
        "extent": "multifocal",
        "morph_nodule": True,
        "pain": False,
        "phosphate": {"value": 1.9, "unit": "mmol/L"},
    }
)
"""Between several types, by phosphate."""
EMPTY = Case()


def types_of(case, clinic="any", weights=None):
    """Probability of every type, by the engine itself."""
    return posterior(case, MODEL, clinic, weights).types


def leader_of(case):
    """Index of the leading type."""
    return int(np.argmax(types_of(case)))
