"""What is refused, and what the message says."""

import math

import pytest

from calcinosis.case import LABS, NUMBER_LIMITS, VOCABULARY, Case, CaseError


def faults_of(entered):
    with pytest.raises(CaseError) as error:
        Case.from_dict(entered)
    assert all(fault.message in str(error.value) for fault in error.value.faults)
    return error.value.faults


def only_message(entered):
    [fault] = faults_of(entered)
    return fault.message


MESSAGES = [
    (
        {"calcium_totl": True},
        "calcium_totl is not a finding of the vocabulary: did you mean calcium_total?",
    ),
    (
        {"warfarin": True},
        "warfarin is not a finding of the vocabulary: did you mean rx_warfarin?",
    ),
    (
        {"zzzzqqq": True},
        "zzzzqqq is not a finding of the vocabulary: see the list of findings",
    ),
    (
        {"case": {"pain": True}},
        "case is not a finding of the vocabulary: this looks like a whole case file: give "
        "what stands under its 'case'",
    ),
    (
        {"pain": "true"},
        "pain 'true' is not allowed (allowed true or false): that is text, was true meant?",
    ),
    (
        {"pain": "no"},
        "pain 'no' is not allowed (allowed true or false): that is text, was false meant?",
    ),
    (
        {"pain": 1},
        "pain 1 is not allowed (allowed true or false): a number is not a yes or no",
    ),
    (
        {"pain": "maybe"},
        "pain 'maybe' is not allowed (allowed true or false): leave it out when it is unknown",
    ),
    (
        {"age_years": True},
        "age_years True is not allowed (allowed 0 to 120 years): a yes or no is not a number",
    ),
    (
        {"age_years": "54"},
        "age_years '54' is not allowed (allowed 0 to 120 years): write the number without quotes",
    ),
    (
        {"age_years": [54]},
        "age_years [54] is not allowed (allowed 0 to 120 years): write a number",
    ),
    (
        {"age_years": math.nan},
        "age_years nan is not allowed (allowed 0 to 120 years): leave it out when it is unknown",
    ),
    (
        {"age_years": 10**400},
        "age_years inf is not allowed (allowed 0 to 120 years): leave it out when it is unknown",
    ),
    (
        {"age_years": 1958},
        "age_years 1958 years is not plausible (allowed 0 to 120 years): was it months or a "
        "year of birth?",
    ),
    (
        {"age_years": -3},
        "age_years -3 years is not plausible (allowed 0 to 120 years): it cannot be negative",
    ),
    (
        {"height_cm": 1.65},
        "height_cm 1.65 cm is not plausible (allowed 20 to 250 cm): was it metres?",
    ),
    (
        {"size_mm": 800},
        "size_mm 800 mm is not plausible (allowed 0.1 to 500 mm): cm or mm?",
    ),
    (
        {"sex": "f"},
        "sex 'f' is not allowed (allowed female | male | unknown): did you mean female?",
    ),
    (
        {"extent": "solitery"},
        "extent 'solitery' is not allowed (allowed solitary | localized | multifocal | "
        "widespread): did you mean solitary?",
    ),
    (
        {"sex": 1},
        "sex 1 is not allowed (allowed female | male | unknown): write one of these as text",
    ),
    (
        {"calcium_total": {"value": 9.2, "unit": "mmol/L"}},
        "calcium_total 9.2 mmol/L is not plausible (allowed 0.75 to 7.4 mmol/L): was it mg/dL?",
    ),
    (
        {"calcium_total": {"value": 2.4, "unit": "mg/dL"}},
        "calcium_total 2.4 mg/dL is not plausible (allowed 3 to 30 mg/dL): was it mmol/L?",
    ),
    (
        {"albumin": {"value": 41, "unit": "g/dL"}},
        "albumin 41 g/dL is not plausible (allowed 0.3 to 8 g/dL): was it g/L?",
    ),
    (
        {"creatinine": {"value": 110, "unit": "mg/dL"}},
        "creatinine 110 mg/dL is not plausible (allowed 0.05 to 80 mg/dL): was it µmol/L?",
    ),
    (
        {"creatinine": {"value": 1.1, "unit": "µmol/L"}},
        "creatinine 1.1 µmol/L is not plausible (allowed 4.5 to 7000 µmol/L): was it mg/dL?",
    ),
    (
        {"esr": {"value": 450, "unit": "mm/h"}},
        "esr 450 mm/h is not plausible (allowed 0 to 200 mm/h): is the decimal point in place"
        " (45 mm/h)?",
    ),
    (
        {"egfr": {"value": 9000000, "unit": "mL/min/1.73m2"}},
        "egfr 9000000 mL/min/1.73 m² is not plausible (allowed 0.5 to 250 mL/min/1.73 m²): was "
        "it typed into the right field?",
    ),
    (
        {"pth": {"value": -5, "unit": "pg/mL"}},
        "pth -5 pg/mL is not plausible (allowed 0 to 20000 pg/mL): it cannot be negative",
    ),
    (
        {"pth": {"value": 52, "unit": "ng/L"}},
        "pth.unit 'ng/L' is not allowed (allowed pg/mL | pmol/L): 1 ng/L is 1 pg/mL: write pg/mL",
    ),
    (
        {"calcium_total": {"value": 9.2, "unit": "mg/L"}},
        "calcium_total.unit 'mg/L' is not allowed (allowed mg/dL | mmol/L): did you mean mg/dL?",
    ),
    (
        {"phosphate": {"value": 4.5}},
        "phosphate {'value': 4.5} is not allowed (allowed a unit: mg/dL | mmol/L): the unit "
        "is missing, and units are never guessed",
    ),
    (
        {"phosphate": 4.5},
        'phosphate 4.5 is not allowed (allowed {"value": ..., "unit": ...} or {"state": '
        '"low|normal|high"}): a laboratory value needs a unit, and units are never guessed: '
        'write {"value": 4.5, "unit": ...} with mg/dL or mmol/L',
    ),
    (
        {"phosphate": "High"},
        'phosphate \'High\' is not allowed (allowed {"value": ..., "unit": ...} or {"state": '
        '"low|normal|high"}): was {"state": "high"} meant?',
    ),
    (
        {"phosphate": True},
        'phosphate True is not allowed (allowed {"value": ..., "unit": ...} or {"state": '
        '"low|normal|high"}): a yes or no is not a result',
    ),
    (
        {"phosphate": {"unit": "mg/dL"}},
        "phosphate {'unit': 'mg/dL'} is not allowed (allowed {\"value\": ..., \"unit\": ...} or "
        '{"state": "low|normal|high"}): a value or a state is missing',
    ),
    (
        {"phosphate": {"state": "hi"}},
        "phosphate.state 'hi' is not allowed (allowed low | normal | high): did you mean high?",
    ),
    (
        {"phosphate": {"state": "high", "value": 5, "unit": "mg/dL"}},
        "phosphate {'value': 5, 'unit': 'mg/dL', 'state': 'high'} is not allowed (allowed "
        '{"value": ..., "unit": ...} or {"state": "low|normal|high"}): a value gives the '
        "state by itself: leave the state or the value out",
    ),
    (
        {"phosphate": {"value": 4, "unit": "mg/dL", "ref_lo": 3}},
        "phosphate.ref_lo 3 is not allowed (allowed value, unit, state, ref_low, ref_high): "
        "did you mean ref_low?",
    ),
    (
        {"phosphate": {"value": 4, "unit": "mg/dL", "ref_low": 5, "ref_high": 3}},
        "phosphate.ref_low 5.0 is not allowed (allowed below ref_high 3): were they swapped?",
    ),
    (
        {"calcium_total": {"value": 2.3, "unit": "mmol/L", "ref_low": 8.4}},
        "calcium_total.ref_low 8.4 mmol/L is not plausible (allowed 0.75 to 7.4 mmol/L): "
        "was it mg/dL?",
    ),
    (
        {"crp": {"value": 3, "unit": "mg/L", "ref_high": 0}},
        "crp.ref_high 0.0 is not allowed (allowed 0 to 1500 mg/L): an upper limit is above 0",
    ),
    (
        {"phosphate": {"value": "4.5", "unit": "mg/dL"}},
        "phosphate '4.5' is not allowed (allowed 0.2 to 65 mg/dL): write the number without quotes",
    ),
]


