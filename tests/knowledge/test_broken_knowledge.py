"""One deliberately broken file per kind of mistake, and what the audit says of it."""

import pytest

from calcinosis.knowledge import KnowledgeError, read_knowledge
from tests.knowledge.broken import BROKEN, copy_of_packaged, faults_of, lay_over

HEEL = "aetiologies/heel_stick.toml"
MISTAKES = {
    "unknown_finding": (
        f"{HEEL}: evidence 1 (heel_pricks",
        "'heel_pricks'",
        "a finding of the vocabulary",
    ),
    "illegal_state": (f"{HEEL}: evidence 1 (heel_sticks", "'absent'", "present"),
    "probability_of_zero": (f"{HEEL}: evidence 1", "found 0,", "between 0 and 1, neither included"),
    "probability_above_one": (f"{HEEL}: evidence 1", "1.2", "between 0 and 1, neither included"),
    "wrong_type": (f"{HEEL}: evidence 1", "'0.97'", "a probability"),
    "more_positive_than_counted": (f"{HEEL}: evidence 4 (pain", "k = 32, n = 30", "0 <= k <= n"),
    "lab_row_that_does_not_sum_to_one": (
        f"{HEEL}: evidence 3 (phosphate",
        "(0.02, 0.86, 0.02)",
        "sum to 1",
    ),
    "kidney_shares_that_do_not_sum_to_one": (f"{HEEL}: kidney", "(0.99, 0.07, 0.003)", "sum to 1"),
    "unknown_grade": (f"{HEEL}: evidence 4 (pain", "'D'", "A, B, C, estimate"),
    "sourced_row_without_source": (f"{HEEL}: evidence 4 (pain", "''", "a key of references.toml"),
    "source_that_is_no_reference": (
        f"{HEEL}: evidence 4",
        "'nigwekar_2080'",
        "a key of references.toml",
    ),
    "estimate_with_a_source": (
        f"{HEEL}: evidence 1",
        "'nigwekar_2008'",
        "no source on an estimate",
    ),
    "missing_population": (
        f"{HEEL}: evidence 4 (pain",
        "no population",
        "whom the count was made in",
    ),
    "second_estimate_of_a_cell": (
        f"{HEEL}: evidence 2",
        "a second estimate",
        "one estimate a state, context and form",
    ),
    "row_of_an_unknown_form": (
        f"{HEEL}: evidence",
        "'middle'",
        "a form of the aetiology: early, late",
    ),
    "form_shares_that_do_not_sum_to_one": (
        f"{HEEL}: shares of the forms",
        "(0.6, 0.5)",
        "sum to 1",
    ),
    "unknown_key_of_a_row": (f"{HEEL}: evidence 4 (pain", "['poplation']", "population"),
    "priors_that_do_not_sum_to_one": ("prior any", "1.395", "a sum of 1"),
    "quantiles_that_fall": (f"{HEEL}: curves.age_years", "[0.6, 0.4, 2.5]", "quantiles that rise"),
    "negative_quantile": (f"{HEEL}: curves.age_years", "[-0.6, 1.0, 2.5]", "none negative"),
    "extra_aetiology": ("aetiologies/heel_warmers.toml", "'heel_warmers'", "classification.toml"),
    "group_factor_of_zero": ("groups.toml: heels factor", "found 0,", "above 0, at most 1"),
    "finding_in_two_groups": (
        "groups.toml: heels",
        "raynaud, also in scleroderma_signs",
        "one group a finding",
    ),
    "bad_condition": (
        "context.toml: adjustment img_vascular when",
        "'dialisis = true'",
        "dialysis?",
    ),
    "red_flag_without_source": (
        "red_flags.toml: heel_infected source",
        "None",
        "a key of references.toml",
    ),
    "setting_without_why": ("settings.toml: heel_weight", "0.5", "why it was chosen"),
    "duplicate_reference": ("references.toml: nigwekar_2008", "a second entry", "one entry a key"),
    "tissue_class_missing": ("types.toml: tissue_classes", "['tooth']", "one term a tissue"),
    "tissue_sign_of_no_tissue": (
        "tissue_signs.toml: morph_nodule",
        "'nail'",
        "skin, subcutis, muscle_fascia",
    ),
    "tissue_sign_without_source": (
        "tissue_signs.toml: morph_nodule source",
        "None",
        "a key of references.toml",
    ),
    "second_tissue_sign_of_a_finding": (
        "tissue_signs.toml: img_chondrocalcinosis",
        "a second entry",
        "one sign a finding",
    ),
    "background_of_no_finding": (
        "background.toml: heel_pricks",
        "'heel_pricks'",
        "a finding of the vocabulary",
    ),
    "very_high_in_another_unit": ("very_high.toml: magnesium", "'mmol/L'", "its conventional unit"),
    "red_flag_of_unknown_urgency": (
        "red_flags.toml: heel_infected",
        "'whenever'",
        "emergency, urgent, soon",
    ),
    "red_flag_without_message": ("red_flags.toml: heel_infected", "", "message"),
    "reference_without_citation": ("references.toml: sell_1980", "None", "citation"),
    "reference_without_short_name": ("references.toml: sell_1980", "None", "short: a text"),
    "short_name_of_another": (
        "references.toml: nigwekar_2008_letter: short",
        "'Nigwekar 2008'",
        "another name than that of nigwekar_2008",
    ),
    "short_name_too_long": (
        "references.toml: sell_1980: short",
        "'Calcified heel nodules after heel sticks 1980'",
        "1 to 40 characters",
    ),
    "reference_without_key": ("references.toml", "", "key"),
    "group_without_findings": ("groups.toml: heels", "", "findings"),
    "text_for_a_quantile": (f"{HEEL}: curves.age_years", "'six months'", "number"),
    "text_for_a_list": (f"{HEEL}", "'Heel-prick calcinosis'", "list"),
    "unknown_section": (f"{HEEL}", "kidneys", ""),
    "missing_section": (HEEL, "no kidney", "every section of an aetiology file"),
    "finding_in_two_tests": (
        "tests.toml: heel_swab",
        "pth, also in blood_mineral",
        "one test a finding",
    ),
    "test_of_unknown_tier": ("tests.toml: heel_swab tier", "'surgery'", "ask or look, blood"),
    "test_of_unknown_availability": (
        "tests.toml: heel_swab availability",
        "'at home'",
        "bedside, routine laboratory",
    ),
    "test_with_source_that_is_no_reference": (
        "tests.toml: heel_swab sources",
        "'heel_2080'",
        "a key of references.toml",
    ),
    "test_without_findings": ("tests.toml: heel_swab", "", "findings"),
    "test_source_without_burden": (
        "tests.toml: heel_swab",
        "'nigwekar_2008'",
        "a burden for the sources to stand behind",
    ),
    "second_test_of_an_id": ("tests.toml: radiograph", "a second entry", "one entry an id"),
    "tier_that_says_not_whether_first": ("tests.toml: tier surgery", "surgery", "first_step"),
    "not_asked_of_no_finding": (
        "tests.toml: not_asked heel_pricks",
        "'heel_pricks'",
        "a finding of the vocabulary",
    ),
    "syntax_error": (HEEL, "line 5", "valid TOML"),
    "unknown_type": (f"{HEEL}: type", "'iatrogenous'", "dystrophic, metastatic, tumoral"),
    "management_of_unknown_strength": (
        f"{HEEL}: management 1 strength",
        "'anecdote'",
        "guideline, randomised trial, cohort",
    ),
    "management_without_source": (f"{HEEL}: management 1", "None", "source: a text"),
    "management_of_unknown_source": (
        f"{HEEL}: management 1 source",
        "'visualdx_toes'",
        "a key of references.toml",
    ),
    "management_with_a_dose": (
        f"{HEEL}: management 1 text",
        "'15 mg'",
        "an outline without doses",
    ),
    "management_of_nothing": (f"{HEEL}: management", "[]", "no_source_read = true"),
    "term_without_source": ("glossary.toml: Heel nodule source", "''", "or estimate = true"),
    "second_entry_of_a_term": ("glossary.toml: prior", "a second entry", "one entry a term"),
    "id_that_is_not_the_file_name": (
        f"{HEEL}: id",
        "'heel_sticks'",
        "heel_stick, as the file is named",
    ),
}
"""By file of tests/broken_knowledge: what its fault says of place, found and allowed."""


