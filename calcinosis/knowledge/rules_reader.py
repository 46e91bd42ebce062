"""Reads the rules that stand beside the aetiologies."""

from __future__ import annotations

from calcinosis.case import LABS, VOCABULARY
from calcinosis.knowledge.audit import LIST, NUMBER, TEXT, Audit
from calcinosis.knowledge.evidence import CONTEXTS
from calcinosis.knowledge.rules import (
    Adjustment,
    Group,
    Interaction,
    RedFlagRule,
    TissueSign,
    VeryHigh,
)

URGENCIES = ("emergency", "urgent", "soon")
SETTINGS = (
    "prior_exponent",
    "other_share",
    "abstain_below",
    "estimate_strength",
    "grade_a_cap",
    "grade_b_cap",
    "grade_c_cap",
    "indirect_cap",
    "probability_floor",
    "defining_floor",
    "sex_floor",
    "curve_background",
    "curve_smoothing",
    "several_sites_exponent",
    "silence_weight",
    "common_above",
    "exposure_above",
    "group_prominence",
    "missing_row_ess",
    "missing_share",
    "missing_lab_normal",
    "other_ess",
    "lone_median_spread",
    "unexpected_below",
    "shown_against_from",
    "form_elsewhere",
    "finding_weight_spread",
    "cause_factor_spread",
    "case_worth_cap",
    "plan_least_gain",
    "plan_candidates",
    "weak_below",
    "belongs_to_tissue_from",
)
"""Numbers of the method that the engine needs."""
_GROUP = {"id": TEXT, "factor": NUMBER, "findings": LIST, "why": TEXT}
_ADJUSTMENT = {"finding": TEXT, "when": TEXT, "note": TEXT}
_ADJUSTMENT_MAY = {"floor": NUMBER, "factor": NUMBER, "except": LIST}
_INTERACTION = {
    "id": TEXT,
    "when": TEXT,
    "aetiology": TEXT,
    "factor": NUMBER,
    "credit": LIST,
    "note": TEXT,
}
_RED_FLAG = {
    "id": TEXT,
    "urgency": TEXT,
    "rank": NUMBER,
    "when": TEXT,
    "message": TEXT,
    "findings": LIST,
}
_RED_FLAG_MAY = {"why": TEXT, "source": TEXT}
_TISSUE_SIGN = {"finding": TEXT, "tissue": TEXT, "why": TEXT}
_TISSUE_SIGN_MAY = {"source": TEXT}


def read_background(audit: Audit) -> dict[str, float]:
    """Chance of each yes/no finding where an aetiology says nothing of it."""
    rates = audit.toml("background.toml").get("present", {})
    for finding, p in rates.items():
        audit.check_state(f"background.toml: {finding}", finding, "present")
        audit.check_probability(f"background.toml: {finding}", p)
    for item in VOCABULARY.values():
        if item.kind == "yesno" and item.id not in (*rates, "ckd", "dialysis"):
            audit.fault(f"background.toml: {item.id}", None, "a rate for every yes/no finding")
    return rates


def read_kidney_items(audit: Audit, context: dict) -> dict[str, tuple[float, float, float]]:
    """Chance of each kidney item by kidney function."""
    items = {}
    for item, entry in context.get("items", {}).items():
        where = f"context.toml: items {item}"
        if not audit.has_shape(where, entry, dict.fromkeys(CONTEXTS, NUMBER)):
            continue
        items[item] = tuple(float(entry[context]) for context in CONTEXTS)
        for p in items[item]:
            audit.check_probability(where, p)
    if set(items) != {"ckd", "dialysis", "low_filtration"}:
        audit.fault("context.toml: items", sorted(items), "ckd, dialysis, low_filtration")
    return items


def read_defining(audit: Audit, context: dict) -> frozenset[str]:
    """Findings that define a cause."""
    for finding in context.get("defining", ()):
        audit.check_state("context.toml: defining", finding, "present")
    return frozenset(context.get("defining", ()))


def read_very_high(audit: Audit) -> dict[str, VeryHigh]:
    """Labs whose high results are split at a threshold."""
    splits = {}
    for lab, entry in audit.toml("very_high.toml").items():
        where = f"very_high.toml: {lab}"
        if lab not in LABS or entry.get("unit") != LABS[lab].conventional_unit:
            audit.fault(where, entry.get("unit"), "a lab and its conventional unit")
        share, default = entry.get("share", {}), entry.get("default", {})
        for aetiology in share.keys() - audit.aetiologies:
            audit.fault(where, aetiology, "an aetiology")
        for p in (*share.values(), *(default.get(context) for context in CONTEXTS)):
            audit.check_probability(where, p)
        splits[lab] = VeryHigh(
            audit.check_positive(f"{where} threshold", entry.get("threshold")),
            str(entry.get("unit")),
            tuple(default.get(context, 0.1) for context in CONTEXTS),
            share,
        )
    return splits


def read_groups(audit: Audit) -> tuple[Group, ...]:
    """Groups of findings that say partly the same."""
    groups, seen = [], {}
    for entry in audit.toml("groups.toml").get("group", []):
        where = f"groups.toml: {entry.get('id')}"
        if not audit.has_shape(where, entry, _GROUP):
            continue
        if not 0 < entry.get("factor", 0) <= 1:
            audit.fault(f"{where} factor", entry.get("factor"), "above 0, at most 1")
        for finding in entry["findings"]:
            if finding not in VOCABULARY:
                audit.fault(where, finding, "a finding of the vocabulary")
            if finding in seen:
                audit.fault(where, f"{finding}, also in {seen[finding]}", "one group a finding")
            seen[finding] = entry["id"]
        groups.append(
            Group(entry["id"], float(entry["factor"]), tuple(entry["findings"]), entry["why"])
        )
    return tuple(groups)


