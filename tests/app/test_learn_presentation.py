"""The presentation view: one slide a stage, the answer growing, the diagnosis last."""

import pytest

from calcinosis.cases import load_cases, load_lessons, load_textbook_cases
from calcinosis.cases.held_out import consult_stage
from calcinosis.charts.wording import percent
from calcinosis.pages.learn_case import stated_by, title_of
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.work_up import stages_of
from tests.app.opening import open_page

PUBLISHED = next(record for record in load_cases() if len(stages_of(record.case)) == 4)


@pytest.fixture
def show(app):
    app.session_state["learn.open_part"] = "Presentation"
    return open_page(app, "learn")


def _start(show, record):
    show.selectbox(key="slides.case").set_value(record.id).run()
    show.button(key="slides.start").click().run()
    assert not show.exception


def _next(show):
    show.button(key="slides.next").click().run()
    assert not show.exception


def test_title_slide_gives_nothing_away(show, words):
    _start(show, PUBLISHED)
    assert title_of(PUBLISHED) in words()
    assert stated_by(PUBLISHED) not in words()
    assert "<table" not in words()


def test_each_stage_has_its_slide_with_the_probability_of_every_type(show, words):
    _start(show, PUBLISHED)
    for number, stage in enumerate(stages_of(PUBLISHED.case)):
        _next(show)
        text, answer = words(), consult_stage(PUBLISHED, number)
        assert f"<h2>{stage.name}</h2>" in text
        assert stated_by(PUBLISHED) not in text
        for type_, p in answer.types.items():
            assert type_label(type_) in text
            assert f"<b>{percent(p)}</b>" in text
        assert f"Why {type_label(answer.leading_type).lower()}" in text


def test_last_slide_says_the_diagnosis_of_the_authors_and_links_to_the_source(show, words):
    _start(show, PUBLISHED)
    for _ in range(len(stages_of(PUBLISHED.case)) + 1):
        _next(show)
    assert stated_by(PUBLISHED) in words()
    assert '<a href="https://' in words()
    assert "had not learnt from this paper" in words()
    assert show.button(key="slides.next").disabled


def test_back_and_end(show):
    _start(show, PUBLISHED)
    assert show.button(key="slides.back").disabled
    _next(show)
    show.button(key="slides.back").click().run()
    assert show.session_state["slide"] == 0
    show.button(key="slides.end").click().run()
    assert show.button(key="slides.start")


@pytest.mark.parametrize("cases", [load_cases, load_textbook_cases])
def test_case_of_a_single_stage_has_three_slides(show, words, cases):
    record = next(record for record in cases() if len(stages_of(record.case)) == 1)
    _start(show, record)
    assert "1 of 3" in words()
    _next(show)
    assert f"<h2>{stages_of(record.case)[0].name}</h2>" in words()
    assert "stood a stage earlier" not in words()
    _next(show)
    assert stated_by(record) in words()
    assert show.button(key="slides.next").disabled


def test_slides_left_for_another_page_are_there_on_coming_back(show, words):
    _start(show, PUBLISHED)
    _next(show)
    open_page(show, "about")
    open_page(show, "learn")
    assert "2 of 6" in words()


def test_textbook_case_is_marked_and_ends_with_what_it_teaches(show, words):
    record = load_textbook_cases()[0]
    _start(show, record)
    assert "Written for teaching; not a patient" in words()
    for _ in range(len(stages_of(record.case)) + 1):
        _next(show)
    assert load_lessons()[record.id] in words()


def test_numbers_of_a_slide_can_be_read_as_a_table(show):
    _start(show, PUBLISHED)
    _next(show)
    show.session_state["table.slide"] = True
    show.run()
    assert len(show.dataframe[0].value) == 8


def test_any_textbook_or_published_case_can_be_shown(show):
    options = show.selectbox(key="slides.case").options
    assert len(options) == len(load_textbook_cases()) + len(load_cases())
