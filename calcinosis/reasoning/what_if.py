"""What findings that are not known yet would do to an answer, for every result they may have.

``posterior(case.with_finding(...))`` answers that for one result, and weighs the whole case anew.
Here the pieces of the case are weighed once. A further finding mostly adds one piece and moves the
weights of its group; where it does more (a rule leaves something out, dialysis or a derived value
changes how others are read) that part, or all, is weighed anew. Both ways give the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Any

import numpy as np

from calcinosis.case import VOCABULARY, Case, counted, derive, is_on_dialysis
from calcinosis.reasoning.dependence import STEERING, are_tied, bearing_on, family, ruled
from calcinosis.reasoning.model import KIDNEY_FINDINGS, LAB_STATES, VERY_HIGH, Model
from calcinosis.reasoning.posterior import Posterior, normalise
from calcinosis.reasoning.weighing import counting_weights, piece_by_itself, weigh

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
    nothing out; a "very high" after them is a part of "high". ``only_adds`` is True where every
    result adds a piece and changes no other, beyond the weights of its group.
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
        self.pieces = result.evidence.pieces
        self.total = result.evidence.scaled().sum(axis=0)
        self.score = result.log_prior + self.total
        self._counted, idle = counted(case)
        self._out = idle | (set(case) - set(self._counted))
        self._derived = _derived(self._counted)
        self._on_dialysis = is_on_dialysis(self._counted)
        self._members: dict[str, list[int]] = {}
        for i, piece in enumerate(self.pieces):
            self._members.setdefault(family(piece.finding, self.model), []).append(i)

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
        if finding not in ruled(self.model) and finding not in STEERING:
            return _outcomes(finding, states, log, self._added((finding,), (log,)), True)
        kept, logs, shifts, tells, only_adds = [], [], [], False, True
        for state, by_itself in zip(states, log, strict=True):
            case = self.case.with_finding(finding, entry_of(finding, state))
            consistent, idle = counted(case)
            if finding not in consistent:
                continue
            tells = tells or finding not in idle
            log_likelihood = by_itself
            if finding in self.model.adjustments or finding in self.model.interactions:
                log_likelihood = piece_by_itself(finding, consistent, self.model).log_likelihood
            kept.append(state)
            logs.append(log_likelihood)
            if self._only_adds(finding, consistent, idle | (set(case) - set(consistent))):
                shifts.append(self._added((finding,), (log_likelihood[None],))[0])
            else:
                only_adds = False
                shifts.append(self._shift(case, (finding,), {finding: log_likelihood}))
        if len(kept) < 2 or not tells:
            return None
        return _outcomes(finding, tuple(kept), np.stack(logs), np.stack(shifts), only_adds)

    def joint_shift(self, found: Sequence[Outcomes]) -> np.ndarray:
        """What the joint exclusive results of findings add, [result, ..., profile, kidney]."""
        tied = (are_tied(a.finding, b.finding, self.model) for a, b in combinations(found, 2))
        if all(one.only_adds for one in found) and not any(tied):
            logs = tuple(np.log(one.likelihood[: one.exclusive]) for one in found)
            return self._added(tuple(one.finding for one in found), logs)
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
        return self._shift(case, tuple(entries), {})

    def _shift(self, case: Case, new: tuple[str, ...], logs: Mapping[str, np.ndarray]):
        consistent, idle = counted(case)
        out = idle | (set(case) - set(consistent))
        has_implied = any(piece.finding in new for piece in self.pieces)
        if has_implied or self._reads_anew(consistent) or not out >= self._out:
            pieces = weigh(case, self.model).pieces
        else:
            stale = bearing_on(self.model, frozenset(new))
            pieces = [
                piece_by_itself(piece.finding, consistent, self.model)
                if piece.finding in stale
                else piece
                for piece in self.pieces
                if piece.finding not in out
            ]
            pieces += [piece_by_itself(f, consistent, self.model) for f in new if f not in out]
        if not pieces:
            return -self.total
        weights = counting_weights([piece.finding for piece in pieces], self.model)
        stack = [logs.get(piece.finding, piece.log_likelihood) for piece in pieces]
        return np.tensordot(weights, np.stack(stack), axes=1) - self.total

    def _only_adds(self, finding: str, case: Case, out: set[str]) -> bool:
        """Whether a finding adds its piece and, beyond its group, leaves all others as they are."""
        borne = bearing_on(self.model, frozenset([finding]))
        touched = borne | {finding}
        if out != self._out or any(piece.finding in touched for piece in self.pieces):
            return False
        return finding not in STEERING or not self._reads_anew(case)

    def _reads_anew(self, case: Case) -> bool:
        return is_on_dialysis(case) != self._on_dialysis or _derived(case) != self._derived

    def _added(self, findings: tuple[str, ...], logs: tuple[np.ndarray, ...]) -> np.ndarray:
        """Weighted log-likelihoods of findings, and what they take from others of their groups.

        For ``logs`` of one array [result, profile, kidney] a finding, [result, ..., profile,
        kidney] with one axis of results a finding.
        """
        families = {family(finding, self.model) for finding in findings}
        members = [i for one in families for i in self._members.get(one, ())]
        names = [self.pieces[i].finding for i in members]
        weights = counting_weights([*names, *findings], self.model)
        shift = 0.0
        for i, (weight, log) in enumerate(zip(weights[len(names) :], logs, strict=True)):
            after = (1,) * (len(findings) - 1 - i)
            shift = shift + weight * log.reshape(len(log), *after, *log.shape[1:])
        if not names:
            return shift
        change = weights[: len(names)] - self.now.evidence.weights[members]
        stack = np.stack([self.pieces[i].log_likelihood for i in members])
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
            rows.append(piece_by_itself(finding, case, model).log_likelihood)
    return np.stack(rows)


def _derived(case: Case) -> tuple:
    return tuple((d.id, d.value, d.unit) for d in derive(case) if d.interpretable)
