"""The quiz: committing stage by stage, scores of one stated probability, order and difficulty."""

from math import log

import pytest

from calcinosis.cases import load_cases
from calcinosis.exchange import Answer
from calcinosis.reasoning.quiz import (
    Attempt,
    Judgement,
    difficulty,
    quiz_order,
    quiz_score,
)

CALCIPHYLAXIS = Answer("calciphylaxis", "calciphylaxis_uraemic")
ON_DIALYSIS = Answer("metastatic", "ckd_mbd", also_acceptable=("tumoral",))


def test_learner_commits_and_goes_on_until_the_last_stage_ends_the_case():
    attempt = Attempt("a", stages=2)
    assert (attempt.stage, attempt.is_last_stage) == (0, False)
    attempt = attempt.commit(Judgement("tumoral", 0.4), go_on=True)
    assert (attempt.stage, attempt.is_last_stage, attempt.is_ended) == (1, True, False)
    attempt = attempt.commit(Judgement("metastatic", 0.8), go_on=True)
    assert attempt.is_ended
    assert attempt.stage == 1
    assert [one.type for one in attempt.judgements] == ["tumoral", "metastatic"]


def test_learner_may_end_before_everything_is_shown():
    attempt = Attempt("a", stages=4).commit(Judgement("tumoral", 0.4), go_on=False)
    assert attempt.is_ended
    assert attempt.stage == 0


def test_nothing_is_committed_after_the_diagnosis_was_shown():
    attempt = Attempt("a", stages=1).commit(Judgement("tumoral", 0.4), go_on=False)
    with pytest.raises(ValueError, match="has ended"):
        attempt.commit(Judgement("mimic", 0.95), go_on=False)


def test_sure_and_right_scores_better_than_unsure_and_far_better_than_sure_and_wrong():
    sure = quiz_score([(Judgement("calciphylaxis", 0.95), CALCIPHYLAXIS)])
    unsure = quiz_score([(Judgement("calciphylaxis", 0.4), CALCIPHYLAXIS)])
    wrong = quiz_score([(Judgement("metastatic", 0.95), CALCIPHYLAXIS)])
    assert sure.brier < unsure.brier < wrong.brier
    assert sure.log_loss < unsure.log_loss < wrong.log_loss


def test_brier_and_log_loss_of_two_cases_by_hand():
    score = quiz_score(
        [
            (Judgement("calciphylaxis", 0.8), CALCIPHYLAXIS),
            (Judgement("tumoral", 0.6), ON_DIALYSIS),
        ]
    )
    assert score.brier == pytest.approx(((1 - 0.8) ** 2 + 0.6**2) / 2)
    assert score.log_loss == pytest.approx(-(log(0.8) + log(0.4)) / 2)
    assert (score.right.hits, score.accepted.hits, score.right.n) == (1, 2, 2)


def test_saying_half_always_scores_a_quarter():
    assert quiz_score([(Judgement("mimic", 0.5), ON_DIALYSIS)]).brier == 0.25


def test_certain_and_wrong_costs_much_and_not_infinitely_much():
    assert 30 < quiz_score([(Judgement("mimic", 1.0), ON_DIALYSIS)]).log_loss < 40


def test_no_case_has_no_score():
    score = quiz_score([])
    assert (score.brier, score.log_loss, score.right.share) == (None, None, None)


def test_each_confidence_has_its_own_bin_of_calibration():
    judged = [(Judgement("calciphylaxis", c), CALCIPHYLAXIS) for c in (0.2, 0.4, 0.6, 0.8, 0.95)]
    filled = [one for one in quiz_score(judged).bins if one.right.n]
    assert [one.mean_probability for one in filled] == [0.2, 0.4, 0.6, 0.8, 0.95]


def test_order_is_that_of_its_seed_and_a_filter_does_not_change_it():
    records = load_cases()
    order = quiz_order(records, seed=1)
    assert order == quiz_order(records, seed=1)
    assert order != quiz_order(records, seed=2)
    assert sorted(order) == sorted(record.id for record in records)
    types = {record.id: record.answer.type for record in records}
    tumoral = quiz_order(records, seed=1, types=("tumoral",))
    assert tumoral == tuple(one for one in order if types[one] == "tumoral")


def test_only_cases_as_hard_as_chosen_are_asked():
    records = load_cases()[:3]
    sure = dict(zip((record.id for record in records), (0.95, 0.75, 0.2), strict=True))
    for wanted, record in zip(("easy", "medium", "hard"), records, strict=True):
        assert quiz_order(records, 0, (), (wanted,), sure) == (record.id,)


@pytest.mark.parametrize(("p", "name"), [(0.9, "easy"), (0.6, "medium"), (0.599, "hard")])
def test_bars_of_difficulty(p, name):
    assert difficulty(p) == name
