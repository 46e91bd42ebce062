"""Audit of the packaged knowledge: what holds of every row, reference, rule and prior."""

import re
import tomllib
from dataclasses import fields

import numpy as np
import pytest

from calcinosis.case import VOCABULARY, Case
from calcinosis.knowledge import (
    CLINICS,
    CONTEXTS,
    GRADES,
    STRENGTHS,
    CaseCounts,
    load_case_counts,
    load_knowledge,
    read_case_counts,
    read_case_weights,
    read_knowledge,
    write_case_counts,
    write_case_weights,
)
from calcinosis.knowledge.evidence import USES
from calcinosis.reasoning import default_model, posterior
from calcinosis.reasoning.model import KIDNEY_COUNTED, KIDNEY_FINDINGS
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.profile import all_profiles, profiles_of
from tests.knowledge.broken import PACKAGED, copy_of_packaged

KNOWLEDGE = load_knowledge()
ROWS = [row for a in KNOWLEDGE.aetiologies.values() for row in a.evidence]
LINES = [line for a in KNOWLEDGE.aetiologies.values() for line in a.management]
TYPES = (
    "dystrophic",
    "metastatic",
    "tumoral",
    "idiopathic",
    "iatrogenic",
    "calciphylaxis",
    "mimic",
)
MOVES_NOTHING_ALONE = {
    "height_cm": "only for the eGFR of a child",
    "urine_phosphate": "only for TmP/GFR, with serum phosphate and creatinines",
    "urine_creatinine": "only for TmP/GFR, with serum phosphate and creatinines",
}


def test_there_are_the_39_aetiologies_of_the_classification():
    text = (PACKAGED / "classification.toml").read_text(encoding="utf-8")
    expected = tomllib.loads(text)["aetiologies"]
    assert len(expected) == 39
    assert {a.id: a.type for a in KNOWLEDGE.aetiologies.values()} == expected


def test_the_types_are_the_seven_of_the_classification_and_other():
    assert tuple(KNOWLEDGE.types) == (*TYPES, "other")
    assert {a.type for a in KNOWLEDGE.aetiologies.values()} == set(TYPES)
    assert all(t.label and t.definition.endswith(".") for t in KNOWLEDGE.types.values())


@pytest.mark.parametrize("aetiology", KNOWLEDGE.aetiologies.values(), ids=lambda a: a.id)
def test_the_profile_of_an_aetiology_is_complete(aetiology):
    assert aetiology.label
    assert len(aetiology.short_label) <= 40
    assert aetiology.description
    assert aetiology.mechanism
    assert aetiology.tells
    assert aetiology.first_tests
    assert aetiology.cautions
    assert all(isinstance(word, str) and len(word) > 1 for word in aetiology.synonyms)
    assert all(re.fullmatch(r"[A-Z]\d[0-9A-Z](\.\w{1,4})?", code) for code in aetiology.icd10)


@pytest.mark.parametrize("clinic", CLINICS)
def test_the_priors_of_a_clinic_sum_to_one(clinic):
    total = sum(a.prior[clinic] for a in KNOWLEDGE.aetiologies.values())
    assert total == pytest.approx(1, abs=0.005)


def test_every_prior_and_every_share_of_kidney_function_lies_between_zero_and_one():
    for aetiology in KNOWLEDGE.aetiologies.values():
        assert all(0 < p < 1 for p in (*aetiology.prior.values(), *aetiology.kidney))
        assert sum(aetiology.kidney) == pytest.approx(1, abs=0.005)


def test_every_source_of_a_row_is_a_reference():
    assert {row.source for row in ROWS if row.source} <= set(KNOWLEDGE.references)


def test_every_source_of_a_red_flag_is_a_reference():
    assert {flag.source for flag in KNOWLEDGE.red_flags if flag.source} <= set(KNOWLEDGE.references)


def test_every_reference_is_used():
    """By a row, a red flag, a test, a line of management or a term of the glossary."""
    used = {row.source for row in ROWS} | {flag.source for flag in KNOWLEDGE.red_flags}
    used |= {source for test in KNOWLEDGE.investigations.tests for source in test.sources}
    used |= {line.source for line in LINES} | {term.source for term in KNOWLEDGE.glossary}
    assert set(KNOWLEDGE.references) - used == set()


