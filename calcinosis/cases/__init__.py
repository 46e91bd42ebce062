"""The packaged bank of published cases: for teaching, for learning, and for judging the engine."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from calcinosis.exchange import CaseRecord, read_records
from calcinosis.knowledge import load_knowledge

TEXTBOOK = resources.files(__name__) / "textbook.jsonl"
LESSONS = resources.files(__name__) / "textbook_lessons.csv"
VALIDATION = resources.files(__name__) / "validation.json"
COMPARATORS = resources.files(__name__) / "comparators.json"
BANK = resources.files(__name__) / "published.jsonl"
QUALITIES = ("", "rich", "thin")
_SOURCE_KEYS = ("citation", "doi", "pmid", "pmcid", "url")


@lru_cache(maxsize=1)
def load_cases() -> tuple[CaseRecord, ...]:
    """Every packaged published case, in the order of the file, read once for the process.

    Raises:
        CaseFileError: a record cannot be read.
    """
    return read_records(BANK.read_bytes(), "published.jsonl")


@lru_cache(maxsize=1)
def load_textbook_cases() -> tuple[CaseRecord, ...]:
    """Cases written for teaching, at least one for each aetiology; none of them is a patient."""
    return read_records(TEXTBOOK.read_bytes(), "textbook.jsonl")


@lru_cache(maxsize=1)
def load_lessons() -> Mapping[str, str]:
    """What each case written for teaching teaches, a sentence by its id.

    From general medical knowledge, as the cases themselves; no source was read for them.
    """
    rows = csv.DictReader(LESSONS.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["teaches"] for row in rows}


@lru_cache(maxsize=1)
def load_validation() -> dict[str, Any]:
    """The figures of the last ``python -m calcinosis validation``, as plain data."""
    return json.loads(VALIDATION.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def load_comparators() -> dict[str, Any]:
    """The figures of the last ``python -m calcinosis compare``, as plain data."""
    return json.loads(COMPARATORS.read_text(encoding="utf-8"))


def bank_version() -> str:
    """The first twelve digits of a hash over the published cases."""
    return hashlib.sha256(BANK.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:12]


def validate(records: Iterable[CaseRecord]) -> tuple[str, ...]:
    """Every fault of a case bank, one sentence each; empty when there is none.

    Ids must be unique, and no patient of a paper may stand twice (known by age, sex and regions);
    every record needs a source and an answer whose type and aetiology are known and agree. What a
    single case may hold is checked when it is read.
    """
    records = tuple(records)
    times = Counter(record.id for record in records)
    faults = [
        f"{record_id}: {count} records have this id, allowed: one"
        for record_id, count in times.items()
        if count > 1
    ]
    for record in records:
        faults += [f"{record.id}: {fault}" for fault in _faults_of(record)]
    return (*faults, *_patients_twice(records))


def _patients_twice(records: Iterable[CaseRecord]) -> Iterator[str]:
    """Records that share a paper, and the age, sex and regions of their patient."""
    first: dict[tuple, str] = {}
    for record in records:
        if "age_years" not in record.case:
            continue
        patient = tuple(record.case.get(finding) for finding in ("age_years", "sex", "region"))
        for key in ("doi", "pmid", "pmcid"):
            paper = str(record.source.get(key) or "").casefold()
            other = first.setdefault((key, paper, *patient), record.id) if paper else record.id
            if other != record.id:
                yield f"{record.id}: the same patient of the same paper as {other}, allowed: one"
                break


def _faults_of(record: CaseRecord) -> list[str]:
    knowledge = load_knowledge()
    faults = []
    if not any(record.source.get(key) for key in _SOURCE_KEYS):
        faults.append(f"no source, allowed: at least one of {', '.join(_SOURCE_KEYS)}")
    if not record.case:
        faults.append("no finding, allowed: at least one")
    if record.quality not in QUALITIES:
        faults.append(f"quality {record.quality!r}, allowed: rich or thin")
    answer = record.answer
    if answer is None:
        return [*faults, "no answer, allowed: what the authors concluded"]
    for type_ in (answer.type, *answer.also_acceptable):
        if type_ not in knowledge.types:
            faults.append(f"type {type_!r} is unknown, allowed: {', '.join(knowledge.types)}")
    if answer.type in answer.also_acceptable:
        faults.append(f"also_acceptable repeats the type {answer.type}, allowed: other types")
    aetiology = knowledge.aetiologies.get(answer.aetiology)
    if aetiology is None:
        faults.append(f"aetiology {answer.aetiology!r} is unknown, allowed: ids of the knowledge")
    elif aetiology.type != answer.type:
        faults.append(
            f"aetiology {aetiology.id} belongs to {aetiology.type}, but the type is {answer.type}"
        )
    return faults
