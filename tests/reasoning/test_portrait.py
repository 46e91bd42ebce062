"""What is typical of a cause is read off the model and adds up."""

import numpy as np
import pytest

from calcinosis import load_knowledge
from calcinosis.case import VOCABULARY
from calcinosis.knowledge import CONTEXTS, load_case_counts
from calcinosis.reasoning import default_model
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.portrait import (
    age_curve,
    lab_backing,
    lab_shares,
    separating,
    speaks_against,
    speaks_for,
    usual_kidney,
)

MODEL = default_model()
CAUSES = tuple(load_knowledge().aetiologies)
LABS = [one for one in MODEL.tables if VOCABULARY[one].kind == "lab"]


def test_anticentromere_speaks_for_systemic_sclerosis_and_no_raynaud_against_it():
    for_it = {one.finding: one for one in speaks_for("systemic_sclerosis", "normal", MODEL)}
    against = {one.finding: one for one in speaks_against("systemic_sclerosis", "normal", MODEL)}
    assert for_it["anticentromere"].state == "present"
    assert against["raynaud"].state == "absent"


def test_high_phosphate_tells_much_for_hftc_and_little_for_disease_on_dialysis():
    """Kidney function is told first, so a lab tells what is left to tell."""
    hftc = {one.finding: one for one in speaks_for("hftc", "normal", MODEL)}
    dialysis = {
        one.finding: one for one in speaks_for("calciphylaxis_uraemic", "dialysis", MODEL, 200)
    }
    assert hftc["phosphate"].state == "high"
    assert hftc["phosphate"].log10_ratio > 1
    assert dialysis["dialysis"].log10_ratio > 0.5
    assert dialysis["phosphate"].log10_ratio < 0.3


@pytest.mark.parametrize("cause", CAUSES)
def test_weights_are_the_logarithm_of_the_ratio_of_the_two_shares_shown(cause):
    kidney = usual_kidney(cause, MODEL)
    for sign, found in ((1, speaks_for), (-1, speaks_against)):
        rows = found(cause, kidney, MODEL)
        assert rows
        assert [one.expected for one in rows] == sorted((o.expected for o in rows), reverse=True)
        assert len({one.finding for one in rows}) == len(rows)
        for one in rows:
            assert 0 < one.here < 1
            assert 0 < one.elsewhere < 1
            assert one.log10_ratio * sign > 0
            assert one.log10_ratio == pytest.approx(np.log10(one.here / one.elsewhere))


def test_causes_are_separated_by_the_largest_ratio_first_whatever_their_order():
    rows = separating(("systemic_sclerosis", "dermatomyositis_adult"), "normal", MODEL)
    turned = separating(("dermatomyositis_adult", "systemic_sclerosis"), "normal", MODEL)
    assert [one.log10_ratio for one in rows] == sorted(
        (one.log10_ratio for one in rows), reverse=True
    )
    assert [(r.finding, r.state, r.most) for r in rows] == [
        (r.finding, r.state, r.most) for r in turned
    ]
    for row in rows:
        assert row.log10_ratio == pytest.approx(np.log10(max(row.shares) / min(row.shares)))


def test_what_next_to_nobody_has_separates_nothing():
    rows = separating(CAUSES[:3], "normal", MODEL, most=500)
    assert all(max(row.shares) >= 0.05 for row in rows)


@pytest.mark.parametrize("cause", CAUSES)
def test_ages_make_up_the_whole_and_the_quartiles_part_it_in_quarters(cause):
    curve = age_curve(cause, MODEL)
    assert curve.share_between(0, 200) == pytest.approx(1)
    low, middle, high = curve.quartiles
    assert low <= middle <= high
    assert curve.share_between(0, middle) == pytest.approx(0.5, abs=0.03)
    assert curve.share_between(low, high) == pytest.approx(0.5, abs=0.04)


def test_heel_sticks_are_of_infants_and_sclerosis_of_adults():
    assert age_curve("heel_stick", MODEL).quartiles[1] < 2
    assert 40 < age_curve("systemic_sclerosis", MODEL).quartiles[1] < 70


@pytest.mark.parametrize("kidney", CONTEXTS)
def test_low_normal_and_high_make_up_every_lab_of_every_cause(kidney):
    for cause in CAUSES:
        for lab in LABS:
            shares = lab_shares(cause, lab, kidney, MODEL)
            assert sum(shares) == pytest.approx(1)
            assert min(shares) > 0


def test_very_high_counts_as_high():
    assert lab_shares("ckd_mbd", "pth", "dialysis", MODEL)[2] > 0.8


def test_what_a_lab_rests_on_makes_up_the_whole():
    pooling = Pooling(load_knowledge(), load_case_counts())
    for cause in CAUSES:
        shares = lab_backing(cause, "phosphate", usual_kidney(cause, MODEL), MODEL, pooling)
        assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("cause", ["ckd_mbd", "primary_hyperparathyroidism", "hypervitaminosis_d"])
def test_a_lab_that_tells_is_as_frequent_as_in_the_pattern_shown(cause):
    kidney = usual_kidney(cause, MODEL)
    rows = speaks_for(cause, kidney, MODEL, 500) + speaks_against(cause, kidney, MODEL, 500)
    labs = [one for one in rows if VOCABULARY[one.finding].kind == "lab"]
    assert labs
    for one in labs:
        shares = dict(
            zip(
                ("low", "normal", "high"),
                lab_shares(cause, one.finding, kidney, MODEL),
                strict=True,
            )
        )
        assert one.here == pytest.approx(shares[one.state], rel=1e-6)


def test_all_other_causes_are_weighed_by_their_prior_and_the_cause_itself_is_left_out():
    (raynaud,) = [
        one
        for one in speaks_for("systemic_sclerosis", "normal", MODEL, 100)
        if one.finding == "raynaud"
    ]
    table = MODEL.whole_table("raynaud")
    shares = np.exp(table.log_likelihood[table.index("present"), :, 0])
    others = np.arange(shares.size) != MODEL.index("systemic_sclerosis")
    prior = MODEL.by_aetiology(np.exp(MODEL.log_prior["any"]))
    assert raynaud.elsewhere == pytest.approx(np.average(shares[others], weights=prior[others]))
