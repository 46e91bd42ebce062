"""What other values of the method's choices would do is told; the value in use is the engine's."""

from collections import defaultdict

import numpy as np
import pytest

from calcinosis.cases import load_cases
from calcinosis.knowledge import CaseCounts, load_knowledge
from calcinosis.reasoning import compile_model
from calcinosis.reasoning.fitting import cross_validate
from calcinosis.reasoning.tuning import SETTINGS_TRIED, choices, tried

KNOWLEDGE = load_knowledge()
CHOICES = tuple(choices(KNOWLEDGE))


def test_every_choice_has_its_value_in_use_among_those_tried():
    used = defaultdict(int)
    for choice in CHOICES:
        used[choice.name] += choice.in_use
    single = {name for name in used if name.startswith("forms of ") and "any" not in name}
    assert {name for name, number in used.items() if number != 1} == single
    assert set(SETTINGS_TRIED) <= set(used)


def test_the_value_in_use_is_judged_as_cross_validation_judges_the_engine():
    records = load_cases()[:40]
    answers = cross_validate(records, 2, 0, KNOWLEDGE)
    pairs = tuple(zip(records, answers, strict=True))
    loss = np.mean([-np.log(answer.types[record.answer.type]) for record, answer in pairs])
    right = sum(answer.leading_type == record.answer.type for record, answer in pairs)
    names = (
        "curve_background",
        "finding_weight",
        "temperature",
        "group",
        "forms",
        "weight of what",
    )
    used = [c for c in CHOICES if c.in_use and c.name.startswith(names)]
    assert len(used) == len(names) + 1
    for one in tried(records, KNOWLEDGE, used, 2):
        assert one.log_loss == pytest.approx(loss, abs=1e-9), one.choice.name
        assert one.right == right / len(records)


def test_a_value_that_is_not_in_use_is_judged_otherwise():
    records = load_cases()[:40]
    (cold,) = [c for c in CHOICES if c.name.startswith("temperature") and c.value == 0.8]
    (plain,) = [c for c in CHOICES if c.name.startswith("temperature") and c.in_use]
    one, other = tried(records, KNOWLEDGE, (cold, plain), 2)
    assert one.log_loss != pytest.approx(other.log_loss, abs=1e-4)


def test_cases_can_be_weighed_by_what_they_report():
    counts = CaseCounts(1, {("gout", "pain", "present", ""): 2, ("gout", "pain", "absent", ""): 3})
    (choice,) = [c for c in CHOICES if c.name.endswith("report as absent") and c.value == 0.5]
    weighed = choice.counts(counts)
    assert weighed.weight("gout", "pain", "present") == 2
    assert weighed.weight("gout", "pain", "absent") == 1.5


def test_without_forms_an_aetiology_is_one_picture():
    (choice,) = [c for c in CHOICES if c.name == "forms of any aetiology" and c.value == 0]
    model = compile_model(choice.knowledge, CaseCounts())
    assert model.owner.size == len(KNOWLEDGE.aetiologies) + 1
