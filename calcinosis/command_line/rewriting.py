"""The commands that rewrite a file of the package."""

from __future__ import annotations

import argparse
import json
from importlib import resources
from pathlib import Path
from typing import TextIO

from calcinosis.cases import bank_version, load_cases
from calcinosis.command_line.input import BadInputError
from calcinosis.knowledge import load_knowledge, write_case_counts, write_case_weights
from calcinosis.reasoning.comparators import comparison_report
from calcinosis.reasoning.fitting import count_published
from calcinosis.reasoning.validation import validation_report


def fit(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Rewrite what the packaged cases teach: counts, weights of findings, factors of causes."""
    packaged = resources.files("calcinosis.knowledge") / "data" / "case_counts.csv"
    path = Path(chosen.output or str(packaged))
    counts = count_published(load_cases(), load_knowledge())
    beside = path.with_name("case_weights.csv")
    _write(path, write_case_counts(counts))
    _write(beside, write_case_weights(counts))
    stdout.write(f"Wrote what {counts.cases} cases teach to {path} and {beside.name} beside it\n")
    return 0


def measure(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Rewrite the figures of the validation report."""
    path = Path(chosen.output or str(resources.files("calcinosis.cases") / "validation.json"))
    report = validation_report(load_cases(), load_knowledge())
    _write(path, json.dumps(report, allow_nan=False, indent=1) + "\n")
    stdout.write(f"Wrote the validation on {report['cases']} cases to {path}\n")
    return 0


def compare(chosen: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Rewrite the figures of simpler ways of naming the type."""
    path = Path(chosen.output or str(resources.files("calcinosis.cases") / "comparators.json"))
    try:
        report = comparison_report(load_cases(), load_knowledge())
    except ModuleNotFoundError as error:
        raise BadInputError(
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
        raise BadInputError(f"{path} cannot be written ({error.strerror})") from None
