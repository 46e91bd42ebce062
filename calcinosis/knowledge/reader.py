"""Reads the knowledge files, audits them as a whole, and reports every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from calcinosis.case import VOCABULARY
from calcinosis.knowledge.aetiology_reader import read_aetiology
from calcinosis.knowledge.audit import TEXT, Audit, KnowledgeError
from calcinosis.knowledge.evidence import CLINICS, Aetiology, CalcinosisType, Reference
from calcinosis.knowledge.glossary import Term, read_glossary
from calcinosis.knowledge.investigations import Investigations, read_investigations
from calcinosis.knowledge.rules import (
    Adjustment,
    Group,
    Interaction,
    RedFlagRule,
    TissueSign,
    VeryHigh,
)
from calcinosis.knowledge.rules_reader import (
    read_adjustments,
    read_background,
    read_defining,
    read_groups,
    read_interactions,
    read_kidney_items,
    read_red_flags,
    read_settings,
    read_tissue_signs,
    read_very_high,
)

_LONGEST_SHORT = 40
"""Characters of a publication's short name: what fits into a cell of a table."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the engine knows, read-only, with the hash of the files it came from."""

    version: str
    types: Mapping[str, CalcinosisType]
    tissue_classes: Mapping[str, str]
    tissue_signs: tuple[TissueSign, ...]
    aetiologies: Mapping[str, Aetiology]
    references: Mapping[str, Reference]
    background: Mapping[str, float]
    kidney_items: Mapping[str, tuple[float, float, float]]
    defining: frozenset[str]
    very_high: Mapping[str, VeryHigh]
    groups: tuple[Group, ...]
    adjustments: tuple[Adjustment, ...]
    interactions: tuple[Interaction, ...]
    red_flags: tuple[RedFlagRule, ...]
    investigations: Investigations
    settings: Mapping[str, float]
    glossary: tuple[Term, ...]


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """The packaged knowledge, read and audited once for the process.

    Raises:
        KnowledgeError: every fault of every file, each with file, entry, found and allowed.
    """
    return read_knowledge(Path(str(resources.files("calcinosis.knowledge") / "data")))


def read_knowledge(folder: Path) -> Knowledge:
    """Read and audit the knowledge files below ``folder`` (see docs/knowledge.md for the format).

    Raises:
        KnowledgeError: every fault of every file at once.
    """
    audit = Audit(folder)
    types_file = audit.toml("types.toml")
    types = {
        key: CalcinosisType(key, entry["label"], entry["definition"])
        for key, entry in types_file.items()
        if key != "tissue_classes"
    }
    references = _references(audit)
    audit.references = frozenset(references)
    paths = sorted((folder / "aetiologies").glob("*.toml"))
    read = [read_aetiology(audit, path, types) for path in paths]
    aetiologies = {path.stem: a for path, a in zip(paths, read, strict=True) if a is not None}
    _check_expected(audit, aetiologies, types)
    if len(aetiologies) == len(paths):
        _check_priors(audit, aetiologies)
    context = audit.toml("context.toml")
    knowledge = Knowledge(
        version=_hash(folder),
        types=types,
        tissue_classes=_tissue_classes(audit, types_file),
        tissue_signs=read_tissue_signs(audit),
        aetiologies=aetiologies,
        references=references,
        background=read_background(audit),
        kidney_items=read_kidney_items(audit, context),
        defining=read_defining(audit, context),
        very_high=read_very_high(audit),
        groups=read_groups(audit),
        adjustments=read_adjustments(audit, context),
        interactions=read_interactions(audit, context),
        red_flags=read_red_flags(audit),
        investigations=read_investigations(audit),
        settings=read_settings(audit),
        glossary=read_glossary(audit),
    )
    if audit.faults:
        raise KnowledgeError(audit.faults)
    return knowledge


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _references(audit: Audit) -> dict[str, Reference]:
    references = {}
    named: dict[str, str] = {}
    required = {"key": TEXT, "citation": TEXT, "short": TEXT}
    optional = dict.fromkeys(("doi", "pmid", "pmcid", "url"), TEXT)
    for entry in audit.toml("references.toml").get("reference", []):
        where = f"references.toml: {entry.get('key', '?')}"
        if not audit.has_shape(where, entry, required, optional):
            continue
        if entry["key"] in references:
            audit.fault(where, "a second entry", "one entry a key")
        if not 0 < len(entry["short"].strip()) <= _LONGEST_SHORT:
            allowed = f"1 to {_LONGEST_SHORT} characters"
            audit.fault(f"{where}: short", entry["short"], allowed)
        alike = named.setdefault(entry["short"].casefold(), entry["key"])
        if alike != entry["key"]:
            audit.fault(f"{where}: short", entry["short"], f"another name than that of {alike}")
        references[entry["key"]] = Reference(**entry)
    return references


def _check_expected(
    audit: Audit, aetiologies: Mapping[str, Aetiology], types: Mapping[str, CalcinosisType]
) -> None:
    expected = audit.toml("classification.toml").get("aetiologies", {})
    for aetiology, type_ in expected.items():
        where = f"aetiologies/{aetiology}.toml"
        if aetiology not in audit.aetiologies:
            audit.fault(where, "no such file", "one file an aetiology")
        elif aetiology in aetiologies:
            found = aetiologies[aetiology].type
            if found in types and found != type_:
                audit.fault(f"{where}: type", found, type_)
    for aetiology in aetiologies.keys() - expected.keys():
        audit.fault(f"aetiologies/{aetiology}.toml", aetiology, "a row in classification.toml")


def _check_priors(audit: Audit, aetiologies: Mapping[str, Aetiology]) -> None:
    for clinic in CLINICS:
        total = sum(a.prior.get(clinic, 0.0) for a in aetiologies.values())
        if abs(total - 1) > 0.005:
            audit.fault(f"aetiologies/*: prior {clinic}", round(total, 4), "a sum of 1")


def _tissue_classes(audit: Audit, types_file: dict) -> dict[str, str]:
    classes = types_file.get("tissue_classes", {})
    if set(classes) != set(VOCABULARY["tissue"].choices):
        odd = set(classes) ^ set(VOCABULARY["tissue"].choices)
        audit.fault("types.toml: tissue_classes", sorted(odd), "one term a tissue")
    return classes