@pytest.mark.parametrize("name", MISTAKES)
def test_the_fault_names_the_file_the_entry_what_was_found_and_what_is_allowed(name, tmp_path):
    folder = copy_of_packaged(tmp_path)
    lay_over(folder, name)
    place, found, allowed = MISTAKES[name]
    faults = faults_of(folder)
    assert any(
        fault.startswith(place) or (place in fault.partition(": found")[0])
        for fault in faults
        if found in fault and allowed in fault.partition("allowed: ")[2]
    ), faults


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_reported_once(name, tmp_path):
    folder = copy_of_packaged(tmp_path)
    lay_over(folder, name)
    assert len(faults_of(folder)) == 1


def test_every_broken_file_is_tested_and_every_test_has_its_file():
    assert {path.stem for path in BROKEN.glob("*.toml")} == set(MISTAKES) | {"sound"}


def test_the_file_from_which_the_broken_ones_were_made_is_sound(tmp_path):
    folder = copy_of_packaged(tmp_path)
    lay_over(folder, "sound")
    assert faults_of(folder) == ()


def test_an_aetiology_without_its_file_is_reported(tmp_path):
    folder = copy_of_packaged(tmp_path)
    (folder / "aetiologies" / "milia_like.toml").unlink()
    expected = "aetiologies/milia_like.toml: found 'no such file', allowed: one file an aetiology"
    assert expected in faults_of(folder)


