"""The Learn page teaches with the engine's own numbers: profiles, comparison, classes, terms."""

import json
import math
from html import escape

import pytest

from calcinosis import load_knowledge
from calcinosis.cases import load_cases, load_textbook_cases
from calcinosis.charts.wording import percent
from calcinosis.knowledge import load_case_counts
from calcinosis.pages.learn import PARTS
from calcinosis.pages.wording import cause_label
from calcinosis.reasoning import default_model
from calcinosis.reasoning.portrait import lab_shares, separating, speaks_for, usual_kidney
from calcinosis.reasoning.words import odds_in_words
from tests.app.opening import charts, open_page

KNOWLEDGE = load_knowledge()
MODEL = default_model()
CAUSES = tuple(KNOWLEDGE.aetiologies)


@pytest.fixture
def learn(app):
    return open_page(app, "learn")


def part(app, name):
    """Click one part of the page."""
    return app.button_group(key="learn_part").set_value(name).run()


def profile(app, cause):
    """Choose a cause on the Profiles part."""
    return app.selectbox(key="learn.cause").set_value(cause).run()


def tables(app, *names):
    """Unfold the tables below the charts."""
    for name in names:
        app.session_state[f"table.{name}"] = True
    return app.run()


def numbers_of(app):
    """Every number of every chart, and every number of every table that is unfolded."""
    for chart in charts(app):
        for trace in json.loads(chart.spec)["data"]:
            for axis in ("x", "y", "z"):
                yield from (one for one in _flat(trace.get(axis, [])) if one is not None)
    for table in app.dataframe:
        for column in table.value.select_dtypes("number"):
            yield from table.value[column]


def _flat(values):
    if isinstance(values, dict):
        return  # numbers packed as bytes, looked at in the tests of the charts
    for one in values:
        if isinstance(one, list):
            yield from _flat(one)
        elif isinstance(one, int | float) or one is None:
            yield one


@pytest.mark.parametrize("cause", CAUSES)
def test_every_profile_draws_and_every_number_is_finite(learn, cause, words):
    profile(learn, cause)
    assert not learn.exception
    assert len(charts(learn)) == 3
    assert all(len(chart.alt) > 40 for chart in charts(learn))
    assert all(math.isfinite(one) for one in numbers_of(learn))
    text, known = words(), KNOWLEDGE.aetiologies[cause]
    for line in (*known.first_tests, *known.cautions):
        assert escape(line) in text
    for line in known.management:
        assert escape(line.text) in text
    assert text.count("No source read") == sum(not line.source for line in known.management)


def test_each_chart_of_a_profile_has_its_numbers_as_a_table(learn):
    tables(learn, "sites", "ages", "labs")
    assert len(learn.dataframe) == len(charts(learn)) == 3
    assert all(math.isfinite(one) for one in numbers_of(learn))


@pytest.mark.parametrize("cause", ["systemic_sclerosis", "calciphylaxis_uraemic", "hftc"])
def test_what_speaks_for_a_cause_stands_with_its_weight_as_the_engine_reckons_it(
    learn, cause, words
):
    profile(learn, cause)
    text = words()
    for one in speaks_for(cause, usual_kidney(cause, MODEL), MODEL):
        assert odds_in_words(one.log10_ratio) in text
        assert escape(f"{percent(one.here)} here, {percent(one.elsewhere)} elsewhere") in text


def test_dialysis_is_the_kidney_function_at_which_labs_of_uraemic_calciphylaxis_are_shown(
    learn, words
):
    profile(learn, "calciphylaxis_uraemic")
    assert "Patients with **dialysis**" in words()


def test_every_case_of_a_cause_is_one_click_from_consult(learn, sheet):
    profile(learn, "gout")
    records = [
        one
        for one in (*load_textbook_cases(), *load_cases())
        if one.answer and one.answer.aetiology == "gout"
    ]
    for record in records:
        assert learn.button(key=f"learn.case.{record.id}").label == "Open in Consult"
    learn.button(key=f"learn.case.{records[0].id}").click().run()
    assert not learn.exception
    assert sheet().case == records[0].case
    assert sheet().origin == records[0]


def test_the_chosen_cause_is_still_chosen_after_a_look_at_another_part(learn, words):
    profile(learn, "gout")
    part(learn, "Glossary")
    part(learn, "Profiles")
    assert learn.selectbox(key="learn.cause").value == "gout"


