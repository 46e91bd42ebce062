"""The Consult page, one test a line of docs/consult-page.md and in its order."""

import json
import math

import pytest

from calcinosis import consult, load_knowledge
from calcinosis.case import VOCABULARY, Case
from calcinosis.cases import load_cases
from calcinosis.charts.wording import USES, patients_in_words, state_label
from calcinosis.pages.sheet import Sheet
from calcinosis.reasoning.pooling import BACKINGS
from calcinosis.reasoning.words import grade_in_words, odds_in_words, percent


def _go_to(app, group):
    return app.button_group(key="group").set_value(group).run()


def _type(app, key, text):
    return app.text_input(key=key).set_value(text).run()


def _click(app, key):
    return app.button(key=key).click().run()


def _answer(app, finding, value):
    return app.button_group(key=finding).set_value(value).run()


def _find(app, text):
    return _type(app, "find", text)


def _keys(elements):
    return [one.key for one in elements]


def _scleroderma(app):
    _go_to(app, "history")
    _answer(app, "raynaud", True)
    return _answer(app, "sclerodactyly", True)


def test_empty_page_says_not_enough_and_what_would_tell_most(app, words):
    assert "Not enough information" in words()
    assert any(key.startswith("ask.") for key in _keys(app.button))


def test_yes_no_and_a_second_click_for_unknown(app, sheet):
    _go_to(app, "history")
    _answer(app, "raynaud", True)
    assert sheet().case.get("raynaud") is True
    _answer(app, "raynaud", False)
    assert sheet().case.get("raynaud") is False
    _answer(app, "raynaud", None)
    assert "raynaud" not in sheet().case


def test_number_with_a_decimal_comma(app, sheet):
    _type(app, "age_years", "0,5")
    assert sheet().case.get("age_years") == 0.5
    assert app.text_input(key="age_years").value == "0.5"


def test_lab_is_a_number_or_a_word(app, sheet):
    _go_to(app, "lab")
    _type(app, "phosphate", "2,45")
    assert sheet().case.to_dict()["phosphate"] == {"value": 2.45, "unit": "mmol/L"}
    _answer(app, "calcium_total.state", "normal")
    _type(app, "pth", "High")
    assert sheet().case.to_dict()["calcium_total"] == {"state": "normal"}
    assert sheet().case.to_dict()["pth"] == {"state": "high"}
    assert app.button_group(key="pth.state").value == "high"


def test_switching_units_converts_the_view_and_leaves_the_entry(app, sheet):
    _go_to(app, "lab")
    _type(app, "phosphate", "2.4567891")
    entered = sheet().case
    app.button_group(key="units.all").set_value("US").run()
    assert app.text_input(key="phosphate").value == "7.609"
    _click(app, "phosphate.unit")
    assert app.text_input(key="phosphate").value == "2.4567891"
    app.button_group(key="units.all").set_value("SI").run()
    assert sheet().case == entered


def test_impossible_value_keeps_its_place_with_the_likely_slip(app, sheet, words):
    _scleroderma(app)
    _go_to(app, "lab")
    _type(app, "calcium_total", "9.2")
    assert app.text_input(key="calcium_total").value == "9.2"
    assert "was it mg/dL?" in words()
    assert "calcium_total" not in sheet().case
    assert "<h2>Dystrophic" in words()


def test_likely_unit_is_a_button_that_rereads_the_number(app, sheet):
    _go_to(app, "lab")
    _type(app, "calcium_total", "9.2")
    _click(app, "calcium_total.reread.mg/dL")
    assert sheet().case.to_dict()["calcium_total"] == {"value": 9.2, "unit": "mg/dL"}
    assert app.text_input(key="calcium_total").value == "9.2"
    assert not sheet().slips


