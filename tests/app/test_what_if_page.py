"""The What-if page does what docs/what-if.md says, line by line."""

import json
import math

import pytest

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.cases import load_textbook_cases
from calcinosis.charts.wording import percent
from calcinosis.pages import what_if_overturning
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.what_if_sections import SECTIONS
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.overturning import MIXED, UNKNOWN, overturning
from calcinosis.reasoning.prior_sensitivity import prior_sensitivity
from calcinosis.reasoning.response_curve import response_curve
from tests.app.opening import charts, open_page
from tests.reasoning.changed_cases import GENITAL, KIDNEY
from tests.reasoning.test_overturning import LISTS, ULCER


@pytest.fixture
def page(app):
    """The What-if page with a patient on dialysis as the case."""
    app.session_state["sheet"] = Sheet(case=KIDNEY, order=tuple(KIDNEY))
    return open_page(app, "what-if")


@pytest.fixture
def b(app):
    """What scenario B holds by now."""
    return lambda: app.session_state["what_if.b"].case


def click(app, key):
    return app.button(key=key).click().run()


def type_in(app, finding, text):
    return app.text_input(key=f"b.{finding}").set_value(text).run()


def section(app, name):
    app.session_state["what_if.section"] = name
    return app.run()


def test_without_a_case_a_textbook_case_can_be_opened(app, sheet):
    open_page(app, "what-if")
    assert "no case yet" in app.info[0].value
    app.selectbox(key="what_if.textbook").set_value(0).run()
    assert sheet().case == load_textbook_cases()[0].case
    assert not app.info
    assert not app.exception


def test_b_starts_as_a_copy_and_follows_until_it_is_changed(page, b):
    assert b() == KIDNEY
    page.session_state["sheet"] = Sheet(case=GENITAL, order=tuple(GENITAL))
    page.run()
    assert b() == GENITAL


def test_changing_b_leaves_a_as_it_is(page, b, sheet, words):
    type_in(page, "phosphate", "0,9")
    page.button_group(key="b.livedo_purpura").set_value(False).run()
    assert b().get("phosphate").value == 0.9
    assert b().get("phosphate").ref_high == 1.5
    assert b().get("livedo_purpura") is False
    assert sheet().case == KIDNEY
    for case in (KIDNEY, b()):
        answer = consult(case)
        assert percent(answer.types[answer.leading_type]) in words()


def test_search_adds_a_finding_and_empties_itself(page, b):
    page.text_input(key="what_if.find").set_value("telangiectasia").run()
    page.button_group(key="b.telangiectasia").set_value(True).run()
    assert b().get("telangiectasia") is True
    assert page.session_state["what_if.find"] == ""
    page.text_input(key="what_if.find").set_value("finger").run()
    page.button_group(key="b.region.finger").set_value(True).run()
    assert set(b().get("region")) == {"thigh", "abdomen", "finger"}


def test_lab_is_a_number_or_a_word_and_a_slip_is_told(page, b, words):
    type_in(page, "pth", "high")
    assert b().get("pth").state == "high"
    assert page.text_input(key="b.pth").value == "high"
    type_in(page, "calcium_total", "240")
    assert "calcium_total" not in b()
    assert page.text_input(key="b.calcium_total").value == "240"
    assert ":red[" in words()
    assert not page.exception


def test_refused_value_stays_in_its_row_as_it_was_typed_with_the_message_there(app):
    app.session_state["sheet"] = Sheet(case=LISTS, order=tuple(LISTS))
    open_page(app, "what-if")
    rows = [one.key for one in app.text_input]
    type_in(app, "calcium_total", "9.8 mg/dL")
    type_in(app, "calcium_total", "-5")
    assert [one.key for one in app.text_input] == rows
    assert app.text_input(key="b.calcium_total").value == "-5"
    texts = [one.value for one in app.markdown]
    message = next(place for place, text in enumerate(texts) if text.startswith(":red["))
    assert texts[message - 2 : message] == ["**Calcium** ◂", ":small[mg/dL :red[not used]]"]
    assert texts[message + 1] == "Phosphate"


def test_removed_finding_stays_in_its_place(app):
    app.session_state["sheet"] = Sheet(case=LISTS, order=tuple(LISTS))
    open_page(app, "what-if")
    rows = [one.key for one in app.text_input]
    click(app, "b.remove.calcium_total")
    assert [one.key for one in app.text_input] == rows


