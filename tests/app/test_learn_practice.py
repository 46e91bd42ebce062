"""Practice on the Learn page: the whole quiz clicked through by keys."""

from math import log

import pytest

from calcinosis.cases import load_cases
from calcinosis.cases.held_out import consult_stage, judgement_at
from calcinosis.cases.practice import case_of
from calcinosis.charts.wording import NO_BREAK, percent
from calcinosis.pages.layout import short_label
from calcinosis.pages.learn_case import stated_by
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.words import odds_in_words
from calcinosis.reasoning.work_up import stages_of
from tests.app.opening import charts, open_page

SEED = 3


@pytest.fixture
def quiz(app):
    app.session_state["practice.seed"] = SEED
    app.session_state["learn.open_part"] = "Practice"
    return open_page(app, "learn")


def _in_hand(quiz):
    return quiz.session_state["practice"].attempt


def _keys(quiz):
    return {button.key for button in quiz.button}


def _commit(quiz, type_, sure, key):
    quiz.button_group(key="practice.type").set_value(type_).run()
    quiz.button_group(key="practice.sure").set_value(sure).run()
    quiz.button(key=key).click().run()
    assert not quiz.exception


def _skip_to(quiz, stages):
    while _in_hand(quiz).stages != stages:
        quiz.button(key="practice.skip").click().run()


def test_only_the_first_stage_is_shown_and_neither_diagnosis_nor_source(quiz, words):
    _skip_to(quiz, 3)
    record = case_of(_in_hand(quiz).id)
    first, second, _ = stages_of(record.case)
    assert f"<h3>{first.name}" in words()
    assert f"<h3>{second.name}" not in words()
    assert stated_by(record) not in words()
    assert record.source["citation"] not in words()
    assert "Stage 1 of 3" in words()


def test_nothing_can_be_committed_before_type_and_confidence_are_chosen(quiz):
    _skip_to(quiz, 3)
    assert quiz.button(key="practice.more").disabled
    quiz.button_group(key="practice.type").set_value("mimic").run()
    assert quiz.button(key="practice.more").disabled
    quiz.button_group(key="practice.sure").set_value(0.4).run()
    assert not quiz.button(key="practice.more").disabled


def test_the_reasons_say_with_what_each_weight_compares(quiz, words):
    """The strongest one beside all other causes, and beside the next likeliest type alone."""
    attempt = _in_hand(quiz)
    answer = consult_stage(case_of(attempt.id), -1)
    leader = answer.leading_type
    rival = max((t for t in answer.types if t not in (leader, "other")), key=answer.types.get)
    for _ in range(attempt.stages - 1):
        _commit(quiz, leader, 0.6, "practice.more")
    _commit(quiz, leader, 0.6, "practice.end")
    beside_all = answer.explain(leader).contributions
    strongest = max(beside_all, key=lambda one: abs(one.log10_odds))
    [beside_one] = (
        one
        for one in answer.explain(leader, rival).contributions
        if one.finding == strongest.finding
    )
    both = (odds_in_words(one.log10_odds) for one in (strongest, beside_one))
    assert "<td><b>{}</b></td><td>{}</td>".format(*both) in words()
    named, other = type_label(leader).lower(), type_label(rival).lower()
    assert f"<th>Against all else</th><th>Against {other}</th>" in words()
    assert f"compares {named} with all other causes taken together" in words()
    assert f"{other} alone, the next likeliest type of the list" in words()


def test_whole_quiz_stage_by_stage_to_the_diagnosis_with_the_engine_beside_it(quiz, words):
    _skip_to(quiz, 3)
    record = case_of(_in_hand(quiz).id)
    stages = stages_of(record.case)
    _commit(quiz, "mimic", 0.2, "practice.more")
    assert f"<h3>{stages[1].name}" in words()
    assert quiz.button_group(key="practice.type").value == "mimic"
    _commit(quiz, "tumoral", 0.6, "practice.more")
    assert "practice.more" not in _keys(quiz)
    _commit(quiz, record.answer.type, 0.95, "practice.end")
    text = words()
    assert "As the authors" in text
    assert stated_by(record) in text
    for number in range(3):
        engine = judgement_at(record, number)
        assert percent(engine.confidence) in text
    for sure in (20, 60, 95):
        assert f"{sure}{NO_BREAK}%" in text
    assert "have not learnt from this paper" in text
    assert "1 of 1" in text
    (chart,) = charts(quiz)
    assert chart.alt.startswith("Reliability diagram of 1 case")


