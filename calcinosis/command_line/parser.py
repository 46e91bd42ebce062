"""What may be asked on the command line, and which command answers it."""

from __future__ import annotations

import argparse

from calcinosis import __version__
from calcinosis.case.faults import choice_hint
from calcinosis.command_line import classifying, judging, rewriting
from calcinosis.command_line.input import meant
from calcinosis.exchange.consultation_text import CLAIM
from calcinosis.exchange.records import ACCEPTED_CLINICS


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; what it gives has ``run``, the command with its arguments."""
    whole = argparse.ArgumentParser(prog="python -m calcinosis", description=CLAIM)
    whole.add_argument("--version", action="version", version=f"calcinosis {__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    classify = commands.add_parser(
        "classify",
        help="answer the cases of a file",
        description="Which type of calcinosis each case most likely has, and why. " + CLAIM,
    )
    classify.add_argument("file", metavar="FILE", help="JSON, JSON lines or CSV; - is stdin")
    _add_clinic(classify, "the record's clinic, else any")
    classify.add_argument("--format", choices=("text", "json", "jsonl", "csv"), default="text")
    classify.set_defaults(run=classifying.classify)

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
    evaluation.set_defaults(run=judging.score)

    audit = commands.add_parser(
        "audit",
        help="what the weight of evidence rests on",
        description="Shares of the weight by source, rows by grade, and what to source next.",
    )
    audit.add_argument("--format", choices=("text", "json"), default="text")
    audit.set_defaults(run=judging.audit)

    fit = commands.add_parser(
        "fit",
        help="count what the packaged cases showed, for the knowledge base",
        description="Rewrites the counts of findings in published cases from the packaged cases.",
    )
    fit.add_argument("--output", metavar="FILE", help="default: the knowledge base")
    fit.set_defaults(run=rewriting.fit)
    tune = commands.add_parser(
        "tune",
        help="show what other values of the method's choices would do on held-out cases",
        description="Moves every choice of the method away from its value, one at a time, and "
        "prints how the packaged cases are answered by cross-validation. Changes nothing.",
    )
    tune.add_argument("--parts", type=int, default=10, metavar="K", help="default: 10")
    tune.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    tune.set_defaults(run=judging.tune)

    report = commands.add_parser(
        "validation",
        help="rewrite the figures of the validation report",
        description="Cross-validates on the packaged cases and writes every figure that the app "
        "shows of its own accuracy.",
    )
    report.add_argument("--output", metavar="FILE", help="default: beside the packaged cases")
    report.set_defaults(run=rewriting.measure)

    compare = commands.add_parser(
        "compare",
        help="rewrite the figures of simpler ways of naming the type",
        description="Judges a flow chart, a regression and others on the packaged cases, in the "
        "same parts as the engine. For development: it needs requirements-dev.txt.",
    )
    compare.add_argument("--output", metavar="FILE", help="default: beside the packaged cases")
    compare.set_defaults(run=rewriting.compare)

    validation = commands.add_parser("validate-cases", help="list every fault of a case bank")
    validation.add_argument("file", metavar="CASES", nargs="?", help="default: the packaged cases")
    validation.set_defaults(run=judging.validate_cases)
    return whole


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
    return meant(name)
