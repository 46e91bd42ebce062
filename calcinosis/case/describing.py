"""A finding of a case in words: its label and the state it is in."""

from .case import Case
from .lab_result import LabResult
from .lab_states import lab_state
from .number_text import number_text, unit_text
from .vocabulary import VOCABULARY, choice_label

_ADULT_FROM_YEARS = 18
_COUNTED_IN_MONTHS_UNTIL = 2


def state_text(case: Case, finding_id: str) -> str:
    """The state of a finding in words; "unknown" where the case does not have it.

    >>> case = Case.from_dict({"phosphate": {"value": 7.1, "unit": "mg/dL"}, "region": ["hand"]})
    >>> state_text(case, "phosphate"), state_text(case, "region"), state_text(case, "pain")
    ('7.1 mg/dL, high', 'hand', 'unknown')
    """
    finding, value = VOCABULARY[finding_id], case.get(finding_id)
    if value is None:
        return "unknown"
    if isinstance(value, LabResult):
        if value.value is None:
            return value.state
        state = lab_state(case, finding_id)
        return f"{number_text(value.value)} {unit_text(value.unit)}" + (
            f", {state}" if state else ""
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(choice_label(finding_id, choice).lower() for choice in value)
    if isinstance(value, str):
        return choice_label(finding_id, value).partition(" (")[0].lower()
    return f"{number_text(value)} {finding.unit}"


def finding_text(case: Case, finding_id: str) -> str:
    """A finding by its label, with its state in brackets.

    >>> finding_text(Case.from_dict({"pain": False}), "pain")
    'Painful or tender (no)'
    """
    return f"{VOCABULARY[finding_id].label} ({state_text(case, finding_id)})"


def person_text(case: Case) -> str:
    """Age and sex in words, as a report opens.

    >>> person_text(Case.from_dict({"age_years": 53, "sex": "male"}))
    '53-year-old man'
    >>> person_text(Case.from_dict({"age_years": 0.13})), person_text(Case())
    ('7-week-old child', 'patient of unknown age')
    """
    age, sex = case.get("age_years"), case.get("sex")
    if age is None:
        return {"female": "woman", "male": "man"}.get(sex, "patient") + " of unknown age"
    words = ("child", "girl", "boy") if age < _ADULT_FROM_YEARS else ("patient", "woman", "man")
    person = words[("female", "male").index(sex) + 1 if sex else 0]
    for unit, per_year, most_years in (("day", 365.25, 0.05), ("week", 52.18, 0.25)):
        if age < most_years:
            return f"{age * per_year:.0f}-{unit}-old {person}"
    if age < _COUNTED_IN_MONTHS_UNTIL:
        return f"{age * 12:.0f}-month-old {person}"
    return f"{int(age)}-year-old {person}"
