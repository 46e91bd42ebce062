"""Conditions on a case, as the rule tables write them, compiled once into functions.

    dialysis=true and ckd=false          a yes/no, a choice, or the state of a lab; also !=
    onset_age_years > age_years          numbers and lab values (conventional unit), with + - * /
    age_years - onset_age_years outside -1..1
    region has hand, finger              at least one of them
    region lacks hand, finger            known, and none of them
    tissue only artery                   known, and nothing else
    region count > 1                     known, and so many
    phosphate known, phosphate unknown
    phosphate is high                    the state of a lab, entered or measured
    calcium_adjusted > 14 mg/dL          with a unit; the adjusted calcium counts where it
                                         may be used
    a=true and (b=true or not(c=true))

Unknown is not absent: only ``unknown`` and ``!=`` hold for a finding that is unknown.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from .case import Case
from .derived import derive
from .kidney import known_gfr, value_in
from .lab_states import lab_state
from .labs import LABS, to_unit
from .vocabulary import LAB_STATES, VOCABULARY, nearest_ids

_TOKEN = re.compile(
    r"\s*(?:(\.\.|>=|<=|!=|[=<>(),+*/-])"  # signs
    r"|([0-9]+(?:\.[0-9]+)?)"  # numbers
    r"|([a-zA-Z][a-zA-Z0-9_]*(?:/[a-zA-Z][a-zA-Z0-9_./]*)?))"  # findings, words and units
)
_ADJUSTED = "calcium_adjusted"
_COMPARISONS = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_SUMS = {"+": operator.add, "-": operator.sub}
_PRODUCTS = {"*": operator.mul, "/": operator.truediv}

Test = Callable[[Case], bool]
Quantity = Callable[[Case], float | None]


class ConditionError(ValueError):
    """A condition that cannot be compiled; the message quotes it and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition: its text, the findings it asks about, whether it holds for a case."""

    text: str
    items: tuple[str, ...]
    holds: Test


def compile_condition(text: str) -> Condition:
    """The condition in a text. Raises ConditionError.

    >>> acute = compile_condition("dialysis=true and ckd=false")
    >>> acute.holds(Case.from_dict({"dialysis": True})), acute.items
    (False, ('dialysis', 'ckd'))
    """
    parser = _Parser(text)
    test = parser.alternatives()
    if parser.token:
        raise parser.error(f"unexpected {parser.token!r}")
    return Condition(text, tuple(dict.fromkeys(parser.items)), test)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.items: list[str] = []
        self.tokens = self._split(text)
        self.place = 0

    def _split(self, text: str) -> list[str]:
        tokens, end = [], 0
        while text[end:].strip():
            match = _TOKEN.match(text, end)
            if not match:
                raise self.error(f"cannot read {text[end:].strip()!r}")
            tokens.append(match.group().strip())
            end = match.end()
        return tokens

    def error(self, what: str) -> ConditionError:
        return ConditionError(f"condition {self.text!r}: {what}")

    @property
    def token(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.token
        if not token:
            raise self.error("ends too early")
        self.place += 1
        return token

    def take_if(self, *wanted: str) -> str:
        return self.take() if self.token in wanted else ""

    def alternatives(self) -> Test:
        tests = [self.conjunction()]
        while self.take_if("or"):
            tests.append(self.conjunction())
        return tests[0] if len(tests) == 1 else lambda case: any(test(case) for test in tests)

    def conjunction(self) -> Test:
        tests = [self.term()]
        while self.take_if("and"):
            tests.append(self.term())
        if len(tests) == 1:
            return tests[0]
        if len(tests) == 2:
            first, second = tests
            return lambda case: first(case) and second(case)
        return lambda case: all(test(case) for test in tests)

    def term(self) -> Test:
        if self.take_if("not"):
            test = self.term()
            return lambda case: not test(case)
        if self.take_if("("):
            test = self.alternatives()
            if not self.take_if(")"):
                raise self.error("a bracket is not closed")
            return test
        following = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else ""
        if following in ("known", "unknown"):
            item, wanted = self.item(), self.take() == "known"
            return lambda case: (item in case) is wanted
        if following in ("has", "lacks", "only", "count"):
            return self.set_test()
        if following in ("=", "!=", "is"):
            return self.state_test()
        return self.comparison()

    def item(self) -> str:
        item = self.take()
        if item not in VOCABULARY:
            close = nearest_ids(item)
            raise self.error(f"{item} is not a finding" + (f": {close[0]}?" if close else ""))
        self.items.append(item)
        return item

    def state_test(self) -> Test:
        item, differs, state = self.item(), self.take() == "!=", self.take()
        kind = VOCABULARY[item].kind
        if kind == "yesno":
            allowed: tuple[str, ...] = ("true", "false")
        elif kind == "lab":
            allowed = LAB_STATES
        else:
            allowed = VOCABULARY[item].choices if kind == "choice" else ()
        if state not in allowed:
            raise self.error(
                f"{item} cannot be {state!r}" + f": {', '.join(allowed)}" * bool(allowed)
            )
        if kind == "lab":
            return lambda case: (item in case and lab_state(case, item) == state) is not differs
        value = state == "true" if kind == "yesno" else state
        if differs:
            return lambda case: case.get(item) != value
        return lambda case: case.get(item) == value

    def set_test(self) -> Test:
        item, relation = self.item(), self.take()
        if VOCABULARY[item].kind != "multi":
            raise self.error(f"{item} is not a list: {relation} does not apply")
        if relation == "count":
            sign = self.take()
            if sign not in _COMPARISONS:
                raise self.error(f"count needs >, <, >= or <=, not {sign!r}")
            compare, number = _COMPARISONS[sign], self.number()
            return lambda case: item in case and compare(len(case.get(item)), number)
        choices = {self.choice(item)}
        while relation != "only" and self.take_if(","):
            choices.add(self.choice(item))
        if relation == "has":
            return lambda case: item in case and not choices.isdisjoint(case.get(item))
        if relation == "lacks":
            return lambda case: item in case and choices.isdisjoint(case.get(item))
        return lambda case: choices == set(case.get(item, ()))

    def choice(self, item: str) -> str:
        choice = self.take()
        if choice not in VOCABULARY[item].choices:
            raise self.error(f"{item} has no {choice!r}")
        return choice

    def number(self) -> float:
        sign = -1.0 if self.take_if("-") else 1.0
        token = self.take()
        if not token[0].isdigit():
            raise self.error(f"a number is needed, not {token!r}")
        return sign * float(token)

    def comparison(self) -> Test:
        lab_id = "calcium_total" if self.token == _ADJUSTED else self.token
        left, sign = self.sum(), self.take()
        if sign == "outside":
            low = self.number()
            if not self.take_if(".."):
                raise self.error("outside needs two limits, for example -1..1")
            high = self.number()
            return lambda case: (value := left(case)) is not None and not low <= value <= high
        if sign not in _COMPARISONS:
            raise self.error(f"cannot compare by {sign!r}")
        compare, right = _COMPARISONS[sign], self.sum()
        if lab_id in LABS and self.token in LABS[lab_id].units:
            right = self.in_unit(lab_id, right, self.take())
        return lambda case: (
            (a := left(case)) is not None and (b := right(case)) is not None and compare(a, b)
        )

    def in_unit(self, lab_id: str, limit: Quantity, unit: str) -> Quantity:
        number = limit(Case())
        if number is None:
            raise self.error(f"{unit} may follow a number only")
        conventional = to_unit(lab_id, number, unit, LABS[lab_id].conventional_unit)
        return lambda case: conventional

    def sum(self) -> Quantity:
        total = self.product()
        while sign := self.take_if(*_SUMS):
            total = _combine(_SUMS[sign], total, self.product())
        return total

    def product(self) -> Quantity:
        total = self.quantity()
        while sign := self.take_if(*_PRODUCTS):
            total = _combine(_PRODUCTS[sign], total, self.quantity())
        return total

    def quantity(self) -> Quantity:
        if self.token[:1].isdigit():
            number = float(self.take())
            return lambda case: number
        if self.take_if(_ADJUSTED):
            self.items += ["calcium_total", "albumin"]
            return _adjusted_calcium
        item = self.item()
        if item == "egfr":
            return known_gfr
        if VOCABULARY[item].kind == "lab":
            unit = LABS[item].conventional_unit
            return lambda case: value_in(case, item, unit)
        if VOCABULARY[item].kind != "number":
            raise self.error(f"{item} is not a number")
        return lambda case: case.get(item)


def _adjusted_calcium(case: Case) -> float | None:
    """The albumin-adjusted calcium in mg/dL, where it may be used."""
    for derived in derive(case):
        if derived.id == _ADJUSTED and derived.interpretable:
            return to_unit("calcium_total", derived.value, derived.unit, "mg/dL")
    return None


def _combine(
    operation: Callable[[float, float], float], left: Quantity, right: Quantity
) -> Quantity:
    def combined(case: Case) -> float | None:
        a, b = left(case), right(case)
        return None if a is None or b is None else operation(a, b)

    return combined