def test_removed_finding_stays_in_the_list(page, b):
    click(page, "b.remove.rx_warfarin")
    assert "rx_warfarin" not in b()
    page.button_group(key="b.rx_warfarin").set_value(True).run()
    assert b().get("rx_warfarin") is True


def test_difference_is_listed_and_can_be_put_back(page, b):
    type_in(page, "phosphate", "0.9")
    assert page.button(key="b.back.phosphate").label == (
        "Phosphate: 2 mmol/L, high → 0.9 mmol/L, normal"
    )
    click(page, "b.back.phosphate")
    assert b() == KIDNEY


def test_answers_and_reasons_stand_side_by_side(page, words):
    click(page, "b.remove.livedo_purpura")
    text = words()
    assert "Reasons for" in text
    assert "Livedo" in text.partition("Reasons for")[2]
    assert charts(page)[0].alt.startswith("Bars of the probability of 8 types in scenario A")


def test_reset_makes_b_a_copy_again(page, b):
    click(page, "b.remove.pain")
    click(page, "what_if.reset")
    assert b() == KIDNEY
    assert page.button(key="what_if.reset").disabled


def _keys(page):
    return {one.key for one in page.button}


def test_reset_can_be_undone_until_b_is_changed_anew(page, b):
    assert "what_if.undo_reset" not in _keys(page)
    click(page, "b.remove.pain")
    click(page, "what_if.reset")
    click(page, "what_if.undo_reset")
    assert b() == KIDNEY.without("pain")
    assert "what_if.undo_reset" not in _keys(page)
    click(page, "what_if.reset")
    click(page, "b.remove.rx_warfarin")
    assert "what_if.undo_reset" not in _keys(page)


def test_page_says_by_what_a_changes(page, b, words):
    assert "A stays as it is until you keep B or swap the two." in words()
    click(page, "b.remove.pain")
    click(page, "what_if.keep")
    assert "what_if.undo_reset" not in _keys(page)


def test_keeping_b_makes_it_the_case_and_can_be_undone(page, b, sheet):
    click(page, "b.remove.pain")
    click(page, "what_if.keep")
    assert sheet().case == b() == KIDNEY.without("pain")
    open_page(page, "")
    click(page, "undo")
    assert sheet().case == KIDNEY


def test_swapping_exchanges_case_and_b_and_can_be_undone(page, b, sheet):
    click(page, "b.remove.pain")
    click(page, "what_if.swap")
    assert (sheet().case, b()) == (KIDNEY.without("pain"), KIDNEY)
    open_page(page, "")
    click(page, "undo")
    assert sheet().case == KIDNEY


def test_changed_b_stays_when_the_case_changes_and_the_page_says_so(page, b):
    click(page, "b.remove.pain")
    page.session_state["sheet"] = Sheet(case=GENITAL, order=tuple(GENITAL))
    page.run()
    assert b() == KIDNEY.without("pain")
    assert any("changed after B was copied" in one.value for one in page.caption)


def test_only_the_open_section_is_computed(page, monkeypatch):
    from calcinosis.pages import what_if_sections

    def refuse(*_, **__):
        raise AssertionError("computed although it is not open")

    for name in ("decision_map", "tornado", "prior_sensitivity"):
        monkeypatch.setattr(what_if_sections, name, refuse)
    monkeypatch.setattr(what_if_overturning, "overturning", refuse)
    section(page, "One lab")
    assert not page.exception


def test_response_curve_of_any_lab_in_any_unit(page, words):
    page.session_state["sheet"] = Sheet(case=GENITAL, order=tuple(GENITAL))
    section(page, "One lab")
    page.selectbox(key="what_if.lab").set_value("phosphate").run()
    page.selectbox(key="what_if.unit.phosphate").set_value("mg/dL").run()
    assert "mg/dL" in charts(page)[-1].alt
    curve = response_curve(GENITAL, "phosphate", unit="mg/dL")
    assert curve.turns()
    for _, below, above in curve.turns():
        one, other = (type_label(type_).lower() for type_ in (below, above))
        assert f"the leading type changes from {one} to {other}" in words()