def test_every_reference_is_citable_and_its_identifiers_look_right():
    for reference in KNOWLEDGE.references.values():
        assert len(reference.citation) > 15, reference.key
        assert not reference.doi or reference.doi.startswith("10."), reference.key
        assert not reference.pmid or reference.pmid.isdigit(), reference.key
        assert not reference.pmcid or re.fullmatch(r"PMC\d+", reference.pmcid), reference.key


def test_every_aetiology_has_an_outline_of_management():
    assert all(a.management for a in KNOWLEDGE.aetiologies.values())


def test_a_line_of_management_has_strength_and_source_or_says_that_none_was_read():
    for line in LINES:
        assert line.text.endswith("."), line
        assert bool(line.strength) is bool(line.source), line
        if line.source:
            assert line.strength in STRENGTHS, line
            assert line.source in KNOWLEDGE.references, line


def test_the_outline_of_management_holds_no_doses():
    """A number may tell of an outcome or a count, never of a drug and how much of it."""
    for line in LINES:
        assert not re.search(r"\d\s*(mg|g|mcg|IU|units|mL|ml)\b", line.text), line


def test_a_term_of_the_field_has_its_source_or_is_marked_as_an_estimate():
    for term in KNOWLEDGE.glossary:
        assert term.text.endswith("."), term.term
        assert term.is_estimate is (term.kind == "medical" and not term.source), term.term
        assert not term.source or term.source in KNOWLEDGE.references, term.term


def test_no_two_terms_share_a_name():
    names = [name.lower() for term in KNOWLEDGE.glossary for name in (term.term, *term.also)]
    assert len(names) == len(set(names))


def test_an_estimate_has_no_source_and_everything_else_has_one():
    for row in ROWS:
        assert row.grade in GRADES
        assert (row.source == "") == (row.grade == "estimate"), row
        assert row.population or row.grade == "estimate", row


def test_every_row_is_about_a_state_that_its_finding_can_take():
    for row in ROWS:
        assert row.use in USES
        assert row.context in ("", *CONTEXTS)
        if row.use == "display":
            continue
        kind = VOCABULARY[row.finding].kind
        allowed = {"yesno": ("present",), "lab": ("low", "normal", "high")}
        assert row.state in allowed.get(kind, VOCABULARY[row.finding].choices), row


def test_every_count_is_whole_and_every_estimate_is_a_probability():
    for row in ROWS:
        if row.use == "display":
            continue
        if row.grade == "estimate":
            assert 0 < row.p < 1, row
            assert row.ess > 0, row
        else:
            assert 0 <= row.k <= row.n, row


def test_every_lab_that_an_aetiology_estimates_is_estimated_for_every_kidney_function():
    for aetiology in KNOWLEDGE.aetiologies.values():
        seen = {}
        for row in aetiology.evidence:
            if row.grade == "estimate" and VOCABULARY[row.finding].kind == "lab":
                seen.setdefault(row.finding, set()).add(row.context)
        assert all(contexts == set(CONTEXTS) for contexts in seen.values()), aetiology.id


def test_a_lab_count_without_kidney_function_counts_by_its_share_in_each():
    """A lab is compiled by kidney function; a count that names none must not be lost."""
    row = next(
        r
        for r in ROWS
        if r.use == "likelihood" and VOCABULARY[r.finding].kind == "lab" and not r.context
    )
    pooling = Pooling(KNOWLEDGE, CaseCounts())
    profile = profiles_of(KNOWLEDGE.aetiologies[row.aetiology])[0]
    cell = pooling.cell(profile, row.finding, row.state, "normal")
    assert dict(cell.backing)[row.grade] > 0


def test_every_form_has_estimates_of_its_own_and_a_share():
    forms = [(a, form) for a in KNOWLEDGE.aetiologies.values() for form in a.forms]
    assert forms
    for aetiology, form in forms:
        assert form.label, form.id
        assert 0 < form.share < 1
        assert any(row.form == form.id for row in aetiology.evidence), form.id


