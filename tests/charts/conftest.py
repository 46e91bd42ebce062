"""Answers that the chart tests draw: an empty case, one finding, a few, and more than thirty."""

import pytest

from calcinosis import Consultation, consult
from calcinosis.case import VOCABULARY

SCLERODERMA = {
    "age_years": 52,
    "sex": "female",
    "region": ["finger", "hand"],
    "raynaud": True,
    "sclerodactyly": True,
    "anticentromere": True,
    "ulceration": False,
    "phosphate": {"value": 1.1, "unit": "mmol/L"},
    "calcium_total": {"state": "normal"},
}
DIALYSIS = {
    "age_years": 61,
    "dialysis": True,
    "region": ["thigh"],
    "tissue": ["subcutis"],
    "severe_pain": True,
    "necrosis_eschar": True,
    "rx_warfarin": True,
    "phosphate": {"value": 7.9, "unit": "mg/dL"},
    "pth": {"value": 2280, "unit": "pg/mL"},
}
LONGEST_LABELS = sorted(
    (f for f in VOCABULARY.values() if f.kind == "yesno"), key=lambda f: -len(f.label)
)
MANY = {finding.id: i % 3 > 0 for i, finding in enumerate(LONGEST_LABELS[:34])}
CASES = {
    "empty": {},
    "one finding": {"raynaud": True},
    "scleroderma": SCLERODERMA,
    "calciphylaxis": DIALYSIS,
    "many, with long labels": MANY,
}
ANSWERS = {name: consult(case, draws=100) for name, case in CASES.items()}


@pytest.fixture(params=ANSWERS)
def answer(request) -> Consultation:
    """Each of the answers in turn."""
    return ANSWERS[request.param]


@pytest.fixture
def answers() -> dict[str, Consultation]:
    """All of them by name."""
    return ANSWERS
