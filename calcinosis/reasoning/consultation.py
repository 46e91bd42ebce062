"""The whole answer to one case: likely types and aetiologies, how sure, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from calcinosis.case import Case, DerivedValue
from calcinosis.knowledge import EvidenceRow
from calcinosis.reasoning.explanation import Shift, shift
from calcinosis.reasoning.model import KIDNEY_COUNTED, KIDNEY_FINDINGS, OTHER, VERY_HIGH, Model
from calcinosis.reasoning.next_test import NextTest, Target, entropy, next_tests
from calcinosis.reasoning.outcomes import Ground
from calcinosis.reasoning.plan import Plan, plan
from calcinosis.reasoning.posterior import Posterior
from calcinosis.reasoning.red_flags import RedFlag
from calcinosis.reasoning.weighing import Piece

SCHEMA_VERSION = 1
_MISSING_SHOWN = 5
_GRADE_ORDER = ("A", "B", "C", "counts", "estimate")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one finding added to the log10 odds, with the best grade and the sources behind it."""

    finding: str
    state: str
    log10_odds: float
    sources: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The way from prior to posterior odds of a target against a rival (None: all others)."""

    target: str
    against: str | None
    prior_log10_odds: float
    posterior_log10_odds: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """What is known of one entered finding: its likelihood by type, and the rows about it.

    Where ``is_density`` (ages, sizes, times) the likelihoods are densities, 1 where no number is
    favoured, and not shares. Rows with the use "display" are not counted.
    ``weight`` is the power to which the likelihoods count in this answer: what was fitted for the
    finding on published cases, less what other findings of its group say already.
    """

    finding: str
    state: str
    weight: float
    likelihood_by_type: Mapping[str, float]
    is_density: bool
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Consultation:
    """The answer to one case; every number on a screen or in a report comes from here.

    ``types`` and ``aetiologies`` hold probabilities that each sum to 1, with "other" (a cause that
    is not listed) among them; the intervals are 95 % credible. ``conclusive`` is False where the
    leading type is not likely enough; then ``reason`` says why and ``missing`` what to find out.
    What to find out next is worked out when it is first asked for.
    ``prior_weights`` are the user's factors on the clinic's prior by type, and ``draws`` the number
    of draws behind the intervals: with them and the versions the answer can be had again.
    """

    case: Case
    clinic: str
    prior_weights: Mapping[str, float]
    draws: int
    app_version: str
    knowledge_version: str
    conclusive: bool
    reason: str
    leading_type: str
    types: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    aetiologies: Mapping[str, float]
    aetiology_intervals: Mapping[str, tuple[float, float]]
    tissue_class: str
    contributions: tuple[Contribution, ...]
    strongest_against: tuple[Contribution, ...]
    unexplained: tuple[str, ...]
    unused: tuple[str, ...]
    derived: tuple[DerivedValue, ...]
    red_flags: tuple[RedFlag, ...]
    warnings: tuple[str, ...]
    posterior: Posterior
    _worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def next_tests(self) -> tuple[NextTest, ...]:
        """Every unknown finding that can be found out, the most informative of the type first."""
        return self._once("next_tests", lambda: next_tests(self._ground))

    @property
    def plan(self) -> Plan:
        """Up to three findings that tell most of the type together."""
        return self.plan_for("type")

    def plan_for(self, target: Target) -> Plan:
        """Up to three findings that tell most of the type, or of the aetiology, together."""
        return self._once(f"plan {target}", lambda: plan(self._ground, self.next_tests, target))

    def uncertainty_bits(self, target: Target) -> float:
        """How open the type, or the aetiology, is: the entropy of its probabilities in bits.

        The gains of tests and of a plan are what is expected to go of it.
        """
        now = self.posterior
        return float(entropy(now.types if target == "type" else now.aetiologies))

    def settled_share(self, gain_bits: float, target: Target) -> float:
        """What share of the present uncertainty a gain in bits would settle, 0 to 1."""
        open_bits = self.uncertainty_bits(target)
        return min(max(gain_bits, 0.0) / open_bits, 1.0) if open_bits > 0 else 0.0

    @property
    def missing(self) -> tuple[str, ...]:
        """In an answer that is not conclusive: the findings most worth finding out, best first.

        Only what can be asked, looked at, measured or imaged.
        """
        if self.conclusive:
            return ()
        first_steps = self.posterior.model.knowledge.investigations.first_steps
        worth = (test.finding for test in self.next_tests if test.tier in first_steps)
        return tuple(worth)[:_MISSING_SHOWN]

    @property
    def _ground(self) -> Ground:
        return self._once("ground", lambda: Ground(self.case, self.posterior))

    def _once(self, name: str, work_out: Callable[[], Any]) -> Any:
        if name not in self._worked_out:
            self._worked_out[name] = work_out()
        return self._worked_out[name]

    def explain(self, target: str, against: str | None = None) -> Explanation:
        """Contributions of the findings to one type or aetiology.

        Args:
            target: type or aetiology id.
            against: another type or aetiology id; None stands for all other causes.

        Raises:
            ValueError: an id is unknown, or the two overlap.
        """
        moved = shift(self.posterior, *self._sides(target, against))
        contributions = contributions_of(self.posterior, moved, target)
        return Explanation(
            target, against, moved.prior_log10_odds, moved.posterior_log10_odds, contributions
        )

    def contribution_matrix(self) -> tuple[tuple[str, ...], tuple[str, ...], np.ndarray]:
        """Findings, types, and the log10 odds each finding added to each type, [finding, type]."""
        model = self.posterior.model
        columns = [
            shift(self.posterior, *self._sides(type_, None)).contributions
            for type_ in model.type_ids
        ]
        findings = tuple(piece.finding for piece in self.posterior.evidence.pieces)
        return findings, model.type_ids, np.stack(columns, axis=1)

    def evidence(self, finding: str) -> EvidenceCard:
        """The numbers behind one entered finding.

        Raises:
            ValueError: the finding is not entered, or was not used.
        """
        evidence = self.posterior.evidence
        used = [finding in piece.inputs for piece in evidence.pieces]
        if not any(used):
            raise ValueError(f"{finding} is not among the findings that were used")
        piece, weight = evidence.pieces[used.index(True)], evidence.weights[used.index(True)]
        model = self.posterior.model
        joint = np.exp(self.posterior.log_prior - self.posterior.log_prior.max())
        by_type = {}
        for t, type_ in enumerate(model.type_ids):
            weights = joint * model.profiles_of_type(t)[:, None]
            likelihood = (weights * np.exp(piece.log_likelihood)).sum() / weights.sum()
            by_type[type_] = float(likelihood)
        states = _row_states(piece)
        rows = [
            row
            for aetiology in list(self.aetiologies)[:5]
            if aetiology != OTHER
            for row in model.knowledge.aetiologies[aetiology].evidence
            if row.finding == piece.finding and (row.state in states or not states)
        ]
        return EvidenceCard(
            piece.finding,
            piece.state,
            float(weight),
            by_type,
            piece.finding in model.curves,
            tuple(rows),
        )

    def to_dict(self) -> dict[str, Any]:
        """The result line of the command line: plain data, numbers not rounded."""
        return {
            "schema_version": SCHEMA_VERSION,
            "app_version": self.app_version,
            "knowledge_version": self.knowledge_version,
            "clinic": self.clinic,
            "prior_weights": dict(self.prior_weights),
            "draws": self.draws,
            "case": self.case.to_dict(),
            "conclusive": self.conclusive,
            "reason": self.reason,
            "missing": list(self.missing),
            "leading_type": self.leading_type,
            "types": dict(self.types),
            "intervals": {key: list(value) for key, value in self.intervals.items()},
            "aetiologies": dict(self.aetiologies),
            "tissue_class": self.tissue_class,
            "contributions": [
                {
                    "finding": c.finding,
                    "state": c.state,
                    "log10_odds": c.log10_odds,
                    "sources": list(c.sources),
                    "grade": c.grade,
                }
                for c in self.contributions
            ],
            "derived": [
                {"id": d.id, "value": d.value, "unit": d.unit, "note": d.note} for d in self.derived
            ],
            "next_tests": [test.to_dict() for test in self.next_tests],
            "plan": self.plan.to_dict(),
            "unexplained": list(self.unexplained),
            "red_flags": [
                {"id": f.id, "message": f.message, "urgency": f.urgency, "source": f.source}
                for f in self.red_flags
            ],
            "warnings": list(self.warnings),
        }

    def _sides(self, target: str, against: str | None) -> tuple[np.ndarray, np.ndarray]:
        inside = _members(self.posterior.model, target)
        if against is None:
            return inside, ~inside
        return inside, _members(self.posterior.model, against)


def contributions_of(result: Posterior, moved: Shift, target: str) -> tuple[Contribution, ...]:
    """The pieces of evidence as contributions to a target, the largest first."""
    model = result.model
    inside = {model.aetiology_ids[i] for i in model.owner[_members(model, target)]}
    supporters = [
        model.aetiology_ids[i]
        for i in np.argsort(-result.aetiologies, kind="stable")
        if model.aetiology_ids[i] in inside - {OTHER}
    ][:2]
    contributions = [
        Contribution(piece.finding, piece.state, float(value), *_backing(model, supporters, piece))
        for piece, value in zip(result.evidence.pieces, moved.contributions, strict=True)
    ]
    return tuple(sorted(contributions, key=lambda c: -abs(c.log10_odds)))


def _backing(model: Model, aetiologies: list[str], piece: Piece) -> tuple[tuple[str, ...], str]:
    """Reference keys and the best grade behind a piece, in the aetiologies it speaks of."""
    sources: dict[str, None] = {}
    grades = ["estimate"]
    is_kidney = piece.finding in KIDNEY_FINDINGS
    counted = KIDNEY_COUNTED if is_kidney else (piece.finding,)
    states = _row_states(piece)
    for aetiology in aetiologies:
        for row in model.knowledge.aetiologies[aetiology].evidence:
            matches = row.finding in counted and (is_kidney or row.state in states)
            if matches and row.source and row.use != "display":
                sources[row.source] = None
                if row.use == "likelihood":
                    grades.append(row.grade)
        if any(model.counts.any_of(aetiology, finding) for finding in counted):
            grades.append("counts")
    return tuple(sources), min(grades, key=_GRADE_ORDER.index)


def _row_states(piece: Piece) -> set[str]:
    """The states in which rows of knowledge are about a piece; very high is a part of high."""
    return {"high" if state == VERY_HIGH else state for state in piece.states}


def _members(model: Model, name: str) -> np.ndarray:
    """Mask [profile] of a type or of one aetiology."""
    if name in model.type_ids:
        return model.profiles_of_type(model.type_ids.index(name))
    if name in model.aetiology_ids:
        return model.profiles_of((name,))
    raise ValueError(f"{name!r} is neither a type nor an aetiology")