@pytest.mark.parametrize(
    "causes",
    [
        ("systemic_sclerosis", "dermatomyositis_adult"),
        ("ckd_mbd", "calciphylaxis_uraemic", "uraemic_tumoral"),
        ("heel_stick", "gout"),
    ],
)
def test_two_or_three_causes_are_told_apart_by_the_largest_likelihood_ratios(learn, causes, words):
    part(learn, "Compare")
    learn.multiselect(key="learn.compared").set_value(list(causes)).run()
    assert not learn.exception
    assert all(math.isfinite(one) for one in numbers_of(learn))
    text = words()
    rows = separating(causes, usual_kidney(causes[0], MODEL), MODEL)
    places = [text.index(f"log10 {row.log10_ratio:.2f}") for row in rows]
    assert places == sorted(places)
    for cause in causes:
        for test in KNOWLEDGE.aetiologies[cause].first_tests:
            assert escape(test) in text


def test_one_cause_alone_is_not_compared(learn, words):
    part(learn, "Compare")
    learn.multiselect(key="learn.compared").set_value(["gout"]).run()
    assert not learn.exception
    assert "Choose a second cause." in words()


def test_compared_cause_opens_its_profile(learn, words):
    part(learn, "Compare")
    learn.button(key="learn.profile.dermatomyositis_adult").click().run()
    assert learn.selectbox(key="learn.cause").value == "dermatomyositis_adult"


def test_every_cell_of_the_classification_names_its_causes_and_leads_to_their_profiles(learn):
    part(learn, "Classification")
    cells = learn.selectbox(key="learn.cell")
    seen = set()
    for index in range(len(cells.options)):
        learn.selectbox(key="learn.cell").select_index(index).run()
        assert not learn.exception
        seen |= {one.label for one in learn.button if (one.key or "").startswith("learn.cell.")}
    assert seen == {cause_label(one) for one in CAUSES}
    first = next(one for one in learn.button if (one.key or "").startswith("learn.cell."))
    first.click().run()
    assert cause_label(learn.selectbox(key="learn.cause").value) == first.label


def test_the_picture_counts_the_causes_that_the_table_names(learn):
    part(learn, "Classification")
    tables(learn, "classification")
    table = learn.dataframe[0].value
    named = sum(len(cell.split("; ")) for cell in table.iloc[:, 1:].to_numpy().ravel() if cell)
    spec = json.loads(charts(learn)[0].spec)["data"]
    printed = next(trace for trace in spec if trace["name"] == "cells")["text"]
    assert named == sum(int(one) for one in printed if one)


def test_a_term_is_found_by_its_other_name(learn, words):
    part(learn, "Glossary")
    assert f"{len(KNOWLEDGE.glossary)} of {len(KNOWLEDGE.glossary)} terms" in words()
    learn.text_input(key="learn.term").set_value("PHP").run()
    assert "Pseudohypoparathyroidism" in words()
    learn.text_input(key="learn.term").set_value("no such word").run()
    assert "No term holds all of these words." in words()


def test_medical_terms_stand_with_their_source_and_terms_of_the_method_alone_when_asked(
    learn, words
):
    part(learn, "Glossary")
    medical = [one for one in KNOWLEDGE.glossary if one.kind == "medical"]
    assert words().count("<em>estimate</em>") == sum(one.is_estimate for one in medical)
    learn.button_group(key="learn.kind").set_value("method").run()
    assert words().count("<dt>") == len(KNOWLEDGE.glossary) - len(medical)


@pytest.mark.parametrize("term", ["Brier score", "Log loss", "Calibration"])
def test_the_scores_of_practice_are_in_the_glossary(learn, words, term):
    part(learn, "Glossary")
    learn.text_input(key="learn.term").set_value(term).run()
    assert f"<dt>{term}</dt>" in words()


def test_numbers_say_where_they_stand_what_they_are(learn, words):
    factors = load_case_counts().cause_factors
    for cause in ("dermatomyositis_adult", "idiopathic_cutis"):
        profile(learn, cause)
        readily = "more" if factors[cause] > 1 else "less"
        assert f"counts it {factors[cause]:.2f} times as frequent" in words()
        assert f"so it names this cause {readily} readily than the share alone would" in words()
    part(learn, "Compare")
    assert "log10 is its logarithm to base 10" in words()
    part(learn, "Classification")
    assert "of its patients have it in this tissue)" in words()


def test_what_gives_a_cause_away_agrees_with_its_laboratory_pattern(learn, words):
    profile(learn, "dermatomyositis_adult")
    low, normal, high = lab_shares("dermatomyositis_adult", "ck", "normal", MODEL)
    assert normal > high > low
    assert "raised CK" not in words()
    assert "CK is often normal again" in words()


def test_parts_that_are_not_there_are_not_offered(learn):
    offered = learn.button_group(key="learn_part").options
    labels = [one.content for one in offered] if hasattr(offered[0], "content") else offered
    assert set(labels) <= set(PARTS)
    assert {"Profiles", "Compare", "Classification", "Glossary"} <= set(labels)
