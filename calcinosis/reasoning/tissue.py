"""The second axis of the classification: the tissue in which the deposit lies."""

from __future__ import annotations

from calcinosis.case import VOCABULARY, Case, implied
from calcinosis.knowledge import Knowledge


def tissue_class(case: Case, knowledge: Knowledge) -> str:
    """The field's terms for the tissues of a case, joined by "and"; empty when none is known.

    Taken from the tissue where it is entered, otherwise from what follows from other findings by
    definition and from the signs of ``tissue_signs.toml``.
    """
    tissues = case.get("tissue") or _told_by_findings(case, knowledge)
    terms = [knowledge.tissue_classes[tissue] for tissue in tissues]
    if len(terms) < 2:
        return "".join(terms)
    return ", ".join(terms[:-1]) + " and " + terms[-1]


def _told_by_findings(case: Case, knowledge: Knowledge) -> list[str]:
    told = set(dict(implied(case)).get("tissue", ()))
    told |= {one.tissue for one in knowledge.tissue_signs if case.get(one.finding) is True}
    return [tissue for tissue in VOCABULARY["tissue"].choices if tissue in told]