def test_unit_typed_with_the_number_wins_and_is_shown(app, sheet, words):
    _go_to(app, "lab")
    _type(app, "calcium_total", "9,8 mg/dl")
    assert sheet().case.to_dict()["calcium_total"] == {"value": 9.8, "unit": "mg/dL"}
    assert app.text_input(key="calcium_total").value == "9.8"
    assert app.button(key="calcium_total.unit").label == "mg/dL"
    _type(app, "phosphate", "4 furlongs")
    assert "not measured in furlongs here: write it in mg/dL or mmol/L" in words()
    assert "phosphate" not in sheet().case
    _type(app, "phosphate", "1.2 mmol/L")
    assert sheet().case.to_dict()["phosphate"] == {"value": 1.2, "unit": "mmol/L"}


def test_units_on_the_page_are_those_of_print(app, words):
    _go_to(app, "lab")
    for lab, text in (("creatinine", "9000"), ("ca_p_product", "4.4")):
        _type(app, lab, text)
    assert "µmol/L" in words()
    for raw in ("umol/L", "mg2/dL2", "mmol2/L2", "1.73m2"):
        assert raw not in words(), raw


@pytest.mark.parametrize("text", ["abc", "NaN", "inf", "-4", "9" * 24, "1.234,5", "<2", "1e5"])
def test_what_is_no_plausible_number_is_refused_in_its_field(app, sheet, text):
    _go_to(app, "lab")
    _type(app, "phosphate", text)
    assert sheet().slips["phosphate"].message
    assert app.text_input(key="phosphate").value == text
    assert not len(sheet().case)
    assert not app.exception


def test_bound_is_the_state_that_it_tells_and_stands_as_it_was_typed(app, sheet, words):
    _go_to(app, "lab")
    _type(app, "pth", ">1000 pg/mL")
    assert sheet().case.to_dict()["pth"] == {"state": "high"}
    assert app.text_input(key="pth").value == ">1000"
    assert app.button(key="pth.unit").label == "pg/mL"
    assert app.button_group(key="pth.state").value == "high"
    assert app.button(key="remove.pth").label.endswith(">1000 pg/mL, high")
    _type(app, "crp", "<20")
    assert "alone does not tell low, normal or high" in words()
    assert "crp" not in sheet().case
    _answer(app, "pth.state", None)
    assert app.text_input(key="pth").value == ""


def test_own_interval_counts_and_a_faulty_limit_costs_nothing(app, sheet, words):
    _go_to(app, "lab")
    _type(app, "phosphate", "1.6")
    _type(app, "phosphate.ref_high", "1,7")
    assert sheet().case.to_dict()["phosphate"]["ref_high"] == 1.7
    _type(app, "phosphate.ref_low", "3")
    assert "swapped" in words()
    assert sheet().case.to_dict()["phosphate"] == {
        "value": 1.6,
        "unit": "mmol/L",
        "ref_high": 1.7,
    }


def test_search_finds_by_synonym_and_a_click_sets_and_empties_it(app, sheet):
    _find(app, "coumadin")
    _answer(app, "rx_warfarin", True)
    assert sheet().case.get("rx_warfarin") is True
    assert app.text_input(key="find").value == ""


def test_search_finds_one_choice_of_a_list(app, sheet):
    _find(app, "finger")
    _answer(app, "region.finger", True)
    _find(app, "gluteal")
    _answer(app, "region.hip_buttock", True)
    assert sheet().case.get("region") == ("finger", "hip_buttock")


def test_search_opens_the_field_of_a_lab(app, sheet):
    _find(app, "parathyroid hormone")
    _type(app, "pth", "7")
    assert sheet().case.to_dict()["pth"]["value"] == 7


def test_none_of_these_leaves_what_is_known_and_can_be_undone(app, sheet):
    _go_to(app, "biopsy")
    _answer(app, "bx_urate_crystals", True)
    before = sheet()
    _click(app, "none.biopsy")
    assert sheet().case.get("bx_urate_crystals") is True
    assert sheet().case.get("bx_organism") is False
    assert len(sheet().case) == sum(one.startswith("bx_") for one in VOCABULARY)
    _click(app, "undo")
    assert sheet() == before


