"""Scores against the answers of authors, each checked by hand on a few made-up answers."""

import json
from dataclasses import dataclass, field, replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis import load_knowledge
from calcinosis.case import Case
from calcinosis.cases import load_cases
from calcinosis.exchange import Answer, CaseRecord, evaluation_text
from calcinosis.reasoning import Contribution, Explanation
from calcinosis.reasoning.evaluation import evaluate
from calcinosis.reasoning.fitting import cross_validate
from calcinosis.reasoning.scores import Proportion

TYPES = ("dystrophic", "metastatic", "mimic", "other")
CAUSES = ("lupus", "ckd_mbd", "gout", "milk_alkali", "trauma_scar", "panniculitis", "other")


@dataclass
class GivenAnswer:
    """A consultation reduced to what is scored."""

    types: dict
    aetiologies: dict
    conclusive: bool = True
    asked: list = field(default_factory=list)

    @property
    def leading_type(self):
        return max(self.types, key=self.types.get)

    def explain(self, target, against):
        self.asked.append((target, against))
        weights = {"pain": 0.2, "ulceration": -1.5, "raynaud": 0.9, "ckd": 0.5, "livedo": 0.4}
        given_contributions = tuple(
            Contribution(name, "present", weight, (), "estimate")
            for name, weight in weights.items()
        )
        return Explanation(target, against, 0.0, 0.5, given_contributions)


def answered(types, causes=None, conclusive=True):
    return GivenAnswer(
        dict(zip(TYPES, types, strict=True)),
        dict(zip(CAUSES, causes or (0.4, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02), strict=True)),
        conclusive,
    )


def published(name, type_, aetiology, also=(), quality="rich", known=True):
    answer = Answer(type_, aetiology, also, f"stated {name}")
    return CaseRecord(name, Case(), "any", {"pmid": name}, answer, quality, known)


RECORDS = (
    published("right", "dystrophic", "lupus"),
    published("acceptable", "metastatic", "ckd_mbd", also=("dystrophic",)),
    published("wrong", "mimic", "gout", quality="thin", known=False),
    published("unsure", "dystrophic", "panniculitis", known=False),
)
ANSWERS = (
    answered((0.8, 0.1, 0.05, 0.05)),
    answered((0.6, 0.3, 0.05, 0.05)),
    answered((0.5, 0.3, 0.1, 0.1)),
    answered((0.4, 0.2, 0.2, 0.2), conclusive=False),
)


@pytest.fixture
def result():
    return evaluate(RECORDS, ANSWERS, fitted="nothing")


def test_the_first_named_type_is_scored_strictly_and_with_what_experts_accept(result):
    assert result.overall.type_top1 == Proportion(2, 4)
    assert result.overall.type_accepted == Proportion(3, 4)
    assert result.overall.type_top2 == Proportion(3, 4)


def test_aetiologies_are_scored_within_the_first_one_three_and_five(result):
    assert result.overall.aetiology_top1 == Proportion(1, 4)
    assert result.overall.aetiology_top3 == Proportion(3, 4)
    assert result.overall.aetiology_top5 == Proportion(3, 4)


def test_log_loss_is_the_mean_of_minus_the_natural_log_of_the_true_type(result):
    by_hand = -(log(0.8) + log(0.3) + log(0.1) + log(0.4)) / 4
    assert result.overall.log_loss == pytest.approx(by_hand, abs=1e-12)


def test_the_brier_score_sums_over_all_types(result):
    by_hand = (
        (0.2**2 + 0.1**2 + 2 * 0.05**2)
        + (0.6**2 + 0.7**2 + 2 * 0.05**2)
        + (0.5**2 + 0.3**2 + 0.9**2 + 0.1**2)
        + (0.6**2 + 3 * 0.2**2)
    ) / 4
    assert result.brier == pytest.approx(by_hand, abs=1e-12)


def test_calibration_error_weighs_the_gap_of_each_bin_by_its_cases(result):
    by_hand = (abs(1 - 0.8) + abs(0 - 0.6) + abs(0 - 0.5) + abs(1 - 0.4)) / 4
    assert result.calibration_error == pytest.approx(by_hand, abs=1e-12)
    same_bin = evaluate(RECORDS[:2], [answered((0.61, 0.2, 0.1, 0.09)), ANSWERS[1]])
    assert same_bin.calibration_error == pytest.approx(abs(1 - 1.21) / 2, abs=1e-12)


def test_a_leading_probability_of_one_falls_into_the_last_bin():
    certain = evaluate(RECORDS[:1], [answered((1.0, 0, 0, 0))])
    assert certain.calibration_error == 0
    assert certain.overall.log_loss == 0


def test_an_impossible_truth_costs_much_but_not_infinitely():
    sure_but_wrong = evaluate(RECORDS[2:3], [answered((1.0, 0, 0, 0))])
    assert sure_but_wrong.overall.log_loss == pytest.approx(-log(1e-15))


