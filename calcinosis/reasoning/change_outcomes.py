"""What comes of sets of changes where a few findings decide it: worked out once for each way.

The answer to a question, or what a finding says, depends on the states of a few findings. These are
the digits of a number, each 0 where no change of a set counts for that finding, and the answers to
questions are digits as well. So the number of a set is a sum over its changes, and it is a place in
a table of what has been worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from calcinosis.case import LABS, VOCABULARY, Case, Question
from calcinosis.reasoning.alternatives import Change
from calcinosis.reasoning.dependence import COMPUTED
from calcinosis.reasoning.reweighing import Reweighing

ANSWERS = {None: 0, False: 1, True: 2}
"""The outcomes of a question."""
_PLACE = {finding: place for place, finding in enumerate(VOCABULARY)}
_LARGEST_TABLE = 2**22
_LARGEST_NUMBER = 2**62


class ChangedOutcomes:
    """The outcomes after sets of changes, whole numbers from 0, each worked out when first asked.

    ``counts`` [change] is true for the changes that can alter the outcome.
    """

    def __init__(
        self,
        count: int,
        deciding: Sequence[np.ndarray],
        answers: Sequence[ChangedOutcomes],
        silencing: Sequence[ChangedOutcomes],
        work_out: Callable[[tuple[int, ...]], int],
    ) -> None:
        """
        Args:
            count: number of changes, one that changes nothing, the last, included.
            deciding: for every finding whose very state counts, its changes.
            answers: outcomes of the questions that count besides.
            silencing: outcomes of the questions of which one answered yes makes the outcome 0.
            work_out: the outcome after some changes that count.
        """
        self._work_out = work_out
        self.counts, ways = np.zeros(count, dtype=bool), 1
        digits = np.zeros(count, dtype=object)
        for mine in deciding:
            self.counts[mine] = True
            digits[mine] = [ways * digit for digit in range(1, len(mine) + 1)]
            ways *= len(mine) + 1
        self._answers, self._silencing = [], silencing
        for answer in silencing:
            self.counts |= answer.counts
        for answer in answers:
            self.counts |= answer.counts
            self._answers.append((answer, ways))
            ways *= len(ANSWERS)
        self._digits = digits.astype(np.int64) if ways < _LARGEST_NUMBER else digits
        self._silent, ways = ways, ways + 1
        self._is_counted = self.counts.tolist()
        self._table = np.zeros(ways, dtype=np.int32) if ways <= _LARGEST_TABLE else None
        self._known: dict[int, int] = {}
        self._set(self._silent, 0)
        self._last: tuple[np.ndarray, np.ndarray] | None = None

    def after(self, sets: np.ndarray) -> np.ndarray:
        """The outcome after each set of changes of different findings, [set] of [set, change]."""
        if self._last is None or self._last[0] is not sets:
            self._last = sets, self._after(sets)
        return self._last[1]

    def _after(self, sets: np.ndarray) -> np.ndarray:
        numbers = np.zeros(len(sets), dtype=self._digits.dtype)
        for column in sets.T:
            numbers += self._digits[column]
        for answer, weight in self._answers:
            numbers += weight * answer.after(sets)
        for answer in self._silencing:
            numbers[answer.after(sets) == ANSWERS[True]] = self._silent
        found = self._found(numbers)
        if not found.all():
            new = (found == 0).nonzero()[0]
            self._learn(numbers[new], sets[new])
            found = self._found(numbers)
        return found - 1

    def _found(self, numbers: np.ndarray) -> np.ndarray:
        """One more than each outcome; 0 for those not worked out yet."""
        if self._table is not None:
            return self._table[numbers]
        return np.array([self._known.get(one, 0) for one in numbers.tolist()], dtype=np.int32)

    def _learn(self, numbers: np.ndarray, sets: np.ndarray) -> None:
        """Work out the outcome of each number after the last of its sets."""
        for number, one in dict(zip(numbers.tolist(), sets.tolist(), strict=True)).items():
            self._set(number, self._work_out(tuple(i for i in one if self._is_counted[i])))

    def _set(self, number: int, outcome: int) -> None:
        known = self._known if self._table is None else self._table
        known[number] = outcome + 1


class Logs:
    """The log-likelihoods that the findings of a group have, in the order in which they turn up.

    The first says nothing.
    """

    def __init__(self, hypotheses: int) -> None:
        self.hypotheses = hypotheses
        self._place: dict[int, int] = {}
        self._logs = [np.zeros(hypotheses)]
        self._array = np.array(self._logs)

    @property
    def count(self) -> int:
        return len(self._logs)

    def place(self, log: np.ndarray | None) -> int:
        """Which of them this is; 0 for none."""
        if log is None:
            return 0
        if id(log) not in self._place:
            self._place[id(log)] = len(self._logs)
            self._logs.append(log)
        return self._place[id(log)]

    def mixed(self, coefficients: np.ndarray) -> np.ndarray:
        """Sums of them, array [sum, hypothesis] of [sum, log]."""
        return coefficients @ self._stack()

    def largest(self) -> np.ndarray:
        """The largest absolute value of each."""
        return np.abs(self._stack()).max(axis=1)

    def _stack(self) -> np.ndarray:
        if len(self._array) < len(self._logs):
            self._array = np.array(self._logs)
        return self._array


class ChangedReadings:
    """What the findings of a case say after changes, and the answers that they depend on.

    ``changes_of`` has the numbers of the changes of each finding; ``none``, the number after all of
    them, stands for no change. ``measured`` are the labs with values.
    """

    def __init__(self, reweighing: Reweighing, base: Case, changes: Sequence[Change]) -> None:
        self.reweighing, self.base, self.changes = reweighing, base, list(changes)
        self._values = [(one.finding, one.value) for one in self.changes]
        self.none = len(self.changes)
        self.hypotheses = reweighing.model.log_kidney.size
        numbers: dict[str, list[int]] = {}
        for i, change in enumerate(self.changes):
            numbers.setdefault(change.finding, []).append(i)
        self.changes_of = {finding: np.array(mine) for finding, mine in numbers.items()}
        self.measured = {lab for lab in LABS if lab in base and base.get(lab).value is not None}
        self._questions: dict[Question, ChangedOutcomes] = {}

    def touching(self, piece: str, finding: str) -> list[int]:
        """The changes of a finding that can alter what one that it touches says."""
        dependence, mine = self.reweighing.dependence, self.changes_of[finding].tolist()
        if dependence.reads(piece, finding, self.measured):
            return mine
        after = self._after((finding,))
        return [i for i in mine if dependence.can_repeat(piece, finding, after(()), after((i,)))]

    def _after(self, findings: Iterable[str]) -> Callable[[Iterable[int]], Case]:
        """Makes the case of these findings only, after some changes."""
        before = {one: self.base.get(one) for one in sorted(findings, key=_PLACE.__getitem__)}
        changes = self._values

        def after(some: Iterable[int]) -> Case:
            values = before.copy()
            for i in some:
                finding, value = changes[i]
                values[finding] = value
            return Case(tuple(item for item in values.items() if item[1] is not None))

        return after

    def outcomes(self, finding: str, touching: np.ndarray, logs: Logs) -> ChangedOutcomes:
        """What a finding says, as its place among the logs.

        Args:
            finding: the finding.
            touching: which changes can alter what it says, array [change].
            logs: the log-likelihoods of its group.
        """
        dependence = self.reweighing.dependence
        repeated = [(one.holds, asked) for one, asked in dependence.repeated_by[finding]]
        questions, plain = [], {finding: None}
        for reading in dependence.possible_readings(finding, self.measured):
            questions += reading.questions
            plain |= dict.fromkeys(reading.plain)
        deciding = [mine[touching[mine]] for mine in self._changes_of(plain)]
        answers, silencing = (
            [one for one in map(self._question, asked) if (one.counts & touching).any()]
            for asked in (dict.fromkeys(questions), repeated)
        )
        after = self._after(dependence.read_with[finding])

        def says(some: tuple[int, ...]) -> int:
            case = after(some)
            if finding not in case and finding not in COMPUTED:
                return 0
            return logs.place(self.reweighing.likelihood(finding, case))

        return ChangedOutcomes(self.none + 1, deciding, answers, silencing, says)

    def _question(self, asked_of: tuple[Question, tuple[str, ...]]) -> ChangedOutcomes:
        """The answers to a question, given with the findings that decide it."""
        question, asked = asked_of
        if question not in self._questions:
            after = self._after(asked)

            def answer(some: tuple[int, ...]) -> int:
                return ANSWERS[self.reweighing.answer(question, asked, after(some))]

            deciding = self._changes_of(asked)
            self._questions[question] = ChangedOutcomes(self.none + 1, deciding, (), (), answer)
        return self._questions[question]

    def _changes_of(self, findings: Iterable[str]) -> list[np.ndarray]:
        return [self.changes_of[one] for one in findings if one in self.changes_of]
