"""Numbers and names as charts print them: plain text, which ``marked_up`` makes safe to draw."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from math import ceil

from calcinosis.case import VOCABULARY, choice_label
from calcinosis.knowledge import CURVES, EvidenceRow, load_knowledge
from calcinosis.reasoning import Consultation, Contribution
from calcinosis.reasoning.words import NO_BREAK, odds_in_words, percent

MINUS = "\u2212"
USES = {"likelihood": "counted", "indirect": "indirect", "display": "shown only"}
_NO_WEIGHT = "no weight"


def percent_with_interval(p: float, interval: tuple[float, float]) -> str:
    """A probability with its interval.

    >>> percent_with_interval(0.62, (0.41, 0.8)), percent_with_interval(0.0001, (0, 0.001))
    ('62\\xa0% (41–80)', '<1\\xa0% (<1)')
    """
    low, high = (percent(bound, unit=False) for bound in interval)
    return f"{percent(p)} ({low})" if low == high else f"{percent(p)} ({low}–{high})"


def odds(log10_odds: float) -> str:
    """Odds as people write them, to two figures.

    >>> odds(0), odds(-2), odds(0.15), odds(3.1), odds(-7)
    ('1:1', '1:100', '1.4:1', '1,300:1', '1:over 1,000,000')
    """
    factor = 10 ** min(abs(log10_odds), 7)
    if factor > 1.0001e6:
        text = "over 1,000,000"
    elif factor >= 9.95:
        text = f"{float(f'{factor:.2g}'):,.0f}"
    else:
        text = f"{factor:.1f}".removesuffix(".0")
    return f"{text}:1" if log10_odds > 0 else f"1:{text}"


def odds_with_percent(log10_odds: float) -> str:
    """Odds against all else, with the probability that they amount to.

    >>> odds_with_percent(1)
    '10:1 (91\\xa0%)'
    """
    return f"{odds(log10_odds)} ({percent(_share(log10_odds))})"


def tick_percent(log10_odds: float) -> str:
    """The probability at a tick of an axis of log10 odds, with as many digits as it needs.

    >>> tick_percent(0), tick_percent(-3), tick_percent(2.5), tick_percent(4)
    ('50\\xa0%', '0.1\\xa0%', '99.7\\xa0%', '99.99\\xa0%')
    """
    digits = max(0, ceil(abs(log10_odds) - 2.001))
    return f"{100 * _share(log10_odds):.{digits}f}{NO_BREAK}%"


def signed(log10_odds: float) -> str:
    """A weight of evidence with its sign, to two decimals.

    >>> signed(0.304), signed(-1.2), signed(-0.001)
    ('+0.30', '−1.20', '0.00')
    """
    text = f"{abs(log10_odds):.2f}"
    if text == "0.00":
        return text
    return ("+" if log10_odds > 0 else MINUS) + text


def factor(log10_odds: float) -> str:
    """A weight of evidence in the five characters of a cell: × multiplies the odds, ÷ divides.

    >>> factor(1.08), factor(-0.7), factor(0.01), factor(-3.4)
    ('×12', '÷5', '·', '÷>1k')
    """
    words = odds_in_words(log10_odds)
    if words == _NO_WEIGHT:
        return "·"
    number = words.split()[1] if "over" not in words else ">1k"
    return ("×" if log10_odds > 0 else "÷") + number


def finding_label(finding: str) -> str:
    """The label of a finding of the vocabulary; the id itself where it has none."""
    return VOCABULARY[finding].label if finding in VOCABULARY else finding


def state_label(finding: str, state: str) -> str:
    """A state in words for people.

    >>> state_label("pth", "very_high"), state_label("extent", "solitary")
    ('very high', 'Solitary (one lesion)')
    """
    if finding in VOCABULARY and state in VOCABULARY[finding].choices:
        return choice_label(finding, state)
    return state.replace("_", " ")


def patients_in_words(row: EvidenceRow) -> str:
    """Whom a row of evidence is about: "6 of 11", "57 years, n = 462" or "estimate"."""
    if row.k is not None:
        return f"{row.k} of {row.n}"
    if row.grade == "estimate":
        return "estimate"
    number = f"{row.share:g} {VOCABULARY[row.finding].unit}" if row.finding in CURVES else ""
    return ", ".join(part for part in (number, f"n = {row.n}" if row.n else "") if part)


def finding_in_full(finding: str, state: str) -> str:
    """Label and state: "Phosphate: 7.1 mg/dL (high)"."""
    return f"{finding_label(finding)}: {state}"


def fitted(finding: str, state: str, width: int, lines: int) -> tuple[str, ...]:
    """Label and state in so many lines of so many characters.

    What does not fit is cut and marked "…", first the label, so that the state stays readable.

    >>> fitted("calcium_total", "9.1 mg/dL (normal)", 24, 2)
    ('Total calcium: 9.1 mg/dL', '(normal)')
    """
    label, room = finding_label(finding), width * lines
    state = _cut(state, room * 2 // 3)
    for size in range(len(label), 7, -1):
        wrapped = textwrap.wrap(f"{_cut(label, size)}: {state}", width)
        if len(wrapped) <= lines:
            return tuple(wrapped)
    return tuple(textwrap.wrap(f"{label}: {state}", width, max_lines=lines, placeholder="…"))


def cause_label(consultation: Consultation, name: str | None) -> str:
    """Label of a type or an aetiology; None stands for all other causes."""
    if name is None:
        return "all other causes"
    knowledge = consultation.posterior.model.knowledge
    if name in knowledge.types:
        return knowledge.types[name].label
    return knowledge.aetiologies[name].short_label


def type_name(type_: str) -> str:
    """Label of a type of the packaged knowledge."""
    return load_knowledge().types[type_].label


def source_names(keys: Sequence[str]) -> str:
    """Short names of references of the packaged knowledge; the key itself where it is not one."""
    known = load_knowledge().references
    return "; ".join(known[key].short if key in known else key for key in keys)


def listed(contributions: tuple[Contribution, ...]) -> str:
    """Findings with their weights in one sentence part: "Pain: present (× 2 for)"."""
    return "; ".join(
        f"{finding_in_full(c.finding, c.state)} ({odds_in_words(c.log10_odds)})"
        for c in contributions
    )


def marked_up(text: str, width: int | None = None) -> str:
    """Text made safe for a figure, where "<" opens a tag; wrapped at a width in characters."""
    lines = textwrap.wrap(text, width) if width else [text]
    return "<br>".join(escape(line, quote=False) for line in lines)


def _cut(text: str, size: int) -> str:
    if len(text) <= size:
        return text
    kept = text[: max(size - 1, 1)]
    if " " in kept[size // 2 :] and text[len(kept)] != " ":
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:(-") + "…"


def _share(log10_odds: float) -> float:
    return 1 / (1 + 10.0**-log10_odds)
