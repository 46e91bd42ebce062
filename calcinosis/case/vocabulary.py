"""The vocabulary: every finding that a case may hold, with its kind, unit and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from .tables import read_rows

Kind = Literal["number", "choice", "multi", "yesno", "lab"]
_KINDS = ("number", "choice", "multi", "yesno", "lab")
LAB_STATES = ("low", "normal", "high")


@dataclass(frozen=True, slots=True)
class Finding:
    """One item of the vocabulary.

    ``unit`` is filled for numbers only; ``choices`` are the values of a choice or multi item and,
    for a lab, its units (conventional first).
    """

    id: str
    group: str
    kind: Kind
    label: str
    unit: str
    choices: tuple[str, ...]
    notes: str
    synonyms: tuple[str, ...]


def _read_synonyms() -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], tuple[str, ...]]]:
    of_finding: dict[str, list[str]] = {}
    of_choice: dict[tuple[str, str], list[str]] = {}
    for row in read_rows("synonyms.csv"):
        if row["choice"]:
            of_choice.setdefault((row["finding"], row["choice"]), []).append(row["synonym"])
        else:
            of_finding.setdefault(row["finding"], []).append(row["synonym"])
    return (
        {finding: tuple(words) for finding, words in of_finding.items()},
        {choice: tuple(words) for choice, words in of_choice.items()},
    )


def _read_vocabulary(synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, Finding]:
    findings = {}
    for row in read_rows("vocabulary.csv"):
        kind, cell = row["kind"], row["unit_or_choices"]
        if kind not in _KINDS:
            raise ValueError(f"vocabulary.csv: {row['id']} has the unknown kind {kind!r}")
        findings[row["id"]] = Finding(
            id=row["id"],
            group=row["group"],
            kind=kind,
            label=row["label"],
            unit=cell if kind == "number" else "",
            choices=tuple(cell.split("|")) if cell and kind != "number" else (),
            notes=row["notes"],
            synonyms=synonyms.get(row["id"], ()),
        )
    return findings


_SYNONYMS, CHOICE_SYNONYMS = _read_synonyms()

VOCABULARY: Mapping[str, Finding] = MappingProxyType(_read_vocabulary(_SYNONYMS))
"""Every finding by its id, in the order of the vocabulary."""

_CHOICE_LABELS = {
    (row["finding"], row["choice"]): row["label"] for row in read_rows("choice_labels.csv")
}
_ID_OF_WORD = {
    word.lower(): finding.id
    for finding in VOCABULARY.values()
    for word in (*finding.synonyms, finding.label)
}


def choice_label(finding_id: str, choice: str) -> str:
    """A choice in words for people. Raises KeyError for a choice that the finding does not have.

    >>> choice_label("region", "hip_buttock")
    'Hip or buttock'
    """
    return _CHOICE_LABELS[finding_id, choice]


def nearest_ids(text: str, count: int = 1) -> tuple[str, ...]:
    """The ids most like a mistyped one, best first; () when nothing is close.

    >>> nearest_ids("calcium_totl")
    ('calcium_total',)
    """
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    if word in VOCABULARY:
        return (word,)
    by_name = _ID_OF_WORD.get(text.strip().lower()) or _ID_OF_WORD.get(word.replace("_", " "))
    if by_name:
        return (by_name,)
    return tuple(get_close_matches(word, VOCABULARY, n=count, cutoff=0.6))
