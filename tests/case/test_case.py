"""Cases and the case-file form."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import LABS, NUMBER_LIMITS, VOCABULARY, Case, CaseError, LabResult, to_unit


def lab_entries(lab_id):
    test = LABS[lab_id]

    def measured(unit):
        low, high = (
            to_unit(lab_id, limit, test.conventional_unit, unit)
            for limit in (max(test.error_low, 0.0), test.error_high)
        )
        value = st.floats(low, high)
        own = st.tuples(
            st.floats(low + (high - low) * 0.1, high * 0.4), st.floats(high * 0.5, high)
        )
        return st.one_of(
            st.builds(lambda v: {"value": v, "unit": unit}, value),
            st.builds(
                lambda v, r: {"value": v, "unit": unit, "ref_low": r[0], "ref_high": r[1]},
                value,
                own,
            ),
        )

    state = st.sampled_from(["low", "normal", "high"]).map(lambda state: {"state": state})
    return st.one_of(state, *(measured(unit) for unit in test.units))


def entries(finding):
    if finding.kind == "number":
        limits = NUMBER_LIMITS[finding.id]
        return st.floats(limits.low, limits.high) | st.integers(1, int(limits.high)).filter(
            lambda number: number >= limits.low
        )
    if finding.kind == "choice":
        return st.sampled_from([choice for choice in finding.choices if choice != "unknown"])
    if finding.kind == "multi":
        return st.sets(st.sampled_from(finding.choices), min_size=1).map(
            lambda chosen: [choice for choice in finding.choices if choice in chosen]
        )
    if finding.kind == "lab":
        return lab_entries(finding.id)
    return st.booleans()


case_files = st.lists(
    st.sampled_from(list(VOCABULARY.values())).flatmap(
        lambda finding: st.tuples(st.just(finding.id), entries(finding))
    ),
    max_size=30,
).map(dict)


@given(case_files)
def test_a_case_file_is_read_and_written_without_loss(entered):
    assert Case.from_dict(entered).to_dict() == entered


@given(case_files)
def test_a_case_survives_json_and_is_equal_and_hashes_alike(entered):
    case = Case.from_dict(entered)
    again = Case.from_dict(json.loads(json.dumps(case.to_dict())))
    assert again == case
    assert hash(again) == hash(case)


@given(case_files, st.randoms())
def test_the_order_of_entry_does_not_matter(entered, random):
    shuffled = list(entered.items())
    random.shuffle(shuffled)
    assert Case.from_dict(dict(shuffled)) == Case.from_dict(entered)


@pytest.mark.parametrize("finding", VOCABULARY.values(), ids=lambda finding: finding.id)
def test_every_finding_of_the_vocabulary_can_be_entered_and_taken_out(finding):
    entered = {
        "number": 30,
        "choice": finding.choices[0] if finding.choices else None,
        "multi": list(finding.choices),
        "yesno": False,
        "lab": {"state": "normal"},
    }[finding.kind]
    case = Case().with_finding(finding.id, entered)
    assert finding.id in case
    assert case.to_dict() == {finding.id: entered}
    assert case.without(finding.id) == Case()


def test_values_have_the_type_of_their_kind():
    case = Case.from_dict(
        {
            "age_years": 54,
            "sex": "female",
            "region": ["finger", "hand", "finger"],
            "raynaud": True,
            "ulceration": False,
            "calcium_total": {"value": 9, "unit": "mg/dl", "ref_low": 8.5},
        }
    )
    assert isinstance(case.get("age_years"), float)
    assert case.get("region") == ("hand", "finger")
    assert case.get("ulceration") is False
    assert case.get("calcium_total") == LabResult(9.0, "mg/dL", ref_low=8.5)


def test_a_denied_finding_is_not_an_unknown_one():
    case = Case.from_dict({"ulceration": False})
    assert "ulceration" in case
    assert "pain" not in case
    assert case.get("pain") is None


@pytest.mark.parametrize("nothing", [{"sex": "unknown"}, {"pain": None}, {"region": []}, {}])
def test_what_says_nothing_is_left_out(nothing):
    assert Case.from_dict(nothing) == Case()


def test_findings_come_in_the_order_of_the_vocabulary():
    case = Case.from_dict({"ana": True, "pain": True, "age_years": 40})
    assert list(case) == ["age_years", "pain", "ana"]
    assert [finding for finding, _ in case.items()] == list(case)
    assert len(case) == 3


def test_a_case_is_not_changed_by_adding_to_it():
    case = Case.from_dict({"pain": True})
    assert case.with_finding("ulceration", True).with_finding("pain", None) == Case.from_dict(
        {"ulceration": True}
    )
    assert case == Case.from_dict({"pain": True})
    with pytest.raises(AttributeError):
        case.findings = ()


def test_a_lab_result_can_be_handed_over_as_it_is():
    result = LabResult(2.3, "mmol/L")
    assert Case().with_finding("calcium_total", result).get("calcium_total") == result


def test_cases_can_be_pickled():
    case = Case.from_dict({"age_years": 54, "pth": {"state": "high"}})
    assert pickle.loads(pickle.dumps(case)) == case


def test_errors_can_be_pickled_with_their_faults():
    with pytest.raises(CaseError) as error:
        Case.from_dict({"pain": 1})
    assert pickle.loads(pickle.dumps(error.value)).faults == error.value.faults
