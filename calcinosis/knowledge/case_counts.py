"""What published cases of each aetiology showed, as counts with their provenance."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

FIELDS = ("profile", "finding", "state", "context", "weight")
WEIGHT_FIELDS = ("kind", "id", "weight")
_SILENT = "silent"
_KINDS = ("finding", "cause")


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """What published cases taught: counts of states seen, and weights of findings and causes.

    ``weights`` maps (profile, finding, state, kidney function or "") to the number of patients;
    a patient with several regions counts less than one in each. ``values`` holds the ages,
    durations and sizes by (profile, finding). A profile is an aetiology, or "aetiology/form" for a
    finding in which its forms differ. ``silence`` maps (profile, finding) to the patients whose
    report would have named a yes/no finding and did not. ``cases`` is the number of all patients.
    ``finding_weights`` scales the log-likelihood of a finding in every cause alike, and
    ``cause_factors`` the prior of an aetiology in every clinic alike; both are above 0, and 1 where
    none is named.
    """

    cases: int = 0
    weights: Mapping[tuple[str, str, str, str], float] = field(
        default_factory=lambda: MappingProxyType({})
    )
    values: Mapping[tuple[str, str], tuple[float, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    silence: Mapping[tuple[str, str], float] = field(default_factory=lambda: MappingProxyType({}))
    finding_weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    cause_factors: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    _counted: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counted = {key[:2] for key in self.weights} | set(self.values) | set(self.silence)
        whole = {(profile.partition("/")[0], finding) for profile, finding in counted}
        object.__setattr__(self, "_counted", frozenset(whole))

    def weight(self, profile: str, finding: str, state: str, context: str = "") -> float:
        """Patients of the profile who showed the state; 0 when none was reported."""
        return self.weights.get((profile, finding, state, context), 0.0)

    def silent(self, profile: str, finding: str) -> float:
        """Patients of the profile whose report would have named a finding and did not."""
        return self.silence.get((profile, finding), 0.0)

    def any_of(self, aetiology: str, finding: str) -> bool:
        """Whether a published case of the aetiology counts for the finding.

        It reported the finding in some state, or was silent where it would have named it.
        """
        return (aetiology, finding) in self._counted

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
    for (profile, finding), number in sorted(counts.silence.items()):
        writer.writerow((profile, finding, _SILENT, "", f"{number:.4g}"))
    for (profile, finding), numbers in sorted(counts.values.items()):
        for number in sorted(numbers):
            writer.writerow((profile, finding, f"{number:g}", "", "value"))
    return out.getvalue()


def write_case_weights(counts: CaseCounts) -> str:
    """The weights of findings and factors of causes as CSV text; see ``read_case_weights``."""
    out = io.StringIO()
    out.write(f"# fitted on {counts.cases} published cases by: python -m calcinosis fit\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WEIGHT_FIELDS)
    for kind, weights in zip(_KINDS, (counts.finding_weights, counts.cause_factors), strict=True):
        writer.writerows((kind, one, f"{weight:g}") for one, weight in sorted(weights.items()))
    return out.getvalue()


def read_case_weights(lines: Iterable[str]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Weight by finding and factor by aetiology from the CSV that ``write_case_weights`` wrote.

    Raises:
        ValueError: a row has other columns or another kind, or a weight is not above 0.
    """
    read: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        if tuple(row) != WEIGHT_FIELDS:
            raise ValueError(f"case weights: columns {tuple(row)}, allowed: {WEIGHT_FIELDS}")
        if row["kind"] not in read:
            raise ValueError(f"case weights: kind {row['kind']!r}, allowed: {', '.join(_KINDS)}")
        weight = float(row["weight"])
        if not 0 < weight < float("inf"):
            raise ValueError(f"case weights: {row['id']} {weight:g}, allowed: above 0")
        read[row["kind"]][row["id"]] = weight
    return MappingProxyType(read["finding"]), MappingProxyType(read["cause"])


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
    silence: dict[tuple[str, str], float] = {}
    for row in csv.DictReader(rows):
        if tuple(row) != FIELDS:
            raise ValueError(f"case counts: columns {tuple(row)}, allowed: {FIELDS}")
        if row["state"] == _SILENT:
            silence[row["profile"], row["finding"]] = float(row["weight"])
        elif row["weight"] == "value":
            values[row["profile"], row["finding"]].append(float(row["state"]))
        else:
            key = (row["profile"], row["finding"], row["state"], row["context"])
            weights[key] = float(row["weight"])
    return CaseCounts(
        int(words[3]),
        MappingProxyType(weights),
        MappingProxyType({key: tuple(numbers) for key, numbers in values.items()}),
        MappingProxyType(silence),
    )


@lru_cache(maxsize=1)
def load_case_counts() -> CaseCounts:
    """What the packaged published cases taught, read once for the process."""
    data = resources.files("calcinosis.knowledge") / "data"
    counts, weights = (
        (data / name).read_text(encoding="utf-8").splitlines()
        for name in ("case_counts.csv", "case_weights.csv")
    )
    of_findings, of_causes = read_case_weights(weights)
    return replace(read_case_counts(counts), finding_weights=of_findings, cause_factors=of_causes)
