"""Finding a finding by what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcinosis.case import VOCABULARY, search


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("BMI", "obesity"),
        ("sle", "hx_lupus"),
        ("CREST", "hx_systemic_sclerosis"),
        ("HD", "dialysis"),
        ("JDM", "hx_dermatomyositis"),
        ("coumadin", "rx_warfarin"),
        ("PTH", "pth"),
        ("Ca", "calcium_total"),
        ("PO4", "phosphate"),
        ("phosphorus", "phosphate"),
        ("gangrene", "necrosis_eschar"),
        ("Sjögren", "hx_other_ctd"),
        ("oesophageal", "esophageal_dysmotility"),
        ("esophageal", "esophageal_dysmotility"),
        ("calcium_ionised", "calcium_ionised"),
        ("raynau", "raynaud"),
        ("ulcer", "ulceration"),
        ("scl-70", "anti_scl70"),
        ("scl70", "anti_scl70"),
        ("MJ", "anti_nxp2"),
        ("phosfate", "phosphate"),
        ("dialisys", "dialysis"),
        ("wafarin", "rx_warfarin"),
        ("INR", "rx_warfarin"),
        ("child", "age_years"),
        ("preterm", "heel_sticks"),
        ("reflux", "esophageal_dysmotility"),
        ("venous reflux", "venous_insufficiency"),
    ],
)
def test_the_finding_that_was_meant_comes_first(typed, finding):
    assert search(typed)[0].finding == finding


@pytest.mark.parametrize(
    ("typed", "findings"),
    [("ESRD", {"ckd", "dialysis"}), ("tophus", {"gout_history", "bx_urate_crystals"})],
)
def test_a_word_with_two_meanings_offers_both(typed, findings):
    assert findings <= {match.finding for match in search(typed)}


@pytest.mark.parametrize(
    ("typed", "finding", "choice"),
    [
        ("gluteal", "region", "hip_buttock"),
        ("buttock", "region", "hip_buttock"),
        ("knuckle", "region", "hand"),
        ("scrotum", "region", "genital"),
        ("subcutaneous fat", "tissue", "subcutis"),
        ("solitary", "extent", "solitary"),
    ],
)
def test_choices_are_found_by_their_own_words(typed, finding, choice):
    best = search(typed)[0]
    assert (best.finding, best.choice) == (finding, choice)


def test_a_choice_is_labelled_with_its_finding():
    assert search("gluteal")[0].label == "Body region: Hip or buttock"


@pytest.mark.parametrize(
    ("typed", "unwanted"),
    [("child", "interstitial_lung_disease"), ("gene", "joint_replacement_arthritis")],
)
def test_a_short_word_is_not_found_within_longer_ones(typed, unwanted):
    assert unwanted not in {match.finding for match in search(typed)}


@pytest.mark.parametrize("typed", ["", "   ", "-"])
def test_nothing_typed_finds_nothing(typed):
    assert search(typed) == ()


def test_nonsense_finds_nothing():
    assert search("qxzvkw") == ()


def test_no_more_than_the_wanted_number_come_back_best_first():
    matches = search("ca", limit=5)
    scores = [match.score for match in matches]
    assert len(matches) == 5
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("finding", VOCABULARY.values(), ids=lambda finding: finding.id)
def test_every_finding_is_found_by_its_label_and_its_id(finding):
    assert finding.id in {match.finding for match in search(finding.label)[:2]}
    assert finding.id in {match.finding for match in search(finding.id)[:2]}


@given(st.text(max_size=20))
def test_no_text_breaks_the_search(typed):
    assert all(0 < match.score <= 100 for match in search(typed))
