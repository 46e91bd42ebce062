"""The textbook as a flow chart: six questions, and the first that is answered yes names the type.

Drawn before it was tried on any case, for comparison only; the engine does not use it. The types
and what tells them apart are those of two reviews, of which the abstracts were read: Reichenberger
et al., J Am Acad Dermatol 2011;65(1):1-12 (doi 10.1016/j.jaad.2010.08.038) and Jiménez-Gallo et
al., Actas Dermosifiliogr 2015;106(10):785-794. That bone is to be told from calcium first, and
tumoral masses by their look, is from Freire et al., Insights Imaging 2018 (doi
10.1007/s13244-018-0619-0). The order of the questions is ours: what is seen or given before what
is inferred, and blood before tissue, since dystrophic calcification is defined by normal values.
"""

from __future__ import annotations

from dataclasses import dataclass

from calcinosis.case import Case
from calcinosis.case.conditions import Condition, compile_condition


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the chart, when it is answered yes, and the type that a yes names."""

    text: str
    when: Condition
    type: str


def _any_true(*findings: str) -> str:
    return " or ".join(f"{finding}=true" for finding in findings)


FLOW_CHART = tuple(
    Question(text, compile_condition(when), type_)
    for text, when, type_ in (
        (
            "Painful necrosis of the skin in kidney failure, or calcified arterioles on biopsy?",
            "(necrosis_eschar=true and (pain=true or severe_pain=true)"
            " and (dialysis=true or ckd=true)) or bx_arteriolar_calcification=true",
            "calciphylaxis",
        ),
        (
            "Calcium, phosphate or another calcifying product given, injected or applied?",
            _any_true(
                "iv_calcium_at_site",
                "iv_phosphate_or_other_at_site",
                "calcium_heparin_injection",
                "electrode_paste",
                "heel_sticks",
                "massive_transfusion_transplant",
            ),
            "iatrogenic",
        ),
        (
            "Bone on imaging or biopsy, or urate or pyrophosphate crystals?",
            _any_true(
                "img_trabeculated_corticated",
                "bx_lamellar_bone",
                "bx_urate_crystals",
                "bx_cppd_crystals",
                "img_chondrocalcinosis",
            ),
            "mimic",
        ),
        (
            "Large lobulated mass near a joint?",
            _any_true("morph_lobulated_mass", "img_lobulated_cystic", "img_fluid_calcium_level"),
            "tumoral",
        ),
        (
            "Calcium, phosphate or their product high, or a disease known that raises them?",
            "calcium_total is high or calcium_ionised is high or phosphate is high"
            " or ca_p_product is high or "
            + _any_true(
                "hx_primary_hyperparathyroidism", "excess_vitamin_d", "excess_calcium_alkali"
            ),
            "metastatic",
        ),
        (
            "Connective tissue disease, or injury, infection, cyst or tumour at the site?",
            _any_true(
                "hx_systemic_sclerosis",
                "hx_dermatomyositis",
                "hx_lupus",
                "hx_other_ctd",
                "hx_morphoea",
                "sclerodactyly",
                "heliotrope_gottron",
                "inherited_connective_tissue",
                "porphyria_cutanea_tarda",
                "trauma_at_site",
                "burn_at_site",
                "surgery_scar_at_site",
                "radiotherapy_at_site",
                "injection_at_site",
                "filler_or_paraffin",
                "implant_foreign_body_at_site",
                "infection_at_site",
                "preexisting_cyst_tumour_at_site",
                "acne_at_site",
                "venous_insufficiency",
                "panniculitis_fat_necrosis",
                "img_parasite",
                "bx_collagen_degeneration",
                "bx_epithelial_cyst_lining",
                "bx_fat_necrosis",
                "bx_organism",
                "bx_tumour_cells",
            ),
            "dystrophic",
        ),
    )
)
"""The questions in the order in which they are asked."""
OTHERWISE = "idiopathic"
"""What remains when every question is answered no, or not at all."""


def follow(case: Case) -> str:
    """The type that the flow chart names; a question on what is unknown counts as no.

    >>> follow(Case.from_dict({"raynaud": True, "hx_systemic_sclerosis": True}))
    'dystrophic'
    """
    return next((one.type for one in FLOW_CHART if one.when.holds(case)), OTHERWISE)
