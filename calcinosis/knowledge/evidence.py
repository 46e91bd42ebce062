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

CURVES = ("age_years", "onset_age_years", "duration_months", "size_mm", "dialysis_years")
"""Findings that are numbers, of which an aetiology has a curve and no rows."""

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
    """A publication that was read for at least one number or statement.

    ``short`` names it where there is room for a few words: "Valenzuela 2016".
    """

    key: str
    citation: str
    short: str
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
    is a count from ``source``. ``context`` is a kidney function or empty (any), ``form`` the form
    of the aetiology that the number is about, or empty (the aetiology as a whole).
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
    form: str = ""

    @property
    def share(self) -> float:
        """Frequency of the state, between 0 and 1; of a median the number itself, in its unit."""
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
class Form:
    """One of the unlike pictures that an aetiology shows itself in.

    ``share`` of the aetiology's patients have it; the shares of an aetiology sum to 1. ``curves``
    stand for those of the aetiology; rows of evidence name the form they are about.
    """

    id: str
    label: str
    share: float
    ess: float
    curves: Mapping[str, Curve]
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
    forms: tuple[Form, ...] = ()

    @property
    def differing(self) -> frozenset[str]:
        """Findings for which the forms of the aetiology have likelihoods of their own."""
        rows = {row.finding for row in self.evidence if row.form}
        return frozenset(rows.union(*(form.curves for form in self.forms)))


@dataclass(frozen=True, slots=True)
class CalcinosisType:
    """One of the types by cause."""

    id: str
    label: str
    definition: str