@pytest.mark.parametrize(("entered", "message"), MESSAGES, ids=[m[:48] for _, m in MESSAGES])
def test_the_message_names_item_value_what_is_allowed_and_the_likely_slip(entered, message):
    assert only_message(entered) == message


def test_a_bare_region_is_refused_with_the_list_that_was_meant():
    message = only_message({"region": "hand"})
    assert message.startswith("region 'hand' is not allowed (allowed a list of scalp | face")
    assert message.endswith('was ["hand"] meant?')


def test_a_printed_interval_without_width_is_refused():
    message = only_message(
        {"phosphate": {"value": 4, "unit": "mg/dL", "ref_low": 3, "ref_high": 3}}
    )
    assert message.endswith("(allowed below ref_high 3): were they swapped?")


def test_every_wrong_region_of_a_list_is_named():
    faults = faults_of({"region": ["hnad", "knee", "elbw", 3]})
    assert [fault.found for fault in faults] == ["'hnad'", "'elbw'", "3"]
    assert faults[0].message.endswith("did you mean hand?")
    assert faults[1].message.endswith("did you mean elbow?")


def test_all_faults_of_a_case_are_listed_at_once():
    faults = faults_of(
        {
            "age_years": -1,
            "paim": True,
            "ckd": "yes",
            "region": ["hnad"],
            "calcium_total": {"value": 9.2, "unit": "mmol/L"},
            "phosphate": {"value": math.nan, "unit": "g/L", "ref": 1},
        }
    )
    assert [fault.item for fault in faults] == [
        "age_years", "paim", "ckd", "region", "calcium_total",
        "phosphate.ref", "phosphate.unit", "phosphate",
    ]  # fmt: skip
    assert all(fault.allowed and fault.found for fault in faults)