def test_rows_on_kidney_function_count_on_dialysis_and_reduced_function_and_nothing_else():
    """Rows of egfr or creatinine, of another state, with a context or of a form would be lost."""
    rows = [row for row in ROWS if row.use != "display" and row.finding in KIDNEY_FINDINGS]
    assert rows
    for row in rows:
        assert row.finding in KIDNEY_COUNTED
        assert (row.state, row.context, row.form, row.grade != "estimate") == (
            "present",
            "",
            "",
            True,
        )


def test_every_yes_or_no_finding_has_a_background_rate():
    wanted = {f.id for f in VOCABULARY.values() if f.kind == "yesno"} - {"ckd", "dialysis"}
    assert wanted <= set(KNOWLEDGE.background)
    assert all(0 < p < 1 for p in KNOWLEDGE.background.values())


def test_every_likelihood_of_the_compiled_model_lies_strictly_between_zero_and_one():
    for finding, table in default_model().tables.items():
        shares = np.exp(table.log_likelihood)
        assert ((shares > 0) & (shares < 1)).all(), finding


def test_every_member_of_a_group_is_a_finding_and_stands_in_one_group_only():
    members = [finding for group in KNOWLEDGE.groups for finding in group.findings]
    assert set(members) <= set(VOCABULARY)
    assert len(members) == len(set(members))
    assert all(0 < group.factor <= 1 and group.why for group in KNOWLEDGE.groups)


def test_red_flags_come_worst_first_and_each_has_its_reason():
    order = ("emergency", "urgent", "soon")
    ranks = [(order.index(flag.urgency), flag.rank) for flag in KNOWLEDGE.red_flags]
    assert ranks == sorted(ranks)
    assert len({flag.id for flag in KNOWLEDGE.red_flags}) == len(ranks)
    for flag in KNOWLEDGE.red_flags:
        assert flag.message, flag.id
        assert flag.why, flag.id
        assert bool(flag.source) is not flag.is_estimate, flag.id
        assert set(flag.findings) <= set(VOCABULARY), flag.id


def test_the_findings_of_a_red_flag_are_those_of_its_condition():
    for flag in KNOWLEDGE.red_flags:
        asked = set(flag.when.items) & set(VOCABULARY)
        assert asked <= set(flag.findings) | {"age_years", "sex"}, flag.id


def test_no_red_flag_holds_of_a_patient_of_whom_nothing_is_known():
    assert [flag.id for flag in KNOWLEDGE.red_flags if flag.when.holds(Case())] == []


STATES = {
    "yesno": (True, False),
    "number": (1.0, 60.0),
    "lab": ({"state": "low"}, {"state": "high"}),
}


@pytest.mark.parametrize("finding", sorted(set(VOCABULARY) - set(MOVES_NOTHING_ALONE)))
def test_every_finding_can_move_the_answer(finding):
    item = VOCABULARY[finding]
    values = STATES.get(item.kind, item.choices)
    if item.kind == "multi":
        values = [[choice] for choice in values]
    model = default_model()
    nothing = posterior(Case(), model).joint
    moved = [
        np.abs(posterior(Case.from_dict({finding: value}), model).joint - nothing).max()
        for value in values
    ]
    assert max(moved) > 1e-4


@pytest.mark.parametrize("finding", MOVES_NOTHING_ALONE)
def test_what_moves_nothing_alone_is_needed_for_a_derived_value(finding):
    assert VOCABULARY[finding].kind in ("number", "lab")
    case = {
        "age_years": 9,
        "sex": "male",
        "height_cm": 132,
        "phosphate": {"value": 7.9, "unit": "mg/dL"},
        "creatinine": {"value": 0.5, "unit": "mg/dL"},
        "urine_phosphate": {"value": 14, "unit": "mg/dL"},
        "urine_creatinine": {"value": 70, "unit": "mg/dL"},
    }
    model = default_model()
    whole = posterior(Case.from_dict(case), model).joint
    case.pop(finding)
    assert not np.array_equal(whole, posterior(Case.from_dict(case), model).joint)


def test_the_version_changes_when_one_byte_changes_and_not_otherwise(tmp_path):
    folder = copy_of_packaged(tmp_path)
    assert read_knowledge(folder).version == KNOWLEDGE.version
    path = folder / "aetiologies" / "gout.toml"
    text = path.read_bytes()
    path.write_bytes(text + b"\n")
    assert read_knowledge(folder).version != KNOWLEDGE.version
    path.write_bytes(text)
    path.touch()
    assert read_knowledge(folder).version == KNOWLEDGE.version