def test_chips_remove_their_finding_and_absent_ones_are_folded(app, sheet):
    _scleroderma(app)
    _answer(app, "burn_at_site", False)
    assert "remove.raynaud" in _keys(app.button)
    assert "remove.burn_at_site" not in _keys(app.button)
    app.session_state["absent"] = True
    app.run()
    _click(app, "remove.burn_at_site")
    _click(app, "remove.raynaud")
    assert list(sheet().case) == ["sclerodactyly"]


def test_all_normal_sets_what_is_unknown_among_labs_and_can_be_undone(app, sheet):
    _go_to(app, "lab")
    _type(app, "phosphate", "2,45")
    _type(app, "albumin", "abc")
    before = sheet()
    _click(app, "normal.lab-0")
    entered = sheet().case.to_dict()
    assert entered["phosphate"] == {"value": 2.45, "unit": "mmol/L"}
    for lab in ("calcium_total", "calcium_ionised", "magnesium"):
        assert entered[lab] == {"state": "normal"}
    assert "albumin" in sheet().slips
    assert "ca_p_product" not in entered, "it follows from the others"
    _click(app, "undo")
    assert sheet() == before


def test_chip_that_fits_no_other_entry_is_marked(app):
    _go_to(app, "lesion")
    _answer(app, "severe_pain", True)
    assert app.button(key="remove.severe_pain").icon == ":material/close:"
    _answer(app, "pain", False)
    chip = app.button(key="remove.severe_pain")
    assert chip.icon == ":material/warning:"
    assert "contradict" in chip.help


def test_oldest_of_many_chips_are_folded_with_their_number(app, sheet):
    _go_to(app, "history")
    yesno = [one.key for one in app.button_group if one.key in VOCABULARY][:24]
    for finding in yesno:
        _answer(app, finding, True)
    chips = [key for key in _keys(app.button) if key.startswith("remove.")]
    assert chips[0] == f"remove.{yesno[-1]}"
    assert f"remove.{yesno[0]}" not in chips
    app.session_state["more"] = True
    app.run()
    unfolded = [key for key in _keys(app.button) if key.startswith("remove.")]
    assert {f"remove.{one}" for one in sheet().order} == set(unfolded)
    assert len(unfolded) > len(chips)


def test_nothing_is_lost_on_switching_groups(app, sheet):
    _type(app, "age_years", "52")
    _scleroderma(app)
    _go_to(app, "lab")
    _type(app, "phosphate", "abc")
    _go_to(app, "patient")
    assert app.text_input(key="age_years").value == "52"
    _go_to(app, "history")
    assert app.button_group(key="raynaud").value is True
    _go_to(app, "lab")
    assert app.text_input(key="phosphate").value == "abc"


def test_clinical_setting_changes_the_prior(app, sheet):
    app.selectbox(key="clinic").set_value("nephrology").run()
    assert sheet().clinic == "nephrology"
    app.session_state["prior"] = True
    app.run()
    at_nephrology = app.selectbox(key="prior.metastatic").label
    app.selectbox(key="clinic").set_value("dermatology").run()
    assert app.selectbox(key="prior.metastatic").label != at_nephrology


def test_factor_on_a_type_changes_the_answer_and_reset_takes_it_back(app, sheet, words):
    _scleroderma(app)
    before = words()
    app.session_state["prior"] = True
    app.run()
    app.selectbox(key="prior.dystrophic").set_value(0.1).run()
    assert sheet().weights == {"dystrophic": 0.1}
    assert words() != before
    app.session_state["prior"] = True
    app.run()
    _click(app, "prior.reset")
    app.session_state["prior"] = False
    app.run()
    assert words() == before


