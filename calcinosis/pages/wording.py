"""How the pages write names, intervals and sources; numbers come from the engine unchanged."""

from __future__ import annotations

from html import escape

from calcinosis import Consultation, load_knowledge
from calcinosis.case import why_left_out
from calcinosis.charts.wording import percent
from calcinosis.knowledge import Reference
from calcinosis.pages.layout import short_label
from calcinosis.reasoning.words import probability_in_words

NOT_FOR = (
    "Decision support for clinicians: options, not verdicts. Not for emergencies, image reading or "
    "dosing."
)
NUMBER_WORDS = {1: "one", 2: "two", 3: "three"}


def clinic_label(clinic: str) -> str:
    """The name of a clinical setting."""
    return "Any setting" if clinic == "any" else clinic.capitalize()


def capitalised(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def certainty_in_words(p: float, interval: tuple[float, float]) -> str:
    """A probability with its interval: "likely, but fragile: possible to very likely"."""
    words = probability_in_words(p)
    low, high = (probability_in_words(bound) for bound in interval)
    if low == high:
        return f"{words}, and firm"
    fragile = ", but fragile" * (p >= 0.5 > interval[0])
    return f"{words}{fragile}: {low} to {high}"


def interval_in_numbers(interval: tuple[float, float]) -> str:
    """A credible interval in percent: "41 to 80 %"."""
    low, high = (percent(bound, unit=False) for bound in interval)
    return percent(interval[1]) if low == high else f"{low} to {percent(interval[1])}"


def type_label(type_: str) -> str:
    """The label of a type."""
    return load_knowledge().types[type_].label


def cause_label(aetiology: str) -> str:
    """The short label of an aetiology, or of "other"."""
    knowledge = load_knowledge()
    if aetiology in knowledge.types:
        return knowledge.types[aetiology].label
    return knowledge.aetiologies[aetiology].short_label


def type_of(aetiology: str) -> str:
    """The type an aetiology belongs to; "other" is its own."""
    known = load_knowledge().aetiologies
    return known[aetiology].type if aetiology in known else aetiology


def causes_of(answer: Consultation, type_: str) -> tuple[str, ...]:
    """The aetiologies of a type, the likeliest first."""
    known = load_knowledge().aetiologies
    return tuple(one for one in answer.aetiologies if one in known and known[one].type == type_)


def source_links(keys: tuple[str, ...], grade: str = "estimate", most: int = 2) -> str:
    """Sources as HTML links, with the whole citation as title; a mark where there is none."""
    references = [load_knowledge().references[key] for key in keys[:most]]
    if not references:
        return "<em>published cases</em>" if grade == "counts" else "<em>estimate</em>"
    links = "; ".join(_link(reference) for reference in references)
    rest = len(keys) - len(references)
    return links + (f" +{rest}" if rest else "")


def _link(reference: Reference) -> str:
    name, title = escape(reference.short), escape(reference.citation, quote=True)
    if not reference.link:
        return f'<span title="{title}">{name}</span>'
    return f'<a href="{escape(reference.link, quote=True)}" title="{title}">{name}</a>'


def causes_in_order(type_: str = "") -> list[str]:
    """Every cause, or those of one type: by type as the classification has it, then by name."""
    knowledge = load_knowledge()
    order = list(knowledge.types)
    causes = [one for one in knowledge.aetiologies.values() if type_ in ("", one.type)]
    causes.sort(key=lambda one: (order.index(one.type), one.short_label.lower()))
    return [one.id for one in causes]


def unused_in_words(answer: Consultation) -> str:
    """What was entered and not used, each with the reason."""
    why = why_left_out(answer.case)
    named = []
    for finding in answer.unused:
        reason = "tells no cause by itself"
        if finding in why:
            others = " and ".join(f"“{short_label(one)}”" for one in why[finding].others)
            reason = ("contradicts " if why[finding].contradicts else "included in ") + others
        named.append(f"{short_label(finding)} ({reason})")
    return ", ".join(named)
