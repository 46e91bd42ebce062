"""The commands that print how the engine does, and change nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TextIO

from calcinosis.cases import load_cases, validate
from calcinosis.command_line.codes import BAD_INPUT
from calcinosis.command_line.input import BadInputError, as_error, meant, records_of
from calcinosis.exchange import CaseRecord, evaluation_text, weight_audit_text
from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning import Consultation, default_model
from calcinosis.reasoning.evaluation import evaluate
from calcinosis.reasoning.fitting import answer_all, answer_held_out, models_by_part
from calcinosis.reasoning.tuning import choices, tried
from calcinosis.reasoning.weight_audit import audit_weight


def score(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Write how the answers to cases compare with those of their authors."""
    records = [replace(r, clinic=meant(r.clinic)) for r in records_of(chosen.file, stdin)]
    unanswered = [record.id for record in records if record.answer is None]
    if unanswered:
        raise BadInputError(
            f"{len(unanswered)} of {len(records)} cases have no answer "
            f"({', '.join(unanswered[:5])}; "
            'allowed {"id": ..., "case": {...}, "answer": {"type": ...}}): is it the right file?'
        )
    try:
        answer, fitted = _answerer(records, chosen)
        result = evaluate(
            records,
            answer(chosen.clinic),
            clinic=chosen.clinic or "as recorded",
            fitted=fitted,
            answers_any=answer("any"),
        )
    except ValueError as error:
        raise BadInputError(str(error)) from None
    if chosen.format == "json":
        stdout.write(json.dumps(result.to_dict(), allow_nan=False, indent=2) + "\n")
    else:
        stdout.write(evaluation_text(result))
    return 0


def _answerer(
    records: list[CaseRecord], chosen: argparse.Namespace
) -> tuple[Callable[[str | None], list[Consultation]], str]:
    """What answers the records for a clinic, and what its model had learnt from."""
    k = chosen.cross_validate
    if k is not None:
        models = models_by_part(records, k, chosen.seed, load_knowledge())
        fitted = f"cross-validated in {k} parts by source, seed {chosen.seed}"
        return partial(answer_held_out, records, models), fitted
    model = default_model()
    fitted = f"packaged model, fitted on {model.counts.cases} packaged cases"
    packaged = {record.case for record in load_cases()} if model.counts.cases else set()
    seen = sum(record.case in packaged for record in records)
    if seen:
        fitted += f" ({seen} of these among them, so the scores flatter: see --cross-validate)"
    return partial(answer_all, records, model), fitted


def audit(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Write what the weight of evidence rests on."""
    found = audit_weight([record.case for record in load_cases()], default_model())
    if chosen.format == "json":
        stdout.write(json.dumps(found.to_dict(), allow_nan=False, indent=2) + "\n")
    else:
        stdout.write(weight_audit_text(found))
    return 0


def tune(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Write what other values of the method's choices would do, line by line as they are done."""
    stdout.write(f"{'':42} {'value':>7} {'right':>7} {'log loss':>9}\n")
    knowledge = load_knowledge()
    for one in tried(load_cases(), knowledge, choices(knowledge), chosen.parts, chosen.seed):
        mark = "  in use" if one.choice.in_use else ""
        scores = f"{one.right:7.3f} {one.log_loss:9.3f}{mark}"
        stdout.write(f"{one.choice.name:42} {one.choice.value:7g} {scores}\n")
        stdout.flush()
    return 0


def validate_cases(
    chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    """Write every fault of a case bank."""
    records = records_of(chosen.file, stdin)
    faults = validate(records)
    for fault in faults:
        stderr.write(as_error(fault))
    if not faults:
        stdout.write(f"{len(records)} cases, no fault\n")
    return BAD_INPUT if faults else 0