def test_leading_type_in_numbers_and_in_words(app, words):
    _scleroderma(app)
    assert "<h2>Dystrophic" in words()
    assert "95&nbsp;% interval" in words()
    assert any(phrase in words() for phrase in ("Likely", "Very likely"))


def test_three_causes_are_shown_and_the_rest_is_folded(app, words):
    _scleroderma(app)
    table = next(one.value for one in app.markdown if "Likely causes" in str(one.value))
    assert table.count("<tr><td>") == 3
    assert "Systemic sclerosis" in table
    assert "37 less likely causes" in _labels(app.expander)


def _labels(elements):
    return [one.label for one in elements]


def test_red_flags_stand_with_their_source(app, words):
    _go_to(app, "lab")
    _type(app, "calcium_total", "3.8")
    flag = next(one.value for one in app.markdown if "cx-flag" in str(one.value))
    assert "Severe hypercalcaemia" in flag
    assert 'href="https://' in flag
    assert flag.count("cx-flag") <= 3


def _open(app, case):
    case = Case.from_dict(case)
    app.session_state["sheet"] = Sheet(case=case, order=tuple(case))
    return app.run()


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("large_new_mass", {"size_mm": 60, "rapid_onset": True}),
        ("muscle_parasite_look_further", {"img_parasite": True}),
        (
            "hyperphosphataemia_with_kidney_injury",
            {
                "phosphate": {"state": "high"},
                "acute_kidney_injury": True,
                "calcium_total": {"state": "low"},
            },
        ),
        (
            "fat_necrosis_check_pancreas",
            {"bx_fat_necrosis": True, "age_years": 40, "region": ["thigh"], "pain": True},
        ),
        ("hypercalcaemic_crisis", {"calcium_total": {"value": 3.8, "unit": "mmol/L"}}),
    ],
)
def test_red_flag_is_its_whole_message_with_one_stop_at_the_end(app, words, rule, case):
    _open(app, case)
    message = next(one.message for one in load_knowledge().red_flags if one.id == rule)
    shown = words().replace("<b>", "").replace("</b>", "")
    assert f": {message} " in shown
    assert ".." not in shown[shown.index(message) :].partition("</div>")[0]


def test_missing_finding_is_a_click_away(app):
    asked = next(key for key in _keys(app.button) if key.startswith("ask."))
    finding = asked.removeprefix("ask.")
    _click(app, asked)
    assert finding in _keys(app.button_group) + _keys(app.text_input)
    _click(app, "focus.close")
    assert "age_years" in _keys(app.text_input)


def test_strongest_evidence_against_the_leader(app, words):
    _scleroderma(app)
    _answer(app, "esophageal_dysmotility", False)
    _go_to(app, "serology")
    _answer(app, "ana", False)
    assert "Strongest evidence against dystrophic" in words()
    assert "against</b>" in words()


def test_every_reason_has_weight_grade_and_source_or_mark(app):
    _scleroderma(app)
    reasons = next(one.value for one in app.markdown if "For dystrophic" in str(one.value))
    rows = reasons.split("<tr>")[2:]
    assert len(rows) == 2
    for row in rows:
        assert " for</b>" in row
        assert "href=" in row or "published cases" in row or "estimate" in row


def test_number_behind_a_finding_names_its_source_or_is_marked_an_estimate(app):
    _scleroderma(app)
    app.session_state["numbers"] = True
    app.run()
    app.selectbox(key="numbers.finding").set_value("raynaud").run()
    weight = consult({"raynaud": True, "sclerodactyly": True}).evidence("raynaud").weight
    assert any(f"counts {weight:.2f} times" in one.value for one in app.caption)
    table = app.dataframe[0].value
    short = {one.short for one in load_knowledge().references.values()}
    sourced = table["Grade"] != "estimate"
    assert set(table["Source"][~sourced]) == {"estimate"}
    assert sourced.any()
    assert set(table["Source"][sourced]) <= short


