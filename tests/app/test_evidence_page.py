"""The Evidence page shows every number with its source, and the numbers the engine really uses."""

import json
import math
from html import escape

import pytest

from calcinosis import load_knowledge
from calcinosis.case import VOCABULARY, choice_label
from calcinosis.cases import load_cases
from calcinosis.charts.wording import percent
from calcinosis.knowledge import GRADES, load_case_counts
from calcinosis.pages.evidence_tables import (
    case_table,
    compared_findings,
    comparison,
    comparison_scale,
    evidence_table,
    rows_by_grade,
    rows_by_reference,
    setting_name,
    settings_with_reasons,
    states_of,
)
from calcinosis.reasoning import default_model
from calcinosis.reasoning.form_portrait import form_portraits
from calcinosis.reasoning.scores import Proportion
from calcinosis.reasoning.sites import site_shares
from calcinosis.reasoning.words import grade_in_words
from tests.app.opening import charts, open_page, open_tab

KNOWLEDGE = load_knowledge()
MODEL = default_model()


@pytest.fixture
def evidence(app):
    return open_page(app, "evidence")


def _choose(app, cause):
    return app.selectbox(key="evidence.cause.all").set_value(cause).run()


def test_every_cause_can_be_chosen_by_type_with_its_profile(evidence, words):
    offered = [
        cause
        for type_ in evidence.selectbox(key="evidence.type").options
        if type_ != "All types"
        for cause in _causes_of(evidence, type_)
    ]
    assert len(offered) == len(set(offered)) == len(KNOWLEDGE.aetiologies)


def _causes_of(app, label):
    type_ = next(key for key, one in KNOWLEDGE.types.items() if one.label == label)
    app.selectbox(key="evidence.type").set_value(type_).run()
    return app.selectbox(key=f"evidence.cause.{type_}").options


@pytest.mark.parametrize("cause", ["systemic_sclerosis", "electrode_paste", "hftc"])
def test_profile_names_everything_that_is_known_of_a_cause(evidence, words, cause):
    _choose(evidence, cause)
    assert not evidence.exception
    known, text = KNOWLEDGE.aetiologies[cause], words()
    for part in (known.label, *known.icd10, *known.tells, *known.first_tests, *known.cautions):
        assert part.replace("'", "&#x27;").replace("&", "&amp;").replace("&amp;#", "&#") in text


def test_profile_says_how_readily_a_cause_is_called_beside_its_prior(evidence, words):
    _choose(evidence, "idiopathic_cutis")
    factor = load_case_counts().cause_factors["idiopathic_cutis"]
    assert f"the engine counts it {factor:.2f} times as frequent" in words()


@pytest.mark.parametrize("cause", KNOWLEDGE.aetiologies)
def test_table_holds_every_row_and_wilson_intervals_for_counts(cause):
    rows = KNOWLEDGE.aetiologies[cause].evidence
    table = evidence_table(KNOWLEDGE.aetiologies[cause], KNOWLEDGE)
    assert len(table) == len(rows)
    assert dict(table["Grade"].value_counts()) == dict(rows_by_grade({cause: _of(cause)}))
    counted = {(f"{r.k} of {r.n}", r.k, r.n) for r in rows if r.k is not None}
    for patients, k, n in counted:
        low, high = Proportion(k, n).interval
        shown = table[table["Patients"] == patients]["95 % interval"]
        assert set(shown) == {f"{100 * low:.1f} to {100 * high:.1f} %"}
    estimates = table[table["Grade"] == "estimate"]
    assert estimates["95 % interval"].str.fullmatch(r"estimate, worth [\d.]+ patients").all()
    assert not estimates["Link"].any()


@pytest.mark.parametrize("page", ["evidence", "learn"])
@pytest.mark.parametrize(
    "cause", [one for one, known in KNOWLEDGE.aetiologies.items() if known.forms]
)
def test_forms_of_a_cause_stand_with_share_and_what_is_typical(app, words, page, cause):
    open_page(app, page)
    key = "evidence.cause.all" if page == "evidence" else "learn.cause"
    app.selectbox(key=key).set_value(cause).run()
    assert not app.exception
    text = words()
    for one in form_portraits(cause, MODEL):
        row = text[text.index(f"<td>{escape(one.form.label)}</td>") :].partition("</tr>")[0]
        assert f"{percent(one.form.share)} <small>(estimate)</small>" in row
        assert row.count("other forms") == len(one.tells) > 0
    if page == "evidence":
        labels = {form.label for form in KNOWLEDGE.aetiologies[cause].forms}
        assert set(_evidence_rows(app)["Form"]) == {"", *labels}


