"""Published calculations of Bayes' theorem, replayed number by number through the engine."""

import math

import pytest

from calcinosis import consult
from tests.reasoning.toy import NEVER, chance_of, lab_rows, model_of, reason, row

DISEASE, NO_DISEASE = "infection", "trauma_scar"
FINDINGS = ("pain", "inflamed", "chalky_discharge", "ulceration")
LIKELIHOODS = {"pain": (0.6, 0.4), "inflamed": (0.9, 0.5), "chalky_discharge": (0.62, 0.2),
               "ulceration": (0.8, 0.2)}  # fmt: skip
"""Pairs whose ratios are the printed 1.5, 1.8, 3.1 and 4."""


def four_findings(prior):
    rows = [
        [row(cause, finding, "present", LIKELIHOODS[finding][i]) for finding in FINDINGS]
        for i, cause in enumerate((DISEASE, NO_DISEASE))
    ]
    return model_of({DISEASE: (prior, rows[0]), NO_DISEASE: (1 - prior, rows[1])})


def odds_after(model, number):
    result = reason(dict.fromkeys(FINDINGS[:number], True), model=model)
    return chance_of(result, DISEASE) / chance_of(result, NO_DISEASE)


def test_four_likelihood_ratios_in_a_row_as_printed_in_bmc_medical_education():
    """Conceptualization of category-oriented likelihood ratio, BMC Med Educ 11:94, table 2.

    doi 10.1186/1472-6920-11-94. Printed: pre-test odds = 0.12 / (1 - 0.12) = 0.13; post-test
    odds = 0.13 x 1.5 x 1.8 x 3.1 x 4 = 4.35; post-test probability = 4.35 / (1 + 4.35) = 81 %.
    The likelihoods here are any pairs with those ratios. The printed odds are rounded to 0.13.
    """
    model = four_findings(0.13 / 1.13)
    odds = 0.13
    assert odds_after(model, 0) == pytest.approx(odds, rel=1e-9)
    for number, ratio in enumerate((1.5, 1.8, 3.1, 4.0), start=1):
        odds *= ratio
        assert odds_after(model, number) == pytest.approx(odds, rel=1e-9)
    assert odds_after(model, 4) == pytest.approx(4.35, abs=0.005)
    result = reason(dict.fromkeys(FINDINGS, True), model=model)
    assert chance_of(result, DISEASE) == pytest.approx(0.81, abs=0.005)


def test_the_printed_likelihood_ratios_are_the_contributions():
    """The same table: each contribution is the log10 of its printed ratio."""
    answer = consult(dict.fromkeys(FINDINGS, True), model=four_findings(0.12))
    explained = answer.explain(DISEASE, NO_DISEASE)
    assert explained.prior_log10_odds == pytest.approx(math.log10(0.12 / 0.88), abs=1e-9)
    found = {c.finding: 10**c.log10_odds for c in explained.contributions}
    printed = dict(zip(FINDINGS, (1.5, 1.8, 3.1, 4.0), strict=True))
    assert found == pytest.approx(printed, rel=1e-9)


@pytest.mark.parametrize(
    ("state", "ratio", "pre_test", "post_test"),
    [
        ("low", 8.2, 0.30, 0.78),
        ("low", 8.2, 0.70, 0.95),
        ("normal", 0.44, None, None),
        ("high", 0.13, 0.30, 0.05),
        ("high", 0.13, 0.70, 0.23),
    ],
)
def test_three_levels_of_ferritin_as_printed_in_the_diagnosis_worksheet(
    state, ratio, pre_test, post_test
):
    """Completed Diagnosis Worksheet, Centre for Evidence-Based Medicine, KT Clearinghouse Canada.

    Appraises Guyatt GH et al., Diagnosis of iron-deficiency anemia in the elderly, Am J Med
    1990;88:205-9. Printed for ferritin up to 45, 45 to 100, over 100: 70/85, 7/85, 8/85 with and
    15/150, 27/150, 108/150 without iron deficiency; ratios 8.2, 0.44 (0.457, rounded there), 0.13;
    pre-test probabilities of 30 to 70 % become 78 to 95 % below 45 and 5 to 23 % above 100.
    Ferritin is no finding here; phosphate stands in for it as a lab of three states.
    """
    counts = {DISEASE: (70 / 85, 7 / 85, 8 / 85), NO_DISEASE: (15 / 150, 27 / 150, 108 / 150)}
    rows = {cause: lab_rows(cause, "phosphate", shares) for cause, shares in counts.items()}
    prior = pre_test or 0.5
    model = model_of({DISEASE: (prior, rows[DISEASE]), NO_DISEASE: (1 - prior, rows[NO_DISEASE])})
    case = {"phosphate": {"state": state}}
    (found,) = consult(case, model=model).explain(DISEASE, NO_DISEASE).contributions
    assert 10**found.log10_odds == pytest.approx(ratio, rel=0.05)
    if post_test is not None:
        assert chance_of(reason(case, model=model), DISEASE) == pytest.approx(post_test, abs=0.006)


def test_three_diseases_and_one_symptom_as_in_a_school_book():
    """Exercise on Bayes' theorem with three exclusive diseases (shaalaa.com, question 48366).

    Of 5,000 patients 1,800 had disease d1, 2,100 d2 and the others d3; 1,500, 1,200 and 900 of them
    showed the symptom. The true chance of the symptom in d1 is 1500/1800, so that P(d1 | S) is
    1500/3600. (The printed solution divides the counts of the symptom by 5,000 and is wrong.)
    """
    sick = {"infection": (1800, 1500), "trauma_scar": (2100, 1200), "lupus": (1100, 900)}
    model = model_of(
        {d: (n / 5000, [row(d, "pain", "present", k / n)]) for d, (n, k) in sick.items()}
    )
    result = reason({"pain": True}, model=model)
    for disease, (_, k) in sick.items():
        assert chance_of(result, disease) == pytest.approx(k / 3600, abs=1e-9)
    assert chance_of(result, "other") < 10 * NEVER
