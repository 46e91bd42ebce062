"""The smallest sets of changes that overturn the leading type.

Two questions are asked apart, as they mean different things: which entered findings would have to
be wrong (``ENTERED``: each made unknown or put in another state, up to three at once), and which
findings not known yet would overturn the answer (``UNKNOWN``: each in one of its states, up to two
at once). Age, sex and height are taken as certain. The sets are searched exactly, the smallest size
first; see ``change_sets``. A lab may be surely low, normal, high or very high; where a set with a
lab overturns, the value is then moved back to the least shift that still does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from calcinosis.case import BACKDROP, VOCABULARY, Case, LabResult, state_text
from calcinosis.reasoning.alternatives import (
    Change,
    alternatives,
    is_weighed,
    lesser_lists,
    removal,
)
from calcinosis.reasoning.change_ledger import Ledger
from calcinosis.reasoning.change_sets import overturning_sets
from calcinosis.reasoning.compiling import default_model
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import log_prior
from calcinosis.reasoning.reweighing import Reweighing

ENTERED, UNKNOWN = "entered", "unknown"
MOST_CHANGES: Mapping[str, int] = {ENTERED: 3, UNKNOWN: 2}
"""How many changes at once are searched, by scope."""
_CERTAIN = ("age_years", "sex", "height_cm")
LISTED = 12
"""How many of the sets are listed."""
_EASED = 5
"""How many of the sets that are named first have their labs moved to the least shift."""
_STEPS, _HALVINGS = 16, 8


@dataclass(frozen=True, slots=True)
class Flip:
    """A set of changes, the type that leads after it, and the probabilities of it and the former.

    ``chance`` is how likely these states are in this patient before they are known; None for
    entered findings, and where a plain number is among them.
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
    findings is counted. ``flips`` has the first ``LISTED``: entered ones by how far they overturn,
    unknown ones by how likely they are.
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
    most: int | None = None,
    prior_weights: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> Overturning:
    """The smallest sets of changes after which another type leads.

    Args:
        case: the patient.
        clinic: whose mix of patients is the prior.
        scope: ``ENTERED`` or ``UNKNOWN``.
        most: largest number of changes at once, 1 to 3; that of ``MOST_CHANGES`` by default.
        prior_weights: positive factors by type on that prior.
        model: the compiled knowledge; the packaged one by default.

    Raises:
        ValueError: the clinic, the scope or the number is outside what is allowed.
    """
    if scope not in MOST_CHANGES:
        raise ValueError(f"scope {scope!r} is unknown, allowed: {', '.join(MOST_CHANGES)}")
    most = MOST_CHANGES[scope] if most is None else most
    if most not in (1, 2, 3):
        raise ValueError(f"{most} changes at once, allowed: 1 to 3")
    model = model or default_model()
    search = _Search(case, model, log_prior(model, clinic, prior_weights).ravel(), scope)
    leader = model.type_ids[search.leader]
    for size in range(1, most + 1):
        sets = search.sets(size)
        if sets:
            sets = search.mildest(sets) if scope == ENTERED else sets
            return Overturning(leader, scope, most, size, len(sets), search.flips(sets))
    return Overturning(leader, scope, most, 0, 0, ())


def candidates(case: Case, scope: str, model: Model) -> tuple[Change, ...]:
    """Every single change that a scope allows."""
    found: list[Change] = []
    for finding in VOCABULARY:
        if finding in _CERTAIN or (finding in case) != (scope == ENTERED):
            continue
        if finding in case:
            found += (removal(case, finding), *lesser_lists(case, finding))
        is_open = finding not in case or VOCABULARY[finding].kind != "multi"
        if is_open and is_weighed(finding, model) and finding != "dialysis_years":
            found += alternatives(case, finding, model)
    return tuple(found)


