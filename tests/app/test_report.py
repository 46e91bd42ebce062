"""The report of an answer, as a file and as what the Consult page prints."""

from datetime import date
from html import unescape

import pytest

from calcinosis import consult
from calcinosis.case import LABS, Case, state_text
from calcinosis.charts.wording import percent
from calcinosis.pages.layout import short_label
from calcinosis.pages.report import report, report_file
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.wording import NOT_FOR, cause_label, interval_in_numbers, type_label
from calcinosis.reasoning.words import odds_in_words
from tests.reasoning.changed_cases import KIDNEY, SKIN
from tests.reasoning.test_overturning import LISTS

_DAY = date(2026, 3, 9)
_UNITS = {lab: test.si_unit for lab, test in LABS.items()}


def _sheet(case, **more):
    return Sheet(case=case, order=tuple(case), **more)


def _report(case):
    return unescape(report(_sheet(case), consult(case), _DAY, _UNITS))


@pytest.mark.parametrize("case", [KIDNEY, SKIN], ids=["kidney", "skin"])
def test_report_holds_every_finding_reason_and_flag_and_the_answer(case):
    text, answer = _report(case), consult(case)
    for finding in case:
        assert f"<li>{short_label(finding)}: {state_text(case, finding)}</li>" in text
    for one in answer.contributions:
        row = f"<td>{short_label(one.finding)}: {one.state}</td><td>"
        assert row + odds_in_words(one.log10_odds) in text
    leader = answer.leading_type
    assert f"{type_label(leader)}: {percent(answer.types[leader])}" in text
    assert interval_in_numbers(answer.intervals[leader]) in text
    assert cause_label(next(iter(answer.aetiologies))) in text
    for flag in answer.red_flags:
        assert flag.message in text
    for part in (answer.app_version, f"knowledge {answer.knowledge_version}", "9 March 2026"):
        assert part in text
    assert NOT_FOR in text


def test_report_of_little_says_that_no_type_can_be_named_and_what_was_not_used():
    sheet = _sheet(Case.from_dict({"region": ["elbow"]})).enter_text("phosphate", "-5", "mmol/L")
    text = unescape(report(sheet, consult(sheet.case), _DAY, _UNITS))
    assert "Not enough information." in text
    assert "Phosphate: “-5”, not used." in text


def test_report_shows_the_setting_and_the_prior_that_was_changed():
    sheet = _sheet(SKIN, clinic="emergency", weights={"metastatic": 2.0})
    answer = consult(SKIN, "emergency", prior_weights=sheet.weights)
    text = report(sheet, answer, _DAY, _UNITS)
    assert "setting: emergency; prior changed by the user: metastatic × 2" in text


def test_what_was_typed_cannot_become_markup():
    sheet = Sheet().enter_text("phosphate", "<img src=x>", "mmol/L")
    assert "<img" not in report(sheet, consult(sheet.case), _DAY, _UNITS)


def test_file_needs_nothing_from_elsewhere():
    text = report_file(_sheet(KIDNEY), consult(KIDNEY), _DAY, _UNITS)
    assert text.startswith("<!doctype html>")
    assert "<link" not in text
    assert "<script" not in text
    assert "src=" not in text


def test_consult_page_prints_the_report_and_offers_it_as_a_file(app):
    app.session_state["sheet"] = _sheet(LISTS)
    app.session_state["case_menu"] = True
    app.run()
    [button] = [one for one in app.get("download_button") if one.proto.label == "Report"]
    assert not button.proto.disabled
    [printed] = [one.proto.body for one in app.get("html") if 'class="rp"' in one.proto.body]
    assert "@media print" in printed
    for finding in LISTS:
        assert f"{short_label(finding)}: {state_text(LISTS, finding)}" in unescape(printed)
    assert not app.exception


def test_report_has_a_bound_as_typed_and_derived_values_in_the_unit_shown():
    sheet = _sheet(KIDNEY).enter_text("pth", ">1000", "pg/mL")
    text = unescape(report(sheet, consult(sheet.case), _DAY, _UNITS))
    assert "<li>Intact PTH: >1000 pg/mL, high</li>" in text
    assert "4.6 mmol²/L² (" in text
