"""Counts what published cases showed, for the model to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from calcinosis.case import VOCABULARY, Case, is_on_dialysis, lab_state
from calcinosis.knowledge import CaseCounts
from calcinosis.reasoning.model import CURVES, KIDNEY_FINDINGS
from calcinosis.reasoning.soft_states import state_probabilities

CURVE_FINDINGS = tuple(
    v.id for v in VOCABULARY.values() if v.kind == "number" and v.id != "height_cm"
)


def count_cases(labelled: Iterable[tuple[Case, str]]) -> CaseCounts:
    """Counts of what the cases of each aetiology showed.

    What a case does not mention is not counted either way. A case with n regions or tissues counts
    as 1 / sqrt(n) in each. A laboratory value counts by the chance of each state.

    Args:
        labelled: pairs of case and aetiology id.
    """
    weights: dict[tuple[str, str, str, str], float] = defaultdict(float)
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    number = 0
    for case, aetiology in labelled:
        number += 1
        for finding, value in case.items():
            kind = VOCABULARY[finding].kind
            if finding in KIDNEY_FINDINGS:
                continue
            if kind == "yesno":
                weights[aetiology, finding, "present" if value else "absent", ""] += 1.0
            elif kind == "choice":
                weights[aetiology, finding, value, ""] += 1.0
            elif kind == "multi":
                for choice in value:
                    weights[aetiology, finding, choice, ""] += len(value) ** -0.5
            elif finding in CURVES:
                values[aetiology, finding].append(value)
            elif kind == "lab":
                context = kidney_context(case)
                states = state_probabilities(
                    finding,
                    value,
                    case.get("age_years"),
                    case.get("sex"),
                    context == "dialysis",
                )
                for state, chance in states.items():
                    if chance > 0.005:
                        weights[aetiology, finding, state, context] += chance
    return CaseCounts(
        number, dict(weights), {key: tuple(numbers) for key, numbers in values.items()}
    )


def kidney_context(case: Case) -> str:
    """The kidney function that a case states: dialysis, reduced, or (also when silent) normal."""
    if is_on_dialysis(case):
        return "dialysis"
    reduced = (
        case.get("acute_kidney_injury") is True
        or lab_state(case, "egfr") == "low"
        or (case.get("ckd") is True and lab_state(case, "egfr") is None)
        or (case.get("ckd") is not False and lab_state(case, "creatinine") == "high")
    )
    return "reduced" if reduced else "normal"
