"""Numbers in words."""

import pytest

from calcinosis.reasoning.words import odds_in_words, percent, probability_in_words


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.0, "<1"),
        (0.004, "<1"),
        (0.008, "1"),
        (0.5, "50"),
        (0.992, "99"),
        (0.996, ">99"),
        (1.0, ">99"),
    ],
)
def test_a_probability_is_never_shown_as_certain(p, shown):
    assert percent(p) == f"{shown}\u00a0%"
    assert percent(p, unit=False) == shown


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "very unlikely"),
        (0.049, "very unlikely"),
        (0.05, "unlikely"),
        (0.3, "possible"),
        (0.5, "about as likely as not"),
        (0.7, "more likely than not"),
        (0.9, "likely"),
        (0.95, "very likely"),
        (1.0, "very likely"),
    ],
)
def test_a_probability_is_said_in_words(p, words):
    assert probability_in_words(p) == words


@pytest.mark.parametrize(
    ("log10_odds", "words"),
    [
        (0.0, "no weight"),
        (0.02, "no weight"),
        (0.301, "× 2 for"),
        (-0.301, "× 2 against"),
        (1.08, "× 12 for"),
        (-2.0, "× 100 against"),
        (4.0, "× over 1,000 for"),
    ],
)
def test_a_weight_of_evidence_is_said_as_people_say_it(log10_odds, words):
    assert odds_in_words(log10_odds) == words
