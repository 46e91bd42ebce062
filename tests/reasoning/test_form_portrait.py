"""What is typical of a form is read off the model, against the other forms of its cause."""

import numpy as np
import pytest

from calcinosis import load_knowledge
from calcinosis.reasoning import default_model
from calcinosis.reasoning.form_portrait import form_portraits
from calcinosis.reasoning.portrait import age_curve

MODEL = default_model()
KNOWN = load_knowledge().aetiologies
WITH_FORMS = [one for one, cause in KNOWN.items() if cause.forms]


def test_only_causes_with_forms_have_portraits_of_them():
    assert WITH_FORMS
    assert all(not form_portraits(one, MODEL) for one in KNOWN if one not in WITH_FORMS)


@pytest.mark.parametrize("cause", WITH_FORMS)
def test_every_form_has_ages_and_something_typical_and_the_frequent_come_first(cause):
    portraits = form_portraits(cause, MODEL)
    shares = [one.form.share for one in portraits]
    assert {one.form.id for one in portraits} == {form.id for form in KNOWN[cause].forms}
    assert shares == sorted(shares, reverse=True)
    for one in portraits:
        assert 0 < len(one.tells) <= 4
        assert np.isfinite(one.ages.quartiles).all()
        assert list(one.ages.quartiles) == sorted(one.ages.quartiles)
        for tell in one.tells:
            assert tell.state != "absent"
            assert 0.2 <= tell.here <= 1
            assert tell.here >= 1.5 * tell.elsewhere
            assert tell.log10_ratio == pytest.approx(np.log10(tell.here / tell.elsewhere))


def test_forms_of_ossification_are_told_apart_by_what_a_textbook_names():
    typical = {
        one.form.id: {tell.finding for tell in one.tells}
        for one in form_portraits("heterotopic_ossification", MODEL)
    }
    assert "acne_at_site" in typical["osteoma_cutis"]
    assert "great_toe_malformation" in typical["fop"]
    assert "brachydactyly_short_stature" in typical["albright"]


def test_newborn_form_of_panniculitis_is_younger_than_the_cause():
    newborn = next(one for one in form_portraits("panniculitis", MODEL) if one.form.id == "newborn")
    assert newborn.ages.quartiles[1] < 1 < age_curve("panniculitis", MODEL).quartiles[1]