def test_conclusive_answers_are_counted_and_judged_by_themselves(result):
    assert result.conclusive == Proportion(3, 4)
    assert result.right_when_conclusive == Proportion(1, 3)


def test_the_confusion_matrix_counts_true_against_leading_type(result):
    assert result.confusion["dystrophic"]["dystrophic"] == 2
    assert result.confusion["metastatic"]["dystrophic"] == 1
    assert result.confusion["mimic"]["dystrophic"] == 1
    assert sum(n for named in result.confusion.values() for n in named.values()) == 4


def test_scores_are_broken_down_by_type_quality_and_what_was_known(result):
    assert {key: scores.type_top1 for key, scores in result.by_type.items()} == {
        "dystrophic": Proportion(2, 2),
        "metastatic": Proportion(0, 1),
        "mimic": Proportion(0, 1),
    }
    assert result.by_quality["rich"].type_top1 == Proportion(2, 3)
    assert result.by_quality["thin"].n == 1
    assert result.by_disease_known["known"].type_top1 == Proportion(1, 2)
    assert result.by_disease_known["not known"].type_top1 == Proportion(1, 2)


def test_a_miss_shows_both_sides_and_the_three_findings_that_misled_most(result):
    acceptable, wrong = result.misses
    assert (acceptable.id, acceptable.accepted, wrong.accepted) == ("acceptable", True, False)
    assert (wrong.stated, wrong.true_type, wrong.true_aetiology) == (
        "stated wrong",
        "mimic",
        "gout",
    )
    assert (wrong.true_type_probability, wrong.true_aetiology_probability) == (0.1, 0.15)
    assert (wrong.named_type, wrong.named_type_probability) == ("dystrophic", 0.5)
    assert (wrong.named_aetiology, wrong.named_aetiology_probability) == ("lupus", 0.4)
    assert [c.finding for c in wrong.misled_by] == ["raynaud", "ckd", "livedo"]
    assert ANSWERS[2].asked[-1] == ("dystrophic", "mimic")


def test_a_case_without_a_known_aetiology_counts_for_the_type_only():
    silent = replace(RECORDS[0], answer=Answer("dystrophic"))
    scores = evaluate([silent], ANSWERS[:1]).overall
    assert scores.type_top1 == Proportion(1, 1)
    assert scores.aetiology_top1 == Proportion(0, 0)
    assert scores.aetiology_top1.share is None
    assert scores.aetiology_top1.interval is None


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1)])
def test_wilson_intervals_agree_with_published_values(hits, n, low, high):
    assert Proportion(hits, n).interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_the_share_and_mirrors(hits_and_n):
    hits, n = hits_and_n
    low, high = Proportion(hits, n).interval
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1
    mirrored = Proportion(n - hits, n).interval
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (replace(RECORDS[0], answer=None), "right has no answer, allowed: a case with its type"),
        (published("x", "tumour", "lupus"), "x: type 'tumour' is unknown, allowed: dystrophic"),
        (published("x", "mimic", "gowt"), "x: aetiology 'gowt' is unknown, allowed: ckd_mbd"),
        (published("x", "mimic", "gout", also=("y",)), "x: type 'y' is unknown"),
    ],
)
def test_a_record_that_cannot_be_scored_is_named(record, words):
    with pytest.raises(ValueError, match=words):
        evaluate([record], ANSWERS[:1])


def test_nothing_to_score_and_a_missing_answer_are_refused():
    with pytest.raises(ValueError, match="no case to evaluate"):
        evaluate([], [])
    with pytest.raises(ValueError, match="shorter"):
        evaluate(RECORDS, ANSWERS[:3])


def test_the_same_cases_by_the_prior_any_are_scored_beside():
    compared = evaluate(RECORDS, ANSWERS, answers_any=ANSWERS[::-1])
    assert compared.with_any.type_top1 == Proportion(2, 4)
    assert compared.with_any.log_loss == pytest.approx(
        -(log(0.4) + log(0.3) + log(0.05) + log(0.8)) / 4
    )


def test_real_answers_make_plain_data_and_a_readable_text():
    records = load_cases()[:50]
    answers = cross_validate(records, 2, 0, load_knowledge())
    result = evaluate(records, answers, clinic="any", fitted="packaged")
    plain = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert plain["n"] == 50
    assert plain["type_top1"]["hits"] + len(plain["misses"]) == 50
    assert set(plain["misses"][0]["misled_by"][0]) == {"finding", "state", "log10_odds"}
    text = evaluation_text(result)
    assert text.startswith("50 published cases; packaged; clinic: any\n")
    for miss in result.misses:
        assert f"\n{miss.id}: {miss.stated}\n" in text
