"""How findings are found out: which test gives which, in what tier of burden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calcinosis.case import VOCABULARY
from calcinosis.knowledge.audit import LIST, TEXT, Audit

AVAILABILITY = (
    "bedside",
    "routine laboratory",
    "specialised laboratory",
    "radiology",
    "specialist",
    "histology",
)
_FILE = "tests.toml"
_TEST = {"id": TEXT, "label": TEXT, "tier": TEXT, "availability": TEXT, "findings": LIST}
_TEST_MAY = {"burden": TEXT, "sources": LIST}


@dataclass(frozen=True, slots=True)
class Investigation:
    """One test and every finding that it gives at once.

    ``burden`` says in a sentence what it costs the patient, where that matters; it is an estimate
    from general medical knowledge unless ``sources`` names references.
    """

    id: str
    label: str
    tier: str
    availability: str
    findings: tuple[str, ...]
    burden: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Investigations:
    """All tests, by tiers of rising burden; ``first_steps`` are the tiers that a plan may use.

    ``not_asked`` holds the findings that no test finds out, each with the reason.
    """

    tiers: tuple[str, ...]
    first_steps: frozenset[str]
    tests: tuple[Investigation, ...]
    not_asked: Mapping[str, str]
    _of: Mapping[str, Investigation] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of = {finding: test for test in self.tests for finding in test.findings}
        object.__setattr__(self, "_of", of)

    def of(self, finding: str) -> Investigation | None:
        """The test that gives a finding; None where no test does."""
        return self._of.get(finding)


def read_investigations(audit: Audit) -> Investigations:
    """The tests and tiers; every finding stands under one test, or says why it is not asked."""
    file = audit.toml(_FILE)
    tiers, first_steps = _read_tiers(audit, file)
    not_asked = file.get("not_asked", {})
    places = dict.fromkeys(not_asked, "not_asked")
    for finding, why in not_asked.items():
        _check_finding(audit, f"{_FILE}: not_asked {finding}", finding)
        if not isinstance(why, str) or not why:
            audit.fault(f"{_FILE}: not_asked {finding}", why, "the reason")
    tests: list[Investigation] = []
    for entry in file.get("test", []):
        where = f"{_FILE}: {entry.get('id')}"
        if not audit.has_shape(where, entry, _TEST, _TEST_MAY):
            continue
        if entry["id"] in {test.id for test in tests}:
            audit.fault(where, "a second entry", "one entry an id")
        if entry["tier"] not in tiers:
            audit.fault(f"{where} tier", entry["tier"], ", ".join(tiers))
        if entry["availability"] not in AVAILABILITY:
            audit.fault(f"{where} availability", entry["availability"], ", ".join(AVAILABILITY))
        for source in entry.get("sources", ()):
            if source not in audit.references:
                audit.fault(f"{where} sources", source, "a key of references.toml")
        if entry.get("sources") and not entry.get("burden"):
            audit.fault(where, entry["sources"], "a burden for the sources to stand behind")
        for finding in entry["findings"]:
            _check_finding(audit, where, finding)
            if finding in places:
                audit.fault(where, f"{finding}, also in {places[finding]}", "one test a finding")
            places[finding] = entry["id"]
        sequences = {key: tuple(entry.get(key, ())) for key in ("findings", "sources")}
        tests.append(Investigation(**{**entry, **sequences}))
    if tests:
        for finding in VOCABULARY.keys() - places.keys():
            audit.fault(f"{_FILE}: {finding}", None, "a test, or a reason in not_asked")
    return Investigations(tiers, first_steps, tuple(tests), not_asked)


def _read_tiers(audit: Audit, file: dict) -> tuple[tuple[str, ...], frozenset[str]]:
    tiers, first_steps = [], []
    for entry in file.get("tier", []):
        where = f"{_FILE}: tier {entry.get('id')}"
        if not isinstance(entry.get("first_step"), bool) or set(entry) != {"id", "first_step"}:
            audit.fault(where, entry, "an id and first_step = true or false")
            continue
        tiers.append(entry["id"])
        first_steps += [entry["id"]] * entry["first_step"]
    return tuple(tiers), frozenset(first_steps)


def _check_finding(audit: Audit, where: str, finding: str) -> None:
    if finding not in VOCABULARY:
        audit.fault(where, finding, "a finding of the vocabulary")
