"""What is known of one patient: findings, units, intervals, derived values, consistency."""

from .calculators import CALCULATORS, Calculator, interval_for
from .case import Case
from .consistency import Contradiction, contradictions
from .coupling import (
    BACKDROP,
    CONTRADICTIONS,
    FORMULAS,
    REDUNDANCIES,
    Coupling,
    Question,
)
from .derived import derive
from .derived_value import DerivedValue
from .describing import finding_text, person_text, state_text
from .faults import CaseError, Fault
from .finding_search import Match, search
from .implications import implied, redundant
from .intervals import ReferenceInterval, reference_interval
from .kidney import estimated_gfr, is_on_dialysis, is_reduced, known_gfr
from .lab_result import LabResult
from .lab_states import interval_in_effect, interval_in_unit, lab_state, result_state
from .labs import LABS, LabTest, canonical_unit, to_unit
from .left_out import LeftOut, counted, why_left_out
from .limits import NUMBER_LIMITS, NumberLimits
from .number_text import number_text, parse_number, rounded_text, split_unit, unit_text
from .unit_conversion import UNIT_BASIS, Conversion, conversions
from .vocabulary import LAB_STATES, VOCABULARY, Finding, choice_label, nearest_ids

__all__ = [
    "BACKDROP",
    "CALCULATORS",
    "CONTRADICTIONS",
    "FORMULAS",
    "LABS",
    "LAB_STATES",
    "NUMBER_LIMITS",
    "REDUNDANCIES",
    "UNIT_BASIS",
    "VOCABULARY",
    "Calculator",
    "Case",
    "CaseError",
    "Contradiction",
    "Conversion",
    "Coupling",
    "DerivedValue",
    "Fault",
    "Finding",
    "LabResult",
    "LabTest",
    "LeftOut",
    "Match",
    "NumberLimits",
    "Question",
    "ReferenceInterval",
    "canonical_unit",
    "choice_label",
    "contradictions",
    "conversions",
    "counted",
    "derive",
    "estimated_gfr",
    "finding_text",
    "implied",
    "interval_for",
    "interval_in_effect",
    "interval_in_unit",
    "is_on_dialysis",
    "is_reduced",
    "known_gfr",
    "lab_state",
    "nearest_ids",
    "number_text",
    "parse_number",
    "person_text",
    "redundant",
    "reference_interval",
    "result_state",
    "rounded_text",
    "search",
    "split_unit",
    "state_text",
    "to_unit",
    "unit_text",
    "why_left_out",
]
