"""Calculators on the Learn page: numbers as typed, clear refusals, and into the case with undo."""

from html import escape

import pytest

from calcinosis.case import CALCULATORS, LABS, Case, derive
from tests.app.opening import open_page


@pytest.fixture
def calculators(app):
    app.session_state["learn.open_part"] = "Calculators"
    return open_page(app, "learn")


def _open(app, name):
    app.button_group(key="calculator").set_value(name).run()


def _type(app, **numbers):
    for finding, text in numbers.items():
        app.text_input(key=f"calc.{finding}").set_value(text).run()
    assert not app.exception


@pytest.mark.parametrize("name", CALCULATORS)
def test_empty_calculator_says_what_it_needs(calculators, words, name):
    _open(calculators, name)
    assert "Still needed" in words()
    assert "ln-result" not in words()


def test_adjusted_calcium_with_decimal_comma_formula_limits_and_source(calculators, words):
    _type(calculators, calcium_total="2,1", albumin="28")
    (value,) = derive(
        Case.from_dict(
            {
                "calcium_total": {"value": 2.1, "unit": "mmol/L"},
                "albumin": {"value": 28, "unit": "g/L"},
            }
        )
    )
    for text in (value.formula, escape(value.note), "Payne 1973"):
        assert text in words()


def test_dialysis_refuses_the_adjustment_and_says_why(calculators, words):
    _type(calculators, calcium_total="2.1", albumin="28")
    calculators.button_group(key="calc.dialysis").set_value(True).run()
    assert "Not interpretable" in words()
    assert "on dialysis" in words()


def test_unit_that_is_chosen_is_the_unit_in_which_the_number_is_read(calculators, words):
    _open(calculators, "product")
    _type(calculators, calcium_total="9.6", phosphate="8")
    assert "not plausible" in words()
    for lab in ("calcium_total", "phosphate"):
        calculators.selectbox(key=f"calc.{lab}.unit").set_value("mg/dL").run()
    assert "9.6 x 8 = 76.8 mg²/dL²" in words()


def test_unit_typed_behind_the_number_is_the_unit_of_the_field_from_then_on(calculators, words):
    _type(calculators, albumin="40", calcium_total="9.2 mg/dl")
    assert calculators.text_input(key="calc.calcium_total").value == "9.2"
    assert calculators.selectbox(key="calc.calcium_total.unit").value == "mg/dL"
    assert "ln-result" in words()
    _type(calculators, calcium_total="2.4 mg/dL")
    assert calculators.text_input(key="calc.calcium_total").value == "2.4"
    assert "was it mmol/L" in words()
    assert "ln-result" not in words()


def test_egfr_of_an_adult_and_of_a_child_who_needs_a_height(calculators, words):
    _open(calculators, "egfr")
    _type(calculators, creatinine="106", age_years="55")
    calculators.button_group(key="calc.sex").set_value("male").run()
    assert "CKD-EPI 2021" in words()
    assert "G2" in words()
    _type(calculators, age_years="9")
    assert "<b>Still needed:</b> Height" in words()
    _type(calculators, height_cm="132")
    assert "CKiD U25" in words()


def test_phosphate_threshold_with_its_reference_interval(calculators, words):
    _open(calculators, "phosphate_threshold")
    _type(
        calculators,
        phosphate="0,70",
        creatinine="80",
        urine_phosphate="4",
        urine_creatinine="8",
        age_years="40",
    )
    assert "0.3 x 0.9429 / (1 - 0.8 x 0.9429) x 0.7 = 0.806 mmol/L" in words()
    assert "<b>Interval:</b>" in words()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,234", "may mean 1.234 or 1234"),
        ("abc", "is not a number"),
        ("-2", "cannot be negative"),
        ("900", "not plausible"),
        ("9" * 24, "not plausible"),
        ("1e300", "is not a number"),
        ("NaN", "is not a number"),
        ("1.234,5", "more than one decimal mark"),
        ("2.4 furlongs", "not measured in furlongs"),
    ],
)
def test_wrong_input_gets_a_clear_message_and_stays_in_its_field(calculators, words, text, message):
    _type(calculators, albumin="40", calcium_total=text)
    assert message in words()
    assert "ln-result" not in words()
    assert calculators.text_input(key="calc.calcium_total").value == text
    assert "Mend what is marked" in words()


def test_what_is_typed_in_one_calculator_is_there_in_the_next(calculators):
    _type(calculators, calcium_total="2.3")
    _open(calculators, "product")
    assert calculators.text_input(key="calc.calcium_total").value == "2.3"


def test_use_in_the_case_puts_the_inputs_on_consult_and_undo_takes_them_out(calculators, sheet):
    _type(calculators, calcium_total="2,1", albumin="28")
    former = sheet()
    calculators.button(key="calculator.use").click().run()
    assert sheet().case.to_dict() == {
        "calcium_total": {"value": 2.1, "unit": "mmol/L"},
        "albumin": {"value": 28, "unit": "g/L"},
    }
    assert calculators.button(key="calculator.use").disabled
    open_page(calculators, "")
    assert calculators.button(key="undo").help == "Undo: from a calculator"
    calculators.button(key="undo").click().run()
    assert sheet() == former


def test_what_would_be_replaced_in_the_case_is_said(calculators, words):
    _type(calculators, calcium_total="2.1")
    calculators.button(key="calculator.use").click().run()
    _type(calculators, calcium_total="2.4")
    assert "Replaces what the case holds now: Calcium" in words()


def test_take_from_the_case_fills_in_what_it_holds(calculators, sheet):
    open_page(calculators, "")
    calculators.button_group(key="group").set_value("lab").run()
    calculators.text_input(key="albumin").set_value("31").run()
    open_page(calculators, "learn")
    calculators.button(key="calculator.take").click().run()
    assert calculators.text_input(key="calc.albumin").value == "31"


@pytest.mark.parametrize("lab", ["calcium_total", "pth", "crp", "urine_calcium_24h"])
def test_any_lab_is_converted_with_formula_and_factor(calculators, words, lab):
    _open(calculators, "units")
    calculators.selectbox(key="convert").set_value(lab).run()
    _type(calculators, **{lab: "3"})
    assert " = " in words()
    assert "<b>Factor:</b>" in words()


def test_every_lab_can_be_chosen_and_one_with_a_single_unit_says_so(calculators, words):
    _open(calculators, "units")
    assert len(calculators.selectbox(key="convert").options) == len(LABS)
    calculators.selectbox(key="convert").set_value("alp").run()
    assert "nothing to convert" in words()