def test_grades_are_explained_below_the_reasons_as_everywhere(app, words):
    _scleroderma(app)
    for grade in BACKINGS:
        assert grade_in_words(grade)[1:] in words()


_ONE_OF_EACH_KIND = {
    "sclerodactyly": True,
    "extent": "multifocal",
    "region": ["finger", "elbow"],
    "pth": {"value": 2280, "unit": "pg/mL"},
    "age_years": 50,
}


@pytest.mark.parametrize("finding", _ONE_OF_EACH_KIND)
def test_numbers_behind_a_finding_of_each_kind_are_in_words_with_their_use(app, finding):
    case = Case.from_dict(_ONE_OF_EACH_KIND)
    app.session_state["numbers"] = True
    _open(app, _ONE_OF_EACH_KIND)
    app.selectbox(key="numbers.finding").set_value(finding).run()
    card, table = consult(case).evidence(finding), app.dataframe[0].value
    assert card.rows
    is_number = finding == "age_years"
    head = "Density at" if is_number else "Chance of"
    shown = next(one.value for one in app.markdown if one.value.startswith(head))
    assert f"“{card.state}”" in shown
    for type_, value in card.likelihood_by_type.items():
        number = f"{value:.2g}" if is_number else percent(value)
        assert f"{load_knowledge().types[type_].label} {number}" in shown
    assert ("Percent" in table) is not is_number
    assert list(table["State"]) == [state_label(finding, row.state) for row in card.rows]
    assert list(table["Patients"]) == [patients_in_words(row) for row in card.rows]
    assert list(table["Use"]) == [USES[row.use] for row in card.rows]
    assert "None" not in table["Patients"].str.cat()
    assert not app.exception


def test_many_weak_reasons_are_one_line_with_what_they_add_up_to(app, sheet, words):
    _scleroderma(app)
    _click(app, "none.history")
    weak = [
        one for one in consult(sheet().case).contributions if abs(one.log10_odds) < math.log10(1.2)
    ]
    label = next(label for label in _labels(app.expander) if "less than × 1.2" in label)
    assert label.startswith(f"{len(weak)} findings")
    assert label.endswith(odds_in_words(sum(one.log10_odds for one in weak)))
    shown = "".join(str(one.value) for one in app.markdown if "cx-reasons" in str(one.value))
    assert shown.count("<tr>") < 30
    app.session_state["weak-reasons"] = True
    app.run()
    assert words().count("</td></tr>") > len(weak)


def test_weak_reasons_are_those_below_the_factor_that_is_set(app, sheet, set_to):
    set_to("details", weak_below=1.35)
    _scleroderma(app)
    _click(app, "none.history")
    weak = [
        one for one in consult(sheet().case).contributions if abs(one.log10_odds) < math.log10(1.35)
    ]
    label = next(label for label in _labels(app.expander) if "findings of less than" in label)
    assert label.startswith(f"{len(weak)} findings of less than × 1.35 each")


def test_few_weak_reasons_stand_with_the_others(app):
    _scleroderma(app)
    assert not any("less than × 1.2" in label for label in _labels(app.expander))


def test_entered_but_not_used_is_said(app, words):
    _go_to(app, "history")
    _answer(app, "ckd", True)
    _answer(app, "dialysis", True)
    assert "Entered but not used:** Chronic kidney disease (included in “On dialysis”)." in words()
    _answer(app, "ckd", False)
    assert "Entered but not used:** Chronic kidney disease (contradicts “On dialysis”)." in words()
    _answer(app, "ckd", None)
    _go_to(app, "patient")
    _type(app, "height_cm", "170")
    assert "Entered but not used:** Height (tells no cause by itself)." in words()


def test_contradiction_is_a_warning_and_the_case_is_answered(app, words):
    _scleroderma(app)
    _go_to(app, "lesion")
    _answer(app, "severe_pain", True)
    _answer(app, "pain", False)
    assert "left out" in words()
    assert "<h2>Dystrophic" in words()


