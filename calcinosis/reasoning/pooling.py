"""Pools an estimate, sourced counts and published cases into one share per cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calcinosis.knowledge import CONTEXTS, CaseCounts, EvidenceRow, Knowledge

BACKINGS = ("A", "B", "C", "counts", "estimate")
"""What a likelihood can rest on: grades of sources, published cases, an estimate."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Positives of equivalent patients, and how many patients each kind of backing brings."""

    positives: float
    patients: float
    backing: tuple[tuple[str, float], ...]

    @property
    def share(self) -> float:
        """Mean of the posterior, between 0 and 1."""
        return self.positives / self.patients


class Pooling:
    """The rows of a knowledge base by cell, with the weight that each kind of row gets."""

    def __init__(self, knowledge: Knowledge, counts: CaseCounts):
        self._counts = counts
        self._settings = knowledge.settings
        self._kidney = {
            a.id: dict(zip(CONTEXTS, a.kidney, strict=True)) for a in knowledge.aetiologies.values()
        }
        self._rows: dict[tuple[str, str, str, str], list[EvidenceRow]] = {}
        for aetiology in knowledge.aetiologies.values():
            for row in aetiology.evidence:
                if row.use != "display":
                    key = (aetiology.id, row.finding, row.state, row.context)
                    self._rows.setdefault(key, []).append(row)
        self.findings = frozenset(key[1] for key in self._rows)

    def cell(
        self,
        aetiology: str,
        finding: str,
        state: str,
        context: str = "",
        fallback: float | None = None,
    ) -> Pool:
        """Estimate and sources of one state, before published cases.

        Where there is no row, ``fallback`` stands in (by default the setting for a missing share).

        A sourced row without kidney function counts in each context by the share of the
        aetiology's patients who have it.
        """
        p = self._settings["missing_share"] if fallback is None else fallback
        weight = self._settings["missing_row_ess"]
        positives = 0.0
        sourced: dict[str, float] = {}
        for row, share in self._matching(aetiology, finding, state, context):
            if row.grade == "estimate":
                p, weight = row.p, row.ess * self._settings["estimate_strength"]
            else:
                used = min(row.n, self._cap(row)) * share
                positives += row.k / row.n * used
                sourced[row.grade] = sourced.get(row.grade, 0.0) + used
        total = weight + sum(sourced.values())
        return Pool(p * weight + positives, total, (("estimate", weight), *sourced.items()))

    def counted(
        self, aetiology: str, finding: str, states: Iterable[str], context: str = ""
    ) -> list[float]:
        """Patients of published cases in each state."""
        return [self._counts.weight(aetiology, finding, state, context) for state in states]

    def _matching(self, aetiology: str, finding: str, state: str, context: str):
        for row in self._rows.get((aetiology, finding, state, context), ()):
            yield row, 1.0
        if context:
            for row in self._rows.get((aetiology, finding, state, ""), ()):
                yield row, self._kidney[aetiology][context]

    def _cap(self, row: EvidenceRow) -> float:
        if row.use == "indirect":
            return self._settings["indirect_cap"]
        return self._settings[f"grade_{row.grade.lower()}_cap"]
