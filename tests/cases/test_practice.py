"""One sitting of practice: asked once, filtered, skipped, and scored beside the engine."""

import pytest

from calcinosis.cases.held_out import judgement_at, right_type_probabilities
from calcinosis.cases.practice import Practice, case_of
from calcinosis.reasoning.quiz import Judgement

SURE_OF_TUMORAL = Judgement("tumoral", 0.95)


@pytest.fixture
def sitting() -> Practice:
    return Practice.begin(seed=7)


def test_first_case_in_hand_is_the_first_of_the_order(sitting):
    assert sitting.attempt.id == sitting.cases[0]
    assert sitting.attempt.judgements == ()


def test_no_case_is_asked_twice(sitting):
    asked = []
    for _ in range(len(sitting.cases)):
        asked.append(sitting.attempt.id)
        sitting = sitting.next_case()
    assert len(set(asked)) == len(asked)
    assert sitting.attempt is None
    assert sitting.left == ()


def test_when_all_were_asked_they_can_be_asked_again(sitting):
    for _ in range(len(sitting.cases)):
        sitting = sitting.next_case()
    assert sitting.again().attempt.id == sitting.cases[0]


def test_skipped_case_does_not_count(sitting):
    following = sitting.next_case()
    assert following.ended == ()
    assert following.attempt.id == sitting.cases[1]


def test_case_left_halfway_does_not_count(sitting):
    while sitting.attempt.stages < 2:
        sitting = sitting.next_case()
    halfway = sitting.commit(SURE_OF_TUMORAL, go_on=True)
    assert not halfway.attempt.is_ended
    assert halfway.next_case().ended == ()


def test_ended_case_counts_and_is_scored_beside_the_engine_on_the_same_findings(sitting):
    ended = sitting.commit(SURE_OF_TUMORAL, go_on=False)
    record = case_of(ended.attempt.id)
    assert ended.learner_score().right.n == ended.engine_score().right.n == 1
    assert ended.learner_score().right.hits == (record.answer.type == "tumoral")
    engine = judgement_at(record, ended.attempt.stage)
    assert ended.engine_score().right.hits == (record.answer.type == engine.type)
    assert ended.next_case().learner_score() == ended.learner_score()


def test_filter_replaces_a_case_that_nothing_was_said_about(sitting):
    chosen = sitting.choose(("calciphylaxis",), ())
    assert case_of(chosen.attempt.id).answer.type == "calciphylaxis"


def test_filter_leaves_a_case_that_was_begun(sitting):
    while sitting.attempt.stages < 2:
        sitting = sitting.next_case()
    begun = sitting.commit(SURE_OF_TUMORAL, go_on=True)
    assert begun.choose(("mimic",), ()).attempt == begun.attempt


def test_hard_cases_are_those_in_which_the_engine_gives_the_right_type_little(sitting):
    chosen = sitting.choose((), ("hard",))
    assert 0 < len(chosen.cases) < len(sitting.cases)
    assert all(right_type_probabilities()[one] < 0.6 for one in chosen.cases)


def test_filter_that_nothing_passes_leaves_no_case_in_hand(sitting):
    assert sitting.choose(("other",), ()).attempt is None
