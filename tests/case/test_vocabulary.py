"""The vocabulary and the words for its choices."""

import csv
from pathlib import Path

import pytest

import calcinosis.case
from calcinosis.case import LABS, NUMBER_LIMITS, VOCABULARY, choice_label, nearest_ids
from calcinosis.case.vocabulary import CHOICE_SYNONYMS

DATA = Path(calcinosis.case.__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_vocabulary_is_a_finding_in_the_same_order():
    assert list(VOCABULARY) == [row["id"] for row in rows("vocabulary.csv")]


@pytest.mark.parametrize("row", rows("vocabulary.csv"), ids=lambda row: row["id"])
def test_a_finding_has_the_kind_label_and_choices_of_its_row(row):
    finding = VOCABULARY[row["id"]]
    assert (finding.kind, finding.label, finding.group) == (row["kind"], row["label"], row["group"])
    shown = finding.unit if finding.kind == "number" else "|".join(finding.choices)
    assert shown == row["unit_or_choices"]


def test_every_lab_and_every_number_has_its_limits():
    assert set(LABS) == {item.id for item in VOCABULARY.values() if item.kind == "lab"}
    assert set(NUMBER_LIMITS) == {item.id for item in VOCABULARY.values() if item.kind == "number"}


def test_every_choice_has_a_label_for_people():
    labels = [
        choice_label(finding.id, choice)
        for finding in VOCABULARY.values()
        if finding.kind in ("choice", "multi")
        for choice in finding.choices
    ]
    assert len(labels) == len(rows("choice_labels.csv"))
    assert all(label[0].isupper() and "_" not in label for label in labels)


def test_every_finding_has_a_synonym_and_every_synonym_a_finding():
    assert all(finding.synonyms for finding in VOCABULARY.values())
    assert {row["finding"] for row in rows("synonyms.csv")} == set(VOCABULARY)


def test_synonyms_of_choices_belong_to_choices_of_their_finding():
    assert all(choice in VOCABULARY[finding].choices for finding, choice in CHOICE_SYNONYMS)


@pytest.mark.parametrize(
    "name",
    ["labs.csv", "number_limits.csv", "unit_slips.csv", "reference_intervals.csv",
     "implications.csv", "redundancies.csv"],
)  # fmt: skip
def test_every_row_of_a_table_of_numbers_or_rules_names_its_source(name):
    column = "limits_source" if name == "labs.csv" else "source"
    assert all(row[column].strip() for row in rows(name))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("calcium_totl", "calcium_total"),
        ("Calcium Total", "calcium_total"),
        ("phosphorus", "phosphate"),
        ("warfarin", "rx_warfarin"),
        ("haemodialysis", "dialysis"),
        ("ulceraton", "ulceration"),
    ],
)
def test_a_mistyped_id_finds_the_one_that_was_meant(typed, meant):
    assert nearest_ids(typed) == (meant,)


def test_nothing_is_suggested_for_a_word_that_is_like_none():
    assert nearest_ids("zzzzqqq") == ()
