"""Pools an estimate, sourced counts and published cases into one share per cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from calcinosis.case import VOCABULARY
from calcinosis.knowledge import CONTEXTS, Aetiology, CaseCounts, EvidenceRow, Knowledge
from calcinosis.reasoning.model import KIDNEY_COUNTED
from calcinosis.reasoning.profile import Profile, all_profiles, profiles_of

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


@dataclass(frozen=True, slots=True)
class KidneyPool:
    """Shares of patients with normal and reduced kidney function and on dialysis (sum 1), the
    patients that they rest on, and how many each kind of backing brings.
    """

    shares: tuple[float, float, float]
    patients: float
    backing: tuple[tuple[str, float], ...]


class Pooling:
    """The rows of a knowledge base by cell, with the weight that each kind of row gets."""

    def __init__(self, knowledge: Knowledge, counts: CaseCounts):
        self._counts = counts
        self._settings = knowledge.settings
        self._rows: dict[tuple[str, str, str, str], list[tuple[EvidenceRow, float]]] = {}
        for profile in all_profiles(knowledge):
            for row, weight in _rows_of(profile, knowledge.settings["form_elsewhere"]):
                key = (profile.id, row.finding, row.state, row.context)
                self._rows.setdefault(key, []).append((row, weight))
        self._kidney: dict[str, KidneyPool] = {}
        self.findings = frozenset(key[1] for key in self._rows)

    def cell(
        self,
        profile: Profile,
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
        rows = list(self._matching(profile, finding, state, context))
        for row, _ in rows:
            if row.grade == "estimate":
                p, weight = row.p, row.ess * self._settings["estimate_strength"]
        positives, sourced = self._sourced(rows)
        total = weight + sum(sourced.values())
        return Pool(p * weight + positives, total, (("estimate", weight), *sourced.items()))

    def _sourced(self, rows: Iterable[tuple[EvidenceRow, float]]) -> tuple[float, dict[str, float]]:
        """Positives of the sourced rows among some, and the patients of each grade."""
        positives, patients = 0.0, Counter()
        for row, share in rows:
            if row.grade != "estimate":
                used = min(row.n, self._cap(row)) * share
                positives += row.k / row.n * used
                patients[row.grade] += used
        return positives, dict(patients)

    def share(self, aetiology: Aetiology, finding: str, state: str) -> float:
        """Share of the patients of an aetiology with a state, its forms mixed; no lab."""
        profiles = profiles_of(aetiology)
        return sum(p.share * self.cell(p, finding, state).share for p in profiles)

    def counted(
        self, profile: Profile, finding: str, states: Iterable[str], context: str = ""
    ) -> list[float]:
        """Patients of published cases in each state.

        Those whose silence tells count as absent in part.
        """
        counted_as = profile.counted_as(finding)
        counted = {
            state: self._counts.weight(counted_as, finding, state, context) for state in states
        }
        if "absent" in counted:
            weight = self._settings["silence_weight"]
            counted["absent"] += weight * self._counts.silent(counted_as, finding)
        return list(counted.values())

    def kidney(self, aetiology: Aetiology) -> KidneyPool:
        """Shares of the kidney functions: the estimate, sourced rows and published cases.

        Who is on dialysis is counted among all, reduced function among those who are not.
        """
        if aetiology.id not in self._kidney:
            normal, reduced, dialysis = aetiology.kidney
            estimates = dialysis, reduced / (normal + reduced)
            on_dialysis, impaired = (
                self._kidney_part(aetiology, *part)
                for part in zip(KIDNEY_COUNTED, estimates, strict=True)
            )
            rest = 1 - on_dialysis.share
            shares = rest * (1 - impaired.share), rest * impaired.share, on_dialysis.share
            floored = [max(share, self._settings["probability_floor"]) for share in shares]
            shares = tuple(share / sum(floored) for share in floored)
            backing = Counter(dict(on_dialysis.backing)) + Counter(dict(impaired.backing))
            pool = KidneyPool(shares, on_dialysis.patients, tuple(backing.items()))
            self._kidney[aetiology.id] = pool
        return self._kidney[aetiology.id]

    def _kidney_part(self, aetiology: Aetiology, finding: str, estimate: float) -> Pool:
        weight = aetiology.kidney_ess * self._settings["estimate_strength"]
        positives, sourced = self._sourced(
            (row, 1.0)
            for row in aetiology.evidence
            if row.finding == finding and row.use != "display"
        )
        present, absent = (
            self._counts.weight(aetiology.id, finding, state) for state in ("present", "absent")
        )
        backing = {"estimate": weight, **sourced, "counts": present + absent}
        positives += estimate * weight + present
        return Pool(positives, sum(backing.values()), tuple(backing.items()))

    def numbers(self, profile: Profile, finding: str) -> tuple[float, ...]:
        """Ages, durations or sizes of published cases."""
        return self._counts.numbers(profile.counted_as(finding), finding)

    def _matching(self, profile: Profile, finding: str, state: str, context: str):
        yield from self._rows.get((profile.id, finding, state, context), ())
        if context:
            kidney = dict(zip(CONTEXTS, self.kidney(profile.aetiology).shares, strict=True))
            for row, weight in self._rows.get((profile.id, finding, state, ""), ()):
                yield row, weight * kidney[context]

    def _cap(self, row: EvidenceRow) -> float:
        if row.use == "indirect":
            return self._settings["indirect_cap"]
        return self._settings[f"grade_{row.grade.lower()}_cap"]


def _rows_of(profile: Profile, elsewhere: float) -> Iterator[tuple[EvidenceRow, float]]:
    """The rows that tell of a profile, each with the share of its patients that counts here.

    Where forms differ, a form's own rows count whole, and a source on the whole aetiology by the
    form's share. The aetiology's estimate stands in where the form has none; of a region or tissue
    it is taken ``elsewhere`` times, since the form names where it is at home.
    """
    rows = [row for row in profile.aetiology.evidence if row.use != "display"]
    form = profile.form.id if profile.form else ""
    own = {_cell(r) for r in rows if r.form == form and r.grade == "estimate"}
    for row in rows:
        if row.finding not in profile.differing or row.form == form:
            yield row, 1.0
        elif row.form:
            continue
        elif row.grade != "estimate":
            yield row, profile.share
        elif _cell(row) not in own:
            is_place = VOCABULARY[row.finding].kind == "multi"
            yield (replace(row, p=row.p * elsewhere) if is_place else row), 1.0


def _cell(row: EvidenceRow) -> tuple[str, str, str]:
    return row.finding, row.state, row.context
