"""Makes random legal cases from the vocabulary, for Hypothesis."""

from hypothesis import strategies as st

from calcinosis.case import BACKDROP, LABS, NUMBER_LIMITS, VOCABULARY, to_unit

IDS = tuple(VOCABULARY)
SITES = ("region", "tissue")
ENTANGLED = (
    *BACKDROP,
    *("ckd", "egfr", "creatinine", "calcium_total", "calcium_ionised", "albumin", "phosphate"),
    *("ca_p_product", "tmp_gfr", "trp", "urine_phosphate", "urine_creatinine"),
    *("onset_age_years", "duration_months", "hx_dermatomyositis", "hx_systemic_sclerosis"),
    *("img_vascular", "necrosis_eschar", "ulceration", "bx_arteriolar_calcification"),
    *("ana", "anticentromere", "anti_scl70", "img_calcification", "bx_calcium_deposits"),
    *("pain", "severe_pain", "extent", "region"),
)
"""Findings that decide how others are read."""


def _number(finding, extreme):
    limits = NUMBER_LIMITS[finding.id]
    if extreme:
        return st.sampled_from([limits.low, limits.high])
    low = limits.low if limits.warn_low is None else limits.warn_low
    high = limits.high if limits.warn_high is None else limits.warn_high
    return st.floats(low, high).map(lambda x: round(x, 1)).filter(lambda x: low <= x <= high)


def _lab(finding, extreme):
    test = LABS[finding.id]
    states = st.sampled_from(["low", "normal", "high"]).map(lambda s: {"state": s})
    if extreme:
        values = st.sampled_from([test.warn_low, test.warn_high])
    else:
        values = st.floats(test.warn_low, test.warn_high)
    measured = st.builds(
        lambda value, unit: {
            "value": to_unit(finding.id, value, test.conventional_unit, unit),
            "unit": unit,
        },
        values,
        st.sampled_from(finding.choices),
    )
    return measured if extreme else st.one_of(measured, states)


def values_of(finding_id, extreme=False):
    """A legal value of a finding in the case-file form; ``extreme`` takes the ends of ranges."""
    finding = VOCABULARY[finding_id]
    if finding.kind == "yesno":
        return st.booleans()
    if finding.kind == "choice":
        return st.sampled_from([c for c in finding.choices if c != "unknown"])
    if finding.kind == "multi":
        chosen = st.sampled_from(finding.choices)
        return st.lists(chosen, min_size=1, max_size=5, unique=True)
    return _number(finding, extreme) if finding.kind == "number" else _lab(finding, extreme)


@st.composite
def cases(draw, min_size=0, max_size=25, ids=IDS, extreme=False):
    """A case file as a mapping, findings in random order."""
    chosen = draw(st.lists(st.sampled_from(ids), min_size=min_size, max_size=max_size, unique=True))
    return {finding: draw(values_of(finding, extreme)) for finding in chosen}


@st.composite
def labs_with_own_intervals(draw, max_size=5):
    """A case of measured labs, each with one or both limits of an interval of its own, or none.

    Calcium and albumin are always there, since one is read with the other.
    """
    case = draw(cases(max_size=2, ids=("age_years", "sex")))
    others = draw(st.lists(st.sampled_from(tuple(LABS)), max_size=max_size))
    for lab in dict.fromkeys(("calcium_total", "albumin", *others)):
        test = LABS[lab]
        unit = draw(st.sampled_from(VOCABULARY[lab].choices))
        ends = test.warn_low, test.warn_high
        numbers = st.floats(*(to_unit(lab, end, test.conventional_unit, unit) for end in ends))
        sides = draw(st.sampled_from(((), ("ref_low",), ("ref_high",), ("ref_low", "ref_high"))))
        limits = sorted(draw(st.lists(numbers, min_size=len(sides), max_size=2, unique=True)))
        own = dict(zip(sides, limits, strict=False))
        case[lab] = {"value": draw(numbers), "unit": unit, **own}
    return case


def extreme_cases():
    """Many findings at the ends of their ranges: what drives probabilities to their limits."""
    return cases(min_size=30, max_size=len(IDS), extreme=True)


def in_units(case, which):
    """The same case with every lab in its first ("conventional") or last ("si") unit."""
    other = {}
    for finding, value in case.items():
        if isinstance(value, dict) and "value" in value:
            test = LABS[finding]
            unit = test.conventional_unit if which == "conventional" else test.si_unit
            value = {"value": to_unit(finding, value["value"], value["unit"], unit), "unit": unit}
        other[finding] = value
    return other
