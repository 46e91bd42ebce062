"""What in a case cannot all be true, or should be asked about, and what was done about it."""

import re
from dataclasses import dataclass
from typing import Literal

from .case import Case
from .conditions import Condition, compile_condition
from .describing import finding_text
from .kidney import known_gfr
from .lab_result import LabResult
from .labs import LABS, is_within_warn_limits, likely_unit
from .limits import NUMBER_LIMITS
from .number_text import number_text, rounded_text, unit_text
from .tables import read_toml
from .vocabulary import VOCABULARY

Severity = Literal["reject", "warn", "note"]
_SEVERITIES = ("reject", "warn", "note")
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Findings of a case that do not fit each other, or a value that should be asked about.

    ``items`` are the ids it is about. ``severity``: "reject" cannot be, "warn" hardly can be,
    "note" is worth knowing. ``message`` names the items by their labels and says what was done.
    ``drop`` are the ids that the reasoning leaves out.
    """

    items: tuple[str, ...]
    severity: Severity
    message: str
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    condition: Condition
    severity: Severity
    message: str
    drop: tuple[str, ...]


def read_rules(table: dict) -> tuple[_Rule, ...]:
    """The rules of a parsed table. Raises ValueError that names every faulty rule."""
    rules, faults = [], []
    for entry in table["rule"]:
        try:
            rules.append(_read_rule(entry))
        except (KeyError, ValueError) as fault:
            faults.append(f"rule {entry.get('id', '?')}: {fault}")
    if faults:
        raise ValueError("\n".join(faults))
    return tuple(rules)


def _read_rule(entry: dict) -> _Rule:
    condition = compile_condition(entry["when"])
    drop, message = tuple(entry.get("drop", ())), entry["message"]
    if entry["severity"] not in _SEVERITIES:
        raise ValueError(f"severity {entry['severity']!r} is not one of {', '.join(_SEVERITIES)}")
    if entry["severity"] == "reject" and not drop:
        raise ValueError("a rejected contradiction must say what to drop")
    for named in (*drop, *_PLACEHOLDER.findall(message)):
        if named not in condition.items:
            raise ValueError(f"{named} is not in its condition")
    if not entry["source"]:
        raise ValueError("has no source")
    return _Rule(entry["id"], condition, entry["severity"], message, drop)


_RULES = read_rules(read_toml("contradictions.toml"))
_DROPPING = tuple(rule for rule in _RULES if rule.drop)
DROPPING = tuple((frozenset(r.condition.items), frozenset(r.drop)) for r in _DROPPING)
"""For each rule that drops something, the findings that it asks about, and those it drops."""


def dropped(case: Case) -> frozenset[str]:
    """The ids of a case that ``contradictions`` leaves out, without a word on why."""
    return frozenset(
        finding_id
        for rule in _DROPPING
        for finding_id in rule.drop
        if finding_id in case and rule.condition.holds(case)
    )


def contradictions(case: Case) -> tuple[Contradiction, ...]:
    """Everything in a case that does not fit, the worst first.

    Nothing is raised: the case is still answered, without the ids in ``drop``. Values outside the
    warn limits, and values that were almost surely meant in another unit, are here as "warn".

    >>> [found] = contradictions(Case.from_dict({"severe_pain": True, "pain": False}))
    >>> found.severity, found.drop
    ('reject', ('severe_pain', 'pain'))
    """
    found = [_contradiction(rule, case) for rule in _RULES if rule.condition.holds(case)]
    for finding_id, value in case.items():
        question = None
        if isinstance(value, LabResult):
            question = _lab_question(finding_id, value)
        elif finding_id in NUMBER_LIMITS:
            question = _number_question(finding_id, value)
        if question:
            message = f"{question} {_kept(1)}"
            found.append(Contradiction((finding_id,), "warn", message))
    return tuple(sorted(found, key=lambda one: _SEVERITIES.index(one.severity)))


def _contradiction(rule: _Rule, case: Case) -> Contradiction:
    named = _PLACEHOLDER.findall(rule.message)
    items = tuple(dict.fromkeys(_entered(case, finding_id) for finding_id in named))
    drop = tuple(finding_id for finding_id in rule.drop if finding_id in case)
    message = _PLACEHOLDER.sub(lambda match: _in_words(case, match.group(1)), rule.message)
    if drop:
        message += " " + _left_out(drop, len(items))
    elif rule.severity == "warn":
        message += " " + _kept(len(items))
    return Contradiction(items, rule.severity, message, drop)


def _entered(case: Case, finding_id: str) -> str:
    return "creatinine" if finding_id == "egfr" and "egfr" not in case else finding_id


def _in_words(case: Case, finding_id: str) -> str:
    if _entered(case, finding_id) == finding_id:
        return finding_text(case, finding_id)
    gfr = rounded_text(known_gfr(case), 2)
    return f"{VOCABULARY[finding_id].label} ({gfr} {LABS['egfr'].units[0]}, from creatinine)"


def _left_out(drop: tuple[str, ...], item_count: int) -> str:
    if len(drop) == item_count == 2:
        return "Both were left out."
    labels = " and ".join(VOCABULARY[finding_id].label for finding_id in drop)
    return f"{labels} {'was' if len(drop) == 1 else 'were'} left out."


def _kept(item_count: int) -> str:
    kept = {1: "It was", 2: "Both were"}.get(item_count, "All were")
    return f"{kept} kept: please check."


def _lab_question(lab_id: str, result: LabResult) -> str | None:
    value, unit = result.value, result.unit
    if value is None or is_within_warn_limits(lab_id, value, unit):
        return None
    meant = likely_unit(lab_id, value, unit)
    test = LABS[lab_id]
    entered = f"{test.label} {number_text(value)} {unit_text(unit)}"
    return (
        f"{entered} is unusual: was it {unit_text(meant)}?"
        if meant
        else f"{entered} is unusual: is it right?"
    )


def _number_question(finding_id: str, value: float) -> str | None:
    limits = NUMBER_LIMITS[finding_id]
    is_low = limits.warn_low is not None and value < limits.warn_low
    is_high = limits.warn_high is not None and value > limits.warn_high
    if not (is_low or is_high):
        return None
    finding = VOCABULARY[finding_id]
    slip = (limits.slip_below if is_low else limits.slip_above) or "is it right?"
    return f"{finding.label} {number_text(value)} {finding.unit} is unusual: {slip}"
