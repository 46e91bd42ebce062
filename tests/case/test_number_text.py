"""Numbers as people type them."""

import re

import pytest

from calcinosis.case import LABS, canonical_unit, number_text, parse_number, split_unit, unit_text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2,45", 2.45),
        ("2.45", 2.45),
        (" 9.1 ", 9.1),
        ("54", 54.0),
        ("0,123", 0.123),
        (",5", 0.5),
        ("-3", -3.0),
        ("1234,5", 1234.5),
        ("12.", 12.0),
    ],
)
def test_point_and_comma_are_decimal_marks(typed, number):
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_an_empty_box_is_unknown(typed):
    assert parse_number(typed) is None


@pytest.mark.parametrize("typed", ["1.234,5", "1,234.5", "1,234,567", "1.2.3"])
def test_thousands_marks_are_refused_and_never_guessed(typed):
    with pytest.raises(ValueError, match="more than one decimal mark"):
        parse_number(typed)


def test_a_comma_before_three_digits_is_ambiguous_and_both_readings_are_named():
    with pytest.raises(ValueError, match=r"may mean 1\.234 or 1234"):
        parse_number("1,234")


@pytest.mark.parametrize("typed", ["<5", "9.1 mg/dL", "nan", "inf", "1e3", "1_000", "1 234", "٣"])
def test_text_that_is_no_plain_number_is_refused(typed):
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(typed)


@pytest.mark.parametrize(("number", "text"), [(54.0, "54"), (9.15, "9.15"), (2000000.0, "2000000")])
def test_a_number_is_written_as_it_was_entered(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("2.45 mmol/L", "2.45", "mmol/L"),
        ("2,45mmol/l", "2,45", "mmol/l"),
        ("80 µmol/L", "80", "µmol/L"),
        ("85 %", "85", "%"),
        ("4 g/dL", "4", "g/dL"),
        ("1e5", "1e5", ""),
        ("<2 mg/dL", "<2 mg/dL", ""),
        ("5 000", "5 000", ""),
        ("", "", ""),
    ],
)
def test_a_unit_typed_behind_a_number_is_split_off(typed, number, unit):
    assert split_unit(typed) == (number, unit)


def test_units_are_printed_for_people_and_read_back():
    for lab_id, test in LABS.items():
        for unit in test.units:
            printed = unit_text(unit)
            assert "umol" not in printed
            assert not re.search(r"[a-zL]2", printed)
            assert canonical_unit(lab_id, printed) == unit