def test_a_missing_file_is_reported(tmp_path):
    folder = copy_of_packaged(tmp_path)
    (folder / "very_high.toml").unlink()
    assert faults_of(folder) == ("very_high.toml: found 'no such file', allowed: a TOML file",)


def test_a_finding_that_no_test_finds_out_is_reported(tmp_path):
    folder = copy_of_packaged(tmp_path)
    path = folder / "tests.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"urine_calcium_24h"', ""))
    assert faults_of(folder) == (
        "tests.toml: urine_calcium_24h: found None, allowed: a test, or a reason in not_asked",
    )


def test_a_yes_or_no_finding_without_background_rate_is_reported(tmp_path):
    folder = copy_of_packaged(tmp_path)
    path = folder / "background.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("raynaud ")))
    assert any("background.toml" in fault and "raynaud" in fault for fault in faults_of(folder))


def test_a_setting_that_the_engine_needs_is_reported_when_it_is_missing(tmp_path):
    folder = copy_of_packaged(tmp_path)
    path = folder / "settings.toml"
    text = path.read_text(encoding="utf-8").replace("[other_share]", "[other_shares]")
    path.write_text(text, encoding="utf-8")
    assert any("settings.toml" in fault and "other_share" in fault for fault in faults_of(folder))


def test_several_faults_in_several_files_are_all_reported_at_once(tmp_path):
    folder = copy_of_packaged(tmp_path)
    together = ("more_positive_than_counted", "group_factor_of_zero", "finding_in_two_groups",
                "bad_condition", "setting_without_why", "duplicate_reference")  # fmt: skip
    for name in together:
        lay_over(folder, name)
    with pytest.raises(KnowledgeError) as caught:
        read_knowledge(folder)
    message = str(caught.value)
    for name in together:
        place, found, _ = MISTAKES[name]
        assert any(place in line and found in line for line in message.splitlines()), name
    number = len(caught.value.faults)
    assert number >= len(together)
    assert message.startswith(f"{number} fault(s) in the knowledge files:\n- ")


def test_the_same_faults_are_reported_in_the_same_words_and_order(tmp_path):
    folder = copy_of_packaged(tmp_path)
    lay_over(folder, "unknown_key_of_a_row")
    lay_over(folder, "finding_in_two_groups")
    assert faults_of(folder) == faults_of(folder)
