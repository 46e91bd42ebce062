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


def test_a_wider_file_of_cases_is_told_apart_by_number_and_only_the_chosen_one_opens(app, sheet):
    _upload(app, [_FORMER, {"id": "second", "case": {"sclerodactyly": True}}])
    assert sheet().is_empty
    app.selectbox(key="record").set_value(1).run()
    assert dict(sheet().case.findings) == {"sclerodactyly": True}