@pytest.mark.parametrize("entered", [None, [], "pain", 3])
def test_what_is_no_mapping_is_refused(entered):
    [fault] = faults_of(entered)
    assert fault.message.endswith("write a mapping from finding to value")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "9", None, -1e-9])
@pytest.mark.parametrize("lab_id", sorted(set(LABS) - {"trp"}))
def test_no_lab_takes_a_value_that_is_no_finite_number_from_zero_up(lab_id, value):
    assert faults_of({lab_id: {"value": value, "unit": LABS[lab_id].units[0]}})


@pytest.mark.parametrize("lab_id", LABS)
def test_every_lab_refuses_what_no_patient_could_have(lab_id):
    test = LABS[lab_id]
    for value in (test.error_low - 0.01, test.error_high + 0.01):
        message = only_message({lab_id: {"value": value, "unit": test.conventional_unit}})
        assert message.startswith(f"{lab_id} ")
        assert "is not plausible (allowed" in message
        assert message.endswith(("?", "negative"))


def test_a_negative_phosphate_reabsorption_may_be_reported():
    case = Case.from_dict({"trp": {"value": -20, "unit": "%"}})
    assert case.get("trp").value == -20


@pytest.mark.parametrize("finding_id", NUMBER_LIMITS)
def test_every_number_refuses_what_lies_beyond_its_limits(finding_id):
    limits = NUMBER_LIMITS[finding_id]
    assert Case.from_dict({finding_id: limits.low}).get(finding_id) == limits.low
    assert Case.from_dict({finding_id: limits.high}).get(finding_id) == limits.high
    for value in (limits.low - 0.05, limits.high + 0.05):
        assert "is not plausible" in only_message({finding_id: value})


WRONG = {
    "number": ["5", True, [], math.inf],
    "choice": ["none of these", True, 1, []],
    "multi": ["hand", True, 1, {"hand": True}],
    "yesno": ["yes", 0, 1.0, []],
    "lab": ["high", 9.1, True, []],
}


@pytest.mark.parametrize("finding", VOCABULARY.values(), ids=lambda finding: finding.id)
def test_no_finding_takes_a_value_of_another_kind(finding):
    for value in WRONG[finding.kind]:
        assert faults_of({finding.id: value})[0].item == finding.id


def test_with_finding_refuses_what_from_dict_refuses():
    with pytest.raises(CaseError, match="pain 1 is not allowed"):
        Case().with_finding("pain", 1)
    with pytest.raises(CaseError, match="did you mean pain"):
        Case().with_finding("pian", True)