def test_the_version_changes_with_the_counts_of_published_cases(tmp_path):
    folder = copy_of_packaged(tmp_path)
    path = folder / "case_counts.csv"
    path.write_bytes(path.read_bytes() + b"gout,urate,high,normal,1\n")
    assert read_knowledge(folder).version != KNOWLEDGE.version


def test_the_packaged_knowledge_is_read_once():
    assert load_knowledge() is KNOWLEDGE


def test_counts_of_published_cases_are_about_known_aetiologies_findings_and_contexts():
    counts = load_case_counts()
    known = {p.id for p in all_profiles(KNOWLEDGE)} | set(KNOWLEDGE.aetiologies)
    for profile, finding, _, context in counts.weights:
        assert profile in known
        assert finding in VOCABULARY
        assert context in ("", *CONTEXTS)
    assert {key[0] for key in counts.values} <= known
    assert all(weight > 0 for weight in counts.weights.values())


def test_counts_of_published_cases_are_read_back_as_they_were_written():
    counts = CaseCounts(
        3,
        {("gout", "urate", "high", "normal"): 2.5, ("lupus", "pain", "absent", ""): 1.0},
        {("gout", "age_years"): (44.0, 61.0)},
        {("gout", "pancreatitis"): 2.0, ("lupus", "gout_history"): 0.5},
    )
    assert read_case_counts(write_case_counts(counts).splitlines()) == counts


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["aetiology,finding,state,context,weight"], "must name the number of published cases"),
        (["# counted from 2 published cases", "aetiology,weight", "gout,1"], "columns"),
    ],
)
def test_counts_that_cannot_be_read_are_refused(lines, fault):
    with pytest.raises(ValueError, match=fault):
        read_case_counts(lines)


def test_weights_of_findings_are_read_back_as_they_were_written():
    weights, factors = {"pain": 0.74, "bx_lamellar_bone": 1.6}, {"gout": 1.2}
    counts = CaseCounts(3, finding_weights=weights, cause_factors=factors)
    assert read_case_weights(write_case_weights(counts).splitlines()) == (weights, factors)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["finding,share", "pain,1"], "columns"),
        (["kind,id,weight", "lab,pth,1"], "allowed: finding, cause"),
        (["kind,id,weight", "finding,pain,0"], "allowed: above 0"),
    ],
)
def test_weights_of_findings_that_cannot_be_read_are_refused(rows, fault):
    with pytest.raises(ValueError, match=fault):
        read_case_weights(rows)


def test_packaged_weights_are_of_known_findings_and_change_the_version(tmp_path):
    assert set(load_case_counts().finding_weights) <= set(VOCABULARY)
    assert set(load_case_counts().cause_factors) <= set(KNOWLEDGE.aetiologies)
    folder = copy_of_packaged(tmp_path)
    path = folder / "case_weights.csv"
    path.write_text(path.read_text().replace(",pain,", ",pain,1"))
    assert read_knowledge(folder).version != KNOWLEDGE.version


def test_a_reference_links_to_its_most_durable_address():
    links = {key: reference.link for key, reference in KNOWLEDGE.references.items()}
    assert all(link == "" or link.startswith("http") for link in links.values())
    assert links["al_thani_2018"] == "https://doi.org/10.2147/TCRM.S160896"


_DOSE = re.compile(r"\d[\d.,]*\s*(mg|g|µg|mcg|IU|units|mmol|mL)\b(?!\s*/\s*(d?L)\b)", re.IGNORECASE)


def _texts(thing):
    for field in fields(thing):
        value = getattr(thing, field.name)
        for one in (value,) if isinstance(value, str) else value if type(value) is tuple else ():
            if isinstance(one, str):
                yield one


def test_no_profile_and_no_red_flag_gives_a_dose():
    """An amount of a drug is none of its business; a concentration in blood is."""
    for thing in (*KNOWLEDGE.aetiologies.values(), *KNOWLEDGE.red_flags):
        for text in _texts(thing):
            assert not _DOSE.search(text), (thing.id, text)
    assert _DOSE.search("sodium thiosulphate 25 g after each dialysis")
    assert not _DOSE.search("calcium above 14 mg/dL (3.5 mmol/L)")
