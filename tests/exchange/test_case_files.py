"""Case files: what is read, what is refused and how it is said, and that nothing is lost."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import NUMBER_LIMITS, VOCABULARY, Case
from calcinosis.exchange import (
    Answer,
    CaseFileError,
    CaseRecord,
    read_case_file,
    read_records,
    write_json,
    write_jsonl,
)

SCLERODERMA = {"age_years": 54, "sex": "female", "region": ["finger"], "raynaud": True}


def message_of(content, name=""):
    with pytest.raises(CaseFileError) as caught:
        read_records(content, name)
    return str(caught.value)


def plain_entries(finding):
    if finding.kind == "yesno":
        return st.booleans()
    if finding.kind == "choice":
        return st.sampled_from([c for c in finding.choices if c != "unknown"])
    if finding.kind == "multi":
        return st.lists(st.sampled_from(finding.choices), min_size=1, unique=True)
    if finding.kind == "lab":
        return st.sampled_from(["low", "normal", "high"]).map(lambda state: {"state": state})
    return st.floats(NUMBER_LIMITS[finding.id].low, NUMBER_LIMITS[finding.id].high)


cases = st.lists(st.sampled_from(sorted(VOCABULARY)), unique=True, max_size=8).flatmap(
    lambda ids: st.fixed_dictionaries(
        {finding_id: plain_entries(VOCABULARY[finding_id]) for finding_id in ids}
    )
)
measured = st.fixed_dictionaries(
    {},
    optional={
        "calcium_total": st.floats(6, 14).map(lambda v: {"value": v, "unit": "mg/dL"}),
        "phosphate": st.floats(0.5, 3).map(
            lambda v: {"value": v, "unit": "mmol/L", "ref_low": 0.8, "ref_high": 1.5}
        ),
    },
)
words = st.text(
    st.characters(blacklist_categories=("C", "Z"), blacklist_characters="\ufeff"), max_size=20
)
answers = st.none() | st.builds(
    Answer,
    type=st.sampled_from(["dystrophic", "metastatic"]),
    aetiology=st.sampled_from(["", "lupus"]),
    also_acceptable=st.sampled_from([(), ("idiopathic",), ("tumoral", "mimic")]),
    stated=words,
)
records = st.builds(
    CaseRecord,
    id=words.filter(lambda w: w and w.isprintable()),
    case=st.builds(lambda a, b: Case.from_dict({**a, **b}), cases, measured),
    clinic=st.sampled_from(["any", "other", "nephrology"]),
    source=st.dictionaries(st.sampled_from(["citation", "doi", "pmid"]), words),
    answer=answers,
    quality=st.sampled_from(["", "rich", "thin"]),
    disease_known=st.sampled_from([None, True, False]),
    prior_weights=st.dictionaries(
        st.sampled_from(["dystrophic", "mimic"]), st.floats(0.01, 100), max_size=2
    ),
)


@given(st.lists(records, min_size=1, max_size=4))
def test_records_written_as_json_are_read_back_unchanged(given_records):
    assert read_records(write_json(given_records)) == tuple(given_records)


@given(st.lists(records, min_size=1, max_size=4))
def test_records_written_as_json_lines_are_read_back_unchanged_from_bytes(given_records):
    content = write_jsonl(given_records).encode()
    assert read_records(content, "cases.jsonl") == tuple(given_records)


def test_a_bare_case_a_wrapped_case_and_a_list_are_all_read():
    bare = read_case_file(json.dumps(SCLERODERMA))
    wrapped = read_case_file(json.dumps({"id": "A", "clinic": "other", "case": SCLERODERMA}))
    several = read_case_file(json.dumps([SCLERODERMA, {"id": 7, "case": SCLERODERMA}]))
    assert bare.records[0].case == wrapped.records[0].case == several.records[1].case
    assert (bare.records[0].id, bare.records[0].clinic, bare.is_single) == ("case", "any", True)
    assert (wrapped.records[0].id, wrapped.records[0].clinic) == ("A", "other")
    assert [record.id for record in several.records] == ["case-1", "7"]
    assert not several.is_single


def test_a_pretty_printed_case_is_not_taken_for_json_lines():
    assert read_case_file(json.dumps({"case": SCLERODERMA}, indent=2)).form == "json"


def test_json_lines_are_told_from_json_without_an_extension():
    line = json.dumps({"id": "A", "case": SCLERODERMA})
    assert read_case_file(f"{line}\n\n{line}\n").form == "jsonl"
    assert read_case_file(f"{line}\nrubbish\n").form == "jsonl"
    assert read_case_file(f'{{"case": oops}}\n{line}\n').form == "jsonl"


def test_a_faulty_line_is_named_and_the_other_lines_are_read():
    good = json.dumps({"id": "A", "case": SCLERODERMA})
    file = read_case_file(f'{good}\n{{"case": {{"age_years": 200}}}}\n\n[1]\n{good}', "a.jsonl")
    assert len(file.records) == 2
    first, second = map(str, file.errors)
    assert first.startswith("line 2: age_years 200 years is not plausible (allowed 0 to 12")
    assert second.startswith("line 4: record [1] is not allowed")


def test_a_line_without_an_id_is_named_by_its_number():
    line = json.dumps(SCLERODERMA)
    assert [r.id for r in read_records(f"{line}\n{line}")] == ["line-1", "line-2"]


def test_a_result_that_classify_wrote_is_a_record():
    result = {"id": "A", "clinic": "any", "case": SCLERODERMA, "types": {"dystrophic": 1.0}}
    (record,) = read_records(json.dumps(result | {"schema_version": 1, "conclusive": True}))
    assert record.id == "A"
    assert record.case.get("raynaud") is True


def test_a_byte_order_mark_is_tolerated_in_each_encoding():
    text = json.dumps(SCLERODERMA)
    for content in (text.encode("utf-8-sig"), text.encode("utf-16"), "\ufeff" + text):
        assert read_records(content)[0].case.get("age_years") == 54


def test_a_key_that_means_nothing_here_is_passed_over():
    (record,) = read_records(json.dumps({"case": SCLERODERMA, "comment": "seen twice"}))
    assert len(record.case) == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"pain": true, "pain": false}', "pain is given more than once (True and False; allowed"),
        ('{"age_years": NaN}', "NaN is not a value (allowed: finite numbers)"),
        ('{"age_years": -Infinity}', "-Infinity is not a value (allowed: finite numbers)"),
        ('{"age_years": 1e999}', "age_years inf is not allowed"),
        ('{"age_years": ' + "9" * 5000 + "}", "too many digits"),
        ('{"age_years": 2,45}', "the decimal mark of JSON is a point"),
        ('{"pain": true,}', "is there a comma too many?"),
        ("{'pain': true}", "use double quotes"),
        ('{"pain": true', "is the file cut off?"),
        ('{"pain": yes}', "check quotes, commas and brackets there"),
        ("", "the file is empty"),
        ("[]", "the list is empty (allowed at least one case)"),
        ("[" * 100_000, "brackets are nested too deep (allowed: a case or a list of cases)"),
        ('{"pain": ' * 60 + "1" + "}" * 60, "brackets are nested too deep"),
        ("[3]", 'case 1: record 3 is not allowed (allowed {"id": ..., "case": {...}} or a case)'),
        ('{"calcium_totl": 9}', "calcium_totl is not a finding of the vocabulary: did you mean"),
        (
            '{"resourceType": "Bundle", "entry": []}',
            "none of its keys is a finding of the vocabulary (found resourceType, entry; allowed",
        ),
        ('{"case": {}, "clinc": "any"}', "clinc 'any' is not allowed (allowed id, clinic,"),
        ('{"case": {}, "pain": true}', 'a finding stands within "case", not beside it'),
        ('{"case": {}, "id": ["x"]}', "id ['x'] is not allowed (allowed printable text"),
        ('{"case": {}, "id": "a\\nb"}', "id 'a\\nb' is not allowed (allowed printable text"),
        ('{"case": {}, "id": "\\ud800"}', "is not allowed (allowed printable text"),
        ('{"case": {}, "clinic": "derm"}', "clinic 'derm' is not allowed (allowed any | derm"),
        ('{"case": {}, "clinic": "derm"}', "did you mean dermatology?"),
        ('{"case": {}, "clinic": []}', "clinic [] is not allowed"),
        ('{"case": {}, "source": "Smith 2020"}', "source 'Smith 2020' is not allowed (allowed an"),
        ('{"case": {}, "answer": "lupus"}', "answer 'lupus' is not allowed (allowed {\"type\""),
        ('{"case": {}, "answer": {"aetiology": "lupus"}}', "the type is missing"),
        ('{"case": {}, "answer": {"type": 3}}', "answer.type 3 is not allowed (allowed text)"),
        ('{"case": {}, "answer": {"type": "x", "etiology": "y"}}', "did you mean aetiology?"),
        (
            '{"case": {}, "answer": {"type": "x", "also_acceptable": "y"}}',
            "answer.also_acceptable 'y' is not allowed (allowed a list of types)",
        ),
        ('{"case": {}, "quality": 1}', "quality 1 is not allowed (allowed text)"),
        (
            '{"case": {}, "disease_known": "yes"}',
            "disease_known 'yes' is not allowed (allowed true or false)",
        ),
    ],
)
def test_a_fault_names_item_value_allowed_and_likely_slip(content, words):
    assert words in message_of(content, "case.json")


def test_all_faults_of_a_list_are_told_at_once_with_their_places():
    content = json.dumps([{"pain": 3}, SCLERODERMA, {"case": {"raynaud": "no"}, "clinic": "x"}])
    lines = message_of(content).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["case 1", "case 3", "case 3"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "not text in UTF-8 (byte 0x89 at position 0)"),
        (b"PK\x03\x04\x00\x00", "the file holds a zero byte"),
        (b"\xff\xfea", "not text in UTF-8"),
        ('{"pain": "µ"}'.encode("latin-1"), "Save it as JSON or as CSV UTF-8"),
        (b"%PDF-1.7", "is not a finding of the vocabulary"),
        (" " * 2_000_001, "the file has 2.0 MB (allowed at most 2 MB): split it"),
    ],
)
def test_a_foreign_or_too_large_file_gives_one_clear_message(content, words):
    message = message_of(content)
    assert words in message
    assert "\n" not in message


def test_a_case_file_error_survives_pickling():
    with pytest.raises(CaseFileError) as caught:
        read_records('{"pain": 3}\n{"pain": true}', "a.jsonl")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.where) == (str(caught.value), "line 1")


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_whatever_is_given_is_read_or_refused_with_a_case_file_error(content):
    try:
        read = read_case_file(content)
    except CaseFileError as error:
        faults = error.faults
    else:
        faults = tuple(fault for error in read.errors for fault in error.faults)
        assert read.records or faults
    assert all(fault.item and fault.message for fault in faults)


CROWD = {f"raynaud {number}": True for number in range(60_000)}
LONG = {"r" * 500_000: True}


@pytest.mark.parametrize(
    "content",
    [CROWD, {"case": CROWD}, {"case": {}, "prior_weights": CROWD}, LONG, {"case": {}, **LONG},
     {"case": {"region": ["hnd"] * 60_000}}],
    ids=["case", "wrapped", "weights", "long key", "long key beside", "list"],
)  # fmt: skip
def test_a_crowd_of_keys_or_choices_is_refused_in_one_sentence_and_at_once(content):
    """Each by itself would be compared with all that is known, and take minutes."""
    with pytest.raises(CaseFileError) as caught:
        read_case_file(json.dumps(content))
    assert len(caught.value.faults) == 1
    assert len(str(caught.value)) < 200
