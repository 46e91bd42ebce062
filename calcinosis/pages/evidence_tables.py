"""The knowledge as tables to read: evidence rows, counts of cases, and a finding in every cause."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources
from statistics import median

import numpy as np
import pandas as pd

from calcinosis.case import VOCABULARY
from calcinosis.charts.dots import Dot, DotGroup, Scale
from calcinosis.charts.wording import (
    USES,
    finding_label,
    patients_in_words,
    percent,
    percent_with_interval,
    state_label,
)
from calcinosis.knowledge import (
    CONTEXTS,
    CURVES,
    GRADES,
    Aetiology,
    CaseCounts,
    EvidenceRow,
    Knowledge,
)
from calcinosis.pages.wording import cause_label, type_label
from calcinosis.reasoning import Model
from calcinosis.reasoning.model import KIDNEY_FINDINGS
from calcinosis.reasoning.scores import Proportion
from calcinosis.reasoning.spread import central_range

KIDNEY = {"normal": "normal", "reduced": "reduced", "dialysis": "dialysis"}
_SPECIAL = {
    "calcinosis_in_disease": "Calcinosis in those with the disease",
    "prior": "Share among patients with calcinosis",
}
_OF_ONE = (
    "Cause",
    "State",
    "Kidneys",
    "Form",
    "Patients",
    "Percent",
    "Use",
    "Grade",
    "Source",
    "Link",
    "Population",
    "95 % interval",
    "Note",
)
"""Columns of the rows about one finding, those that tell most first."""
_PLACES = {finding: place for place, finding in enumerate(VOCABULARY)}


def compared_findings(model: Model) -> tuple[str, ...]:
    """The findings that the engine weighs, in the order of the vocabulary."""
    known = {*model.tables, *model.curves, *KIDNEY_FINDINGS}
    return tuple(finding for finding in VOCABULARY if finding in known)


def states_of(finding: str, model: Model) -> tuple[str, ...]:
    """The states in which a finding can be compared; none for an age, a size or a time."""
    if finding in model.tables:
        return model.tables[finding].states
    return CONTEXTS if finding in KIDNEY_FINDINGS else ()


def evidence_table(aetiology: Aetiology, knowledge: Knowledge) -> pd.DataFrame:
    """Every evidence row of an aetiology, sourced rows before estimates within a finding."""
    rows = sorted(
        aetiology.evidence,
        key=lambda row: (_PLACES.get(row.finding, len(_PLACES)), GRADES.index(row.grade)),
    )
    forms = {form.id: form.label for form in aetiology.forms}
    table = pd.DataFrame([_evidence_row(row, forms, knowledge) for row in rows])
    return table if forms else table.drop(columns="Form")


def rows_about_one_finding(rows: Sequence[EvidenceRow], knowledge: Knowledge) -> pd.DataFrame:
    """Evidence rows of several aetiologies; a column in which nothing stands is left out."""
    lines = []
    for row in rows:
        forms = {form.id: form.label for form in knowledge.aetiologies[row.aetiology].forms}
        line = {"Cause": cause_label(row.aetiology), **_evidence_row(row, forms, knowledge)}
        lines.append({**line, "Source": line["Source"] or "estimate"})
    said = [name for name in _OF_ONE if any(line[name] not in ("", None) for line in lines)]
    return pd.DataFrame(lines, columns=said)


def _evidence_row(
    row: EvidenceRow, forms: Mapping[str, str], knowledge: Knowledge
) -> dict[str, object]:
    return {
        "Finding": _SPECIAL.get(row.finding) or finding_label(row.finding),
        "State": state_label(row.finding, row.state),
        "Form": forms.get(row.form, ""),
        "Kidneys": KIDNEY.get(row.context, ""),
        "Patients": patients_in_words(row),
        "Percent": None if row.finding in CURVES else 100 * row.share,
        "95 % interval": _interval(row),
        "Grade": row.grade,
        "Population": row.population,
        "Source": knowledge.references[row.source].short if row.source else "",
        "Link": knowledge.references[row.source].link or None if row.source else None,
        "Use": USES[row.use],
        "Note": row.note,
    }


def _interval(row: EvidenceRow) -> str:
    if row.k is not None:
        low, high = Proportion(row.k, row.n).interval
        return f"{100 * low:.1f} to {100 * high:.1f} %"
    if row.grade == "estimate" and row.ess is not None:
        return f"estimate, worth {row.ess:g} patients"
    return ""


def case_table(aetiology: str, counts: CaseCounts) -> pd.DataFrame:
    """What published cases of an aetiology showed: patients with each state of those reported.

    A patient with several regions or tissues counts a part in each, so counts may be broken.
    """
    counts = counts.of_aetiology(aetiology)
    states: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (_, finding, state, context), weight in counts.weights.items():
        states[finding, context][state] = weight
    rows = []
    for (finding, context), weights in states.items():
        reported = sum(weights.values())
        rows += [
            {
                "Finding": finding_label(finding),
                "State": state_label(finding, state),
                "Kidneys": "not on dialysis" if finding == "ckd" else KIDNEY.get(context, ""),
                "Patients": f"{weight:.3g} of {reported:.3g}",
                "Percent": 100 * weight / reported,
                "place": _PLACES[finding],
            }
            for state, weight in sorted(weights.items(), key=lambda item: -item[1])
        ]
    for (_, finding), numbers in counts.values.items():
        middle, unit = median(numbers), VOCABULARY[finding].unit
        rows.append(
            {
                "Finding": finding_label(finding),
                "State": f"median {middle:g} {unit}{_range(numbers)}",
                "Kidneys": "",
                "Patients": f"{len(numbers)} reported",
                "Percent": None,
                "place": _PLACES[finding],
            }
        )
    rows.sort(key=lambda row: row.pop("place"))
    table = pd.DataFrame(rows)
    if rows and not table["Kidneys"].any():
        table = table.drop(columns="Kidneys")
    return table


def _range(numbers: Sequence[float]) -> str:
    low, high = min(numbers), max(numbers)
    return f" ({low:g} to {high:g})" if low < high else ""


def comparison(finding: str, state: str, kidney: str, model: Model) -> tuple[DotGroup, ...]:
    """A finding in every aetiology, by type, the highest first: what the engine really uses.

    A share has the 95 % interval of its Beta posterior; an age, a size or a
    time its median, with the range of 90 % of the patients.
    """
    if finding in model.curves:
        dots = _curve_dots(finding, model)
    else:
        dots = _share_dots(finding, state, kidney, model)
    groups = []
    for t, type_ in enumerate(model.type_ids):
        members = [dots[i] for i in np.flatnonzero(model.type_of == t)]
        members.sort(key=lambda dot: -dot.value)
        groups.append(DotGroup(type_label(type_), tuple(members), type_))
    return tuple(groups)


def comparison_scale(finding: str, model: Model) -> Scale:
    """The axis of ``comparison``."""
    if finding not in model.curves:
        return Scale("How often in each cause (line: 95 % interval)")
    unit = VOCABULARY[finding].unit
    top = max(dot.interval[1] for dot in _curve_dots(finding, model))
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if top / s <= 5)
    ticks = {float(tick): f"{tick}" for tick in range(0, int(top) + step, step)}
    return Scale(f"Median, {unit} (line: 5 to 95 %)", (0.0, max(ticks)), ticks)


def _share_dots(finding: str, state: str, kidney: str, model: Model) -> list[Dot]:
    k = CONTEXTS.index(kidney)
    if finding in KIDNEY_FINDINGS:
        column = CONTEXTS.index(state)
        shares = model.whole_kidney()[:, column]
        patients, floor = model.kidney_patients[model.first_profile], float(shares.min())
    else:
        table = model.whole_table(finding)
        shares = np.exp(table.log_likelihood[table.index(state), :, k])
        patients, floor = table.patients[table.index(state), :, k], table.floor
    ends = zip(*central_range(shares, patients, floor), strict=True)
    return [
        Dot(
            label=cause_label(aetiology),
            value=float(share),
            words=(percent_with_interval(share, (low, high)),),
            interval=(float(low), float(high)),
        )
        for aetiology, share, (low, high) in zip(model.aetiology_ids, shares, ends, strict=True)
    ]


def _curve_dots(finding: str, model: Model) -> list[Dot]:
    curve, dots = model.whole_curve(finding), []
    for i, aetiology in enumerate(model.aetiology_ids):
        mass = np.exp(curve.log_density[:, i])
        below = np.cumsum(mass) / mass.sum()
        low, middle, high = np.expm1(np.interp((0.05, 0.5, 0.95), below, curve.grid))
        words = (f"{_short(middle)} ({_short(low)}–{_short(high)})",)
        dots.append(Dot(cause_label(aetiology), float(middle), words, (float(low), float(high))))
    return dots


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 9.5 else f"{number:.1f}"


def comparison_table(
    groups: tuple[DotGroup, ...], value: str, backing: Mapping[str, str]
) -> pd.DataFrame:
    """The numbers of ``comparison``, not rounded.

    ``value`` heads them, and ``backing`` says by the label of a cause what they rest on.
    """
    return pd.DataFrame(
        [
            {
                "Type": group.title,
                "Cause": dot.label,
                value: dot.value,
                "Low": dot.interval[0],
                "High": dot.interval[1],
                "Rests on": backing.get(dot.label, ""),
            }
            for group in groups
            for dot in group.dots
        ]
    )


def backing_in_words(shares: Mapping[str, float]) -> str:
    """What a likelihood rests on, the largest part first: "estimate 80 %, A 20 %"."""
    parts = sorted(shares.items(), key=lambda item: -item[1])
    names = {"counts": "published cases"}
    return ", ".join(
        f"{names.get(name, name)} {percent(share)}" for name, share in parts if share > 0.005
    )


def rows_by_grade(aetiologies: Mapping[str, Aetiology]) -> Counter[str]:
    """How many evidence rows there are of each grade."""
    return Counter(row.grade for one in aetiologies.values() for row in one.evidence)


def rows_by_reference(knowledge: Knowledge) -> Mapping[str, Counter[str]]:
    """How often each reference is cited, by what cites it (a cause, red flags, tests, a term)."""
    cited: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for aetiology in knowledge.aetiologies.values():
        for row in aetiology.evidence:
            if row.source:
                cited[row.source][aetiology.short_label] += 1
        for line in aetiology.management:
            if line.source:
                cited[line.source][f"{aetiology.short_label} (management)"] += 1
    for rule in knowledge.red_flags:
        if rule.source:
            cited[rule.source]["red flags"] += 1
    for test in knowledge.investigations.tests:
        for source in test.sources:
            cited[source]["burden of tests"] += 1
    for term in knowledge.glossary:
        if term.source:
            cited[term.source]["glossary"] += 1
    return cited


def numbers_cite(knowledge: Knowledge) -> frozenset[str]:
    """The references from which at least one number of the knowledge comes."""
    rows = (row for aetiology in knowledge.aetiologies.values() for row in aetiology.evidence)
    return frozenset(row.source for row in rows if row.source)


def settings_with_reasons() -> tuple[tuple[str, float, str], ...]:
    """Every setting of the method: its name in words, its value, and why it is so."""
    path = resources.files("calcinosis.knowledge") / "data" / "settings.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        (setting_name(name), entry["value"], entry["why"]) for name, entry in entries.items()
    )


def setting_name(name: str) -> str:
    """The id of a setting in words: "Grade A cap", "Missing row, equivalent patients"."""
    words = name.replace("_", " ").capitalize().replace(" ess", ", equivalent patients")
    for grade in GRADES[:3]:
        words = words.replace(f"Grade {grade.lower()} ", f"Grade {grade} ")
    return words
