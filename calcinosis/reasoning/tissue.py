"""The second axis of the classification: the tissue in which the deposit lies."""

from __future__ import annotations

from calcinosis.case import Case
from calcinosis.knowledge import Knowledge


def tissue_class(case: Case, knowledge: Knowledge) -> str:
    """The field's terms for the tissues of a case, joined by "and"; empty when none is known.

    Taken from the tissue where it is entered, otherwise from what histology or imaging settles.
    """
    tissues = list(case.get("tissue", ()))
    if not tissues:
        implied = {
            "morph_papule_milia": "skin",
            "bx_subepidermal_globules": "skin",
            "morph_lobulated_mass": "periarticular",
            "img_lobulated_cystic": "periarticular",
            "img_sheet_fascial": "muscle_fascia",
            "bx_arteriolar_calcification": "artery",
            "img_chondrocalcinosis": "joint_cartilage",
        }
        tissues = list(dict.fromkeys(t for f, t in implied.items() if case.get(f) is True))
    terms = [knowledge.tissue_classes[tissue] for tissue in tissues]
    if len(terms) < 2:
        return "".join(terms)
    return ", ".join(terms[:-1]) + " and " + terms[-1]
