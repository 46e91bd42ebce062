"""Finds findings, and choices of findings, by what people type."""

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from .vocabulary import CHOICE_SYNONYMS, VOCABULARY, choice_label

_EXACT, _START, _WORD_START, _ALL_WORDS, _INSIDE, _FUZZY = 100.0, 85.0, 70.0, 60.0, 45.0, 40.0
_BY_SYNONYM, _BY_CHOICE = 3.0, 1.0
_FUZZY_FROM_LETTERS, _FUZZY_RATIO = 4, 0.75
_INSIDE_FROM_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A finding, or one choice of it ("" for the finding itself), with a score up to 100."""

    finding: str
    choice: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    finding: str
    choice: str
    label: str
    names: tuple[tuple[str, float], ...]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.replace("ae", "e").replace("oe", "e")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _entry(finding: str, choice: str, label: str, names: tuple[str, ...], penalty: float) -> _Entry:
    folded = {_folded(label): penalty, _folded(choice or finding): penalty}
    for name in names:
        folded.setdefault(_folded(name), penalty + _BY_SYNONYM)
    return _Entry(finding, choice, label, tuple(folded.items()))


def _entries() -> tuple[_Entry, ...]:
    entries = []
    for finding in VOCABULARY.values():
        entries.append(_entry(finding.id, "", finding.label, finding.synonyms, 0.0))
        if finding.kind in ("choice", "multi") and finding.id != "sex":
            for choice in finding.choices:
                label = f"{finding.label}: {choice_label(finding.id, choice)}"
                words = (
                    choice_label(finding.id, choice),
                    *CHOICE_SYNONYMS.get((finding.id, choice), ()),
                )
                entries.append(_entry(finding.id, choice, label, words, _BY_CHOICE))
    return tuple(entries)


_ENTRIES = _entries()


def search(text: str, limit: int = 12) -> tuple[Match, ...]:
    """The findings and choices that a typed text may mean, best first; () for an empty text.

    Looks at labels, ids, choices and synonyms, whatever their case, accents and spelling of ae and
    oe. Close misspellings of four letters or more are found where nothing better is.

    >>> search("coumadin")[0].finding, search("gluteal")[0].choice
    ('rx_warfarin', 'hip_buttock')
    """
    wanted = _folded(text)
    if not wanted:
        return ()
    scored = [(score, entry) for entry in _ENTRIES if (score := _score(wanted, entry)) > 0]
    if not scored and len(wanted) >= _FUZZY_FROM_LETTERS:
        scored = [
            (score, entry) for entry in _ENTRIES if (score := _fuzzy_score(wanted, entry)) > 0
        ]
    scored.sort(key=lambda one: -one[0])
    return tuple(
        Match(entry.finding, entry.choice, entry.label, round(score, 1))
        for score, entry in scored[:limit]
    )


def _score(wanted: str, entry: _Entry) -> float:
    return max(_name_score(wanted, name) - penalty for name, penalty in entry.names)


def _name_score(wanted: str, name: str) -> float:
    shortness = 5.0 * len(wanted) / (len(name) + 1)
    if name == wanted:
        return _EXACT
    if name.startswith(wanted):
        return _START + shortness
    padded = f" {name}"
    if f" {wanted}" in padded:
        return _WORD_START + shortness
    if all(f" {word}" in padded for word in wanted.split()):
        return _ALL_WORDS + shortness
    if len(wanted) >= _INSIDE_FROM_LETTERS and wanted in name:
        return _INSIDE + shortness
    return -_EXACT


def _fuzzy_score(wanted: str, entry: _Entry) -> float:
    best = 0.0
    for name, penalty in entry.names:
        words = (word for word in name.split() if len(word) >= _FUZZY_FROM_LETTERS)
        for part in dict.fromkeys((name, *words)):
            matcher = SequenceMatcher(None, part, wanted)
            if matcher.real_quick_ratio() < _FUZZY_RATIO or matcher.quick_ratio() < _FUZZY_RATIO:
                continue
            ratio = matcher.ratio()
            if ratio >= _FUZZY_RATIO:
                part_of_name = 0.0 if part == name else _BY_SYNONYM
                best = max(best, _FUZZY * ratio - penalty - part_of_name)
    return best
