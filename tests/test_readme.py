"""The README may only claim what the shipped validation says."""

from pathlib import Path

import pytest

from calcinosis.cases import load_validation

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
EVALUATION = load_validation()["evaluation"]
LABELS = {
    "Type, first named": "type_top1",
    "Type, first named, with what experts also accept": "type_accepted",
    "Type, first two": "type_top2",
    "Aetiology, first named": "aetiology_top1",
    "Aetiology, first three": "aetiology_top3",
    "Aetiology, first five": "aetiology_top5",
    "Conclusive": "conclusive",
    "Type, first named, when conclusive": "right_when_conclusive",
}


@pytest.mark.parametrize(("label", "name"), LABELS.items())
def test_rates_in_the_readme_are_those_of_the_validation_report(label, name):
    rate = EVALUATION[name]
    low, high = rate["interval"]
    figures = f"{rate['share']:.3f}, ({low:.3f}–{high:.3f}), {rate['hits']}/{rate['n']}"
    assert f"| {label} | {figures} |" in README


@pytest.mark.parametrize("name", ["log_loss", "brier", "calibration_error"])
def test_scores_in_the_readme_are_those_of_the_validation_report(name):
    assert f" | {EVALUATION[name]:.3f} |" in README


def test_the_number_of_cases_in_the_readme_is_that_of_the_report():
    assert f"On {load_validation()['cases']} published cases" in README


@pytest.mark.parametrize("part", ["first_cases", "latest_cases"])
def test_first_and_latest_cases_in_the_readme_are_those_of_the_report(part):
    scores = load_validation()[part]
    for figure in (
        scores["type_top1"]["share"],
        scores["type_accepted"]["share"],
        scores["aetiology_top1"]["share"],
        scores["log_loss"],
    ):
        assert f"{figure:.3f}" in README


def test_the_log_loss_of_the_values_in_use_in_the_method_is_that_of_the_report():
    """Every row of the table of choices has the value in use in bold."""
    method = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
    table = method[method.index("| Choice |") : method.index("**Reporting bias.**")]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 5
    for row in rows:
        assert f": {EVALUATION['log_loss']:.3f}**" in row
    assert f"on all {load_validation()['cases']} cases" in " ".join(method.split())
