"""Red flags: rules on the case, whatever the probabilities say."""

from dataclasses import replace

import pytest

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.case.conditions import compile_condition
from calcinosis.cases import load_cases, load_validation
from calcinosis.knowledge import RedFlagRule, load_knowledge
from calcinosis.reasoning import default_model
from calcinosis.reasoning.red_flags import red_flags


def rule(id_, urgency, rank, when, findings=(), source="", is_estimate=True):
    return RedFlagRule(
        id_,
        urgency,
        rank,
        compile_condition(when),
        f"Act on {id_}.",
        "",
        source,
        is_estimate,
        findings,
    )


RULES = (
    rule("crisis", "emergency", 1, "calcium_total > 14", ("calcium_total",)),
    rule("necrosis", "emergency", 2, "dialysis = true and necrosis_eschar = true",
         ("dialysis", "necrosis_eschar", "livedo_purpura")),
    rule(
        "infected", "urgent", 1, "ulceration = true and inflamed = true", ("ulceration", "inflamed")
    ),
    rule("bone", "urgent", 2, "img_bone_erosion = true", ("img_bone_erosion",)),
    rule("weakness", "soon", 1, "proximal_weakness = true", ("proximal_weakness",)),
)  # fmt: skip
KNOWLEDGE = replace(load_knowledge(), red_flags=RULES)
EVERYTHING = {
    "calcium_total": {"value": 15.2, "unit": "mg/dL"},
    "dialysis": True,
    "necrosis_eschar": True,
    "ulceration": True,
    "inflamed": True,
    "img_bone_erosion": True,
    "proximal_weakness": True,
}


def shown(case):
    return [flag.id for flag in red_flags(Case.from_dict(case), KNOWLEDGE)]


def test_at_most_three_are_shown_worst_first():
    assert shown(EVERYTHING) == ["crisis", "necrosis", "infected"]


def test_a_milder_one_is_shown_where_nothing_worse_holds():
    assert shown({"proximal_weakness": True, "img_bone_erosion": True}) == ["bone", "weakness"]


def test_an_unknown_finding_raises_no_flag():
    assert shown({}) == []
    assert shown({"necrosis_eschar": True}) == []
    assert shown({"dialysis": False, "necrosis_eschar": True}) == []


def test_a_flag_names_only_the_findings_that_the_case_holds():
    (flag,) = red_flags(Case.from_dict({"dialysis": True, "necrosis_eschar": True}), KNOWLEDGE)
    assert flag.findings == ("dialysis", "necrosis_eschar")
    assert flag.urgency == "emergency"


@pytest.mark.parametrize("factor", [0.001, 1000.0])
def test_probabilities_do_not_move_a_red_flag(factor):
    model = replace(default_model(), knowledge=KNOWLEDGE)
    answer = consult(EVERYTHING, model=model)
    moved = consult(EVERYTHING, prior_weights={"calciphylaxis": factor}, model=model)
    assert moved.types != answer.types
    assert moved.red_flags == answer.red_flags
    assert [flag.id for flag in answer.red_flags] == ["crisis", "necrosis", "infected"]


def test_the_clinic_does_not_move_a_red_flag():
    case = {"dialysis": True, "necrosis_eschar": True}
    assert consult(case, "paediatrics").red_flags == consult(case, "nephrology").red_flags


def test_necrosis_on_dialysis_raises_suspicion_of_calciphylaxis_in_the_packaged_rules():
    flags = consult({"dialysis": True, "necrosis_eschar": True, "severe_pain": True}).red_flags
    assert any("calciphylaxis" in flag.message.lower() for flag in flags)
    assert len(flags) <= 3


def _product_flags(**labs):
    entered = {lab: {"value": value, "unit": unit} for lab, (value, unit) in labs.items()}
    flags = consult({"dialysis": True, **entered}, draws=2).red_flags
    return [flag.findings for flag in flags if flag.id == "calcium_phosphate_product"]


def test_a_product_that_contradicts_calcium_and_phosphate_raises_no_flag():
    reported = {"ca_p_product": (8, "mmol2/L2"), "phosphate": (0.6, "mmol/L")}
    assert _product_flags(**reported) == [("dialysis", "ca_p_product")]
    assert _product_flags(**reported, calcium_total=(2.4, "mmol/L")) == []


def test_calcium_and_phosphate_raise_the_flag_of_their_product_by_themselves():
    measured = {"calcium_total": (2.6, "mmol/L"), "phosphate": (2.9, "mmol/L")}
    expected = [("dialysis", "calcium_total", "phosphate")]
    assert _product_flags(**measured) == expected
    assert _product_flags(**measured, ca_p_product=(18, "mg2/dL2")) == expected


def test_a_product_beyond_all_limits_is_judged_like_any_other():
    assert _product_flags(calcium_total=(20, "mg/dL"), phosphate=(29, "mg/dL"))


def _calciphylaxis_flags(answer):
    return [flag.id for flag in answer.red_flags if "calciphylaxis" in flag.id]


def test_normal_labs_do_not_lift_the_suspicion_of_calciphylaxis():
    """Normal calcium, phosphate or PTH does not exclude it."""
    necrosis = {"dialysis": True, "severe_pain": True, "necrosis_eschar": True, "region": ["thigh"]}
    normal = dict.fromkeys(("calcium_total", "phosphate", "pth", "ca_p_product"), "normal")
    with_labs = consult({**necrosis, **{lab: {"state": state} for lab, state in normal.items()}})
    assert _calciphylaxis_flags(with_labs) == _calciphylaxis_flags(consult(necrosis)) != []
    assert with_labs.leading_type == "calciphylaxis"


PASSED_BY = {
    "ejo-2017-27-e99-1": "the temporal artery, with bone in its wall; no skin sign is told",
    "jrheum-2016-43-456-1": "known are lupus, skin and a normal kidney function, no more",
    "sjkdt-2019-30-215-1": "known are a kidney transplant with normal function and skin, no more",
}
"""Calciphylaxis without a flag and not among the first two types: each with the reason."""


def test_hardly_any_calciphylaxis_passes_without_a_flag_or_a_place_among_the_first_two():
    """Judged by models that have not learnt from the case."""
    cases = {record.id: record.case for record in load_cases()}
    passed_by = {
        miss["id"]
        for miss in load_validation()["evaluation"]["misses"]
        if miss["true_type"] == "calciphylaxis"
        and miss["true_type_place"] > 2
        and not _calciphylaxis_flags(consult(cases[miss["id"]], draws=2))
    }
    assert passed_by == set(PASSED_BY)


def test_most_published_calciphylaxis_raises_a_flag_and_hardly_any_other_case_does():
    """Measured: 74 of 108, and 6 of 756. Most of the others are reported without any skin sign."""
    flagged = {True: [0, 0], False: [0, 0]}
    for record in load_cases():
        counted = flagged[record.answer.type == "calciphylaxis"]
        counted[0] += bool(_calciphylaxis_flags(consult(record.case, record.clinic, draws=2)))
        counted[1] += 1
    assert flagged[True][0] >= 0.65 * flagged[True][1]
    assert flagged[False][0] <= 0.02 * flagged[False][1]


def test_an_emergency_is_called_in_few_published_cases():
    """Measured: 81 of 864; alarms in every case would not be read."""
    answers = [consult(record.case, record.clinic, draws=2) for record in load_cases()]
    alarmed = sum(any(f.urgency == "emergency" for f in answer.red_flags) for answer in answers)
    assert alarmed <= 0.15 * len(answers)
