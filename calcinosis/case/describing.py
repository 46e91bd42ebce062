"""A finding of a case in words: its label and the state it is in."""

from .case import Case
from .lab_result import LabResult
from .lab_states import lab_state
from .number_text import number_text, unit_text
from .vocabulary import VOCABULARY, choice_label

_ADULT_FROM_YEARS = 18
_COUNTED_IN_MONTHS_UNTIL = 2  # years
_IN_A_YEAR = {"years": 1, "months": 12}


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
    if finding.unit in _IN_A_YEAR:
        return time_text(value, finding.unit)
    return f"{number_text(value)} {finding.unit}"


def time_text(value: float, unit: str) -> str:
    """A time given in "years" or "months": a short one that is no whole number in shorter units.

    >>> time_text(0.041, "years"), time_text(0.5, "years"), time_text(54, "years")
    ('15 days', '6 months', '54 years')
    >>> time_text(1, "months"), time_text(0.5, "months"), time_text(18, "months")
    ('1 month', '15 days', '18 months')
    """
    years = value / _IN_A_YEAR[unit]
    is_short = years < _COUNTED_IN_MONTHS_UNTIL and value != int(value)
    if is_short and (unit == "years" or value < 1):
        count, one = _short_time(years)
        return _counted(f"{count:.0f}", one)
    return _counted(number_text(value), unit.removesuffix("s"))


def _short_time(years: float) -> tuple[float, str]:
    """Days, weeks or months, with the name of one."""
    for unit, per_year, most_years in (("day", 365.25, 0.05), ("week", 52.18, 0.25)):
        if years < most_years:
            return years * per_year, unit
    return years * _IN_A_YEAR["months"], "month"


def _counted(number: str, one: str) -> str:
    return f"{number} {one}" if number == "1" else f"{number} {one}s"


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
    if age < _COUNTED_IN_MONTHS_UNTIL:
        count, unit = _short_time(age)
        return f"{count:.0f}-{unit}-old {person}"
    return f"{int(age)}-year-old {person}"
