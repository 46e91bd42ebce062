"""The tornado says what the changed case would say."""

import pytest

from calcinosis.case import VOCABULARY, LabResult
from calcinosis.reasoning.alternatives import alternatives, is_weighed
from calcinosis.reasoning.tornado import tornado
from tests.reasoning.changed_cases import EMPTY, KIDNEY, MODEL, SKIN, leader_of, types_of


@pytest.mark.parametrize("case", [KIDNEY, SKIN], ids=["kidney", "skin"])
def test_every_end_is_the_posterior_of_the_changed_case(case):
    found, leader = tornado(case), leader_of(case)
    assert found.leader == MODEL.type_ids[leader]
    assert {swing.finding for swing in found.entered} == set(case)
    for swing in (*found.entered, *found.unknown[:40]):
        after = [
            types_of(change.apply(case))[leader]
            for change in alternatives(case, swing.finding, MODEL)
        ]
        assert swing.ends[0].probability == pytest.approx(min(after), abs=1e-12)
        if swing.without is None:
            assert swing.ends[-1].probability == pytest.approx(max(after), abs=1e-12)
        else:
            without = types_of(case.without(swing.finding))[leader]
            assert swing.without == pytest.approx(without, abs=1e-12)


def test_every_unknown_finding_that_can_tell_something_is_there():
    unknown = {swing.finding for swing in tornado(KIDNEY).unknown}
    assert unknown == {f for f in VOCABULARY if f not in KIDNEY and is_weighed(f, MODEL)}


def test_widest_swing_stands_first_by_the_odds():
    def width(swing):
        low, high = swing.span(found.probability)
        return high / (1 - high) / (low / (1 - low))

    found = tornado(SKIN)
    for swings in (found.entered, found.unknown):
        widths = [width(swing) for swing in swings]
        assert widths == sorted(widths, reverse=True)


def test_measured_lab_moves_to_a_value_surely_in_each_other_state():
    moved = alternatives(KIDNEY, "phosphate", MODEL)
    assert [one.after.rpartition(", ")[2] for one in moved] == ["low", "normal"]
    assert all(one.value.unit == "mmol/L" and one.value.ref_high == 1.5 for one in moved)
    low, normal = (one.value.value for one in moved)
    assert low < 0.8 < normal < 1.5


def test_lab_known_by_a_word_moves_to_the_other_words():
    moved = alternatives(SKIN, "phosphate", MODEL)
    assert [one.value for one in moved] == [LabResult(state="low"), LabResult(state="high")]


def test_empty_case_has_only_what_is_unknown():
    found = tornado(EMPTY)
    assert not found.entered
    assert len(found.unknown) > 100
