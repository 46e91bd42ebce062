"""An aetiology that shows itself in unlike forms is weighed as their mixture."""

from dataclasses import replace

import numpy as np
import pytest

from calcinosis.case import Case
from calcinosis.knowledge import CaseCounts, Form, load_knowledge
from calcinosis.reasoning import compile_model, posterior
from calcinosis.reasoning.learning import FormJudge, count_cases
from tests.reasoning.toy import chance_of, knowledge_of, reason, row

FACE = {"heel_sticks": 0.9, "acne_at_site": 0.5}
HIP = {"heel_sticks": 0.1, "acne_at_site": 0.02}


def forms_of(cause, shares):
    """A knowledge of two causes, one of them in two forms with shares as given."""
    rows = [
        replace(row(cause, finding, "present", p), form=form)
        for form, picture in (("face", FACE), ("hip", HIP))
        for finding, p in picture.items()
    ]
    rows.append(row(cause, "pain", "present", 0.4))
    rival = [row("trauma_scar", f, "present", 0.3) for f in ("heel_sticks", "acne_at_site", "pain")]
    knowledge = knowledge_of({cause: (0.5, rows), "trauma_scar": (0.5, rival)})
    forms = tuple(Form(id_, id_, share, 10, {}) for id_, share in shares.items())
    causes = dict(knowledge.aetiologies)
    causes[cause] = replace(causes[cause], forms=forms)
    return replace(knowledge, aetiologies=causes, defining=frozenset())


TOY = forms_of("heterotopic_ossification", {"face": 0.25, "hip": 0.75})
MODEL = compile_model(TOY, CaseCounts())


def test_an_aetiology_is_as_likely_as_the_mixture_of_its_forms():
    """P(both | cause) = 0.25 x 0.9 x 0.5 + 0.75 x 0.1 x 0.02 = 0.114, against 0.3 x 0.3."""
    result = reason({"heel_sticks": True, "acne_at_site": True}, model=MODEL)
    assert chance_of(result, "heterotopic_ossification") == pytest.approx(
        0.114 / (0.114 + 0.09), abs=1e-6
    )


def test_a_finding_in_which_the_forms_agree_weighs_the_same_in_each():
    result = reason({"pain": True}, model=MODEL)
    assert chance_of(result, "heterotopic_ossification") == pytest.approx(0.4 / 0.7, abs=1e-6)


def test_without_findings_the_forms_add_up_to_the_prior_of_the_aetiology():
    assert chance_of(reason({}, model=MODEL), "heterotopic_ossification") == pytest.approx(0.5)


def test_the_whole_table_is_the_mixture_of_the_forms():
    table = MODEL.whole_table("acne_at_site")
    present = np.exp(table.log_likelihood[0, MODEL.index("heterotopic_ossification"), 0])
    assert present == pytest.approx(0.25 * 0.5 + 0.75 * 0.02, abs=1e-6)


def test_a_published_case_counts_for_each_form_by_its_chance():
    case = Case.from_dict({"heel_sticks": True, "acne_at_site": True, "pain": True})
    counts = count_cases([(case, "heterotopic_ossification")], FormJudge(TOY))
    face = counts.weight("heterotopic_ossification/face", "acne_at_site", "present")
    hip = counts.weight("heterotopic_ossification/hip", "acne_at_site", "present")
    assert face == pytest.approx(0.1125 / 0.114, abs=1e-4)
    assert face + hip == pytest.approx(1)
    assert counts.weight("heterotopic_ossification", "pain", "present") == 1
    assert counts.any_of("heterotopic_ossification", "acne_at_site")


def test_what_a_case_taught_of_a_form_does_not_teach_the_other():
    case = Case.from_dict({"heel_sticks": True, "acne_at_site": True})
    counts = count_cases([(case, "heterotopic_ossification")] * 40, FormJudge(TOY))
    taught = compile_model(TOY, counts)
    before, after = (
        np.exp(m.tables["acne_at_site"].log_likelihood[0, :2, 0]) for m in (MODEL, taught)
    )
    assert after[0] > before[0] + 0.1
    assert after[1] == pytest.approx(before[1], abs=0.02)


def test_a_source_on_the_whole_aetiology_counts_in_each_form_by_its_share():
    sourced = replace(
        row("heterotopic_ossification", "acne_at_site", "present", None),
        grade="A", p=None, ess=None, k=20, n=20, source="any", population="twenty",
    )  # fmt: skip
    causes = dict(TOY.aetiologies)
    whole = causes["heterotopic_ossification"]
    causes[whole.id] = replace(whole, evidence=(*whole.evidence, sourced))
    model = compile_model(replace(TOY, aetiologies=causes), CaseCounts())
    face, hip = np.exp(model.tables["acne_at_site"].log_likelihood[0, :2, 0])
    assert face == pytest.approx((0.5 * 50 + 20 * 0.25) / (50 + 20 * 0.25), abs=1e-6)
    assert hip == pytest.approx((0.02 * 50 + 20 * 0.75) / (50 + 20 * 0.75), abs=1e-6)


def test_miliary_osteomas_of_the_face_and_a_hip_after_paraplegia_are_both_ossification():
    """The two share next to no finding; one naive picture of both would fit neither."""
    face = {
        "age_years": 51,
        "sex": "female",
        "region": ["face"],
        "tissue": ["skin"],
        "morph_papule_milia": True,
        "acne_at_site": True,
        "bx_lamellar_bone": True,
    }
    hip = {
        "age_years": 34,
        "sex": "male",
        "region": ["hip_buttock"],
        "tissue": ["muscle_fascia"],
        "osteoporosis_immobilised": True,
        "img_trabeculated_corticated": True,
    }
    for case in (face, hip):
        assert chance_of(reason(case), "heterotopic_ossification") > 0.9


def test_every_form_takes_part_in_the_packaged_model():
    knowledge = load_knowledge()
    model = compile_model(knowledge, CaseCounts())
    forms = sum(max(1, len(a.forms)) for a in knowledge.aetiologies.values())
    assert model.owner.size == forms + 1
    assert posterior(Case(), model).joint.shape == (forms + 1, 3)
