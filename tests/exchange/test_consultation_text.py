"""A consultation as text."""

import re

from calcinosis import consult, load_knowledge
from calcinosis.exchange import consultation_text
from calcinosis.reasoning.words import percent

PENILE_CALCIPHYLAXIS = {
    "age_years": 53,
    "sex": "male",
    "region": ["genital"],
    "tissue": ["skin"],
    "necrosis_eschar": True,
    "severe_pain": True,
    "dialysis": True,
    "calcium_total": {"value": 9.0, "unit": "mg/dL"},
    "phosphate": {"value": 7.1, "unit": "mg/dL"},
}


def text_of(case, clinic="any"):
    return consultation_text("A-1", consult(case, clinic), load_knowledge())


def unwrapped(text):
    return re.sub("[ \n]+", " ", text)


def test_a_clear_case_shows_type_interval_reasons_flags_and_derived_values():
    text = text_of(PENILE_CALCIPHYLAXIS, "nephrology")
    assert text.startswith("A-1 (nephrology)\n")
    for part in (
        "\nRed flags\n  EMERGENCY: ",
        "\nLeading type\n  Calciphylaxis: ",
        "very likely (95 % credible interval ",
        "\nLikely aetiologies\n  Calciphylaxis with kidney failure: ",
        "\nTissue\n  calcinosis cutis",
        "\nFor it\n",
        "Skin necrosis or black eschar: ",
        "\nDerived values\n",
        "Calcium × phosphate product: 63.9 mg²/dL²",
    ):
        assert part in text
    assert text.endswith("Decision support for clinicians: options, not a diagnosis.\n")
    assert "Not enough information" not in text


def test_a_case_of_which_nothing_is_known_says_so_and_what_to_find_out():
    text = text_of({})
    assert "\nNot enough information\n" in text
    assert "\nFind out next\n" in text
    assert "\nLeading type so far\n" in text
    assert "\nFor it\n" not in text


def test_each_result_of_the_next_test_says_what_it_would_do_to_which_type():
    case = {"region": ["elbow"], "calcium_total": {"state": "high"}}
    answer, text = consult(case), unwrapped(text_of(case))
    test = next(t for t in answer.next_tests if t.tier != "biopsy")
    result = test.results[0]
    leader = result.leading_type
    before, after = (percent(p) for p in (answer.types[leader], result.types[leader]))
    assert f"{load_knowledge().types[leader].label.lower()} {before} to {after}" in text


def test_a_test_that_changes_nothing_is_said_to_change_nothing():
    text = text_of({"sclerodactyly": True, "anticentromere": True, "region": ["finger"]})
    assert "would not change the answer" in " ".join(text.split())


def test_contradicting_findings_are_warned_about():
    text = text_of({"age_years": 50, "pain": False, "severe_pain": True})
    assert "\nWarnings\n" in text


def test_no_probability_is_shown_as_certain_and_no_line_runs_over():
    text = text_of(PENILE_CALCIPHYLAXIS)
    assert "100\u00a0%" not in text
    assert " 0\u00a0%" not in text
    assert max(map(len, text.splitlines())) <= 88


def test_a_probability_stands_in_the_text_as_it_does_on_the_page():
    answer = consult(PENILE_CALCIPHYLAXIS, "nephrology")
    low, high = answer.intervals["calciphylaxis"]
    text = unwrapped(text_of(PENILE_CALCIPHYLAXIS, "nephrology"))
    assert f"Calciphylaxis: {percent(answer.types['calciphylaxis'])}, " in text
    assert f"interval {percent(low)} to {percent(high)})" in text
