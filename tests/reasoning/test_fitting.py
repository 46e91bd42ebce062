"""Fitting on published cases without letting a case judge itself."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calcinosis import load_knowledge
from calcinosis.case import Case
from calcinosis.cases import load_cases
from calcinosis.exchange import Answer, CaseRecord
from calcinosis.reasoning.fitting import (
    answer_all,
    count_published,
    cross_validate,
    folds_by_source,
)


def record(record_id, source, aetiology="lupus", **findings):
    answer = Answer("dystrophic", aetiology)
    return CaseRecord(record_id, Case.from_dict(findings or {"pain": True}), "any", source, answer)


def fold_of(folds):
    return {place: number for number, fold in enumerate(folds) for place in fold}


sources = st.fixed_dictionaries(
    {},
    optional={
        key: st.sampled_from([f"{key}-{n}" for n in range(6)])
        for key in ("doi", "pmid", "pmcid", "citation")
    },
)


@given(st.lists(sources, min_size=12, max_size=30), st.integers(0, 9))
def test_no_paper_is_on_both_sides_whichever_identifier_gives_it_away(given_sources, seed):
    records = [record(str(n), source) for n, source in enumerate(given_sources)]
    assume(len(given_sources) > 1 and any(not source for source in given_sources))
    part = fold_of(folds_by_source(records, 2, seed))
    assert sorted(part) == list(range(len(records)))
    for a, one in enumerate(given_sources):
        for b, other in enumerate(given_sources):
            if any(one.get(key) and one.get(key) == other.get(key) for key in one):
                assert part[a] == part[b]


def test_a_third_record_may_join_two_papers_and_spelling_does_not_part_them():
    records = [
        record("1", {"doi": "https://doi.org/10.1000/ABC"}),
        record("2", {"doi": "10.1000/abc", "pmcid": "PMC77"}),
        record("3", {"pmcid": "77", "citation": "Smith  J, 2020"}),
        record("4", {"citation": "smith j, 2020"}),
        record("5", {"pmid": "77"}),
        record("6", {}),
        record("7", {"doi": ""}),
    ]
    part = fold_of(folds_by_source(records, 4, 0))
    assert part[0] == part[1] == part[2] == part[3]
    assert len({part[0], part[4], part[5], part[6]}) == 4


def test_the_packaged_cases_divide_evenly_and_never_by_paper():
    records = load_cases()
    folds = folds_by_source(records, 10, 3)
    assert max(map(len, folds)) - min(map(len, folds)) <= 1
    part = fold_of(folds)
    for key in ("doi", "pmid", "pmcid", "citation", "url"):
        seen = {}
        for place, one in enumerate(records):
            if one.source.get(key):
                assert seen.setdefault(one.source[key].casefold(), part[place]) == part[place]


def test_the_same_seed_divides_alike_and_another_seed_otherwise():
    assert folds_by_source(load_cases(), 5, 1) == folds_by_source(load_cases(), 5, 1)
    assert folds_by_source(load_cases(), 5, 1) != folds_by_source(load_cases(), 5, 2)


@pytest.mark.parametrize("k", [-1, 0, 1, 3])
def test_a_number_of_parts_that_cannot_be_had_is_refused(k):
    records = [record("1", {"pmid": "1"}), record("2", {"pmid": "2"})]
    with pytest.raises(ValueError, match=f"{k} parts are not possible, allowed: 2 to 2"):
        folds_by_source(records, k)


def test_each_model_has_counted_the_other_parts_and_nothing_else():
    records = load_cases()[:40]
    answers = cross_validate(records, 4, 0, load_knowledge())
    for fold in folds_by_source(records, 4, 0):
        others = [r for place, r in enumerate(records) if place not in fold]
        expected = count_published(others, load_knowledge())
        for place in fold:
            assert answers[place].case == records[place].case
            assert answers[place].posterior.model.counts == expected


def test_the_facts_and_the_answer_of_a_case_do_not_reach_the_model_that_judges_it():
    records = list(load_cases()[:30])
    place = next(n for n, r in enumerate(records) if r.answer.type == "dystrophic")
    changed = records.copy()
    changed[place] = replace(
        records[place],
        case=Case.from_dict({"heel_sticks": True, "age_years": 1}),
        answer=Answer("iatrogenic", "heel_stick"),
    )
    before = cross_validate(records, 5, 0, load_knowledge())
    after = cross_validate(changed, 5, 0, load_knowledge())
    assert before[place].posterior.model.counts == after[place].posterior.model.counts
    own_part = next(fold for fold in folds_by_source(records, 5, 0) if place in fold)
    for other in range(len(records)):
        same = dict(before[other].types) == dict(after[other].types)
        if other in own_part and other != place:
            assert same
    taught = [n for n in range(len(records)) if n not in own_part]
    assert any(dict(before[n].types) != dict(after[n].types) for n in taught)


def test_a_case_whose_aetiology_is_not_known_teaches_nothing():
    known = record("1", {"pmid": "1"}, pain=True)
    silent = replace(record("2", {"pmid": "2"}, ulceration=True), answer=Answer("dystrophic"))
    unanswered = replace(silent, answer=None)
    knowledge = load_knowledge()
    everything = count_published([known, silent, unanswered], knowledge)
    assert everything == count_published([known], knowledge)


def test_one_clinic_may_be_forced_on_all_records():
    records = [replace(r, clinic="dermatology") for r in load_cases()[:3]]
    model = cross_validate(load_cases()[:10], 2, 0, load_knowledge())[0].posterior.model
    assert {a.clinic for a in answer_all(records, model)} == {"dermatology"}
    assert {a.clinic for a in answer_all(records, model, "nephrology")} == {"nephrology"}
