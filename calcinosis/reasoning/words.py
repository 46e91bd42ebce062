"""Numbers in words, so that every page and report says the same."""

from __future__ import annotations

from calcinosis.case import VOCABULARY, choice_label

NO_BREAK = "\u00a0"
_CERTAINTY = (
    (0.95, "very likely"),
    (0.80, "likely"),
    (0.60, "more likely than not"),
    (0.40, "about as likely as not"),
    (0.15, "possible"),
    (0.05, "unlikely"),
    (0.0, "very unlikely"),
)

DERIVED_LABELS = {
    "calcium_adjusted": "Albumin-adjusted calcium",
    "ca_p_product": "Calcium × phosphate product",
    "egfr": "eGFR",
    "kdigo_category": "KDIGO category",
    "trp": "Tubular reabsorption of phosphate",
    "tmp_gfr": "TmP/GFR",
}
_GRADES = {
    "A": "grade A: patients with calcinosis",
    "B": "grade B: the disease at large, or a series of ten and more",
    "C": "grade C: small series or review",
    "counts": "counts: published cases",
    "estimate": "estimate: general medical knowledge",
}


def grade_in_words(grade: str) -> str:
    """What a grade of evidence, or what stands in its place, means.

    >>> grade_in_words("A"), grade_in_words("counts")
    ('grade A: patients with calcinosis', 'counts: published cases')
    """
    return _GRADES[grade]


def percent(p: float, *, unit: bool = True) -> str:
    """A probability between 0 and 1 in whole percent; never 0 or 100 for what is neither.

    >>> percent(0.624), percent(0.0004), percent(0.9999)
    ('62\\xa0%', '<1\\xa0%', '>99\\xa0%')
    """
    text = "<1" if p <= 0.005 else ">99" if p >= 0.995 else f"{100 * p:.0f}"
    return f"{text}{NO_BREAK}%" if unit else text


def probability_in_words(p: float) -> str:
    """A probability between 0 and 1 as a phrase.

    >>> probability_in_words(0.97), probability_in_words(0.2)
    ('very likely', 'possible')
    """
    return next(words for bar, words in _CERTAINTY if p >= bar)


def result_in_words(finding_id: str, state: str) -> str:
    """One possible result of a finding, as it stands after its name.

    >>> result_in_words("raynaud", "present"), result_in_words("pth", "very_high")
    ('yes', 'very high')
    >>> result_in_words("extent", "solitary")
    'solitary'
    """
    if VOCABULARY[finding_id].kind == "choice":
        return choice_label(finding_id, state).partition(" (")[0].lower()
    return {"present": "yes", "absent": "no"}.get(state, state.replace("_", " "))


def odds_in_words(log10_odds: float) -> str:
    """A weight of evidence (log10 of a likelihood ratio) as people say it.

    Two digits at most, as no weight is known better.

    >>> odds_in_words(1.08), odds_in_words(-0.7), odds_in_words(2.746), odds_in_words(0.01)
    ('× 12 for', '× 5 against', '× 560 for', 'no weight')
    """
    factor = 10 ** abs(log10_odds)
    if factor < 1.05:
        return "no weight"
    side = "for" if log10_odds > 0 else "against"
    if factor >= 995:
        return f"× over 1,000 {side}"
    return f"× {float(f'{factor:.2g}'):g} {side}"
