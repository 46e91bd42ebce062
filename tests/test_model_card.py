"""The model card may only claim what the shipped validation says."""

from pathlib import Path

import pytest

from calcinosis import __version__
from calcinosis.case import VOCABULARY
from calcinosis.cases import load_cases, load_validation
from calcinosis.knowledge import load_knowledge

CARD = (Path(__file__).parents[1] / "docs" / "model-card.md").read_text(encoding="utf-8")
REPORT = load_validation()
RATES = (
    "type_top1",
    "type_accepted",
    "type_top2",
    "aetiology_top1",
    "aetiology_top3",
    "aetiology_top5",
    "conclusive",
    "right_when_conclusive",
)


def _figures(rate):
    low, high = rate["interval"]
    return f"{rate['share']:.3f} ({low:.3f}–{high:.3f}), {rate['hits']}/{rate['n']}"


@pytest.mark.parametrize("name", RATES)
def test_rates_in_the_card_are_those_of_the_report(name):
    rates = REPORT["evaluation"][name], REPORT["latest_cases"][name]
    assert "| " + " | ".join(map(_figures, rates)) + " |" in CARD


@pytest.mark.parametrize("name", ["log_loss", "brier", "calibration_error"])
def test_scores_in_the_card_are_those_of_the_report(name):
    assert f"| {REPORT['evaluation'][name]:.3f} | {REPORT['latest_cases'][name]:.3f} |" in CARD


def test_versions_and_numbers_of_things_in_the_card_are_those_installed():
    assert f"Knowledge `{REPORT['knowledge_version']}`" in CARD
    assert f"Version {__version__}." in CARD
    assert f"Up to {len(VOCABULARY)} findings" in CARD
    assert f"{len(load_knowledge().aetiologies)} aetiologies" in CARD
    assert f"**Published cases** ({len(load_cases())})" in CARD
    assert f"Below {load_knowledge().settings['abstain_below']:g} for the leading type" in CARD
