"""The smallest sets of changes, up to three, that overturn the leading type.

Three questions are asked apart, as they mean different things: which entered findings would have
to be wrong (``ENTERED``: each made unknown or put in another state), which findings not known yet
would overturn the answer (``UNKNOWN``: each in one of its states), and which of both together
(``MIXED``: at least one of each). Age, sex and height are taken as certain. The sets are searched
exactly, the smallest size first; see ``change_sets``. A set that holds a smaller one that is enough
is none, nor is one after which findings contradict each other. A lab may be surely low, normal,
high or very high; where a set with a measured lab overturns, the value is then moved back to the
least shift that still does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from calcinosis.case import VOCABULARY, Case, LabResult, state_text
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.change_options import codes
from calcinosis.reasoning.change_search import (
    ENTERED,
    MIXED,
    MOST_CHANGES,
    SCOPES,
    UNKNOWN,
    ChangeSearch,
    Found,
    applied,
    candidates,
)
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import log_prior

__all__ = [
    "ENTERED",
    "MIXED",
    "MOST_CHANGES",
    "SCOPES",
    "UNKNOWN",
    "Flip",
    "Overturning",
    "candidates",
    "overturning",
]

LISTED = 12
"""How many of the sets are listed."""
_EASED = 5
"""How many of the sets that are named first have their labs moved to the least shift."""
_STEPS, _HALVINGS = 16, 8
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Flip:
    """A set of changes, the type that leads after it, and the probabilities of it and the former.

    ``chance`` is how likely its new findings are in this patient before they are known, its entered
    ones changed; None where it has no new ones, and where a plain number is among them.
    """

    changes: tuple[Change, ...]
    leader: str
    probability: float
    former_probability: float
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Overturning:
    """The smallest sets of changes that overturn a leading type.

    ``size`` is the number of changes in each, 0 where no set of up to ``searched`` overturns it;
    ``count`` is how many sets do. Of entered findings only the mildest change of each set of
    findings is counted. ``flips`` has the first ``LISTED``: those with new findings by how likely
    these are, the others by how far they overturn.
    """

    leader: str
    scope: str
    searched: int
    size: int
    count: int
    flips: tuple[Flip, ...]


def overturning(
    case: Case,
    clinic: str = "any",
    *,
    scope: str = ENTERED,
    least: int = 1,
    most: int = MOST_CHANGES,
    prior_weights: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> Overturning:
    """The smallest sets of changes after which another type leads.

    Args:
        case: the patient.
        clinic: whose mix of patients is the prior.
        scope: one of ``SCOPES``.
        least: smallest number of changes at once; above 1, of the larger sets only those are found
            that hold no smaller one that overturns.
        most: largest number of changes at once, ``least`` to 3.
        prior_weights: positive factors by type on that prior.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: the clinic, the scope or a number is outside what is allowed.
    """
    if scope not in SCOPES:
        raise ValueError(f"scope {scope!r} is unknown, allowed: {', '.join(SCOPES)}")
    if not 1 <= least <= most <= MOST_CHANGES:
        raise ValueError(f"{least} to {most} changes at once, allowed: 1 to {MOST_CHANGES}")
    model = model or default_model()
    prior = log_prior(model, clinic, prior_weights).ravel()
    search = ChangeSearch(case, model, prior, scope)
    listing = _Listing(search)
    leader = model.type_ids[search.leader]
    for size in range(1, most + 1):
        found = search.found(size, size == most)
        if size >= least and len(found.sets):
            found = found if scope == UNKNOWN else listing.mildest(found)
            return Overturning(leader, scope, most, size, len(found.sets), listing.flips(found))
    return Overturning(leader, scope, most, 0, 0, ())


class _Listing:
    """The sets of a search in the order in which they are told."""

    def __init__(self, search: ChangeSearch) -> None:
        self.search, self.case, self.changes = search, search.case, search.changes
        self.reweighing, self.leader = search.reweighing, search.leader
        self._likely: dict[tuple[int, ...], np.ndarray | None] = {}

    def mildest(self, found: Found) -> Found:
        """Of the sets that change the same entered findings, the one that asks for least.

        Of several that ask for as much it is the one that leaves the former leader least.
        """
        _, finding = np.unique([one.finding for one in self.changes], return_inverse=True)
        number = np.arange(len(self.changes)) + len(self.changes)
        same = np.sort(np.where(self.search.is_entered, finding, number)[found.sets], axis=1)
        asked, shifted = np.array([_severity(self.case, one) for one in self.changes]).T
        least = shifted[found.sets].sum(axis=1).round(12), asked[found.sets].sum(axis=1)
        order = np.lexsort((found.former.round(12), *least))
        _, first = np.unique(codes(same, 2 * len(self.changes))[order], return_index=True)
        return found.where(order[np.sort(first)])

    def flips(self, found: Found) -> tuple[Flip, ...]:
        """The first sets in order, labs moved no further than need be."""
        chances = (
            np.zeros(len(found.sets)) if self.search.scope == ENTERED else self._chances(found.sets)
        )
        first = np.lexsort((-found.margin, -chances))[:LISTED]
        sets = [tuple(self.changes[i] for i in one) for one in found.sets[first].tolist()]
        flips = [self._flip(changes) for changes in sets]
        return (*(self._eased(one) for one in flips[:_EASED]), *flips[_EASED:])

    def _flip(self, changes: tuple[Change, ...]) -> Flip:
        types = self._types(applied(self.case, changes))
        first = int(types.argmax())
        entered = tuple(one for one in changes if one.finding in self.case)
        new = [self._likelihood(one, entered) for one in changes if one not in entered]
        chance = None
        if new and not any(one is None for one in new):
            joint = _probabilities(
                self.search.prior + self.reweighing.score(applied(self.case, entered))
            )
            chance = float(np.prod([joint, *new], axis=0).sum())
        probabilities = float(types[first]), float(types[self.leader])
        return Flip(changes, self.reweighing.model.type_ids[first], *probabilities, chance)

    def _types(self, case: Case) -> np.ndarray:
        """Probability of every type in a changed case."""
        return self.reweighing.types(self.search.prior + self.reweighing.score(case))[0]

    def _chances(self, sets: np.ndarray) -> np.ndarray:
        """How likely the new findings of each set are, array [set]; 0 where that is not known.

        No set is likelier than the least likely of its findings, so most need not be worked out to
        know which are to be listed; these have -1.
        """
        chances = np.full(len(sets), -1.0)
        parts = np.where(self.search.is_entered[sets], sets, -1)
        order = codes(parts + 1, len(self.changes) + 1)
        for code in np.unique(order):
            rows = np.flatnonzero(order == code)
            entered = tuple(i for i in parts[rows[0]].tolist() if i >= 0)
            new = sets[rows][:, parts[rows[0]] < 0]
            numbers, which = np.unique(new, return_inverse=True)
            likely = [self._likely_after(i, entered) for i in numbers.tolist()]
            nothing = np.zeros_like(self.search.score)
            likely = np.array([nothing if one is None else one for one in likely])
            joint = _probabilities(self.search.score_after(entered))
            which = which.reshape(new.shape)
            most = max(1.0, likely.max()) ** (new.shape[1] - 1)
            at_most = (likely @ joint)[which].min(axis=1) * most
            likeliest = np.argsort(-at_most, kind="stable")
            for start in range(0, len(rows), _CHUNK):
                some = likeliest[start : start + _CHUNK]
                found = np.sort(chances[rows[likeliest[:start]]])[-LISTED:]
                if len(found) == LISTED and found[0] > at_most[some[0]]:
                    break
                chances[rows[some]] = likely[which[some]].prod(axis=1) @ joint
        return chances

    def _likely_after(self, new: int, entered: tuple[int, ...]) -> np.ndarray | None:
        """How likely a new finding is in every hypothesis after changes of entered ones.

        Both are given by number; of the latter only those count that it is read with.
        """
        touched_by, finding = self.reweighing.dependence.touched_by, self.changes[new].finding
        beside = [i for i in entered if finding in touched_by[self.changes[i].finding]]
        key = (new, *beside)
        if key not in self._likely:
            changes = [self.changes[i] for i in beside]
            self._likely[key] = self._likelihood(self.changes[new], changes)
        return self._likely[key]

    def _likelihood(self, new: Change, entered: Sequence[Change]) -> np.ndarray | None:
        """How likely a new finding is in every hypothesis; None for a plain number."""
        if VOCABULARY[new.finding].kind == "number":
            return None
        log = self.reweighing.likelihood(new.finding, new.apply(applied(self.case, entered)))
        return np.ones_like(self.search.score) if log is None else np.exp(log)

    def _eased(self, flip: Flip) -> Flip:
        """The set with each measured lab moved no further than still overturns, one by one."""
        changes = list(flip.changes)
        for i, change in enumerate(changes):
            if _is_moved(change):
                beside = [*changes[:i], *changes[i + 1 :]]
                changes[i] = self._least_shift(change, applied(self.case, beside))
        return self._flip(tuple(changes)) if tuple(changes) != flip.changes else flip

    def _least_shift(self, change: Change, beside: Case) -> Change:
        """The change of a lab to the value nearest to the present one that overturns."""
        present, far = self.case.get(change.finding).value, change.value.value

        def moved(share: float) -> Change:
            value = float(f"{present + share * (far - present):.3g}")
            result = replace(change.value, value=value)
            after = state_text(beside.with_finding(change.finding, result), change.finding)
            return replace(change, value=result, after=after)

        def overturns(share: float) -> bool:
            return int(self._types(moved(share).apply(beside)).argmax()) != self.leader

        shares = np.linspace(0, 1, _STEPS + 1)[1:-1]
        near = next((share for share in shares if overturns(share)), 1.0)
        low, high = near - 1 / _STEPS, near
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if overturns(middle) else (middle, high)
        return moved(high) if high < 1.0 else change


def _probabilities(score: np.ndarray) -> np.ndarray:
    """Probability of every hypothesis."""
    return np.exp(score - np.logaddexp.reduce(score))


def _is_moved(change: Change) -> bool:
    """Whether a measured lab gets another value."""
    return isinstance(change.value, LabResult) and change.value.value is not None


def _severity(case: Case, change: Change) -> tuple[int, float]:
    """How much a change of an entered finding asks for: less where it is taken away than in another
    state; a measured lab moved is less than none at all, and the nearer the less.
    """
    before = case.get(change.finding)
    if before is None:
        return 0, 0.0
    if _is_moved(change):
        return 0, abs(np.log(change.value.value / max(before.value, 1e-9)))
    was_measured = isinstance(before, LabResult) and before.value is not None
    return int(was_measured or change.value is not None), 0.0