def test_product_that_contradicts_its_parts_is_a_warning_and_marked(app, words):
    _go_to(app, "lab")
    for lab, text in (("calcium_total", "2.4"), ("phosphate", "1.0"), ("ca_p_product", "8")):
        _type(app, lab, text)
    assert "contradicts Total calcium" in words()
    assert app.button(key="remove.ca_p_product").icon == ":material/warning:"


def test_derived_values_come_with_formula_and_limits(app, words):
    _go_to(app, "lab")
    _type(app, "calcium_total", "2.4")
    _type(app, "albumin", "30")
    app.session_state["view"] = "Values"
    app.run()
    assert "2.4 + 0.02 x (40 - 30) = 2.60 mmol/L" in words()
    assert "Limits:" in words()


def test_derived_values_stand_in_the_chosen_unit_first_and_are_no_limits(app, words):
    _go_to(app, "lab")
    _type(app, "calcium_total", "2.4")
    _type(app, "phosphate", "2.1")
    app.session_state["view"] = "Values"
    app.run()
    assert "product: 5.04 mmol²/L² (62.6 mg²/dL²)</h3>" in words()
    assert "Limits:" not in words()
    _go_to(app, "patient")
    _type(app, "age_years", "12")
    assert "<b>Limits:</b> higher in a growing child" in words()
    _go_to(app, "lab")
    app.button_group(key="units.all").set_value("US").run()
    assert "product: 62.6 mg²/dL² (5.04 mmol²/L²)</h3>" in words()


@pytest.mark.parametrize(
    ("view", "name"), [("Types", "types"), ("Waterfall", "waterfall"), ("Heat map", "heatmap")]
)
def test_charts_have_alt_text_finite_numbers_and_a_table(app, view, name):
    _scleroderma(app)
    app.session_state["view"] = view
    app.session_state[f"table.{name}"] = True
    app.run()
    chart = app.get("plotly_chart")[0].proto
    assert len(chart.alt) > 40
    assert "NaN" not in chart.spec
    for trace in json.loads(chart.spec)["data"]:
        numbers = [x for x in trace.get("x", ()) if isinstance(x, float)]
        assert all(math.isfinite(x) for x in numbers)
    assert len(app.dataframe[0].value)
    assert not app.exception


def test_waterfall_switches_by_type_cause_and_rival(app):
    _scleroderma(app)
    app.session_state["view"] = "Waterfall"
    app.run()
    app.selectbox(key="waterfall.rival").set_value("metastatic").run()
    assert "against Metastatic" in app.get("plotly_chart")[0].proto.alt
    app.selectbox(key="waterfall.type").set_value("metastatic").run()
    assert "Metastatic against all other causes" in app.get("plotly_chart")[0].proto.alt
    app.selectbox(key="waterfall.cause").set_value("ckd_mbd").run()
    app.selectbox(key="waterfall.rival").set_value("systemic_sclerosis").run()
    assert "against Systemic sclerosis" in app.get("plotly_chart")[0].proto.alt
    assert not app.exception


def test_every_packaged_case_opens_and_names_what_its_authors_state(app, sheet, words):
    for number, record in enumerate(load_cases()[::20]):
        app.session_state["case_menu"] = True
        app.run()
        app.selectbox(key="example").set_value(20 * number).run()
        assert sheet().case == record.case
        assert "The authors state" in words()
        assert not app.exception


def test_start_over_empties_the_page_and_can_be_undone(app, sheet):
    _scleroderma(app)
    before = sheet()
    _click(app, "start_over")
    assert sheet().is_empty
    _click(app, "undo")
    assert sheet() == before


def test_setting_of_an_opened_case_does_not_reach_the_next_patient(app, sheet):
    record = {"id": "one", "clinic": "emergency", "case": {"raynaud": True}}
    _upload(app, "one.json", json.dumps(record).encode())
    assert sheet().clinic == "emergency"
    _click(app, "start_over")
    assert sheet().clinic == "any"