def test_decision_map_of_any_two_labs(page):
    section(page, "Two labs")
    page.selectbox(key="what_if.map.x").set_value("pth").run()
    assert "Intact PTH and Phosphate" in charts(page)[-1].alt
    page.selectbox(key="what_if.map.x").set_value("phosphate").run()
    assert not page.exception
    assert "phosphate" not in page.selectbox(key="what_if.map.y").options


def test_decision_map_names_the_bar_that_is_set(page, words, set_to):
    set_to("what_if_sections", abstain_below=0.73)
    section(page, "Two labs")
    assert f"below {percent(0.73)} none would be named" in words()


def test_tornado_of_entered_and_of_unknown_findings(page):
    section(page, "Each finding")
    assert f"{len(KIDNEY)} findings" in charts(page)[-1].alt
    page.session_state["what_if.tornado"] = "unknown"
    page.run()
    assert f"{len(KIDNEY)} findings" not in charts(page)[-1].alt


def test_smallest_overturning_set_is_named_and_can_be_tried(page, b):
    section(page, "What would overturn it")
    found = overturning(KIDNEY)
    click(page, "what_if.try.0")
    changed = KIDNEY
    for change in found.flips[0].changes:
        changed = change.apply(changed)
    assert b() == changed
    assert consult(b()).leading_type == found.flips[0].leader


@pytest.mark.parametrize("scope", [UNKNOWN, MIXED])
def test_larger_sets_with_new_findings_are_listed_on_request(page, b, words, scope):
    page.session_state["what_if.overturn"] = scope
    page.session_state["what_if.at_once"] = "3"
    section(page, "What would overturn it")
    found = overturning(KIDNEY, scope=scope, least=3)
    assert f"of {found.count:,} are shown" in words()
    click(page, "what_if.try.0")
    assert consult(b()).leading_type == found.flips[0].leader


def test_where_one_and_two_new_findings_are_not_enough_three_are_named(app, words):
    cases = {record.id: record.case for record in load_textbook_cases()}
    case = cases["textbook-malignancy_hypercalcaemia-1"]
    app.session_state["sheet"] = Sheet(case=case, order=tuple(case))
    open_page(app, "what-if")
    app.session_state["what_if.overturn"] = UNKNOWN
    section(app, "What would overturn it")
    found = overturning(case, scope=UNKNOWN)
    assert found.size == 3
    assert "Three" in words()
    assert f"of {found.count:,} are shown" in words()


def test_another_single_choice_of_a_list_that_overturns_is_listed(app, words):
    app.session_state["sheet"] = Sheet(case=ULCER, order=tuple(ULCER))
    open_page(app, "what-if")
    section(app, "What would overturn it")
    assert "skin → around a joint" in words()
    assert "one other stands for all" in words()


def test_it_is_said_when_nothing_overturns(page, words):
    from tests.bench import CASE

    firm = Case.from_dict(CASE | {"bx_arteriolar_calcification": True})
    page.session_state["sheet"] = Sheet(case=firm, order=tuple(firm))
    section(page, "What would overturn it")
    assert "No up to three changes of what is entered would overturn calciphylaxis" in words()


def test_prior_names_the_break_even_and_every_setting(page, words):
    from calcinosis.charts import factor_text

    section(page, "How common it is")
    assert f"{factor_text(prior_sensitivity(KIDNEY).break_even)[2:]} times rarer" in words()
    for clinic in ("Any setting", "Nephrology", "Emergency"):
        assert clinic in words()


@pytest.mark.parametrize("name", [name for name in SECTIONS if "overturn" not in name])
def test_each_chart_has_alt_text_finite_numbers_and_a_table(page, name):
    section(page, name)
    for chart in charts(page):
        assert len(chart.alt) > 40
        assert all(
            math.isfinite(x)
            for one in json.loads(chart.spec)["data"]
            for x in (*one.get("x", ()), *one.get("y", ()))
            if isinstance(x, float)
        )
    assert sum(one.label == "The same numbers as a table" for one in page.expander) == 2


@pytest.mark.parametrize("name", SECTIONS)
def test_nothing_gets_into_the_address_and_no_traceback_on_screen(page, name):
    section(page, name)
    type_in(page, "phosphate", "3.1")
    assert not page.exception
    assert not page.query_params
