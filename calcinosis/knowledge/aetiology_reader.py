"""Reads the file of one aetiology: profile, prior, kidney function, curves and evidence rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

from calcinosis.case import LAB_STATES
from calcinosis.knowledge.audit import LIST, NUMBER, TABLE, TEXT, Audit
from calcinosis.knowledge.evidence import (
    CLINICS,
    CONTEXTS,
    CURVES,
    USES,
    Aetiology,
    Curve,
    EvidenceRow,
    Form,
)
from calcinosis.knowledge.management_reader import read_management

QUANTILES = {
    "q05": 0.05,
    "q10": 0.10,
    "q25": 0.25,
    "q50": 0.50,
    "q75": 0.75,
    "q90": 0.90,
    "q95": 0.95,
}
PROFILE_TEXT = ("id", "type", "label", "short_label", "description", "mechanism")
PROFILE_LISTS = ("synonyms", "icd10", "tells", "first_tests", "cautions")
_SECTIONS = {
    **dict.fromkeys(PROFILE_TEXT, TEXT),
    **dict.fromkeys(PROFILE_LISTS, LIST),
    "evidence": LIST,
    "prior": TABLE,
    "kidney": TABLE,
    "curves": TABLE,
    "management": LIST,
}
_MAY = {"forms": LIST}
_FORM = {"id": TEXT, "label": TEXT, "share": NUMBER, "ess": NUMBER, "curves": TABLE}
_REMARKS = {"grade": TEXT, "note": TEXT}
_KIDNEY = {**dict.fromkeys(CONTEXTS, NUMBER), "ess": NUMBER}
_CURVE_MAY = {**dict.fromkeys(QUANTILES, NUMBER), "modes": TABLE, "note": TEXT}
ROW_KEYS = {
    "finding", "state", "context", "p", "ess", "k", "n", "low", "normal", "high",
    "grade", "population", "source", "note", "use", "value", "form",
}  # fmt: skip
_ROW_MAY = {
    key: NUMBER if key in ("ess", "k", "n", "p", "value") else TEXT
    for key in ROW_KEYS - set(LAB_STATES)
}


def read_aetiology(audit: Audit, path: Path, types: Iterable[str]) -> Aetiology | None:
    """The aetiology in a file; None where a section is missing. Faults go to the audit."""
    name = f"aetiologies/{path.name}"
    entry = audit.toml(name)
    if not entry:
        return None
    missing = [key for key in _SECTIONS if key not in entry]
    if missing:
        audit.fault(name, f"no {', '.join(missing)}", "every section of an aetiology file")
        return None
    if not audit.has_shape(name, entry, _SECTIONS, _MAY):
        return None
    if entry["id"] != path.stem:
        audit.fault(f"{name}: id", entry["id"], f"{path.stem}, as the file is named")
    if entry["type"] not in types:
        audit.fault(f"{name}: type", entry["type"], ", ".join(types))
    prior = dict(entry["prior"])
    ess, note = prior.pop("ess", 0.0), prior.pop("note", "")
    if set(prior) != set(CLINICS):
        audit.fault(f"{name}: prior", sorted(prior), ", ".join(CLINICS))
    for clinic, share in prior.items():
        audit.check_probability(f"{name}: prior {clinic}", share)
    kidney = entry["kidney"]
    if not audit.has_shape(f"{name}: kidney", kidney, _KIDNEY, _REMARKS):
        return None
    shares = tuple(float(kidney[context]) for context in CONTEXTS)
    audit.check_sum(f"{name}: kidney", shares)
    forms = _forms(audit, name, entry.get("forms", []))
    evidence = _rows(audit, name, entry["id"], entry["evidence"])
    _check_forms(audit, name, forms, evidence)
    return Aetiology(
        **{key: entry[key] for key in PROFILE_TEXT},
        **{key: tuple(entry[key]) for key in PROFILE_LISTS},
        prior=prior,
        prior_ess=audit.check_positive(f"{name}: prior ess", ess),
        prior_note=note,
        kidney=shares,
        kidney_ess=audit.check_positive(f"{name}: kidney ess", kidney.get("ess", 0)),
        kidney_note=kidney.get("note", ""),
        curves=_curves(audit, name, entry["curves"]),
        evidence=evidence,
        forms=forms,
        management=read_management(audit, name, entry["management"]),
    )


def _forms(audit: Audit, name: str, entries: list[dict]) -> tuple[Form, ...]:
    forms = []
    for entry in entries:
        where = f"{name}: form {entry.get('id', '?')}"
        if not audit.has_shape(where, entry, _FORM, {"note": TEXT}):
            continue
        forms.append(
            Form(
                id=entry["id"],
                label=entry["label"],
                share=float(entry["share"]),
                ess=audit.check_positive(f"{where} ess", entry["ess"]),
                curves=_curves(audit, where, entry["curves"]),
                note=entry.get("note", ""),
            )
        )
    if entries:
        audit.check_sum(f"{name}: shares of the forms", tuple(form.share for form in forms))
    return tuple(forms)


def _check_forms(
    audit: Audit, name: str, forms: tuple[Form, ...], rows: tuple[EvidenceRow, ...]
) -> None:
    ids = [form.id for form in forms]
    if len(set(ids)) < len(ids):
        audit.fault(f"{name}: forms", ids, "one entry an id")
    for form in sorted({row.form for row in rows} - {"", *ids}):
        audit.fault(f"{name}: evidence", form, f"a form of the aetiology: {', '.join(ids)}")


def _curves(audit: Audit, name: str, section: dict) -> dict[str, Curve]:
    curves = {}
    for finding, entry in section.items():
        where = f"{name}: curves.{finding}"
        if finding not in CURVES:
            audit.fault(where, finding, ", ".join(CURVES))
            continue
        if not audit.has_shape(where, entry, {"ess": NUMBER, "grade": TEXT}, _CURVE_MAY):
            continue
        points = [(q, float(entry[key])) for key, q in QUANTILES.items() if key in entry]
        modes = entry.get("modes")
        if modes:
            share = modes["first_share"]
            points.append((share / 2, float(modes["first_median"])))
            points.append((share + (1 - share) / 2, float(modes["second_median"])))
        points.sort()
        values = [x for _, x in points]
        if not points or any(x < 0 or not math.isfinite(x) for x in values):
            audit.fault(where, values, "at least one quantile, none negative")
            continue
        quantiles = [entry[key] for key in QUANTILES if key in entry]
        if quantiles != sorted(quantiles):
            audit.fault(where, quantiles, "quantiles that rise")
        curves[finding] = Curve(
            tuple(points),
            audit.check_positive(f"{where} ess", entry.get("ess", 0)),
            audit.check_grade(where, entry.get("grade")),
            entry.get("note", ""),
        )
    return curves


def _rows(audit: Audit, name: str, aetiology: str, entries: list[dict]) -> tuple[EvidenceRow, ...]:
    rows: list[EvidenceRow] = []
    estimates: set[tuple[str, str, str, str]] = set()
    for number, entry in enumerate(entries, start=1):
        where = f"{name}: evidence {number} ({entry.get('finding')}, {entry.get('state', '')})"
        unknown = set(entry) - ROW_KEYS
        if unknown:
            audit.fault(where, sorted(unknown), ", ".join(sorted(ROW_KEYS)))
            continue
        for row in _expand(audit, where, aetiology, entry):
            cell = (row.finding, row.state, row.context, row.form)
            if row.grade == "estimate":
                if cell in estimates:
                    audit.fault(
                        where, "a second estimate", "one estimate a state, context and form"
                    )
                estimates.add(cell)
            rows.append(row)
    return tuple(rows)


def _expand(audit: Audit, where: str, aetiology: str, entry: dict) -> list[EvidenceRow]:
    """One row of the file as one row a state: a lab row holds low, normal and high."""
    grade = audit.check_grade(where, entry.get("grade"))
    common = {
        "aetiology": aetiology,
        "finding": str(entry.get("finding")),
        "grade": grade,
        "context": entry.get("context", ""),
        "population": entry.get("population", ""),
        "source": entry.get("source", ""),
        "note": entry.get("note", ""),
        "use": entry.get("use", "likelihood"),
        "form": entry.get("form", ""),
    }
    if common["use"] not in USES:
        audit.fault(where, common["use"], ", ".join(USES))
    if common["context"] and common["context"] not in CONTEXTS:
        audit.fault(where, common["context"], ", ".join(CONTEXTS))
    if grade == "estimate":
        if common["source"]:
            audit.fault(where, common["source"], "no source on an estimate")
    else:
        if common["source"] not in audit.references:
            audit.fault(where, common["source"], "a key of references.toml")
        if not common["population"]:
            audit.fault(where, "no population", "whom the count was made in")
    if common["use"] == "display":
        return [_display_row(audit, where, common, entry)]
    if "low" in entry:
        if not audit.has_shape(where, entry, dict.fromkeys(LAB_STATES, NUMBER), _ROW_MAY):
            return []
        shares = tuple(float(entry[state]) for state in LAB_STATES)
        audit.check_sum(where, shares)
        audit.check_state(where, common["finding"], "low")
        ess = audit.check_positive(f"{where} ess", entry.get("ess", 0))
        return [
            EvidenceRow(**common, state=state, p=share, ess=ess)
            for state, share in zip(LAB_STATES, shares, strict=True)
        ]
    state = str(entry.get("state"))
    audit.check_state(where, common["finding"], state)
    if "k" in entry:
        k, n = entry["k"], entry.get("n", 0)
        if not (isinstance(k, int) and isinstance(n, int) and 0 <= k <= n and n > 0):
            audit.fault(where, f"k = {k}, n = {n}", "whole numbers, 0 <= k <= n, n > 0")
            return []
        if grade == "estimate":
            audit.fault(where, "counts", "p and ess on an estimate")
        return [EvidenceRow(**common, state=state, k=k, n=n)]
    audit.check_probability(f"{where} p", entry.get("p"))
    if grade != "estimate":
        audit.fault(where, "p", "k and n on a sourced row that is counted")
    ess = audit.check_positive(f"{where} ess", entry.get("ess", 0))
    return [EvidenceRow(**common, state=state, p=entry.get("p"), ess=ess)]


def _display_row(audit: Audit, where: str, common: dict, entry: dict) -> EvidenceRow:
    k, n, p = entry.get("k"), entry.get("n"), entry.get("p", entry.get("value"))
    if p is None and not (isinstance(k, int) and isinstance(n, int) and 0 <= k <= n and n > 0):
        audit.fault(where, f"k = {k}, n = {n}, p = {p}", "p, value, or k of n")
    return EvidenceRow(**common, state=str(entry.get("state")), k=k, n=n, p=p)