def test_saved_case_opens_again_as_it_was(app, sheet):
    _scleroderma(app)
    _go_to(app, "lab")
    _type(app, "phosphate", "2.45")
    before = sheet().case
    saved = json.dumps({"id": "case", "case": before.to_dict()}).encode()
    _click(app, "start_over")
    _upload(app, "calcinosis-case.json", saved)
    assert sheet().case == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b'{"resourceType": "Bundle", "entry": []}',
        b"\x89PNG\r\n\x1a\n\x00",
        b'{"case": {"phosphate": {"value": NaN, "unit": "mg/dL"}}}',
        b'{"case": {"phosphat": {"value": 4, "unit": "mg/dL"}}}',
        b"[" * 5000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"[1, 2, 3]",
        b"Name,Age,Phosphate\nX,44,1.3\n",
        '{"case": {"raynaud": true}}'.encode("utf-16-le"),
        b"PK\x03\x04\xa0",
    ],
)
def test_foreign_file_is_refused_and_nothing_is_lost(app, sheet, words, content):
    _scleroderma(app)
    before = sheet()
    _upload(app, "foreign.json", content)
    assert ":red[" in words()
    assert sheet() == before
    assert not app.exception


RESULT = consult({"raynaud": True, "calcium_total": {"value": 2.4, "unit": "mmol/L"}}, "emergency")


def test_an_opened_result_is_answered_again_and_the_page_says_so(app, sheet, words):
    _upload(app, "result.json", json.dumps(RESULT.to_dict()).encode())
    assert "answered again with the same result" in words()
    assert sheet().clinic == "emergency"
    _answer(app, "sex", "female")
    assert "Stored result" not in words()


def test_an_opened_result_of_other_versions_says_which_and_how_far_it_moved(app, words):
    older = {**RESULT.to_dict(), "knowledge_version": "older"}
    _upload(app, "result.json", json.dumps(older).encode())
    assert "Answered by knowledge older, now" in words()
    assert "types unchanged" in words()


def test_an_opened_result_that_was_changed_is_told(app, words):
    changed = RESULT.to_dict()
    changed["reason"] = "Nothing is known."
    _upload(app, "result.json", json.dumps(changed).encode())
    assert "stored result does not match" in words()


def test_an_opened_result_brings_its_prior_weights_and_they_are_in_view(app, sheet, words):
    weights = {"metastatic": 3.7}
    _upload(
        app,
        "result.json",
        json.dumps(consult({"raynaud": True}, prior_weights=weights).to_dict()).encode(),
    )
    assert sheet().weights == weights
    assert "Prior changed by the opened case: metastatic × 3.7" in words()
    app.session_state["prior"] = True
    app.run()
    assert app.selectbox(key="prior.metastatic").value == 3.7
    assert not app.exception


def test_a_factor_of_one_in_a_file_is_no_change_by_the_user(app, words):
    weights = {"metastatic": 2.0, "tumoral": 1.0}
    result = consult({"raynaud": True}, prior_weights=weights).to_dict()
    _upload(app, "result.json", json.dumps(result).encode())
    assert "Prior changed by the opened case: metastatic × 2" in words()
    app.session_state["prior"] = True
    app.run()
    app.selectbox(key="prior.tumoral").set_value(5.0).run()
    assert "Prior changed by you" in words()


def _upload(app, name, content):
    app.session_state["case_menu"] = True
    app.run()
    app.file_uploader[0].set_value((name, content, "application/json")).run()


def test_intended_use_and_versions_can_be_read(app, words):
    for phrase in ("Not for", "dosing", "Keeps nothing", "knowledge ", "Calcinosis 0"):
        assert phrase in words()


def test_no_finding_in_the_address_and_no_traceback(app):
    _scleroderma(app)
    assert not app.query_params
    assert not app.exception
    assert not app.error
