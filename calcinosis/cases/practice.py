"""One sitting of practice on the packaged cases: what was asked, committed to, and scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from calcinosis.cases import load_cases
from calcinosis.cases.held_out import judgement_at, right_type_probabilities
from calcinosis.exchange import CaseRecord
from calcinosis.reasoning.quiz import Attempt, Judgement, QuizScore, quiz_order, quiz_score
from calcinosis.reasoning.work_up import stages_of


@dataclass(frozen=True, slots=True)
class Practice:
    """Everything of one sitting; every step gives a new one.

    ``passed`` holds the ids of the cases that were ended or skipped, ``ended`` the attempts that
    count, ``attempt`` the case in hand, None where no case is left. ``types`` and
    ``difficulties`` are the filters, empty for all.
    """

    seed: int
    types: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    ended: tuple[Attempt, ...] = ()
    attempt: Attempt | None = None

    @classmethod
    def begin(cls, seed: int) -> Practice:
        """A new sitting with its first case in hand."""
        return cls(seed).next_case()

    @property
    def cases(self) -> tuple[str, ...]:
        """Ids of all cases that the filters let through, in the order of this sitting."""
        probabilities = right_type_probabilities() if self.difficulties else None
        return quiz_order(load_cases(), self.seed, self.types, self.difficulties, probabilities)

    @property
    def left(self) -> tuple[str, ...]:
        """Those of the cases that were neither ended nor skipped."""
        passed = set(self.passed)
        return tuple(one for one in self.cases if one not in passed)

    def choose(self, types: tuple[str, ...], difficulties: tuple[str, ...]) -> Practice:
        """Other filters; a case in hand that nothing was said about is put back."""
        chosen = replace(self, types=types, difficulties=difficulties)
        if chosen.attempt is None or not chosen.attempt.judgements:
            return replace(chosen, attempt=chosen._first())
        return chosen

    def commit(self, judgement: Judgement, go_on: bool) -> Practice:
        """A judgement on the case in hand; ending it makes it count."""
        attempt = self.attempt.commit(judgement, go_on)
        ended = (*self.ended, attempt) if attempt.is_ended else self.ended
        return replace(self, attempt=attempt, ended=ended)

    def next_case(self) -> Practice:
        """The next case in hand; one that was not ended is skipped and does not count."""
        passed = (*self.passed, self.attempt.id) if self.attempt else self.passed
        following = replace(self, passed=passed)
        return replace(following, attempt=following._first())

    def again(self) -> Practice:
        """The cases of the present filters from the first; what was scored stays."""
        chosen = set(self.cases)
        fresh = replace(self, passed=tuple(one for one in self.passed if one not in chosen))
        return replace(fresh, attempt=fresh._first())

    def learner_score(self) -> QuizScore:
        """Of the last judgement of each case."""
        return quiz_score([(one.judgements[-1], case_of(one.id).answer) for one in self.ended])

    def engine_score(self) -> QuizScore:
        """Of the engine on the same cases, each shown as much as the learner saw of it."""
        return quiz_score(
            [(judgement_at(case_of(a.id), a.stage), case_of(a.id).answer) for a in self.ended]
        )

    def _first(self) -> Attempt | None:
        left = self.left
        return Attempt(left[0], len(stages_of(case_of(left[0]).case))) if left else None


def case_of(record_id: str) -> CaseRecord:
    """The packaged published case with this id."""
    return _by_id()[record_id]


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, CaseRecord]:
    return {record.id: record for record in load_cases()}
