"""Cases as rows of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis import consult
from calcinosis.case import LABS, VOCABULARY, Case, CaseError, LabResult
from calcinosis.exchange import (
    CaseFileError,
    case_from_row,
    read_case_file,
    read_records,
    result_table,
)


def message_of_row(row):
    with pytest.raises(CaseError) as caught:
        case_from_row(row)
    return str(caught.value)


def test_a_table_has_one_column_a_finding_and_one_row_a_case():
    text = (
        "id,clinic,age_years,sex,region,raynaud,calcium_total,calcium_total_unit,"
        "calcium_total_ref_low,calcium_total_ref_high,phosphate\n"
        'A,rheumatology,54,female,hand|finger,yes,"2,45",mmol/L,2.1,2.6,High\n'
        "\n"
        ",,,,,,,mg/dL,,,\n"
    )
    first, second = read_records(text, "cohort.csv")
    assert (first.id, first.clinic, second.id, second.clinic) == (
        "A",
        "rheumatology",
        "line-4",
        "any",
    )
    assert first.case.get("calcium_total") == LabResult(2.45, "mmol/L", None, 2.1, 2.6)
    assert first.case.get("phosphate") == LabResult(state="high")
    assert first.case.get("region") == ("hand", "finger")
    assert first.case.get("raynaud") is True
    assert len(second.case) == 0


def test_a_table_divided_by_semicolons_may_have_decimal_commas():
    text = "age_years;phosphate;phosphate_unit;region\r\n0,5;2,1;mmol/L;hand|knee\r\n"
    (record,) = read_records(text.encode("utf-8-sig"))
    assert record.case.get("age_years") == 0.5
    assert record.case.get("phosphate").value == 2.1


def test_tabulators_divide_too():
    assert read_records("age_years\tpain\n5\tno")[0].case == Case.from_dict(
        {"age_years": 5, "pain": False}
    )


@pytest.mark.parametrize("word", ["true", "TRUE", "Yes", "1", " yes ", True, 1, 1.0])
def test_every_way_to_write_yes_is_understood(word):
    assert case_from_row({"pain": word}).get("pain") is True


@pytest.mark.parametrize("word", ["false", "False", "NO", "0", False, 0, 0.0])
def test_every_way_to_write_no_is_understood(word):
    assert case_from_row({"pain": word}).get("pain") is False


def test_an_empty_cell_is_unknown_and_not_absent():
    assert "pain" not in case_from_row({"pain": " ", "raynaud": None, "phosphate_unit": "mg/dL"})


@given(st.sampled_from(sorted(LABS)), st.sampled_from(["low", "normal", "high"]))
def test_a_bare_state_of_a_laboratory_test_needs_no_unit(lab_id, state):
    row = {lab_id: state.upper(), f"{lab_id}_unit": LABS[lab_id].conventional_unit}
    assert case_from_row(row).get(lab_id) == LabResult(state=state)


@given(st.lists(st.sampled_from(VOCABULARY["region"].choices), min_size=1, unique=True))
def test_several_choices_divided_by_either_mark_are_the_list(regions):
    as_list = Case.from_dict({"region": regions})
    assert case_from_row({"region": "|".join(regions)}) == as_list
    assert case_from_row({"region": " ; ".join(regions)}) == as_list
    assert case_from_row({"region": regions}) == as_list


@given(st.floats(6, 14).map(lambda value: round(value, 2)))
def test_point_and_comma_mean_the_same_calcium(value):
    with_point = {"calcium_total": f"{value:.2f}", "calcium_total_unit": "mg/dL"}
    with_comma = with_point | {"calcium_total": f"{value:.2f}".replace(".", ",")}
    assert case_from_row(with_point) == case_from_row(with_comma)
    assert case_from_row(with_point).get("calcium_total").value == value


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"pain": "maybe"}, "pain 'maybe' is not allowed (allowed true, false, yes, no, 1 or 0)"),
        ({"pain": 2}, "pain 2 is not allowed"),
        ({"age_years": "old"}, "age_years 'old' is not allowed (allowed a number)"),
        ({"age_years": "1.234,5"}, "more than one decimal mark"),
        ({"age_years": 400}, "age_years 400 years is not plausible"),
        ({"age_years": True}, "a yes or no is not a number"),
        ({"sex": "F"}, "did you mean female?"),
        ({"region": "hand|fingr"}, "did you mean finger?"),
        ({"phosphate": "2.1"}, "the unit is missing, and units are never guessed"),
        ({"phosphate": "<2", "phosphate_unit": "mg/dL"}, "phosphate '<2' is not allowed"),
        ({"phosphate": "2", "phosphate_unit": "g"}, "phosphate.unit 'g' is not allowed"),
        (
            {"phosphate": "2", "phosphate_unit": "mg/dL", "phosphate_ref_low": "a"},
            "phosphate_ref_low 'a' is not allowed (allowed a number)",
        ),
        (
            {"calcium_total": "9.2", "calcium_total_unit": "mmol/L"},
            "calcium_total 9.2 mmol/L is not plausible",
        ),
        ({"phospate": 2}, "did you mean phosphate?"),
    ],
)
def test_a_faulty_cell_is_named_with_value_allowed_and_slip(row, words):
    assert words in message_of_row(row)


def test_all_faults_of_a_row_are_told_at_once():
    assert len(message_of_row({"pain": "maybe", "age_years": "old", "sex": "x"}).splitlines()) == 3


def test_a_faulty_row_is_named_by_its_line_and_the_others_are_read():
    file = read_case_file(
        'id,age_years,pain\nA,5,yes\nB,"200",no\nC,7,perhaps\n"D\nD",8,no\nE,9,no\n'
    )
    assert [record.id for record in file.records] == ["A", "E"]
    assert [str(error).partition(":")[0] for error in file.errors] == ["line 3", "line 4", "line 6"]


def test_a_table_of_results_is_refused_by_its_name():
    table = result_table([("A", consult({"raynaud": True}, draws=2))])
    with pytest.raises(CaseFileError) as caught:
        read_case_file(table, "results.csv")
    assert "this is a table of results, which holds no findings" in str(caught.value)
    assert "another program" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("age_years,calcium_totl\n5,9", "line 1: column 'calcium_totl' is not a finding"),
        ("age_years,calcium_totl\n5,9", "did you mean calcium_total?"),
        ("age_years,calcium_totl_unit\n5,9", "did you mean calcium_total_unit?"),
        ("age_years,shoe\n5,9", "leave it out"),
        ("pain,pain\nyes,no", "line 1: column 'pain' stands 2 times (allowed once)"),
        ("id,id,pain\n1,2,no", "column 'id' stands 2 times"),
        ("name,fever,colour\na,b,c", "this is not a table of cases"),
        ("age_years,sex\n4,5,female", "line 2: 3 cells where the header has 2 columns"),
        ("age_years,sex\n4,5,female", "such as a decimal comma? Put it in quotes"),
        ("age_years,sex\n45", "1 cells where the header has 2 columns: is a cell missing?"),
        ("age_years,clinic\n45,skin", "line 2: clinic 'skin' is not allowed (allowed any"),
        ('age_years,sex\n45,"female', "line 2: this is not CSV"),
        ("age_years,sex\n", "the file has no case"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_why(text, words):
    with pytest.raises(CaseFileError) as caught:
        read_records(text, "cohort.csv")
    assert words in str(caught.value)


def test_a_file_with_tens_of_thousands_of_columns_is_refused_in_one_sentence_and_at_once():
    """A megabyte of prose is a table with one long header; each word by itself takes minutes."""
    with pytest.raises(CaseFileError) as caught:
        read_case_file("lorem ipsum, " * 80_000, "prose.txt")
    assert "this is not a table of cases: it has 80001 columns" in str(caught.value)
    assert len(caught.value.faults) == 1
