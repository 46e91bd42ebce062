"""What published cases of each aetiology showed, as counts with their provenance."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

FIELDS = ("aetiology", "finding", "state", "context", "weight")


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Weighted counts of states seen in published cases.

    ``weights`` maps (aetiology, finding, state, kidney function or "") to the number of patients;
    a patient with several regions counts less than one in each. ``values`` holds the ages,
    durations and sizes by (aetiology, finding). ``cases`` is the number of patients behind them.
    """

    cases: int = 0
    weights: Mapping[tuple[str, str, str, str], float] = field(
        default_factory=lambda: MappingProxyType({})
    )
    values: Mapping[tuple[str, str], tuple[float, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    _reported: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reported = {key[:2] for key in self.weights} | set(self.values)
        object.__setattr__(self, "_reported", frozenset(reported))

    def weight(self, aetiology: str, finding: str, state: str, context: str = "") -> float:
        """Patients of the aetiology who showed the state; 0 when none was reported."""
        return self.weights.get((aetiology, finding, state, context), 0.0)

    def any_of(self, aetiology: str, finding: str) -> bool:
        """Whether a published case of the aetiology reported the finding in any state."""
        return (aetiology, finding) in self._reported

    def numbers(self, aetiology: str, finding: str) -> tuple[float, ...]:
        """Every reported number (years, months or mm) of the aetiology."""
        return self.values.get((aetiology, finding), ())


def write_case_counts(counts: CaseCounts) -> str:
    """The counts as CSV text with a comment line on top; ``read_case_counts`` reads it back."""
    out = io.StringIO()
    out.write(f"# counted from {counts.cases} published cases by: python -m calcinosis fit\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for key, weight in sorted(counts.weights.items()):
        writer.writerow((*key, f"{weight:.4g}"))
    for (aetiology, finding), numbers in sorted(counts.values.items()):
        for number in sorted(numbers):
            writer.writerow((aetiology, finding, f"{number:g}", "", "value"))
    return out.getvalue()


def read_case_counts(lines: Iterable[str]) -> CaseCounts:
    """Read the CSV that ``write_case_counts`` wrote.

    Raises:
        ValueError: the first line names no number of cases, or a row has other columns.
    """
    head, *rows = list(lines)
    words = head.split()
    if not head.startswith("# counted from ") or not words[3].isdigit():
        raise ValueError("case counts: the first line must name the number of published cases")
    weights: dict[tuple[str, str, str, str], float] = {}
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in csv.DictReader(rows):
        if tuple(row) != FIELDS:
            raise ValueError(f"case counts: columns {tuple(row)}, allowed: {FIELDS}")
        if row["weight"] == "value":
            values[row["aetiology"], row["finding"]].append(float(row["state"]))
        else:
            key = (row["aetiology"], row["finding"], row["state"], row["context"])
            weights[key] = float(row["weight"])
    return CaseCounts(
        int(words[3]),
        MappingProxyType(weights),
        MappingProxyType({key: tuple(numbers) for key, numbers in values.items()}),
    )


@lru_cache(maxsize=1)
def load_case_counts() -> CaseCounts:
    """The packaged counts of the development cases, read once for the process."""
    path = resources.files("calcinosis.knowledge") / "data" / "case_counts.csv"
    return read_case_counts(path.read_text(encoding="utf-8").splitlines())
