"""What the field knows of one aetiology: evidence rows, curves and profile, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

GRADES = ("A", "B", "C", "estimate")
"""A: cohort or systematic review of patients with calcinosis. B: cohort of the disease at large,
or a series of ten and more. C: small series or narrative review. estimate: general medical
knowledge without a source that was read."""

CONTEXTS = ("normal", "reduced", "dialysis")
"""Kidney function: the context shared by all aetiologies."""

CLINICS = (
    "any",
    "dermatology",
    "rheumatology",
    "nephrology",
    "orthopaedics",
    "paediatrics",
    "endocrinology",
    "emergency",
)
"""Settings that have a prior of their own."""

USES = ("likelihood", "indirect", "display")
"""likelihood: counts at its grade's weight. indirect: true of a neighbouring population (the
disease at large, lesions instead of patients), discounted heavily. display: shown, not counted."""


STRENGTHS = (
    "guideline",
    "randomised trial",
    "cohort",
    "case series",
    "case reports",
    "expert opinion",
)
"""What a line of management rests on, the strongest first; a review counts as what it reviews."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication that was read for at least one number or statement."""

    key: str
    citation: str
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""

    @property
    def link(self) -> str:
        """The most durable address at hand, or an empty string."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}"
        return self.url


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One number of the knowledge base: how often a finding takes a state in an aetiology.

    ``p`` with ``ess`` (equivalent sample size, patients) is an estimate; ``k`` of ``n`` patients
    is a count from ``source``. ``context`` is a kidney function or empty (any).
    """

    aetiology: str
    finding: str
    state: str
    grade: str
    context: str = ""
    p: float | None = None
    ess: float | None = None
    k: int | None = None
    n: int | None = None
    population: str = ""
    source: str = ""
    note: str = ""
    use: str = "likelihood"

    @property
    def share(self) -> float:
        """Frequency of the state, between 0 and 1."""
        if self.p is not None:
            return self.p
        return self.k / self.n


@dataclass(frozen=True, slots=True)
class Curve:
    """Distribution of an age, duration or size as quantiles; ``points`` are (q, x), rising."""

    points: tuple[tuple[float, float], ...]
    ess: float
    grade: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Management:
    """One line of the outline of management: what is done, without doses.

    ``strength`` is one of ``STRENGTHS`` and ``source`` a reference key; both are empty where no
    source was read, which is said and not hidden.
    """

    text: str
    strength: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aetiology:
    """One cause of calcinosis with everything known about it."""

    id: str
    type: str
    label: str
    short_label: str
    synonyms: tuple[str, ...]
    icd10: tuple[str, ...]
    description: str
    mechanism: str
    tells: tuple[str, ...]
    first_tests: tuple[str, ...]
    cautions: tuple[str, ...]
    prior: Mapping[str, float]
    prior_ess: float
    prior_note: str
    kidney: tuple[float, float, float]
    kidney_ess: float
    kidney_note: str
    curves: Mapping[str, Curve]
    evidence: tuple[EvidenceRow, ...]
    management: tuple[Management, ...]


@dataclass(frozen=True, slots=True)
class CalcinosisType:
    """One of the types by cause."""

    id: str
    label: str
    definition: str