class _Search:
    """One case with the changes that are allowed to it."""

    def __init__(self, case: Case, model: Model, prior: np.ndarray, scope: str) -> None:
        self.case, self.prior, self.scope = case, prior, scope
        self.reweighing = Reweighing(model)
        self.type_ids = model.type_ids
        self.type_of = np.repeat(model.type_of[model.owner], model.log_kidney.shape[1])
        score = prior + self.reweighing.score(case)
        self.joint = np.exp(score - np.logaddexp.reduce(score))
        self.leader = int(self.reweighing.types(score)[0].argmax())
        allowed = candidates(case, scope, model)
        self.backdrop = [one for one in allowed if one.finding in BACKDROP]
        self.others = [one for one in allowed if one.finding not in BACKDROP]
        self._ledgers: dict[tuple[Change, ...], Ledger] = {}
        self._likely: dict[Change, np.ndarray] = {}

    def types(self, case: Case) -> np.ndarray:
        """Probability of every type in a changed case."""
        return self.reweighing.types(self.prior + self.reweighing.score(case))[0]

    def sets(self, size: int) -> list[tuple[tuple[Change, ...], np.ndarray]]:
        """Every set of this size that overturns the leader, with the types after it.

        Changes of the backdrop alter how many others are read, so each choice of them makes a case
        of its own in which the rest is searched.
        """
        found = []
        for count in range(size + 1):
            for chosen in combinations(self.backdrop, count):
                if len({one.finding for one in chosen}) < count:
                    continue
                options = self._ledger(chosen).options(self.prior, size - count)
                sets, types = overturning_sets(options, size - count, self.leader, self.type_of)
                for one, after in zip(sets.tolist(), types, strict=True):
                    found.append(((*chosen, *(self.others[i] for i in one)), after))
        return found

    def _ledger(self, chosen: tuple[Change, ...]) -> Ledger:
        if chosen not in self._ledgers:
            base = self._ledgers.get(())
            case = _applied(self.case, chosen)
            changed = tuple(one.finding for one in chosen)
            self._ledgers[chosen] = Ledger(self.reweighing, case, self.others, base, changed)
        return self._ledgers[chosen]

    def flips(self, sets: list[tuple[tuple[Change, ...], np.ndarray]]) -> tuple[Flip, ...]:
        """The first sets in order, labs moved no further than need be."""
        in_order = sorted(sets, key=self._order)[:LISTED]
        flips = [self._flip(changes) for changes, _ in in_order]
        return (*(self._eased(one) for one in flips[:_EASED]), *flips[_EASED:])

    def mildest(self, sets):
        """Of the sets that change the same findings, the one that asks for least."""
        found: dict[frozenset[str], tuple[tuple[Change, ...], np.ndarray]] = {}
        for one in sorted(sets, key=lambda one: _severity(self.case, one[0])):
            found.setdefault(frozenset(change.finding for change in one[0]), one)
        return list(found.values())

    def _order(self, one: tuple[tuple[Change, ...], np.ndarray]) -> tuple[float, float]:
        changes, types = one
        chance = self._chance(changes) if self.scope == UNKNOWN else None
        return -(chance or 0.0), types[self.leader] - types.max()

    def _flip(self, changes: tuple[Change, ...]) -> Flip:
        types = self.types(_applied(self.case, changes))
        first = int(types.argmax())
        chance = self._chance(changes) if self.scope == UNKNOWN else None
        probabilities = float(types[first]), float(types[self.leader])
        return Flip(changes, self.type_ids[first], *probabilities, chance)

    def _chance(self, changes: tuple[Change, ...]) -> float | None:
        """How likely the states of unknown findings are, given what is known."""
        if any(VOCABULARY[one.finding].kind == "number" for one in changes):
            return None
        likely = self.joint
        for one in changes:
            if one not in self._likely:
                log = self.reweighing.likelihood(one.finding, one.apply(self.case))
                self._likely[one] = np.exp(0.0 if log is None else log)
            likely = likely * self._likely[one]
        return float(likely.sum())

    def _eased(self, flip: Flip) -> Flip:
        """The set with each measured lab moved no further than still overturns, one by one."""
        changes = list(flip.changes)
        for i, change in enumerate(changes):
            if _is_moved(change):
                beside = [*changes[:i], *changes[i + 1 :]]
                changes[i] = self._least_shift(change, _applied(self.case, beside))
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
            return int(self.types(moved(share).apply(beside)).argmax()) != self.leader

        shares = np.linspace(0, 1, _STEPS + 1)[1:-1]
        near = next((share for share in shares if overturns(share)), 1.0)
        low, high = near - 1 / _STEPS, near
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if overturns(middle) else (middle, high)
        return moved(high) if high < 1.0 else change


def _applied(case: Case, changes: Iterable[Change]) -> Case:
    """The case after several changes."""
    for change in changes:
        case = change.apply(case)
    return case


def _is_moved(change: Change) -> bool:
    """Whether a measured lab gets another value."""
    return isinstance(change.value, LabResult) and change.value.value is not None


def _severity(case: Case, changes: tuple[Change, ...]) -> tuple[int, float]:
    """How much a set asks for: a finding taken away is less than one in another state.

    Of a measured lab a value that is moved is less than none at all, and the nearer the less.
    """
    asked, shifted = 0, 0.0
    for change in changes:
        before = case.get(change.finding)
        if _is_moved(change):
            shifted += abs(np.log(change.value.value / max(before.value, 1e-9)))
        else:
            was_measured = isinstance(before, LabResult) and before.value is not None
            asked += was_measured or change.value is not None
    return asked, shifted
