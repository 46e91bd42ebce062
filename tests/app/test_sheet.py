"""What is entered is kept as it was entered."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calcinosis.pages.layout as layout
from calcinosis.case import LABS, VOCABULARY, choice_label, search
from calcinosis.pages.layout import SECTIONS, help_text, short_label
from calcinosis.pages.sheet import Sheet


def test_every_finding_is_asked_once_and_explained() -> None:
    asked = [finding for section in SECTIONS for finding in section.findings]
    assert sorted(asked) == sorted(VOCABULARY)
    assert all(help_text(one).partition("** ")[2] for one in VOCABULARY)
    assert all(0 < len(short_label(one)) <= 28 for one in VOCABULARY)


@pytest.mark.parametrize("finding_id", VOCABULARY)
def test_every_label_on_the_page_is_found_by_the_search(finding_id: str) -> None:
    label, short = VOCABULARY[finding_id].label, short_label(finding_id)
    for shown in (label, short, short.lower()):
        found = {one.finding: one.score for one in search(shown, 8)}
        assert found.get(finding_id, 0) > 60, shown
    half_typed = short[: len(short) // 2 + 1]
    assert finding_id in {one.finding for one in search(half_typed, 8)}


@pytest.mark.parametrize(
    ("finding_id", "choice"),
    [
        (finding.id, choice)
        for finding in VOCABULARY.values()
        if finding.kind in ("choice", "multi")
        for choice in finding.choices
        if choice != "unknown"
    ],
)
def test_every_choice_on_the_page_is_found_by_the_search(finding_id: str, choice: str) -> None:
    label = choice_label(finding_id, choice)
    wanted = {(finding_id, choice), (finding_id, "")}
    for shown in (label, label.partition(" (")[0], label.lower()):
        assert wanted & {(one.finding, one.choice) for one in search(shown, 8)}, shown


def test_layout_has_no_cell_too_many() -> None:
    path = Path(layout.__file__).parent / "data" / "layout.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(None not in row and row["short_label"] for row in rows)


@given(st.floats(0.3, 3.0), st.integers(1, 6))
def test_stored_lab_survives_any_number_of_unit_switches(value: float, switches: int) -> None:
    sheet = Sheet().enter_text("phosphate", repr(value), "mmol/L")
    for _ in range(switches):
        sheet.text("phosphate", "mg/dL")
        sheet.text("phosphate", "mmol/L")
    assert sheet.case.get("phosphate").value == value


@given(st.sampled_from(sorted(LABS)), st.text(max_size=24))
def test_no_typed_text_breaks_a_lab_field(lab_id: str, text: str) -> None:
    unit = LABS[lab_id].units[0]
    sheet = Sheet().enter_text(lab_id, text, unit)
    assert lab_id not in sheet.case or lab_id not in sheet.slips
    for shown in LABS[lab_id].units:
        assert isinstance(sheet.text(lab_id, shown), str)
    sheet.likely_units(lab_id)


def test_refused_value_does_not_leave_the_former_one_in_the_case() -> None:
    sheet = Sheet().enter_text("phosphate", "1.2", "mmol/L")
    sheet = sheet.enter_text("phosphate", "abc", "mmol/L")
    assert "phosphate" not in sheet.case
    assert sheet.text("phosphate", "mmol/L") == "abc"


def test_own_interval_stays_with_a_new_value() -> None:
    sheet = Sheet().enter_text("phosphate", "1.2", "mmol/L")
    sheet = sheet.enter_interval("phosphate", "ref_high", "1.5", "mmol/L")
    sheet = sheet.enter_text("phosphate", "4", "mg/dL")
    assert sheet.case.get("phosphate").ref_high == pytest.approx(4.645, abs=0.001)


def test_finding_entered_again_is_the_newest() -> None:
    sheet = Sheet().enter("raynaud", True).enter("pain", True).enter("raynaud", False)
    assert sheet.order == ("pain", "raynaud")


def test_own_interval_outlives_a_slip_in_the_value() -> None:
    sheet = Sheet().enter_text("calcium_total", "9.8", "mg/dL")
    sheet = sheet.enter_interval("calcium_total", "ref_high", "11", "mg/dL")
    slipped = sheet.enter_text("calcium_total", "98000", "mg/dL")
    assert "calcium_total" in slipped.slips
    mended = slipped.enter_text("calcium_total", "9.8", "mg/dL")
    assert mended.case.get("calcium_total").ref_high == 11


@pytest.mark.parametrize("value", ["6", "9.2"])
def test_own_interval_outlives_another_unit_of_the_value(value: str) -> None:
    """6 mmol/L is kept with a doubt, 9.2 mmol/L refused; both are mended with one click."""
    sheet = Sheet().enter_text("calcium_total", "2.4", "mmol/L")
    sheet = sheet.enter_interval("calcium_total", "ref_high", "3", "mmol/L")
    sheet = sheet.enter_text("calcium_total", value, "mmol/L")
    assert "mg/dL" in sheet.likely_units("calcium_total")
    result = sheet.reread("calcium_total", "mg/dL").case.get("calcium_total")
    assert (result.value, result.unit) == (float(value), "mg/dL")
    assert result.ref_high == pytest.approx(12.02, abs=0.01)


def test_limits_in_the_wrong_order_are_named_in_the_unit_shown() -> None:
    sheet = Sheet().enter_text("calcium_total", "2.4", "mmol/L")
    sheet = sheet.enter_interval("calcium_total", "ref_low", "9", "mg/dL")
    sheet = sheet.enter_interval("calcium_total", "ref_high", "8", "mg/dL")
    message = sheet.slips["calcium_total.ref_high"].message
    assert "lower limit 9 mg/dL is not below the upper limit 8 mg/dL" in message


@pytest.mark.parametrize(
    ("lab_id", "text", "unit", "state"),
    [
        ("crp", "<5", "mg/L", "normal"),
        ("crp", "< 0,5 mg/dL", "mg/L", "normal"),
        ("crp", ">20", "mg/L", "high"),
        ("pth", ">1000", "pg/mL", "high"),
        ("pth", "<15", "pg/mL", "low"),
        ("pth", ">=66", "pg/mL", "high"),
        ("egfr", ">90", "mL/min/1.73m2", "normal"),
        ("egfr", "<15", "mL/min/1.73m2", "low"),
        ("phosphate", "≤0.5", "mmol/L", "low"),
    ],
)
def test_a_bound_is_the_state_that_it_tells(lab_id, text, unit, state) -> None:
    sheet = Sheet().enter_text(lab_id, text, unit)
    assert sheet.case.to_dict()[lab_id] == {"state": state}
    assert sheet.text(lab_id, unit)[0] in "<>≤≥"


@pytest.mark.parametrize(
    ("lab_id", "text", "unit", "message"),
    [
        ("crp", "<20", "mg/L", "<20 mg/L alone does not tell low, normal or high (limit 8): click"),
        (
            "phosphate",
            "<2",
            "mmol/L",
            "<2 mmol/L alone does not tell low, normal or high (0.807 to 1.45)",
        ),
        ("pth", ">=65", "pg/mL", "alone does not tell"),
        ("pth", "≤15", "pg/mL", "alone does not tell"),
        ("urine_phosphate", "<5", "mmol/L", "alone does not tell"),
        ("calcium_total", "<9.2", "mmol/L", "was it mg/dL?"),
        ("calcium_total", "<2.4 mg/dL", "mmol/L", "was it mmol/L?"),
        ("calcium_total", "<4.2", "mg/dL", "was it mmol/L?"),
        ("crp", "<5 furlongs", "mg/L", "not measured in furlongs"),
        ("crp", "<high", "mg/L", "is not a number"),
        ("crp", "<<5", "mg/L", "is not a number"),
        ("crp", "<", "mg/L", "is not a number"),
    ],
)
def test_a_bound_that_tells_no_state_is_refused_with_what_to_do(
    lab_id, text, unit, message
) -> None:
    sheet = Sheet().enter_text(lab_id, text, unit)
    assert lab_id not in sheet.case
    assert message in sheet.slips[lab_id].message
    assert sheet.text(lab_id, sheet.slips[lab_id].unit)[0] in "<>≤≥"


def test_a_bound_is_shown_in_the_other_unit_and_goes_with_its_result() -> None:
    sheet = Sheet().enter_text("crp", ">20", "mg/L")
    assert sheet.text("crp", "mg/dL") == ">2"
    assert not sheet.enter("crp", {"state": "high"}).bounds
    assert not sheet.without("crp").bounds
    assert not sheet.enter_text("crp", "20", "mg/L").bounds


def test_a_bound_is_judged_by_the_laboratorys_own_interval() -> None:
    sheet = Sheet().enter_text("crp", "12", "mg/L").enter_interval("crp", "ref_high", "4", "mg/L")
    assert "alone does not tell" in sheet.enter_text("crp", "<5", "mg/L").slips["crp"].message
    low = sheet.enter_text("crp", "<3", "mg/L").enter_text("age_years", "50")
    assert low.case.get("crp").state == "normal"
    assert low.enter_text("crp", "7", "mg/L").case.get("crp").ref_high == 4


def test_a_bound_is_judged_again_for_another_age() -> None:
    adult = Sheet().enter_text("phosphate", ">1.5", "mmol/L").enter("raynaud", True)
    assert adult.case.get("phosphate").state == "high"
    child = adult.enter_text("age_years", "3")
    assert "alone does not tell" in child.slips["phosphate"].message
    grown = adult.enter_text("age_years", "50")
    assert grown.case.get("phosphate").state == "high"
    assert grown.order == ("phosphate", "raynaud", "age_years")


def test_a_bound_that_told_nothing_is_judged_again_at_another_age() -> None:
    typed_first = Sheet().enter_text("phosphate", "<3", "mg/dL").enter("age_years", 2)
    age_first = Sheet().enter("age_years", 2).enter_text("phosphate", "<3", "mg/dL")
    assert typed_first.case == age_first.case
    assert typed_first.slips == {}
    back = Sheet().enter("age_years", 40).enter_text("alp", ">200", "U/L")
    assert back.enter("age_years", 4).enter("age_years", 40).case.get("alp").state == "high"