def test_ending_early_shows_what_was_not_seen(quiz, words):
    _skip_to(quiz, 3)
    record = case_of(_in_hand(quiz).id)
    later = stages_of(record.case)[-1].added[0]
    _commit(quiz, "mimic", 0.4, "practice.end")
    assert words().count("not seen before you ended") == 2
    assert short_label(later).split(" (")[0] in words()


def test_next_case_starts_without_a_choice_and_the_score_stays(quiz, words):
    first = _in_hand(quiz).id
    _commit(quiz, "mimic", 0.4, "practice.end")
    quiz.button(key="practice.next").click().run()
    assert _in_hand(quiz).id != first
    assert quiz.button_group(key="practice.type").value is None
    assert quiz.button_group(key="practice.sure").value is None
    assert "Your score so far" in words()


def test_filters_by_type_and_difficulty_choose_the_cases(quiz):
    quiz.button_group(key="practice.types").set_value(["calciphylaxis", "tumoral"]).run()
    quiz.button_group(key="practice.difficulties").set_value(["hard"]).run()
    assert not quiz.exception
    assert case_of(_in_hand(quiz).id).answer.type in ("calciphylaxis", "tumoral")
    assert len(quiz.session_state["practice"].cases) < len(load_cases()) / 10


def test_when_no_case_is_left_they_can_be_asked_again(quiz, words):
    quiz.button_group(key="practice.types").set_value(["calciphylaxis"]).run()
    quiz.button_group(key="practice.difficulties").set_value(["medium"]).run()
    while _in_hand(quiz):
        quiz.button(key="practice.skip").click().run()
    assert "No case is left" in words()
    quiz.button(key="practice.again").click().run()
    assert _in_hand(quiz)


def test_quiz_is_there_after_a_look_at_another_page(quiz):
    _commit(quiz, "mimic", 0.4, "practice.end")
    before = quiz.session_state["practice"]
    open_page(quiz, "evidence")
    open_page(quiz, "learn")
    assert quiz.session_state["practice"] == before


def test_case_of_the_quiz_opens_in_consult(quiz, sheet):
    record = case_of(_in_hand(quiz).id)
    _commit(quiz, "mimic", 0.4, "practice.end")
    quiz.button(key="practice.open").click().run()
    assert not quiz.exception
    assert sheet().case == record.case


def test_case_left_half_way_is_there_on_coming_back_and_counts_once_it_is_ended(quiz, words):
    _skip_to(quiz, 3)
    _commit(quiz, "mimic", 0.2, "practice.more")
    quiz.button_group(key="practice.type").set_value("tumoral").run()
    in_hand = _in_hand(quiz)
    for address in ("evidence", "", "what-if", "learn"):
        open_page(quiz, address)
    assert _in_hand(quiz) == in_hand
    assert "Stage 2 of 3" in words()
    assert quiz.button_group(key="practice.type").value == "tumoral"
    assert "Your score so far" not in words()
    _commit(quiz, "tumoral", 0.6, "practice.end")
    assert "of 1 (" in words()


def test_case_skipped_after_a_commitment_does_not_count(quiz, words):
    _skip_to(quiz, 3)
    _commit(quiz, "mimic", 0.2, "practice.more")
    quiz.button(key="practice.skip").click().run()
    assert "Stage 1 of" in words()
    assert quiz.button_group(key="practice.type").value is None
    assert "Your score so far" not in words()


def test_score_and_calibration_of_one_right_and_one_wrong_case(quiz, words):
    right = case_of(_in_hand(quiz).id).answer.type
    _commit(quiz, right, 0.8, "practice.end")
    quiz.button(key="practice.next").click().run()
    answer = case_of(_in_hand(quiz).id).answer
    wrong = next(
        one for one in ("mimic", "iatrogenic") if one not in (answer.type, *answer.also_acceptable)
    )
    _commit(quiz, wrong, 0.6, "practice.end")
    text = words()
    assert "Not as the authors" in text
    assert "<td>1 of 2 (" in text
    assert f"<td>{(0.2**2 + 0.6**2) / 2:.2f}</td>" in text, "Brier score"
    assert f"<td>{-(log(0.8) + log(0.4)) / 2:.2f}</td>" in text, "log loss"
    assert charts(quiz)[0].alt.startswith("Reliability diagram of 2 cases")
