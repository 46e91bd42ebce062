"""Reads the outline of management of an aetiology: each line with its strength and its source."""

from __future__ import annotations

import re

from calcinosis.knowledge.audit import TEXT, Audit
from calcinosis.knowledge.evidence import STRENGTHS, Management

_DOSE = re.compile(
    r"\d[\d.,]*\s*(?:mg|g|µg|mcg|mL|IU|units?|mmol|Gy)\b(?!/\s*(?:dL|m?L|min))", re.IGNORECASE
)
_NO_SOURCE = "no_source_read"


def read_management(audit: Audit, name: str, entries: list) -> tuple[Management, ...]:
    """The lines of ``[[management]]``; faults go to the audit.

    A line has a text and either ``strength`` and ``source``, or ``no_source_read = true``. It is an
    outline: a dose is a fault.
    """
    if not entries:
        audit.fault(f"{name}: management", entries, f"a line, if need be with {_NO_SOURCE} = true")
    lines = []
    for number, entry in enumerate(entries, start=1):
        where = f"{name}: management {number}"
        without_source = entry.pop(_NO_SOURCE, False)
        if without_source not in (True, False):
            audit.fault(f"{where} {_NO_SOURCE}", without_source, "true or false")
        required = {"text": TEXT}
        if without_source is not True:
            required |= {"strength": TEXT, "source": TEXT}
        if not audit.has_shape(where, entry, required):
            continue
        line = Management(**entry)
        if not line.text.strip():
            audit.fault(f"{where} text", line.text, "a sentence")
        dose = _DOSE.search(line.text)
        if dose:
            audit.fault(f"{where} text", dose.group(), "an outline without doses")
        if without_source is not True:
            if line.strength not in STRENGTHS:
                audit.fault(f"{where} strength", line.strength, ", ".join(STRENGTHS))
            if line.source not in audit.references:
                audit.fault(f"{where} source", line.source, "a key of references.toml")
        lines.append(line)
    return tuple(lines)
