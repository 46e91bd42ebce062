"""The terms that the app uses: of its method, and of the field with their sources."""

from __future__ import annotations

from dataclasses import dataclass

from calcinosis.knowledge.audit import LIST, TEXT, Audit

KINDS = ("method", "medical")
"""method: how this app reckons. medical: a term of the field, with a source or as an estimate."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term in a sentence or three; ``also`` are its other names, ``source`` a reference key."""

    term: str
    kind: str
    text: str
    also: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_estimate(self) -> bool:
        """Whether it is a medical term for which no source was read."""
        return self.kind == "medical" and not self.source


def read_glossary(audit: Audit) -> tuple[Term, ...]:
    """Every term of ``glossary.toml``, by name; faults go to the audit."""
    terms: dict[str, Term] = {}
    for entry in audit.toml("glossary.toml").get("term", []):
        where = f"glossary.toml: {entry.get('term', '?')}"
        is_estimate = entry.pop("estimate", False) is True
        required = {"term": TEXT, "kind": TEXT, "text": TEXT}
        if not audit.has_shape(where, entry, required, {"also": LIST, "source": TEXT}):
            continue
        term = Term(**{**entry, "also": tuple(entry.get("also", ()))})
        if term.kind not in KINDS:
            audit.fault(f"{where} kind", term.kind, ", ".join(KINDS))
        if term.source:
            if is_estimate:
                audit.fault(f"{where} source", term.source, "no source on an estimate")
            elif term.source not in audit.references:
                audit.fault(f"{where} source", term.source, "a key of references.toml")
        elif term.kind == "medical" and not is_estimate:
            audit.fault(f"{where} source", "", "a key of references.toml, or estimate = true")
        if term.term.lower() in terms:
            audit.fault(where, "a second entry", "one entry a term")
        terms[term.term.lower()] = term
    return tuple(terms[name] for name in sorted(terms))
