"""What findings that are not known yet would do to an answer, for every result they may have.

``posterior(case.with_finding(...))`` answers that for one result, and weighs the whole case anew.
Most findings add one piece of evidence and move the weights of their group; all results of such a
finding are done at once. Of the others, each result is a case that is weighed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from calcinosis.case import LAB_STATES, VOCABULARY, Case, counted
from calcinosis.reasoning.dependence import COMPUTED
from calcinosis.reasoning.model import KIDNEY_FINDINGS, VERY_HIGH, Model
from calcinosis.reasoning.posterior import Posterior, normalise
from calcinosis.reasoning.reweighing import Reweighing
from calcinosis.reasoning.weighing import counting_weights, piece_of

_KIDNEY_RESULTS = {
    "ckd": ("present", "absent"),
    "dialysis": ("present", "absent"),
    "egfr": ("low", "normal"),
    "creatinine": ("normal", "high"),
}
"""The results that the model tells apart in what only tells the kidney function."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """The results that one finding may have.

    ``likelihood`` is how likely each result is, ``shift`` what it adds to the log score; both are
    arrays [result, profile, kidney]. The first ``exclusive`` results exclude each other and leave
    nothing out; a "very high" after them is a part of "high". ``only_adds`` is True where no other
    finding of the case decides what this one says, nor this what another says.
    """

    finding: str
    states: tuple[str, ...]
    exclusive: int
    likelihood: np.ndarray
    shift: np.ndarray
    only_adds: bool


class Ground:
    """A case as it stands, ready to be asked about findings that are not known yet."""

    def __init__(self, case: Case, result: Posterior):
        self.case = case
        self.now = result
        self.model = result.model
        self.score = result.log_prior + result.evidence.scaled().sum(axis=0)
        self._reweighing = Reweighing(self.model)
        self._dependence = self._reweighing.dependence
        self._members: dict[int, list[int]] = {}
        for i, piece in enumerate(result.evidence.pieces):
            group = self._dependence.group_of[piece.finding]
            self._members.setdefault(group, []).append(i)

    def after(self, shift: np.ndarray) -> np.ndarray:
        """Probability of every hypothesis, [..., profile, kidney], for shifts of that shape."""
        return normalise(self.score + shift)

    def outcomes(self, finding: str) -> Outcomes | None:
        """The possible results of an unknown finding; None where it has not two that count.

        A result that contradicts the case, and one that only repeats it, does not count.
        """
        states = states_of(finding, self.model)
        if not states:
            return None
        log = _logs_by_themselves(finding, self.model)
        if self._stands_apart(finding, ()):
            return _outcomes(finding, states, log, self._added((finding,), (log,)), True)
        kept, logs, shifts, tells = [], [], [], False
        for state, by_itself in zip(states, log, strict=True):
            case = self.case.with_finding(finding, entry_of(finding, state))
            consistent, idle = counted(case)
            if finding not in consistent:
                continue
            tells = tells or finding not in idle
            if finding in self.model.adjustments or finding in self.model.interactions:
                piece = piece_of(finding, consistent, self.model, even_if_repeating=True)
                by_itself = piece.log_likelihood
            kept.append(state)
            logs.append(by_itself)
            instead = {finding: by_itself.ravel()} if state == VERY_HIGH else {}
            shifts.append(self._reweighing.change(self.case, case, (finding,), instead))
        if len(kept) < 2 or not tells:
            return None
        shift = np.reshape(shifts, (len(kept), *self.score.shape))
        return _outcomes(finding, tuple(kept), np.stack(logs), shift, False)

    def joint_shift(self, found: Sequence[Outcomes]) -> np.ndarray:
        """What the joint exclusive results of findings add, [result, ..., profile, kidney]."""
        names = tuple(one.finding for one in found)
        if all(one.only_adds and self._stands_apart(one.finding, names) for one in found):
            logs = tuple(np.log(one.likelihood[: one.exclusive]) for one in found)
            return self._added(names, logs)
        shifts = [
            self.shift(
                {f.finding: entry_of(f.finding, s) for f, s in zip(found, states, strict=True)}
            )
            for states in product(*(one.states[: one.exclusive] for one in found))
        ]
        return np.stack(shifts).reshape(*(one.exclusive for one in found), *self.score.shape)

    def shift(self, entries: Mapping[str, Any]) -> np.ndarray:
        """What entries in the case-file form add to the log score, array [profile, kidney]."""
        case = self.case
        for finding, value in entries.items():
            case = case.with_finding(finding, value)
        return self._reweighing.change(self.case, case, entries).reshape(self.score.shape)

    def are_independent(self, one: str, other: str, asked: Sequence[str]) -> bool:
        """Whether what one finding adds never depends on another, where only those are asked."""
        return self._dependence.are_independent(one, other, {*self.case, *asked})

    def _stands_apart(self, finding: str, beside: Sequence[str]) -> bool:
        """Whether no finding of the case or beside it decides what this one says, nor this theirs.

        Results are words, so that neither intervals nor formulas come in.
        """
        known = self._dependence
        read_with = known.word_read_with.get(finding) or known.read_with[finding]
        others = {*read_with, *known.touched(finding, {*self.case, *beside})} - {finding}
        return not any(one in self.case or one in beside or one in COMPUTED for one in others)

    def _added(self, findings: tuple[str, ...], logs: tuple[np.ndarray, ...]) -> np.ndarray:
        """Weighted log-likelihoods of findings, and what they take from others of their groups.

        For ``logs`` of one array [result, profile, kidney] a finding, [result, ..., profile,
        kidney] with one axis of results a finding.
        """
        groups = {self._dependence.group_of[finding] for finding in findings}
        members = [i for group in groups for i in self._members.get(group, ())]
        pieces = [self.now.evidence.pieces[i] for i in members]
        names = [piece.finding for piece in pieces]
        weights = counting_weights([*names, *findings], self.model)
        shift = 0.0
        for i, (weight, log) in enumerate(zip(weights[len(names) :], logs, strict=True)):
            after = (1,) * (len(findings) - 1 - i)
            shift = shift + weight * log.reshape(len(log), *after, *log.shape[1:])
        if not names:
            return shift
        change = weights[: len(names)] - self.now.evidence.weights[members]
        stack = np.stack([piece.log_likelihood for piece in pieces])
        return shift + np.tensordot(change, stack, axes=1)


def _outcomes(finding: str, states: tuple[str, ...], log, shift, only_adds: bool) -> Outcomes:
    exclusive = len(states) - (states[-1] == VERY_HIGH)
    return Outcomes(finding, states, exclusive, np.exp(log), shift, only_adds)


def states_of(finding: str, model: Model) -> tuple[str, ...]:
    """The states that an unknown finding may turn out to have; () where it is not asked that way.

    Regions and tissues, which may be several, and plain numbers have none.
    """
    if finding in KIDNEY_FINDINGS:
        return _KIDNEY_RESULTS[finding]
    if finding not in model.tables or VOCABULARY[finding].kind == "multi":
        return ()
    return model.tables[finding].states


def entry_of(finding: str, state: str) -> Any:
    """A state in the case-file form; "very high", which no case can state, stands as high."""
    if VOCABULARY[finding].kind == "yesno":
        return state == "present"
    if VOCABULARY[finding].kind == "lab":
        return {"state": state if state in LAB_STATES else "high"}
    return state


@lru_cache(maxsize=1024)
def _logs_by_themselves(finding: str, model: Model) -> np.ndarray:
    """Log-likelihood of every state in a case of which nothing else is known, [state, ...]."""
    rows = []
    for state in states_of(finding, model):
        if state == VERY_HIGH:
            table = model.tables[finding]
            rows.append(table.log_likelihood[table.index(state)])
        else:
            case = Case().with_finding(finding, entry_of(finding, state))
            rows.append(piece_of(finding, case, model).log_likelihood)
    return np.stack(rows)
