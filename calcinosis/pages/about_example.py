"""A worked example: from prior to posterior odds, factor by factor, computed by the engine."""

from __future__ import annotations

from html import escape

import streamlit as st

from calcinosis import consult, load_knowledge
from calcinosis.charts import CONFIG, waterfall_alt, waterfall_figure
from calcinosis.charts.steps import steps
from calcinosis.charts.wording import finding_label, odds_with_percent, percent_with_interval
from calcinosis.pages.cause_in_words import ABOUT_FORMS
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.reading import html
from calcinosis.pages.wording import cause_label, source_links
from calcinosis.reasoning import Consultation, Explanation
from calcinosis.reasoning.words import odds_in_words

EXAMPLE = {
    "age_years": 52,
    "sex": "female",
    "region": ["finger"],
    "raynaud": True,
    "sclerodactyly": True,
    "anticentromere": True,
    "ulceration": False,
    "phosphate": {"value": 1.1, "unit": "mmol/L"},
}
TARGET = "systemic_sclerosis"


def example() -> None:
    """How the engine reasons, on one screen: the rule, the factors as a table, and the chart."""
    answer = consult(EXAMPLE)
    explanation = answer.explain(TARGET)
    cause = cause_label(TARGET)
    html("<h2>How it reasons</h2>")
    st.markdown(
        f"By Bayes' theorem over {len(load_knowledge().aetiologies)} causes and one place for a "
        "cause that is not listed. Each cause starts with its share among patients with "
        "calcinosis; each finding makes it more or less likely by how often it is found in that "
        "cause and in the others. **An unknown finding weighs nothing.** Findings that say partly "
        "the same count once and a bit, and a laboratory value near its limit counts a little "
        f"either way. {ABOUT_FORMS} The factors multiply:"
    )
    st.markdown(
        "> odds with all findings = odds before × factor of the first finding × factor of the "
        "second × …"
    )
    left, right = st.columns((6, 6), gap="large")
    with left:
        html(
            "<h3>A woman of 52 with nodules in the fingers: is it "
            f"{escape(cause[0].lower() + cause[1:])}?</h3>" + factor_table(explanation)
        )
        low_high = answer.aetiology_intervals[TARGET]
        st.caption(
            f"Worked out just now by this version. {cause}: "
            f"{percent_with_interval(answer.aetiologies[TARGET], low_high)} with its 95 % credible "
            "interval. A factor is what the finding adds given all the others, so it can be "
            "smaller than it would be alone."
        )
    with right:
        _chart(explanation, answer)


def factor_table(explanation: Explanation) -> str:
    """Prior odds, every factor with the odds it leads to, and posterior odds, as an HTML table."""
    rows = [_row("Before the findings", "", explanation.prior_log10_odds, "", "rd-end")]
    for step in steps(explanation, most=None):
        one = step.contributions[0]
        rows.append(
            _row(
                f"{finding_label(one.finding)}: {one.state}",
                odds_in_words(one.log10_odds),
                step.end,
                source_links(one.sources, one.grade, most=1),
            )
        )
    rows.append(_row("With all findings", "", explanation.posterior_log10_odds, "", "rd-end"))
    return (
        '<table class="rd-table rd-factors"><thead><tr><th>Finding</th><th>Factor</th>'
        '<th class="rd-n">Odds then</th><th>Rests on</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row(name: str, factor: str, log10_odds: float, source: str, kind: str = "") -> str:
    return (
        f'<tr class="{kind}"><td>{escape(name)}</td><td>{escape(factor)}</td>'
        f'<td class="rd-n">{escape(odds_with_percent(log10_odds))}</td><td>{source}</td></tr>'
    )


def _chart(explanation: Explanation, answer: Consultation) -> None:
    st.plotly_chart(
        waterfall_figure(explanation, answer, current_palette(), compact=True),
        key="chart.example",
        theme=None,
        config=CONFIG,
        alt=waterfall_alt(explanation, answer),
    )
