"""The reasoning: pure functions from case and knowledge to probabilities and their reasons."""

from calcinosis.reasoning.compiling import compile_model, default_model
from calcinosis.reasoning.consultation import (
    Consultation,
    Contribution,
    EvidenceCard,
    Explanation,
)
from calcinosis.reasoning.consulting import consult
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.next_test import NextTest, PossibleResult
from calcinosis.reasoning.plan import Plan
from calcinosis.reasoning.posterior import Posterior, posterior
from calcinosis.reasoning.red_flags import RedFlag

__all__ = [
    "Consultation",
    "Contribution",
    "EvidenceCard",
    "Explanation",
    "Model",
    "NextTest",
    "Plan",
    "PossibleResult",
    "Posterior",
    "RedFlag",
    "compile_model",
    "consult",
    "default_model",
    "posterior",
]