def test_cause_without_forms_says_nothing_of_forms(evidence, words):
    _choose(evidence, "gout")
    assert "Its forms" not in words()
    assert "Form" not in _evidence_rows(evidence)


def _of(cause):
    return KNOWLEDGE.aetiologies[cause]


def test_source_without_a_stable_link_is_shown_as_text():
    without = {key for key, one in KNOWLEDGE.references.items() if not one.link}
    rows = [
        (cause, row)
        for cause in KNOWLEDGE.aetiologies.values()
        for row in cause.evidence
        if row.source in without
    ]
    assert rows
    for cause, row in rows:
        table = evidence_table(cause, KNOWLEDGE)
        shown = table[(table["Population"] == row.population) & (table["Note"] == row.note)]
        assert shown["Source"].all()
        assert not shown["Link"].any()


def test_median_age_of_a_source_is_not_shown_as_a_percentage():
    table = evidence_table(_of("calciphylaxis_uraemic"), KNOWLEDGE)
    medians = table[table["State"] == "median"]
    assert len(medians)
    assert medians["Percent"].isna().all()
    assert medians["Patients"].str.contains("years").any()


def _evidence_rows(app):
    return next(one.value for one in app.dataframe if "Grade" in one.value)


def test_weight_of_indirect_rows_is_the_one_that_is_set(app, words, set_to):
    set_to("evidence_cause", indirect_cap=7)
    open_page(app, "evidence")
    assert "(a neighbouring population) as 7 patients at most" in words()


def test_words_in_the_search_narrow_the_table(evidence):
    _choose(evidence, "systemic_sclerosis")
    everything = len(_evidence_rows(evidence))
    evidence.text_input(key="evidence.find").set_value("hand valenzuela").run()
    found = _evidence_rows(evidence)
    assert 0 < len(found) < everything
    evidence.text_input(key="evidence.find").set_value("no such words").run()
    assert not evidence.exception
    assert "No row holds all of these words." in [one.value for one in evidence.caption]


def test_grades_can_be_picked(evidence):
    _choose(evidence, "systemic_sclerosis")
    evidence.button_group(key="evidence.grades").set_value(["A", "B"]).run()
    assert set(_evidence_rows(evidence)["Grade"]) == {"A", "B"}


@pytest.mark.parametrize("cause", ["systemic_sclerosis", "heel_stick", "scrotal_genital"])
def test_profile_shows_where_the_deposits_lie_with_the_numbers_of_the_engine(evidence, cause):
    _choose(evidence, cause)
    shares = site_shares(cause, MODEL)
    evidence.session_state["table.sites"] = True
    evidence.run()
    table = next(one.value for one in evidence.dataframe if "Share of sites" in one.value)
    assert list(table["Share of sites"]) == pytest.approx(list(shares.values()))
    (chart,) = charts(evidence)
    region = choice_label("region", next(iter(shares)))
    assert f"share of the sites: {region}" in chart.alt
    assert ("newborn" in chart.alt) == (cause == "heel_stick")


@pytest.mark.parametrize("cause", KNOWLEDGE.aetiologies)
def test_counts_of_published_cases_are_those_of_the_knowledge(cause):
    counts = load_case_counts()
    table = case_table(cause, counts)
    own = counts.of_aetiology(cause)
    assert len(table) == len(own.weights) + len(own.values)


@pytest.mark.parametrize("finding", compared_findings(MODEL))
def test_every_finding_can_be_compared_in_every_cause(finding):
    for state in states_of(finding, MODEL) or ("",):
        groups = comparison(finding, state, "normal", MODEL)
        dots = [dot for group in groups for dot in group.dots]
        low_end, high_end = comparison_scale(finding, MODEL).ends
        assert len(dots) == len(MODEL.aetiology_ids)
        for dot in dots:
            low, high = dot.interval
            assert low_end <= low <= dot.value <= high <= high_end
            assert math.isfinite(dot.value)


