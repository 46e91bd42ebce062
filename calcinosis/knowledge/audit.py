"""Collects every fault of the knowledge files, so that a curator sees all of them at once."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from calcinosis.case import LAB_STATES, VOCABULARY
from calcinosis.case.conditions import Condition, compile_condition
from calcinosis.knowledge.evidence import GRADES

TEXT, NUMBER, LIST, TABLE = "a text", "a number", "a list", "a table"
_KINDS = {TEXT: str, NUMBER: (int, float), LIST: list, TABLE: dict}


class KnowledgeError(ValueError):
    """The knowledge files are at fault; ``faults`` lists every fault found."""

    def __init__(self, faults: list[str]):
        self.faults = tuple(faults)
        lines = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"{len(faults)} fault(s) in the knowledge files:\n{lines}")


class Audit:
    """One pass over the files of a folder; ``faults`` grows until the reader decides.

    ``aetiologies`` are the ids that have a file; ``references`` the keys that may be cited.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.faults: list[str] = []
        self.aetiologies = frozenset(p.stem for p in (folder / "aetiologies").glob("*.toml"))
        self.references: frozenset[str] = frozenset()

    def fault(self, where: str, found: object, allowed: str) -> None:
        self.faults.append(f"{where}: found {found!r}, allowed: {allowed}")

    def toml(self, name: str) -> dict:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.fault(name, "no such file", "a TOML file")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(name, str(error), "valid TOML in UTF-8")
        return {}

    def has_shape(
        self,
        where: str,
        entry: dict,
        required: Mapping[str, str],
        optional: Mapping[str, str] | None = None,
    ) -> bool:
        """Whether an entry has every required key, each of its kind, and no unknown one."""
        known = {**required, **(optional or {})}
        before = len(self.faults)
        for key, kind in required.items():
            if key not in entry:
                self.fault(where, None, f"{key}: {kind}")
        for key, value in entry.items():
            if key not in known:
                self.fault(where, key, ", ".join(known))
            elif not isinstance(value, _KINDS[known[key]]) or isinstance(value, bool):
                self.fault(f"{where}: {key}", value, known[key])
        return len(self.faults) == before

    def check_state(self, where: str, finding: str, state: str) -> None:
        item = VOCABULARY.get(finding)
        if item is None:
            self.fault(where, finding, "a finding of the vocabulary")
            return
        allowed = {
            "yesno": ("present",),
            "lab": LAB_STATES,
            "choice": ("female",) if finding == "sex" else item.choices,
            "multi": item.choices,
        }.get(item.kind, ())
        if state not in allowed:
            self.fault(where, state, ", ".join(allowed) or "a curve, not a row")

    def check_grade(self, where: str, grade: object) -> str:
        if grade not in GRADES:
            self.fault(f"{where} grade", grade, ", ".join(GRADES))
        return str(grade)

    def check_probability(self, where: str, p: object) -> None:
        if not isinstance(p, (int, float)) or isinstance(p, bool) or not 0 < p < 1:
            self.fault(where, p, "a probability between 0 and 1, neither included")

    def check_positive(self, where: str, number: object) -> float:
        if not isinstance(number, (int, float)) or not (number > 0 and math.isfinite(number)):
            self.fault(where, number, "a number above 0")
            return 1.0
        return float(number)

    def check_sum(self, where: str, shares: tuple[float, ...]) -> None:
        if not all(0 < share < 1 for share in shares) or abs(sum(shares) - 1) > 0.005:
            self.fault(where, shares, "shares between 0 and 1 that sum to 1")

    def condition(self, where: str, text: object) -> Condition | None:
        try:
            return compile_condition(str(text))
        except ValueError as error:
            self.fault(f"{where} when", text, str(error))
            return None
