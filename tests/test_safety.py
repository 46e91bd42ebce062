"""The hazard log names a control and a test for every hazard, and the tests exist."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOG = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
FIELDS = ("Hazard", "Cause", "Harm", "Control", "Tests")


def _hazards():
    """Pairs of heading and fields, in the order of the log."""
    for part in re.split(r"^### ", LOG, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        body = re.split(r"^## ", body, flags=re.MULTILINE)[0]
        yield heading, dict(re.findall(r"^- ([A-Z][a-z ]+): (.+)$", body, flags=re.MULTILINE))


HAZARDS = dict(_hazards())


@lru_cache
def _tests_of(path):
    """Names of the tests that a file defines."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_there_are_enough_hazards_and_their_numbers_run_without_a_gap():
    numbers = [heading.split()[0] for heading in HAZARDS]
    assert len(numbers) == LOG.count("\n### ")
    assert numbers == [f"H{i:02}" for i in range(1, len(numbers) + 1)]
    assert len(numbers) >= 24


@pytest.mark.parametrize("heading", HAZARDS)
def test_a_hazard_has_cause_harm_with_severity_control_and_test(heading):
    fields = HAZARDS[heading]
    assert set(FIELDS) <= set(fields) <= {*FIELDS, "Left over"}
    assert re.search(r"\. (Minor|Serious|Grave)\.$", fields["Harm"])
    assert all(len(fields[name]) > 8 for name in FIELDS)


@pytest.mark.parametrize("heading", HAZARDS)
def test_every_test_that_a_hazard_names_exists(heading):
    named = re.findall(r"`([^`]+)`", HAZARDS[heading]["Tests"])
    assert named
    assert ", ".join(f"`{one}`" for one in named) == HAZARDS[heading]["Tests"]
    for one in named:
        path, _, name = one.partition("::")
        assert path.startswith("tests/")
        assert (ROOT / path).is_file(), path
        assert name.startswith("test_")
        assert name in _tests_of(path), one
