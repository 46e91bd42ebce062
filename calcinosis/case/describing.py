"""A finding of a case in words: its label and the state it is in."""

from .case import Case
from .lab_result import LabResult
from .lab_states import lab_state
from .number_text import number_text, unit_text
from .vocabulary import VOCABULARY, choice_label


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
