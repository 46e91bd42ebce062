"""The Validation page: how well the engine does on published cases, and what that does not show."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.cases import load_cases, load_validation
from calcinosis.charts.confusion import confusion_alt, confusion_figure, confusion_table
from calcinosis.charts.dots import DotGroup, Scale, dots_alt, dots_figure, dots_table
from calcinosis.charts.missing_facts import (
    missing_facts_alt,
    missing_facts_figure,
    missing_facts_table,
)
from calcinosis.charts.reliability import (
    reliability_alt,
    reliability_figure,
    reliability_table,
)
from calcinosis.charts.wording import percent
from calcinosis.pages import reading
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.reading import chart, html, html_table
from calcinosis.pages.validation_comparison import comparison_view
from calcinosis.pages.validation_figures import (
    RATES,
    by_group,
    by_stage,
    kept_facts,
    proportion,
    rate_in_words,
    reliability_bins,
)
from calcinosis.pages.validation_misses import misses_view

_SCALE = Scale("Share of cases (line: 95 % interval)")
_CARDS = {
    "type_top1": "Type named first",
    "type_top2": "Type among the first two",
    "aetiology_top1": "Cause named first",
    "aetiology_top3": "Cause among the first three",
    "conclusive": "Answered at all",
    "right_when_conclusive": "Type right when answered",
}


def validation_page() -> None:
    """Draw the page from the packaged report; one tab is drawn at a time."""
    report = load_validation()
    evaluation = report["evaluation"]
    reading.head(
        "Validation",
        f"How well the engine agrees with the authors of {report['cases']} published cases, "
        f"{evaluation['fitted']}. Published cases are not a sample of practice, and no patient has "
        "been followed: these figures say how well it reads a written case, not how well it does "
        "at work.",
    )
    if report["knowledge_version"] != load_knowledge().version:
        st.caption(
            f":material/info: Measured with knowledge {report['knowledge_version']}; the app runs "
            f"{load_knowledge().version}. `python -m calcinosis validation` measures again."
        )
    reading.cards(
        (percent(rate.share), what, rate_in_words(rate))
        for what, rate in ((what, proportion(evaluation[name])) for name, what in _CARDS.items())
    )
    views = {
        "Calibration": _calibration,
        "Comparison": comparison_view,
        "Work-up": _workup,
        "Groups": _groups,
        "Missing facts": _missing,
        f"Misses ({len(evaluation['misses'])})": misses_view,
        "How it was measured": _method,
    }
    tabs = st.tabs(list(views), key="validation.view", on_change="rerun")
    for tab, draw in zip(tabs, views.values(), strict=True):
        if tab.open:
            with tab:
                draw()
    reading.foot()


def _calibration() -> None:
    evaluation, colours = load_validation()["evaluation"], current_palette()
    bins = reliability_bins(evaluation)
    labels = {name: one.label for name, one in load_knowledge().types.items()}
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>Does a probability mean what it says?</h2>")
        st.caption(
            "One dot for each tenth of probability, with the number of cases and the 95 % "
            f"interval. Expected calibration error {evaluation['calibration_error']:.3f}; Brier "
            f"score {evaluation['brier']:.3f} (0 to 2); log loss {evaluation['log_loss']:.3f}."
        )
        chart(
            "reliability",
            reliability_figure(bins, colours),
            reliability_alt(bins),
            reliability_table(bins),
        )
        _coverage(load_validation().get("simulated"))
    with right:
        html("<h2>Which type is named for which?</h2>")
        st.caption(
            "Each row holds the cases of one type by its authors; blue where the engine named the "
            "same, orange where it named another."
        )
        confusion = evaluation["confusion"]
        chart(
            "confusion",
            confusion_figure(confusion, labels, colours),
            confusion_alt(confusion, labels),
            confusion_table(confusion, labels),
        )


def _coverage(simulated: dict | None) -> None:
    """What simulated patients say of the credible interval; the report may be older than they."""
    if not simulated:
        return
    held = proportion(simulated["coverage"]["leading"])
    html("<h2>Does an interval hold what it should?</h2>")
    st.caption(
        f"For {held.n:,} patients drawn from the model itself, its numbers drawn from their own "
        "uncertainty, the 95 % interval of the leading type held the probability that would be "
        f"stated if every number were known in {percent(held.share)} ({rate_in_words(held)}). This "
        "tests the arithmetic, not the knowledge."
    )


def _workup() -> None:
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>As the work-up goes on</h2>")
        groups = by_stage(load_validation()["by_stage"])
        _dots("stages", groups, "accuracy by stage of the work-up", "Measure", "Known by then")
    with right:
        html("<h2>What the stages hold</h2>")
        st.markdown(
            "**History and site**: patient, lesion, history, drugs and exposures.  \n"
            "**With laboratory**: blood and urine, serology and genetics added.  \n"
            "**With imaging and biopsy**: all that the report states.\n\n"
            "Each stage sees only what would be known by then; everything else is unknown, which "
            "weighs nothing. A published case is often written backwards from its diagnosis, so "
            "the history told is the history that mattered, and early stages look better than at "
            "work."
        )


def _groups() -> None:
    evaluation = load_validation()["evaluation"]
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>By type</h2>")
        groups = by_group(evaluation["by_type"], is_type=True)
        _dots("by_type", groups, "type named first, by type", "Measure", "Type")
    with right:
        html("<h2>By how much is told</h2>")
        groups = by_group(evaluation["by_quality"])
        _dots("by_quality", groups, "accuracy by quality of the report", "Measure", "Report")
        html("<h2>By whether the disease behind was known</h2>")
        groups = by_group(evaluation["by_disease_known"])
        _dots("by_known", groups, "accuracy by disease known", "Measure", "Disease behind")
    st.caption(
        "Small groups have wide intervals: a difference between two overlapping intervals may be "
        "chance. “Accepted” counts other types that experts would also accept. “Rich” and “thin” "
        "say how much the report tells, as judged when it was coded."
    )


def _dots(name: str, groups: tuple[DotGroup, ...], what: str, group: str, row: str) -> None:
    chart(
        name,
        dots_figure(groups, current_palette(), _SCALE, name=name),
        dots_alt(groups, what),
        dots_table(groups, group, row, "Share"),
    )


def _missing() -> None:
    bar = load_knowledge().settings["abstain_below"]
    points = kept_facts(load_validation()["missing_facts"])
    left, right = st.columns((7, 5), gap="large")
    with left:
        html("<h2>What missing facts cost</h2>")
        chart(
            "missing",
            missing_facts_figure(points, bar, current_palette()),
            missing_facts_alt(points, bar),
            missing_facts_table(points),
        )
    with right:
        html("<h2>How to read it</h2>")
        st.markdown(
            "Findings of each case were dropped at random, and the rest answered. Each line is a "
            "share of facts still known; along it the bar for an answer rises from 40 to 90 %. "
            f"The ringed point is the bar in use, {percent(bar)}: below it the engine says “not "
            "enough information”."
        )
        used = [one for one in points if one.bar == bar]
        html(
            html_table(
                ("Facts known", "Answered", "Right when answered"),
                (
                    (
                        percent(one.kept) if one.kept < 1 else "all",
                        percent(one.answered.share),
                        f"{percent(one.right.share)} <small>{rate_in_words(one.right)}</small>"
                        if one.right.n
                        else "–",
                    )
                    for one in used
                ),
            )
        )
        st.markdown(
            "With fewer facts it should answer less often, not less well. That holds as far as the "
            "right-hand column stays level."
        )


def _method() -> None:
    report = load_validation()
    columns = {
        f"All {report['cases']}, cross-validated": report["evaluation"],
        "Of these, the first, which the method was developed on": report.get("first_cases"),
        "Latest cases, before the model learnt from them": report.get("latest_cases"),
    }
    columns = {title: scores for title, scores in columns.items() if scores}
    cases = Counter(record.answer.aetiology for record in load_cases())
    causes = load_knowledge().aetiologies
    few = sum(cases[one] < 5 for one in causes)
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>How it was measured</h2>")
        st.markdown(
            f"The {report['cases']} packaged cases come from publications that were read and coded "
            f"in the vocabulary of the app. They are split into {report['parts']} parts by source, "
            "so that no paper is on both sides; the counts of findings, the weights of findings "
            "and the factors of causes are fitted on all parts but one, and that one is answered. "
            "The estimates, the forms of causes and the settings of the method are the same "
            "throughout, and some of them were chosen with the first of these cases in view, "
            "others with later ones too (the reason of each setting, on the Evidence page, says "
            "which).\n\n"
            "What the authors concluded counts as right. Intervals are Wilson 95 % intervals."
            + _any_setting(report["evaluation"].get("with_clinic_any"))
        )
        st.code(
            "python -m calcinosis validation\npython -m calcinosis evaluate --cross-validate "
            f"{report['parts']} --seed {report['seed']}",
            language="bash",
            wrap_lines=True,
        )
        html(
            html_table(
                ("", *columns),
                (
                    (label, *(_cell(scores[name]) for scores in columns.values()))
                    for name, label in RATES.items()
                ),
                "rd-even",
            )
        )
    with right:
        html("<h2>What it does not show</h2>")
        st.markdown(
            "- **Published cases are not a sample of practice.** Rare causes are many, and authors "
            "write what is striking. Accuracy in an ordinary clinic may be higher or lower.\n"
            "- **No prospective test.** No patient has been followed, and no clinician has been "
            "compared with and without the app.\n"
            "- **Authors may be wrong.** Not every diagnosis was proven by biopsy.\n"
            "- **The coding knew the diagnosis.** Who encodes a case has read its conclusion.\n"
            "- **Only what is fitted is kept apart.** Counts, weights and factors are. The "
            "estimates come from general medical knowledge, to which such reports belong, and the "
            "settings chosen with the cases in view may make the figures look better than they "
            "are.\n"
            f"- **Small groups.** {few} of {len(causes)} causes have fewer than five cases.\n"
            "- **No fairness analysis.** Age, sex and skin colour are not reported well enough."
        )


def _any_setting(scores: dict | None) -> str:
    if not scores:
        return ""
    rate = proportion(scores["type_top1"])
    return (
        " Each case was answered with the prior of the setting it came from; with “any setting” "
        f"throughout, the type was named first in {percent(rate.share)} ({rate_in_words(rate)})."
    )


def _cell(rate: dict) -> str:
    one = proportion(rate)
    return f"{percent(one.share)}<br><small>{rate_in_words(one)}</small>" if one.n else "–"
