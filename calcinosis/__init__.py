"""Decision support for calcinosis: which type a patient most likely has, and why."""

__version__ = "0.1.0"

from calcinosis.case import Case, CaseError
from calcinosis.frame import classify_frame
from calcinosis.knowledge import CLINICS, KnowledgeError, load_knowledge
from calcinosis.reasoning import Consultation, consult

__all__ = [
    "CLINICS",
    "Case",
    "CaseError",
    "Consultation",
    "KnowledgeError",
    "__version__",
    "classify_frame",
    "consult",
    "load_knowledge",
]