def read_adjustments(audit: Audit, context: dict) -> tuple[Adjustment, ...]:
    """What dialysis and age bring about in every aetiology."""
    adjustments = []
    for entry in context.get("adjustment", []):
        where = f"context.toml: adjustment {entry.get('finding')}"
        if not audit.has_shape(where, entry, _ADJUSTMENT, _ADJUSTMENT_MAY):
            continue
        audit.check_state(where, entry.get("finding"), "present")
        if ("floor" in entry) == ("factor" in entry):
            audit.fault(where, sorted(entry), "either a floor or a factor")
        exceptions = tuple(entry.get("except", ()))
        for aetiology in set(exceptions) - audit.aetiologies:
            audit.fault(where, aetiology, "an aetiology")
        adjustments.append(
            Adjustment(
                entry["finding"],
                audit.condition(where, entry.get("when")),
                entry.get("floor"),
                entry.get("factor"),
                exceptions,
                entry.get("note", ""),
            )
        )
    return tuple(adjustments)


def read_interactions(audit: Audit, context: dict) -> tuple[Interaction, ...]:
    """Findings that together mean more or less."""
    interactions = []
    for entry in context.get("interaction", []):
        where = f"context.toml: interaction {entry.get('id')}"
        if not audit.has_shape(where, entry, _INTERACTION):
            continue
        if entry.get("aetiology") not in audit.aetiologies:
            audit.fault(where, entry.get("aetiology"), "an aetiology")
        audit.check_positive(f"{where} factor", entry.get("factor", 0))
        for finding in entry.get("credit", ()):
            if finding not in VOCABULARY:
                audit.fault(f"{where} credit", finding, "a finding of the vocabulary")
        interactions.append(
            Interaction(
                entry["id"],
                audit.condition(where, entry.get("when")),
                entry["aetiology"],
                float(entry["factor"]),
                tuple(entry["credit"]),
                entry.get("note", ""),
            )
        )
    return tuple(interactions)


def read_red_flags(audit: Audit) -> tuple[RedFlagRule, ...]:
    """Red-flag rules, worst first."""
    rules = []
    for entry in audit.toml("red_flags.toml").get("rule", []):
        where = f"red_flags.toml: {entry.get('id')}"
        is_estimate = entry.pop("estimate", False) is True
        if not audit.has_shape(where, entry, _RED_FLAG, _RED_FLAG_MAY):
            continue
        if entry["urgency"] not in URGENCIES:
            audit.fault(f"{where} urgency", entry["urgency"], ", ".join(URGENCIES))
            continue
        _check_source(audit, where, entry, is_estimate)
        for finding in entry.get("findings", ()):
            if finding not in VOCABULARY:
                audit.fault(f"{where} findings", finding, "a finding of the vocabulary")
        rules.append(
            RedFlagRule(
                entry["id"],
                entry["urgency"],
                int(entry["rank"]),
                audit.condition(where, entry["when"]),
                entry["message"],
                entry.get("why", ""),
                entry.get("source", ""),
                is_estimate,
                tuple(entry.get("findings", ())),
            )
        )
    return tuple(sorted(rules, key=lambda rule: (URGENCIES.index(rule.urgency), rule.rank)))


def read_tissue_signs(audit: Audit) -> tuple[TissueSign, ...]:
    """Findings that name the tissue of the deposit, one sign a finding."""
    signs: dict[str, TissueSign] = {}
    for entry in audit.toml("tissue_signs.toml").get("sign", []):
        where = f"tissue_signs.toml: {entry.get('finding')}"
        is_estimate = entry.pop("estimate", False) is True
        if not audit.has_shape(where, entry, _TISSUE_SIGN, _TISSUE_SIGN_MAY):
            continue
        audit.check_state(where, entry["finding"], "present")
        audit.check_state(where, "tissue", entry["tissue"])
        _check_source(audit, where, entry, is_estimate)
        if entry["finding"] in signs:
            audit.fault(where, "a second entry", "one sign a finding")
        signs[entry["finding"]] = TissueSign(
            entry["finding"], entry["tissue"], entry["why"], entry.get("source", ""), is_estimate
        )
    return tuple(signs.values())


def _check_source(audit: Audit, where: str, entry: dict, is_estimate: bool) -> None:
    """A rule has a source that was read, or says that it is an estimate."""
    if is_estimate:
        if entry.get("source"):
            audit.fault(where, entry["source"], "no source on an estimate")
    elif entry.get("source") not in audit.references:
        audit.fault(f"{where} source", entry.get("source"), "a key of references.toml")


def read_settings(audit: Audit) -> dict[str, float]:
    """Numbers of the method, each with its reason."""
    settings = {}
    for name, entry in audit.toml("settings.toml").items():
        if not isinstance(entry.get("value"), (int, float)) or not entry.get("why"):
            audit.fault(f"settings.toml: {name}", entry, "a value and why it was chosen")
            continue
        if name not in SETTINGS:
            audit.fault(f"settings.toml: {name}", name, ", ".join(SETTINGS))
        settings[name] = float(entry["value"])
    for name in SETTINGS:
        if name not in settings:
            audit.fault(f"settings.toml: {name}", None, "a value and why it was chosen")
    return settings
