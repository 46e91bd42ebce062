"""A consultation as plain text, to be read at a terminal."""

from collections.abc import Iterable
from textwrap import wrap

from calcinosis.case import VOCABULARY
from calcinosis.case.number_text import rounded_text, unit_text
from calcinosis.knowledge import Knowledge
from calcinosis.reasoning import Consultation, Contribution, NextTest
from calcinosis.reasoning.words import (
    DERIVED_LABELS,
    odds_in_words,
    percent,
    probability_in_words,
    result_in_words,
)

CLAIM = "Decision support for clinicians: options, not a diagnosis."
_WIDTH = 88
_MOST_AETIOLOGIES, _LEAST_SHARE = 5, 0.05
_MOST_REASONS, _LEAST_WEIGHT = 6, 0.02
_MOST_TESTS = 3


def consultation_text(record_id: str, answer: Consultation, knowledge: Knowledge) -> str:
    """One case and its answer in words, every line at most 88 characters where words allow."""
    leader = knowledge.types[answer.leading_type]
    clinic = "" if answer.clinic in ("any", "other") else f" ({answer.clinic})"
    lines = [f"{record_id}{clinic}", "=" * min(len(record_id + clinic), _WIDTH)]
    lines += _section("Red flags", (f"{f.urgency.upper()}: {f.message}" for f in answer.red_flags))
    if not answer.conclusive:
        lines += _section("Not enough information", (answer.reason,))
    title = "Leading type" if answer.conclusive else "Leading type so far"
    lines += _section(title, (f"{leader.label}: {_chance(answer, answer.leading_type)}",))
    others = (t for t in sorted(answer.types, key=lambda t: -answer.types[t]))
    lines += _section(
        "Other types",
        (
            f"{knowledge.types[type_].label}: {percent(answer.types[type_])}"
            for type_ in others
            if type_ != answer.leading_type and answer.types[type_] >= _LEAST_SHARE
        ),
    )
    lines += _section("Likely aetiologies", _aetiologies(answer, knowledge))
    lines += _section("Tissue", (answer.tissue_class,) if answer.tissue_class else ())
    reasons = [c for c in answer.contributions if c.log10_odds >= _LEAST_WEIGHT]
    lines += _section("For it", map(_reason, reasons[:_MOST_REASONS]))
    lines += _section("Against it", map(_reason, answer.strongest_against))
    lines += _section("Fits none of the likely causes", map(_label, answer.unexplained))
    lines += _section("Entered but not used", map(_label, answer.unused))
    lines += _section("Find out next", _next_tests(answer, knowledge))
    lines += _section("Derived values", map(_derived, answer.derived))
    lines += _section("Warnings", answer.warnings)
    versions = f"Calcinosis {answer.app_version}, knowledge {answer.knowledge_version}."
    return "\n".join((*lines, "", versions, CLAIM)) + "\n"


def _section(title: str, entries: Iterable[str]) -> list[str]:
    wrapped = [
        line
        for entry in entries
        for line in wrap(entry, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    ]
    return ["", title, *wrapped] if wrapped else []


def _chance(answer: Consultation, type_: str) -> str:
    p, (low, high) = answer.types[type_], answer.intervals[type_]
    return (
        f"{percent(p)}, {probability_in_words(p)} "
        f"(95 % credible interval {percent(low)} to {percent(high)})"
    )


def _aetiologies(answer: Consultation, knowledge: Knowledge) -> list[str]:
    likely = [
        (name, p)
        for place, (name, p) in enumerate(answer.aetiologies.items())
        if place == 0 or p >= _LEAST_SHARE
    ]
    return [
        f"{knowledge.aetiologies[name].label}: {percent(p)}"
        if name in knowledge.aetiologies
        else f"{knowledge.types[name].label}: {percent(p)}"
        for name, p in likely[:_MOST_AETIOLOGIES]
    ]


def _next_tests(answer: Consultation, knowledge: Knowledge) -> list[str]:
    """The plan, then the tests that tell most, with what each result would do."""
    first_steps = knowledge.investigations.first_steps
    tests = [test for test in answer.next_tests if test.tier in first_steps and test.gain_bits > 0]
    together = [_label(finding) for finding in answer.plan.findings]
    lines = [f"Together: {'; '.join(together)}"] * (len(together) > 1)
    return lines + [_next_test(test, answer, knowledge) for test in tests[:_MOST_TESTS]]


def _next_test(test: NextTest, answer: Consultation, knowledge: Knowledge) -> str:
    tier = f"{_label(test.finding)} ({test.tier})"
    if not test.changes_answer:
        return f"{tier}: would not change the answer"
    results = (
        f"{result_in_words(test.finding, one.state)} ({percent(one.chance)}) "
        f"{knowledge.types[one.leading_type].label.lower()} "
        f"{percent(answer.types[one.leading_type])} to {percent(one.types[one.leading_type])}"
        for one in test.results
    )
    return f"{tier}: {'; '.join(results)}"


def _reason(contribution: Contribution) -> str:
    grade = {"estimate": "estimate", "counts": "counted from published cases"}.get(
        contribution.grade, f"grade {contribution.grade}"
    )
    weight = odds_in_words(contribution.log10_odds)
    return f"{_label(contribution.finding)}: {contribution.state} ({weight}; {grade})"


def _derived(derived) -> str:
    if derived.value is None:
        text = "not computed"
    elif isinstance(derived.value, str):
        text = derived.value
    else:
        text = f"{rounded_text(derived.value)} {unit_text(derived.unit)}".rstrip()
    return f"{DERIVED_LABELS[derived.id]}: {text}" + (f". {derived.note}" if derived.note else "")


def _label(finding_id: str) -> str:
    return VOCABULARY[finding_id].label
