"""Command line: classify cases, evaluate and audit the engine, fit it on the packaged cases."""

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TextIO

from calcinosis import __version__
from calcinosis.case.faults import choice_hint
from calcinosis.cases import bank_version, load_cases, validate
from calcinosis.exchange import (
    CaseFile,
    CaseFileError,
    CaseRecord,
    consultation_text,
    evaluation_text,
    other_clinic_note,
    read_case_file,
    repeated_note,
    replay_notes,
    result_table,
    result_to_dict,
    weight_audit_text,
)
from calcinosis.exchange.consultation_text import CLAIM
from calcinosis.exchange.records import ACCEPTED_CLINICS
from calcinosis.knowledge import load_knowledge, write_case_counts, write_case_weights
from calcinosis.reasoning import Consultation, consult, default_model
from calcinosis.reasoning.comparators import comparison_report
from calcinosis.reasoning.evaluation import evaluate
from calcinosis.reasoning.fitting import (
    answer_all,
    answer_held_out,
    count_published,
    models_by_part,
)
from calcinosis.reasoning.tuning import choices, tried
from calcinosis.reasoning.validation import validation_report
from calcinosis.reasoning.weight_audit import audit_weight

_MOST_BYTES = 200_000_000
_BAD_INPUT = 2
_NOT_WRITTEN = 1
_DRAWS = 1000


class _BadInputError(Exception):
    """What the user must mend, in one message."""


