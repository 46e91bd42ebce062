"""The command that answers the cases of a file."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TextIO

from calcinosis.command_line.codes import BAD_INPUT
from calcinosis.command_line.input import as_error, meant, read_file
from calcinosis.exchange import (
    CaseFile,
    CaseRecord,
    consultation_text,
    other_clinic_note,
    repeated_note,
    replay_notes,
    result_table,
    result_to_dict,
)
from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning import Consultation, consult

_DRAWS = 1000


def classify(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Write the answer to every case that can be read, and what is wrong with the others."""
    file = read_file(chosen.file, stdin)
    times = file.repeated_ids
    results, noted = [], []
    for record in file.records:
        answer, notes = _answer(record, chosen.clinic, times.get(record.id, 1))
        results.append((record.id, answer))
        noted += [f"{record.id}: {note}" for note in notes]
    if results:
        stdout.write(_written(results, chosen.format, file))
    for error in file.errors:
        stderr.write(as_error(error))
    for note in dict.fromkeys(noted):
        stderr.write(f"warning: {note}\n")
    return BAD_INPUT if file.errors else 0


def _answer(
    record: CaseRecord, clinic: str | None, times: int
) -> tuple[Consultation, tuple[str, ...]]:
    """The answer to a record, and what is to be noted of the record itself."""
    stored = record.stored
    answer = consult(
        record.case,
        clinic or meant(record.clinic),
        prior_weights=record.prior_weights,
        draws=(stored and stored.draws) or _DRAWS,
    )
    notes = ()
    if times > 1:
        notes += (repeated_note(times),)
    if stored and answer.clinic != meant(record.clinic):
        notes += (other_clinic_note(record.clinic, answer.clinic),)
    elif stored:
        notes += replay_notes(stored, answer)
    return replace(answer, warnings=(*answer.warnings, *notes)), notes


def _written(results: list[tuple[str, Consultation]], form: str, file: CaseFile) -> str:
    if form == "csv":
        return result_table(results)
    if form == "text":
        knowledge = load_knowledge()
        return "\n\n".join(consultation_text(*result, knowledge) for result in results)
    plain = [result_to_dict(*result) for result in results]
    if form == "jsonl":
        return "".join(json.dumps(one, allow_nan=False) + "\n" for one in plain)
    return json.dumps(plain[0] if file.is_single else plain, allow_nan=False, indent=2) + "\n"