def test_compared_numbers_are_those_that_the_engine_uses():
    groups = comparison("phosphate", "high", "dialysis", MODEL)
    table = MODEL.whole_table("phosphate")
    for group, dot in ((one, dot) for one in groups for dot in one.dots):
        cause = next(
            (key for key, one in KNOWLEDGE.aetiologies.items() if one.short_label == dot.label),
            "other",
        )
        row = table.log_likelihood[table.index("high"), MODEL.index(cause), 2]
        assert dot.value == pytest.approx(math.exp(row))
        assert group.type_ == MODEL.type_ids[MODEL.type_of[MODEL.index(cause)]]


def test_a_finding_says_how_much_it_counts_and_one_that_is_context_does_not(evidence, words):
    open_tab(evidence, "evidence.view", "A finding in all causes")
    evidence.selectbox(key="evidence.finding").set_value("pain").run()
    assert f"counts {MODEL.finding_weights['pain']:.2f} times" in words()
    evidence.selectbox(key="evidence.finding").set_value("dialysis").run()
    assert "times what the shares below say" not in words()


@pytest.mark.parametrize("finding", ["phosphate", "region", "age_years", "dialysis", "sex"])
def test_chosen_finding_is_drawn_and_tabled_with_what_it_rests_on(evidence, finding):
    open_tab(evidence, "evidence.view", "A finding in all causes")
    evidence.selectbox(key="evidence.finding").set_value(finding).run()
    assert not evidence.exception
    (chart,) = charts(evidence)
    assert VOCABULARY[finding].label in chart.alt
    values = next(t for t in json.loads(chart.spec)["data"] if t["name"] == "values")
    table = evidence.dataframe[0].value
    assert sorted(values["x"]) == pytest.approx(sorted(table.iloc[:, 2]))


def test_weight_is_told_in_a_plain_sentence(evidence, words):
    open_tab(evidence, "evidence.view", "What it rests on")
    assert f"decides the {len(load_cases())} packaged published cases rests on estimates" in words()


def test_weight_is_told_by_grades_in_the_words_of_the_other_pages(evidence, words):
    open_tab(evidence, "evidence.view", "What it rests on")
    for grade in GRADES:
        assert grade_in_words(grade)[1:] in words()


def test_every_red_flag_stands_with_its_source_or_as_an_estimate(evidence, words):
    open_tab(evidence, "evidence.view", "Red flags")
    text = words()
    assert text.count('class="rd-rule"') == len(KNOWLEDGE.red_flags)
    assert text.count("<em>estimate</em>") == sum(r.is_estimate for r in KNOWLEDGE.red_flags)


def test_every_setting_stands_with_its_value_and_reason():
    settings = {name: value for name, value, _ in settings_with_reasons()}
    named = {setting_name(key): v for key, v in KNOWLEDGE.settings.items()}
    assert settings == named
    assert all(why for _, _, why in settings_with_reasons())


def test_what_moving_a_setting_does_is_said_to_be_in_the_method(evidence, words):
    open_tab(evidence, "evidence.view", "Method")
    assert "printed by `python -m calcinosis tune`, and `docs/method.md` has a table" in words()
    assert "flat around them" not in words()


def test_every_publication_is_listed_and_can_be_found(evidence, words):
    open_tab(evidence, "evidence.view", "References")
    assert 0 < words().count("<li>") < len(KNOWLEDGE.references)
    evidence.button(key="evidence.show_references").click().run()
    assert words().count("<li>") == len(KNOWLEDGE.references)
    for one in KNOWLEDGE.references.values():
        name = escape(one.short)
        assert f">{name}</a>" in words() or f"<b>{name}</b> (no stable address)" in words()
    evidence.text_input(key="evidence.reference").set_value("valenzuela").run()
    assert 0 < words().count("<li>") < 10


def test_every_reference_is_cited_by_something():
    assert set(rows_by_reference(KNOWLEDGE)) == set(KNOWLEDGE.references)
