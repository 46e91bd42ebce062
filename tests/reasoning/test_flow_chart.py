"""The flow chart names what a textbook would, question by question."""

import pytest

from calcinosis.case import Case
from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning.flow_chart import FLOW_CHART, OTHERWISE, follow


@pytest.mark.parametrize(
    ("findings", "type_"),
    [
        ({"dialysis": True, "necrosis_eschar": True, "severe_pain": True}, "calciphylaxis"),
        ({"bx_arteriolar_calcification": True}, "calciphylaxis"),
        ({"heel_sticks": True, "age_years": 1}, "iatrogenic"),
        ({"bx_urate_crystals": True, "trauma_at_site": True}, "mimic"),
        ({"morph_lobulated_mass": True, "phosphate": {"state": "high"}}, "tumoral"),
        ({"phosphate": {"value": 7.9, "unit": "mg/dL"}, "age_years": 50}, "metastatic"),
        ({"calcium_total": {"state": "normal"}, "hx_dermatomyositis": True}, "dystrophic"),
        ({"calcium_total": {"state": "normal"}, "hx_dermatomyositis": False}, "idiopathic"),
        ({}, "idiopathic"),
    ],
)
def test_textbook_picture_gets_its_textbook_type(findings, type_):
    assert follow(Case.from_dict(findings)) == type_


def test_necrosis_without_kidney_failure_and_without_biopsy_is_not_called_calciphylaxis():
    assert follow(Case.from_dict({"necrosis_eschar": True, "pain": True})) != "calciphylaxis"


def test_every_type_but_other_has_its_place_in_the_chart():
    named = {question.type for question in FLOW_CHART} | {OTHERWISE}
    assert named == set(load_knowledge().types) - {"other"}
