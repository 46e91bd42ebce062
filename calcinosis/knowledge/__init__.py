"""What the field knows: aetiologies, numbers with their sources, rules; no arithmetic on cases."""

from calcinosis.knowledge.audit import KnowledgeError
from calcinosis.knowledge.case_counts import (
    CaseCounts,
    load_case_counts,
    read_case_counts,
    read_case_weights,
    write_case_counts,
    write_case_weights,
)
from calcinosis.knowledge.evidence import (
    CLINICS,
    CONTEXTS,
    CURVES,
    GRADES,
    STRENGTHS,
    Aetiology,
    CalcinosisType,
    Curve,
    EvidenceRow,
    Form,
    Management,
    Reference,
)
from calcinosis.knowledge.glossary import Term
from calcinosis.knowledge.investigations import AVAILABILITY, Investigation, Investigations
from calcinosis.knowledge.reader import Knowledge, load_knowledge, read_knowledge
from calcinosis.knowledge.rules import (
    Adjustment,
    Group,
    Interaction,
    RedFlagRule,
    TissueSign,
    VeryHigh,
)

__all__ = [
    "AVAILABILITY",
    "CLINICS",
    "CONTEXTS",
    "CURVES",
    "GRADES",
    "STRENGTHS",
    "Adjustment",
    "Aetiology",
    "CalcinosisType",
    "CaseCounts",
    "Curve",
    "EvidenceRow",
    "Form",
    "Group",
    "Interaction",
    "Investigation",
    "Investigations",
    "Knowledge",
    "KnowledgeError",
    "Management",
    "RedFlagRule",
    "Reference",
    "Term",
    "TissueSign",
    "VeryHigh",
    "load_case_counts",
    "load_knowledge",
    "read_case_counts",
    "read_case_weights",
    "read_knowledge",
    "write_case_counts",
    "write_case_weights",
]
