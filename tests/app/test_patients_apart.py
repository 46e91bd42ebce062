"""One patient's findings never reach another: two tabs, a new case, a former one."""

import json

from streamlit.testing.v1 import AppTest

from calcinosis.pages.sheet import Sheet
from tests.app.conftest import APP

_FORMER = {
    "id": "former",
    "clinic": "nephrology",
    "prior_weights": {"calciphylaxis": 5},
    "case": {"dialysis": True, "livedo_purpura": True, "raynaud": False},
}


def _upload(app, entry):
    app.session_state["case_menu"] = True
    app.run()
    content = json.dumps(entry).encode()
    app.file_uploader[0].set_value(("case.json", content, "application/json")).run()


def test_two_tabs_do_not_share_what_is_entered(app):
    other = AppTest.from_file(str(APP), default_timeout=60).run()
    app.text_input(key="age_years").set_value("52").run()
    other.run()
    assert app.session_state["sheet"].case.get("age_years") == 52
    assert other.session_state["sheet"].is_empty
    assert other.text_input(key="age_years").value == ""


def test_opening_a_case_leaves_nothing_of_the_former_patient(app, sheet, words):
    _upload(app, _FORMER)
    app.button_group(key="group").set_value("lab").run()
    app.text_input(key="phosphate").set_value("not a number").run()
    assert sheet().weights
    assert sheet().slips
    _upload(app, {"id": "next", "case": {"sclerodactyly": True}})
    assert dict(sheet().case.findings) == {"sclerodactyly": True}
    assert (sheet().clinic, sheet().weights, sheet().slips) == ("any", {}, {})
    assert app.text_input(key="phosphate").value == ""
    assert "calciphylaxis × 5" not in words()


def test_starting_over_leaves_nothing_of_the_former_patient(app, sheet, words):
    _upload(app, _FORMER)
    app.button(key="start_over").click().run()
    assert sheet() == Sheet()
    assert "calciphylaxis × 5" not in words()
    app.button_group(key="group").set_value("history").run()
    assert app.button_group(key="dialysis").value is None


def _open_labs(app):
    app.button_group(key="group").set_value("lab").run()


def _type_phosphate(app, text):
    app.text_input(key="phosphate").set_value(text).run()


def test_unit_of_the_former_patients_lab_does_not_reach_the_next(app, sheet):
    _open_labs(app)
    _type_phosphate(app, "4.5 mg/dL")
    app.button(key="start_over").click().run()
    _type_phosphate(app, "1.1")
    assert sheet().case.to_dict()["phosphate"] == {"value": 1.1, "unit": "mmol/L"}


def test_units_of_an_opened_file_do_not_stand_against_the_switch(app, sheet):
    _open_labs(app)
    _upload(app, {"id": "us", "case": {"phosphate": {"value": 4.5, "unit": "mg/dL"}}})
    assert sheet().case.to_dict()["phosphate"] == {"value": 4.5, "unit": "mg/dL"}
    assert app.button(key="phosphate.unit").label == "mmol/L"
    assert app.text_input(key="phosphate").value == "1.453"
    app.button(key="start_over").click().run()
    _type_phosphate(app, "1.1")
    assert sheet().case.to_dict()["phosphate"] == {"value": 1.1, "unit": "mmol/L"}


def test_undo_takes_back_the_unit_that_a_step_set_and_no_other(app, sheet):
    _open_labs(app)
    app.button(key="calcium_total.unit").click().run()
    _type_phosphate(app, "4.5 mg/dL")
    app.button(key="start_over").click().run()
    assert app.button(key="phosphate.unit").label == "mmol/L"
    app.button(key="undo").click().run()
    assert app.text_input(key="phosphate").value == "4.5"
    assert app.button(key="phosphate.unit").label == "mg/dL"
    app.button(key="undo").click().run()
    assert app.button(key="phosphate.unit").label == "mmol/L"
    assert app.button(key="calcium_total.unit").label == "mg/dL"
    _type_phosphate(app, "1.1")
    assert sheet().case.to_dict()["phosphate"] == {"value": 1.1, "unit": "mmol/L"}


def test_undo_leaves_the_units_that_were_chosen_for_all_since(app):
    _open_labs(app)
    _type_phosphate(app, "4.5 mg/dL")
    app.button(key="start_over").click().run()
    app.button_group(key="units.all").set_value("US").run()
    app.button_group(key="units.all").set_value("SI").run()
    app.button(key="undo").click().run()
    assert app.button(key="phosphate.unit").label == "mmol/L"
    assert app.text_input(key="phosphate").value == "1.453"


def test_units_of_single_labs_can_be_left_where_nothing_is_entered_any_more(app):
    _open_labs(app)
    assert app.button(key="start_over").disabled
    _type_phosphate(app, "4.5 mg/dL")
    app.button(key="remove.phosphate").click().run()
    app.button(key="start_over").click().run()
    assert app.button(key="phosphate.unit").label == "mmol/L"
    assert app.button(key="start_over").disabled


def test_a_wider_file_of_cases_is_told_apart_by_number_and_only_the_chosen_one_opens(app, sheet):
    _upload(app, [_FORMER, {"id": "second", "case": {"sclerodactyly": True}}])
    assert sheet().is_empty
    app.selectbox(key="record").set_value(1).run()
    assert dict(sheet().case.findings) == {"sclerodactyly": True}
