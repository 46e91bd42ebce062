"""A result file answered again: the same numbers, or a plain word on what differs and how far."""

import io
import json

import pytest

from calcinosis import consult
from calcinosis.__main__ import main
from calcinosis.cases import load_cases
from calcinosis.exchange import read_records, replay_notes

UREMIC = {
    "age_years": 61.5,
    "dialysis": True,
    "phosphate": {"value": 2.45, "unit": "mmol/L"},
    "calcium_total": {"value": 9.8, "unit": "mg/dL", "ref_high": 10.3},
    "region": ["hand", "hip_buttock"],
    "pain": False,
    "necrosis_eschar": True,
}
INPUTS = {
    "id": "A",
    "clinic": "nephrology",
    "prior_weights": {"metastatic": 3.7, "calciphylaxis": 0.2},
    "case": UREMIC,
}


def classify(entry, *options):
    out, err = io.StringIO(), io.StringIO()
    code = main(
        ["classify", "-", "--format", "json", *options], io.StringIO(json.dumps(entry)), out, err
    )
    assert code == 0, err.getvalue()
    return json.loads(out.getvalue()), err.getvalue()


@pytest.fixture(scope="module")
def result():
    return classify(INPUTS)[0]


def test_a_result_answered_again_gives_the_same_numbers_to_the_last_bit(result):
    again, err = classify(result)
    for part in ("types", "intervals", "aetiologies", "contributions", "derived"):
        assert again[part] == result[part], part
    assert again == result
    assert err == ""


def test_a_published_case_answered_again_gives_the_same_numbers_to_the_last_bit():
    for record in load_cases()[::45]:
        stored = classify(record.to_dict())[0]
        assert classify(stored) == (stored, "")


def test_clinic_and_prior_weights_are_taken_up(result):
    answer = consult(UREMIC, "nephrology", prior_weights=INPUTS["prior_weights"])
    assert result["types"] == dict(answer.types)
    assert result["clinic"] == "nephrology"
    assert result["prior_weights"] == INPUTS["prior_weights"]
    plain = classify({**INPUTS, "prior_weights": {}})[0]
    assert plain["types"] != result["types"]


def test_the_number_of_draws_behind_the_intervals_is_taken_up():
    stored = {"id": "A", **consult(UREMIC, draws=50).to_dict()}
    assert classify(stored) == (stored, "")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("knowledge_version", "knowledge older, now "),
        ("app_version", "app older, now "),
        ("schema_version", "schema older, now 1"),
    ],
)
def test_the_version_that_differs_is_named_in_the_result_and_beside_it(result, key, words):
    again, err = classify({**result, key: "older"})
    (note,) = set(again["warnings"]) - set(result["warnings"])
    assert words in note
    assert note.count(", now ") == 1
    assert "types unchanged (leading type " in note
    assert err == f"warning: A: {note}\n"
    assert again["types"] == result["types"]


def test_how_far_the_types_moved_since_another_version_is_said(result):
    types = dict(result["types"])
    leader, rival = sorted(types, key=lambda one: -types[one])[:2]
    types[leader] -= 0.031
    types[rival] += 0.031
    (note,) = classify({**result, "knowledge_version": "older", "types": types})[0]["warnings"]
    assert f"types moved by up to 0.031 (leading type {leader} unchanged)" in note


def test_a_leader_that_changed_since_another_version_is_named_with_the_former(result):
    former = next(one for one in result["types"] if one != result["leading_type"])
    older = {**result, "knowledge_version": "older", "leading_type": former}
    (note,) = classify(older)[0]["warnings"]
    assert f"(leading type was {former}, is {result['leading_type']})" in note


def _tampered(result, part):
    changed = json.loads(json.dumps(result))
    if part == "types":
        changed["types"]["dystrophic"] += 1e-6
    elif part == "intervals":
        changed["intervals"]["dystrophic"][1] += 1e-6
    elif part == "contributions":
        changed["contributions"][0]["log10_odds"] *= -1
    elif part == "a contribution left out":
        changed["contributions"].pop()
    elif part == "leading type":
        changed["leading_type"] = "idiopathic"
    elif part == "case":
        changed["case"]["pain"] = True
    elif part == "clinic":
        changed["clinic"] = "paediatrics"
    elif part == "prior weights":
        changed["prior_weights"]["metastatic"] = 1
    elif part == "no numbers":
        changed["types"] = "see letter"
    elif part == "a number as text":
        changed["types"]["dystrophic"] = "0.9"
    elif part == "a number beyond floats":
        changed["types"]["dystrophic"] = 10**400
    elif part == "a list for an object":
        changed["intervals"] = [0, 1]
    elif part == "no types":
        del changed["types"]
    return changed


