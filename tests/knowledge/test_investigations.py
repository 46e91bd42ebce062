"""Which test finds out which finding, and at what burden."""

from calcinosis.case import VOCABULARY
from calcinosis.knowledge import AVAILABILITY, load_knowledge

WORK_UP = load_knowledge().investigations


def test_tiers_stand_in_the_order_of_their_burden():
    assert WORK_UP.tiers == ("ask or look", "blood or urine", "imaging", "biopsy", "genetics")


def test_a_biopsy_or_a_gene_test_is_no_first_step():
    assert {"ask or look", "blood or urine", "imaging"} == WORK_UP.first_steps


def test_every_finding_comes_from_one_test_or_says_why_it_is_not_asked():
    for finding in VOCABULARY:
        assert (WORK_UP.of(finding) is None) == (finding in WORK_UP.not_asked), finding


def test_age_and_sex_are_not_found_out_by_a_test():
    assert {"age_years", "sex"} <= set(WORK_UP.not_asked)


def test_tier_and_place_fit_the_group_of_the_vocabulary():
    for test in WORK_UP.tests:
        assert test.availability in AVAILABILITY
        for finding in test.findings:
            group = VOCABULARY[finding].group
            expected = {"lab": "blood or urine", "serology": "blood or urine", "imaging": "imaging",
                        "histology": "biopsy", "genetics": "genetics"}.get(group)  # fmt: skip
            assert expected in (None, test.tier), finding


def test_one_biopsy_gives_all_that_is_seen_in_the_lesion():
    biopsy = WORK_UP.of("bx_arteriolar_calcification")
    assert biopsy is WORK_UP.of("bx_fat_necrosis") is WORK_UP.of("bx_tumour_cells")
    assert "calciphylaxis" in biopsy.burden
    assert biopsy.sources
