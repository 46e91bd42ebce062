"""A cohort as a pandas frame."""

import numpy as np
import pandas
import pytest

from calcinosis import CaseError, classify_frame, consult

COHORT = pandas.DataFrame(
    {
        "id": ["A", "B", "C", "D"],
        "age_years": [54, np.nan, -3, 8],
        "raynaud": [True, None, False, "perhaps"],
        "region": ["hand|finger", ["knee"], None, "thigh"],
        "calcium_total": ["2,4", "high", None, None],
        "calcium_total_unit": ["mmol/L", None, None, None],
    },
    index=[10, 20, 30, 40],
)


def test_each_row_is_answered_as_its_case_would_be_and_the_index_is_kept():
    result = classify_frame(COHORT)
    alone = consult(
        {
            "age_years": 54,
            "raynaud": True,
            "region": ["hand", "finger"],
            "calcium_total": {"value": 2.4, "unit": "mmol/L"},
        },
        draws=2,
    )
    assert list(result.index) == [10, 20, 30, 40]
    assert result.loc[10, list(alone.types)].to_dict() == pytest.approx(dict(alone.types))
    assert result.loc[10, "leading_type"] == alone.leading_type
    assert result.loc[10, "leading_aetiology"] == next(iter(alone.aetiologies))
    assert result.loc[10, "leading_aetiology_probability"] == max(alone.aetiologies.values())
    assert bool(result.loc[10, "conclusive"]) is alone.conclusive


def test_a_bad_row_says_why_and_does_not_stop_the_others():
    result = classify_frame(COHORT)
    assert result["error"].ne("").tolist() == [False, False, True, True]
    assert "age_years -3 years is not plausible" in result.loc[30, "error"]
    assert "raynaud 'perhaps' is not allowed" in result.loc[40, "error"]
    assert result.loc[[30, 40]].drop(columns="error").isna().all(axis=None)
    assert result["dystrophic"].dtype == float


def test_the_clinic_comes_from_the_argument_then_from_its_column():
    frame = COHORT.iloc[:2, 1:].assign(clinic=["nephrology", "skin"])
    by_column, forced = classify_frame(frame), classify_frame(frame, "nephrology")
    assert by_column.loc[10, "metastatic"] == forced.loc[10, "metastatic"]
    assert by_column.loc[10, "metastatic"] != classify_frame(frame, "any").loc[10, "metastatic"]
    assert "clinic 'skin' is unknown" in by_column.loc[20, "error"]
    assert forced.loc[20, "error"] == ""


def test_a_cell_of_any_pandas_kind_that_is_missing_is_unknown():
    missing = pandas.DataFrame(
        {"pain": [None, np.nan, pandas.NA, pandas.NaT, "", " "]}, dtype=object
    )
    result = classify_frame(missing)
    assert result["error"].eq("").all()
    assert result["dystrophic"].nunique() == 1


def test_typed_columns_are_read_like_text():
    typed = pandas.DataFrame({"pain": pandas.array([True, None], "boolean"), "age_years": [5, 6]})
    text = pandas.DataFrame({"pain": ["yes", ""], "age_years": ["5", "6"]})
    numbers = pandas.DataFrame({"pain": [1.0, np.nan], "age_years": [5.0, 6.0]})
    assert classify_frame(typed).equals(classify_frame(text))
    assert classify_frame(typed).equals(classify_frame(numbers))


def test_a_misspelt_column_is_refused_since_its_findings_would_go_unheard():
    with pytest.raises(
        CaseError, match=r"column 'raynauds' is not a finding.*did you mean raynaud\?"
    ):
        classify_frame(pandas.DataFrame({"raynauds": [True], "age_years": [50]}))


def test_a_column_that_stands_twice_is_refused():
    twice = pandas.DataFrame([[True, False]], columns=["pain", "pain"])
    with pytest.raises(CaseError, match=r"column 'pain' stands 2 times"):
        classify_frame(twice)


def test_an_unknown_clinic_for_all_is_refused():
    with pytest.raises(ValueError, match="clinic 'skin' is unknown"):
        classify_frame(COHORT, "skin")


def test_no_rows_give_no_rows():
    assert classify_frame(COHORT.iloc[:0]).shape == (0, 13)


def test_the_frame_that_was_given_is_left_as_it_was():
    before = COHORT.copy(deep=True)
    classify_frame(COHORT)
    pandas.testing.assert_frame_equal(COHORT, before)
