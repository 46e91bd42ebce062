"""The stages of a work-up: what becomes known when, and nothing before its time."""

from calcinosis.case import VOCABULARY, Case
from calcinosis.cases import load_cases
from calcinosis.reasoning.work_up import WORK_UP, known_by, stages_of

SCLERODERMA = Case.from_dict(
    {"age_years": 52, "raynaud": True, "anticentromere": True, "bx_calcium_deposits": True}
)


def test_every_finding_of_the_vocabulary_becomes_known_in_exactly_one_stage():
    groups = [group for stage in WORK_UP.values() for group in stage]
    assert sorted(groups) == sorted({finding.group for finding in VOCABULARY.values()})


def test_history_laboratory_and_biopsy_come_one_after_the_other():
    history, laboratory, biopsy = stages_of(SCLERODERMA)
    assert (history.name, laboratory.name, biopsy.name) == (
        "History and site",
        "Laboratory",
        "Biopsy",
    )
    assert history.added == ("age_years", "raynaud")
    assert laboratory.added == ("anticentromere",)
    assert biopsy.case == SCLERODERMA


def test_stage_in_which_nothing_becomes_known_is_left_out():
    assert "Imaging" not in [stage.name for stage in stages_of(SCLERODERMA)]


def test_nothing_known_has_no_stage():
    assert stages_of(Case()) == ()


def test_laboratory_is_unknown_and_not_absent_before_its_time():
    history = known_by(SCLERODERMA, WORK_UP["History and site"])
    assert history.get("anticentromere") is None


def test_the_last_stage_of_every_published_case_is_the_whole_case():
    for record in load_cases():
        stages = stages_of(record.case)
        assert stages[-1].case == record.case
        assert sum((stage.added for stage in stages), ()) != ()
        assert sorted(sum((s.added for s in stages), ())) == sorted(record.case)
