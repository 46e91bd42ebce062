"""What the weight that decides cases rests on: sources, published cases, or estimates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from calcinosis.case import LAB_STATES, VOCABULARY, Case
from calcinosis.knowledge import CONTEXTS, GRADES
from calcinosis.reasoning.explanation import shift
from calcinosis.reasoning.model import KIDNEY_FINDINGS, OTHER, Model
from calcinosis.reasoning.next_test import next_tests
from calcinosis.reasoning.outcomes import Ground
from calcinosis.reasoning.pooling import BACKINGS, Pooling
from calcinosis.reasoning.posterior import Posterior, normalise, posterior
from calcinosis.reasoning.profile import Profile, profiles_of

_WORKLIST = 30
Cell = tuple[str, str, str]
SharesOf = Callable[[str, str, tuple[str, ...]], dict[str, float]]
"""Shares of each kind of backing behind one likelihood, by aetiology, finding and states."""


@dataclass(frozen=True, slots=True)
class WeightAudit:
    """Shares of the weight by what it rests on; each mapping over ``BACKINGS`` sums to 1.

    ``by_cases`` sums the absolute contributions to the leading type over cases;
    ``by_information`` the expected information of every finding before anything is known.
    ``worklist`` names the (aetiology, finding, state) cells whose estimates carry most weight.
    """

    cases: int
    by_cases: Mapping[str, float]
    by_information: Mapping[str, float]
    rows_by_grade: Mapping[str, int]
    rows_by_aetiology: Mapping[str, Mapping[str, int]]
    aetiologies_without_source: tuple[str, ...]
    worklist: tuple[tuple[Cell, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "cases": self.cases,
            "weight_share": {
                "by_cases": dict(self.by_cases),
                "by_information": dict(self.by_information),
            },
            "rows_by_grade": dict(self.rows_by_grade),
            "rows_by_aetiology": {a: dict(rows) for a, rows in self.rows_by_aetiology.items()},
            "aetiologies_without_source": list(self.aetiologies_without_source),
            "worklist": [
                {"aetiology": a, "finding": f, "state": s, "weight_share": share}
                for (a, f, s), share in self.worklist
            ],
        }


def audit_weight(cases: Iterable[Case], model: Model) -> WeightAudit:
    """Follow every contribution back to the patients, or the estimate, behind it.

    The absolute contribution of a finding to the leading type is split in half between the two
    sides of the odds; each half goes to the aetiologies of its side by their mean share on the way
    from prior to posterior, and within an aetiology to estimate, sources and published cases by
    their equivalent patients.
    """
    pooling = Pooling(model.knowledge, model.counts)
    shares = cache(partial(backing_shares, model=model, pooling=pooling))
    totals: Counter[str] = Counter()
    estimated: defaultdict[Cell, float] = defaultdict(float)
    number = 0
    for case in cases:
        number += 1
        result = posterior(case, model)
        for cell, backing, weight in _case_weights(result, shares):
            totals[backing] += weight
            if backing == "estimate":
                estimated[cell] += weight
    total = sum(totals.values()) or 1.0
    worst = sorted(estimated.items(), key=lambda item: -item[1])[:_WORKLIST]
    rows_by_aetiology = {
        a.id: dict(Counter(row.grade for row in a.evidence))
        for a in model.knowledge.aetiologies.values()
    }
    return WeightAudit(
        cases=number,
        by_cases={backing: float(totals[backing] / total) for backing in BACKINGS},
        by_information=_information_shares(model, shares),
        rows_by_grade={
            grade: sum(rows.get(grade, 0) for rows in rows_by_aetiology.values())
            for grade in GRADES
        },
        rows_by_aetiology=rows_by_aetiology,
        aetiologies_without_source=tuple(
            a.id
            for a in model.knowledge.aetiologies.values()
            if not any(row.source and row.use != "display" for row in a.evidence)
        ),
        worklist=tuple((cell, float(weight / total)) for cell, weight in worst),
    )


def _case_weights(result: Posterior, shares_of: SharesOf):
    """Yields (cell, backing, absolute weight) of every piece of evidence of a case."""
    model = result.model
    leading = int(result.types.argmax())
    target = model.profiles_of_type(leading)
    contributions = np.abs(shift(result, target, ~target).contributions)
    inside = model.type_of == leading
    before = model.by_aetiology(normalise(result.log_prior).sum(axis=1))
    for side in (inside, ~inside):
        roles = (
            sum(np.where(side, p, 0.0) / p[side].sum() for p in (before, result.aetiologies)) / 2
        )
        for piece, weight in zip(result.evidence.pieces, contributions, strict=True):
            for i in np.flatnonzero(roles > 1e-3):
                aetiology = model.aetiology_ids[i]
                part = 0.5 * weight * roles[i]
                cell = (aetiology, piece.finding, "|".join(piece.states))
                shares = shares_of(aetiology, piece.finding, piece.states)
                for backing, share in shares.items():
                    yield cell, backing, part * share


def backing_shares(
    aetiology: str, finding: str, states: tuple[str, ...], model: Model, pooling: Pooling
) -> dict[str, float]:
    """Shares of estimate, grades and published cases behind one likelihood; they sum to 1.

    The cause that is not listed shows what the pool of all causes would, so it rests on what they
    rest on, each by its part of that.
    """
    is_known = finding in model.tables or finding in model.curves or finding in KIDNEY_FINDINGS
    if not is_known:
        return {"estimate": 1.0}
    if aetiology == OTHER:
        return _pooled_shares(finding, states, model, pooling)
    patients: Counter[str] = Counter()
    for profile in profiles_of(model.knowledge.aetiologies[aetiology]):
        for backing, number in _patients(profile, finding, states, model, pooling).items():
            patients[backing] += profile.share * number
    total = sum(patients.values())
    return {backing: number / total for backing, number in patients.items()}


def _pooled_shares(
    finding: str, states: tuple[str, ...], model: Model, pooling: Pooling
) -> dict[str, float]:
    part = np.exp(model.log_prior["any"])
    if finding in model.tables and states:
        table = model.tables[finding]
        rows = [table.index(state) for state in states]
        part = part * np.exp(table.log_likelihood[rows]).sum(axis=0).mean(axis=1)
    part = dict(zip(model.aetiology_ids, model.by_aetiology(part), strict=True))
    del part[OTHER]
    pooled: Counter[str] = Counter()
    for aetiology, weight in part.items():
        for backing, share in backing_shares(aetiology, finding, states, model, pooling).items():
            pooled[backing] += weight * share / sum(part.values())
    return dict(pooled)


def _patients(
    profile: Profile, finding: str, states: tuple[str, ...], model: Model, pooling: Pooling
) -> Counter[str]:
    """Equivalent patients of each kind of backing behind the likelihood in one profile."""
    patients: Counter[str] = Counter()
    if finding in KIDNEY_FINDINGS:
        return Counter(dict(pooling.kidney(profile.aetiology).backing))
    if finding in model.curves:
        curve, settings = profile.curve(finding), model.knowledge.settings
        if curve is None:
            patients["estimate"] += settings["missing_row_ess"]
        else:
            patients[curve.grade] += curve.ess * settings["estimate_strength"]
        patients["counts"] += len(pooling.numbers(profile, finding))
        return patients
    is_lab = VOCABULARY[finding].kind == "lab"
    kidney = pooling.kidney(profile.aetiology).shares
    contexts = zip(CONTEXTS, kidney, strict=True) if is_lab else [("", 1.0)]
    named = [state.replace("very_high", "high") for state in states]
    for context, share in contexts:
        for state in named:
            pool = pooling.cell(profile, finding, state, context)
            for backing, number in pool.backing:
                patients[backing] += share * number / len(named)
        counted = pooling.counted(profile, finding, model.tables[finding].states, context)
        patients["counts"] += share * sum(counted)
    return patients


def _information_shares(model: Model, shares_of: SharesOf) -> dict[str, float]:
    """The expected information of every finding about the type, by what it rests on."""
    result = posterior(Case(), model)
    totals: Counter[str] = Counter()
    for test in next_tests(Ground(Case(), result)):
        finding, gain = test.finding, test.gain_bits
        states = ("present",) if VOCABULARY[finding].kind == "yesno" else LAB_STATES
        if VOCABULARY[finding].kind == "choice":
            states = model.tables[finding].states
        for i, p in enumerate(result.aetiologies):
            shares = shares_of(model.aetiology_ids[i], finding, states)
            for backing, share in shares.items():
                totals[backing] += gain * p * share
    total = sum(totals.values())
    return {backing: float(totals[backing] / total) for backing in BACKINGS}