@pytest.mark.parametrize(
    "part",
    [
        "types",
        "intervals",
        "contributions",
        "a contribution left out",
        "leading type",
        "case",
        "clinic",
        "prior weights",
        "no numbers",
        "a number as text",
        "a number beyond floats",
        "a list for an object",
        "no types",
    ],
)
def test_a_stored_result_that_the_same_versions_would_not_give_is_told(result, part):
    again, err = classify(_tampered(result, part))
    assert "stored result does not match" in again["warnings"][-1]
    assert "stored result does not match" in err


_FOLLOWS = set(consult({}, draws=2).to_dict()) - {
    *("schema_version", "app_version", "knowledge_version"),
    *("case", "clinic", "prior_weights"),
}


def _altered(value):
    """Another value of the same shape: one leaf, or one entry, is changed."""
    if isinstance(value, dict) and value:
        key = next(iter(value))
        return {**value, key: _altered(value[key])}
    if isinstance(value, list) and value:
        return [_altered(value[0]), *value[1:]]
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return value + 1e-6
    return {str: "altered", list: ["altered"], int: -1}[type(value)]


@pytest.mark.parametrize("part", sorted(_FOLLOWS))
def test_every_part_of_a_result_is_compared(result, part):
    _, err = classify({**result, part: _altered(result[part])})
    assert f"to this case, in {part}: " in err
    _, err = classify({key: value for key, value in result.items() if key != part})
    assert f"{part}: " in err


@pytest.mark.parametrize(
    ("part", "key"),
    [
        *(("contributions", key) for key in ("finding", "state", "sources", "grade")),
        *(("derived", key) for key in ("value", "unit", "note")),
        *(
            ("next_tests", key)
            for key in ("test", "tier", "gain_bits", "changes_answer", "results")
        ),
        *(("plan", key) for key in ("findings", "gain_bits", "named_chance")),
        *(("red_flags", key) for key in ("message", "urgency", "source")),
    ],
)
def test_what_stands_within_a_part_is_compared(result, part, key):
    changed = json.loads(json.dumps(result))
    inside = changed[part] if part == "plan" else changed[part][0]
    inside[key] = _altered(inside[key])
    assert f"in {part}: " in classify(changed)[1]


def test_rounding_in_the_last_bits_is_no_change(result):
    changed = json.loads(json.dumps(result))
    for one in changed["contributions"]:
        one["log10_odds"] *= 1 + 1e-13
    changed["plan"]["gain_bits"] *= 1 - 1e-13
    changed["next_tests"] = changed["next_tests"][::-1]
    assert classify(changed)[1] == ""


def test_intervals_of_other_draws_are_not_compared():
    answer = consult(UREMIC, draws=50)
    other = {**consult(UREMIC, draws=60).to_dict(), "id": "A"}
    (record,) = read_records(json.dumps(other))
    assert replay_notes(record.stored, answer) == ()


def test_a_note_of_an_earlier_replay_is_no_change(result):
    noted, err = classify({**result, "knowledge_version": "older"})
    assert "knowledge older" in err
    assert classify(noted) == (result, "")


def test_another_clinic_than_that_of_the_stored_result_is_told_and_nothing_compared(result):
    again, err = classify(result, "--clinic", "dermatology")
    assert again["clinic"] == "dermatology"
    assert "of the clinic nephrology, this one of dermatology" in err
    assert "not match" not in err


def test_a_case_without_an_answer_is_not_compared():
    again, err = classify(INPUTS)
    assert (again["warnings"], err) == ([], "")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"metastatic": 0}, "prior_weights.metastatic 0 is not allowed (allowed a number above 0)"),
        ({"metastatic": -1}, "prior_weights.metastatic -1 is not allowed"),
        ({"metastatic": "2"}, "prior_weights.metastatic '2' is not allowed"),
        ({"metastasis": 2}, "did you mean metastatic?"),
        ([2], "prior_weights [2] is not allowed (allowed factors by type)"),
    ],
)
def test_a_prior_weight_that_cannot_be_is_refused_with_the_reason(weights, words):
    out, err = io.StringIO(), io.StringIO()
    entry = json.dumps({**INPUTS, "prior_weights": weights})
    assert main(["classify", "-"], io.StringIO(entry), out, err) == 2
    assert words in err.getvalue()
    assert out.getvalue() == ""


def test_a_record_keeps_its_prior_weights_and_not_the_stored_answer(result):
    (record,) = read_records(json.dumps(result))
    assert record.to_dict() == INPUTS
    assert record.stored is not None