def main(
    argv: Sequence[str] | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command; stderr explains every exit code but 0.

    2 stands for bad input, 1 for output that could not be written whole.
    """
    stdin, stdout, stderr = (
        given or standing or io.StringIO()
        for given, standing in ((stdin, sys.stdin), (stdout, sys.stdout), (stderr, sys.stderr))
    )
    try:
        code = _run(argv, stdin, stdout, stderr)
        stdout.flush()
    except (_BadInputError, CaseFileError) as error:
        stderr.write(_as_error(error))
        return _BAD_INPUT
    except OSError as error:
        stderr.write(
            _as_error(
                f"the output could not be written whole ({error.strerror}): is the disk full, or "
                "did its reader end early? Do not use what was written"
            )
        )
        return _NOT_WRITTEN
    return code


def _run(argv: Sequence[str] | None, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    try:
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            chosen = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return chosen.run(chosen, stdin, stdout, stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m calcinosis", description=CLAIM)
    parser.add_argument("--version", action="version", version=f"calcinosis {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    classify = commands.add_parser(
        "classify",
        help="answer the cases of a file",
        description="Which type of calcinosis each case most likely has, and why. " + CLAIM,
    )
    classify.add_argument("file", metavar="FILE", help="JSON, JSON lines or CSV; - is stdin")
    _add_clinic(classify, "the record's clinic, else any")
    classify.add_argument("--format", choices=("text", "json", "jsonl", "csv"), default="text")
    classify.set_defaults(run=_classify)

    evaluation = commands.add_parser(
        "evaluate",
        help="compare answers with those of published cases",
        description="Scores against the authors' answers, and every miss with what misled.",
    )
    evaluation.add_argument(
        "file", metavar="CASES", nargs="?", help="cases with answers (default: the packaged ones)"
    )
    _add_clinic(evaluation, "the clinic of each record")
    evaluation.add_argument("--format", choices=("text", "json"), default="text")
    evaluation.add_argument(
        "--cross-validate",
        metavar="K",
        type=int,
        help="answer each of K parts by a model fitted on the others; no paper is in two parts",
    )
    evaluation.add_argument("--seed", type=int, default=0, help="seed of the parts (default 0)")
    evaluation.set_defaults(run=_evaluate)

    audit = commands.add_parser(
        "audit",
        help="what the weight of evidence rests on",
        description="Shares of the weight by source, rows by grade, and what to source next.",
    )
    audit.add_argument("--format", choices=("text", "json"), default="text")
    audit.set_defaults(run=_audit)

    fit = commands.add_parser(
        "fit",
        help="count what the packaged cases showed, for the knowledge base",
        description="Rewrites the counts of findings in published cases from the packaged cases.",
    )
    fit.add_argument("--output", metavar="FILE", help="default: the knowledge base")
    fit.set_defaults(run=_fit)
    tune = commands.add_parser(
        "tune",
        help="show what other values of the method's choices would do on held-out cases",
        description="Moves every choice of the method away from its value, one at a time, and "
        "prints how the packaged cases are answered by cross-validation. Changes nothing.",
    )
    tune.add_argument("--parts", type=int, default=10, metavar="K", help="default: 10")
    tune.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    tune.set_defaults(run=_tune)

    report = commands.add_parser(
        "validation",
        help="rewrite the figures of the validation report",
        description="Cross-validates on the packaged cases and writes every figure that the app "
        "shows of its own accuracy.",
    )
    report.add_argument("--output", metavar="FILE", help="default: beside the packaged cases")
    report.set_defaults(run=_validation)

    compare = commands.add_parser(
        "compare",
        help="rewrite the figures of simpler ways of naming the type",
        description="Judges a flow chart, a regression and others on the packaged cases, in the "
        "same parts as the engine. For development: it needs requirements-dev.txt.",
    )
    compare.add_argument("--output", metavar="FILE", help="default: beside the packaged cases")
    compare.set_defaults(run=_compare)

    validation = commands.add_parser("validate-cases", help="list every fault of a case bank")
    validation.add_argument("file", metavar="CASES", nargs="?", help="default: the packaged cases")
    validation.set_defaults(run=_validate_cases)
    return parser


def _add_clinic(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--clinic",
        metavar="NAME",
        type=_clinic,
        help=f"whose patients: {', '.join(ACCEPTED_CLINICS)} (default: {default})",
    )


def _clinic(name: str) -> str:
    if name not in ACCEPTED_CLINICS:
        raise argparse.ArgumentTypeError(
            f"{name!r} is not a clinic (allowed {' | '.join(ACCEPTED_CLINICS)}): "
            + choice_hint(name, ACCEPTED_CLINICS)
        )
    return _meant(name)


def _meant(clinic: str) -> str:
    return "any" if clinic == "other" else clinic


def _classify(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    file = _read(chosen.file, stdin)
    times = file.repeated_ids
    results, noted = [], []
    for record in file.records:
        answer, notes = _answer(record, chosen.clinic, times.get(record.id, 1))
        results.append((record.id, answer))
        noted += [f"{record.id}: {note}" for note in notes]
    if results:
        stdout.write(_written(results, chosen.format, file))
    for error in file.errors:
        stderr.write(_as_error(error))
    for note in dict.fromkeys(noted):
        stderr.write(f"warning: {note}\n")
    return _BAD_INPUT if file.errors else 0


def _answer(
    record: CaseRecord, clinic: str | None, times: int
) -> tuple[Consultation, tuple[str, ...]]:
    """The answer to a record, and what is to be noted of the record itself."""
    stored = record.stored
    answer = consult(
        record.case,
        clinic or _meant(record.clinic),
        prior_weights=record.prior_weights,
        draws=(stored and stored.draws) or _DRAWS,
    )
    notes = ()
    if times > 1:
        notes += (repeated_note(times),)
    if stored and answer.clinic != _meant(record.clinic):
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


def _evaluate(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    records = [replace(r, clinic=_meant(r.clinic)) for r in _records(chosen.file, stdin)]
    unanswered = [record.id for record in records if record.answer is None]
    if unanswered:
        raise _BadInputError(
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
        raise _BadInputError(str(error)) from None
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


def _audit(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    audit = audit_weight([record.case for record in load_cases()], default_model())
    if chosen.format == "json":
        stdout.write(json.dumps(audit.to_dict(), allow_nan=False, indent=2) + "\n")
    else:
        stdout.write(weight_audit_text(audit))
    return 0


def _fit(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    packaged = resources.files("calcinosis.knowledge") / "data" / "case_counts.csv"
    path = Path(chosen.output or str(packaged))
    counts = count_published(load_cases(), load_knowledge())
    beside = path.with_name("case_weights.csv")
    _write(path, write_case_counts(counts))
    _write(beside, write_case_weights(counts))
    stdout.write(f"Wrote what {counts.cases} cases teach to {path} and {beside.name} beside it\n")
    return 0


def _tune(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    stdout.write(f"{'':42} {'value':>7} {'right':>7} {'log loss':>9}\n")
    knowledge = load_knowledge()
    for one in tried(load_cases(), knowledge, choices(knowledge), chosen.parts, chosen.seed):
        mark = "  in use" if one.choice.in_use else ""
        scores = f"{one.right:7.3f} {one.log_loss:9.3f}{mark}"
        stdout.write(f"{one.choice.name:42} {one.choice.value:7g} {scores}\n")
        stdout.flush()
    return 0


def _validation(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    path = Path(chosen.output or str(resources.files("calcinosis.cases") / "validation.json"))
    report = validation_report(load_cases(), load_knowledge())
    _write(path, json.dumps(report, allow_nan=False, indent=1) + "\n")
    stdout.write(f"Wrote the validation on {report['cases']} cases to {path}\n")
    return 0


def _compare(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    path = Path(chosen.output or str(resources.files("calcinosis.cases") / "comparators.json"))
    try:
        report = comparison_report(load_cases(), load_knowledge())
    except ModuleNotFoundError as error:
        raise _BadInputError(
            f"{error.name} is not installed: python -m pip install -r requirements-dev.txt"
        ) from None
    written = {"bank_version": bank_version(), **report}
    _write(path, json.dumps(written, allow_nan=False, indent=1) + "\n")
    stdout.write(f"Wrote the comparison on {report['cases']} cases to {path}\n")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _BadInputError(f"{path} cannot be written ({error.strerror})") from None


def _validate_cases(
    chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO
) -> int:
    records = _records(chosen.file, stdin)
    faults = validate(records)
    for fault in faults:
        stderr.write(_as_error(fault))
    if not faults:
        stdout.write(f"{len(records)} cases, no fault\n")
    return _BAD_INPUT if faults else 0


def _records(file: str | None, stdin: TextIO) -> tuple[CaseRecord, ...]:
    """The records of a file, every one readable; the packaged ones without a file."""
    if file is None:
        return load_cases()
    read = _read(file, stdin)
    if read.errors:
        raise _BadInputError("\n".join(map(str, read.errors)))
    return read.records


def _read(file: str, stdin: TextIO) -> CaseFile:
    try:
        if file == "-":
            content, name = getattr(stdin, "buffer", stdin).read(), ""
        else:
            content, name = Path(file).read_bytes(), Path(file).name
    except OSError as error:
        raise _BadInputError(
            f"file {file!r} cannot be read ({error.strerror}; allowed: a case file, or - for "
            "standard input): is the name right?"
        ) from None
    return read_case_file(content, name, most_bytes=_MOST_BYTES)


def _as_error(error: object) -> str:
    return "".join(f"error: {line}\n" for line in str(error).splitlines())


def _run_for_process() -> int:
    """main on the streams of the process, whatever their encoding and whoever closes them."""
    if sys.stdout is None:
        return _without_output()
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        # Without a buffer (PYTHONUNBUFFERED) what a full disk cuts off would be lost unseen.
        whole = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(whole, encoding=sys.stdout.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = main()
    if code == _NOT_WRITTEN:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _without_output() -> int:
    if sys.stderr is not None:
        sys.stderr.write(_as_error("the output is closed: there is nowhere to write the answer to"))
    return _NOT_WRITTEN


if __name__ == "__main__":
    sys.exit(_run_for_process())
