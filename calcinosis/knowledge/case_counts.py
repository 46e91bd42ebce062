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

FIELDS = ("profile", "finding", "state", "context", "weight")


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Weighted counts of states seen in published cases.

    ``weights`` maps (profile, finding, state, kidney function or "") to the number of patients;
    a patient with several regions counts less than one in each. ``values`` holds the ages,
    durations and sizes by (profile, finding). A profile is an aetiology, or "aetiology/form" for a
    finding in which its forms differ. ``cases`` is the number of patients behind them.
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
        whole = {(profile.partition("/")[0], finding) for profile, finding in reported}
        object.__setattr__(self, "_reported", frozenset(whole))

    def weight(self, profile: str, finding: str, state: str, context: str = "") -> float:
        """Patients of the profile who showed the state; 0 when none was reported."""
        return self.weights.get((profile, finding, state, context), 0.0)

    def any_of(self, aetiology: str, finding: str) -> bool:
        """Whether a published case of the aetiology reported the finding in any state."""
        return (aetiology, finding) in self._reported

    def of_aetiology(self, aetiology: str) -> CaseCounts:
        """The counts of one aetiology, its forms added up."""
        weights: defaultdict[tuple[str, str, str, str], float] = defaultdict(float)
        values: defaultdict[tuple[str, str], tuple[float, ...]] = defaultdict(tuple)
        for (profile, *rest), weight in self.weights.items():
            if profile.partition("/")[0] == aetiology:
                weights[aetiology, *rest] += weight
        for (profile, finding), numbers in self.values.items():
            if profile.partition("/")[0] == aetiology:
                values[aetiology, finding] += numbers
        return CaseCounts(self.cases, weights, values)

    def numbers(self, profile: str, finding: str) -> tuple[float, ...]:
        """Every reported number (years, months or mm) of the profile."""
        return self.values.get((profile, finding), ())


def write_case_counts(counts: CaseCounts) -> str:
    """The counts as CSV text with a comment line on top; ``read_case_counts`` reads it back."""
    out = io.StringIO()
    out.write(f"# counted from {counts.cases} published cases by: python -m calcinosis fit\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for key, weight in sorted(counts.weights.items()):
        writer.writerow((*key, f"{weight:.4g}"))
    for (profile, finding), numbers in sorted(counts.values.items()):
        for number in sorted(numbers):
            writer.writerow((profile, finding, f"{number:g}", "", "value"))
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
            values[row["profile"], row["finding"]].append(float(row["state"]))
        else:
            key = (row["profile"], row["finding"], row["state"], row["context"])
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
