"""Textbook cases on the Learn page: by type, what each teaches, and into Consult in a click."""

import pytest

from calcinosis.cases import load_lessons, load_textbook_cases
from tests.app.opening import open_page

RECORDS = {record.id: record for record in load_textbook_cases()}


@pytest.fixture
def textbook(app):
    app.session_state["learn.open_part"] = "Textbook cases"
    return open_page(app, "learn")


def test_they_are_marked_as_written_for_teaching(textbook, words):
    assert "written for teaching" in words()
    assert "not a patient" in words()


@pytest.mark.parametrize("type_", sorted({record.answer.type for record in RECORDS.values()}))
def test_every_case_of_a_type_can_be_read_with_its_lesson_and_answer(textbook, words, type_):
    textbook.button_group(key="textbook.type").set_value(type_).run()
    of_type = [one for one in RECORDS.values() if one.answer.type == type_]
    assert len(textbook.radio(key="textbook.case").options) == len(of_type)
    last = of_type[-1]
    textbook.radio(key="textbook.case").set_value(last.id).run()
    assert not textbook.exception
    assert load_lessons()[last.id] in words()
    assert "The engine's answer" in words()
    assert "Its strongest reasons" in words()


def test_one_click_opens_it_in_consult_marked_as_no_patient(textbook, sheet, words):
    textbook.button_group(key="textbook.type").set_value("calciphylaxis").run()
    record = RECORDS[textbook.session_state["textbook.chosen"]]
    textbook.button(key="textbook.open").click().run()
    assert not textbook.exception
    assert sheet().origin == record
    open_page(textbook, "")
    assert "Written for teaching; not a patient" in words()
    assert "The authors state" not in words()


def test_undo_on_consult_brings_the_former_case_back(textbook, sheet):
    former = sheet()
    textbook.button(key="textbook.open").click().run()
    open_page(textbook, "")
    textbook.button(key="undo").click().run()
    assert sheet() == former
