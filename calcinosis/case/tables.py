"""Reads the tables that lie beside the package in ``data/``."""

import csv
import tomllib
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV table, first to last, every cell as text."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(name: str) -> dict:
    """The content of one TOML table."""
    with (_DATA / name).open("rb") as file:
        return tomllib.load(file)


def number_or_none(cell: str) -> float | None:
    """The number in a cell; None where the cell is empty."""
    return float(cell) if cell else None
