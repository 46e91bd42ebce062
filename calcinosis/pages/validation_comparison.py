"""The engine beside simpler ways of naming the type, on the same cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import streamlit as st

from calcinosis import load_knowledge
from calcinosis.cases import load_comparators, load_validation
from calcinosis.charts.dots import Dot, DotGroup, Scale, dots_alt, dots_figure, dots_table
from calcinosis.pages.charts_panel import current_palette
from calcinosis.pages.reading import chart, html, html_facts, html_table
from calcinosis.pages.validation_figures import counted, proportion
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.comparators import NAMES
from calcinosis.reasoning.flow_chart import FLOW_CHART, OTHERWISE, Question

ENGINE = "The engine"
_SCALE = Scale("Type named first (line: 95 % interval)")
_OF_ENGINE = {"all": "evaluation", "first": "first_cases", "latest": "latest_cases"}
_HEADS = ("", "Right or accepted", "Log loss", "Calibration error")


def comparison_view() -> None:
    """Draw the chart, what each comparator is, and the table of every set of cases."""
    report = load_comparators()
    if report["knowledge_version"] != load_knowledge().version:
        st.caption(
            f":material/info: Measured with knowledge {report['knowledge_version']}. "
            "`python -m calcinosis compare` measures again."
        )
    left, right = st.columns(2, gap="large")
    with left:
        html("<h2>Is it better than something simpler?</h2>")
        st.caption(
            "The same cases in the same parts. Whatever learns from cases has learnt from the "
            "other parts only."
        )
        groups = compared()
        chart(
            "comparison",
            dots_figure(groups, current_palette(), _SCALE, name="comparison"),
            dots_alt(groups, "types named first by the engine and by simpler ways"),
            dots_table(groups, "Cases", "Named by", "Type named first"),
        )
        _what_they_are(report)
    with right:
        _measures()
        _flow_chart()


def compared() -> tuple[DotGroup, ...]:
    """One group a set of cases, one row each for the engine and the comparators."""
    return tuple(
        DotGroup(
            title,
            tuple(
                Dot(
                    name,
                    rate.share,
                    (counted(rate), f"{rate.hits:,} of {rate.n:,}"),
                    rate.interval,
                )
                for name, scores in _scores(key)
                for rate in (proportion(scores["type_top1"]),)
            ),
        )
        for key, title in _titles().items()
    )


def _titles() -> dict[str, str]:
    of_engine = {key: load_validation()[name]["n"] for key, name in _OF_ENGINE.items()}
    return {
        "all": f"All {of_engine['all']} cases, cross-validated",
        "first": f"Of these, the first {of_engine['first']}",
        "latest": f"Latest {of_engine['latest']} cases, learnt from those before",
    }


def _scores(key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield ENGINE, load_validation()[_OF_ENGINE[key]]
    for name, label in NAMES.items():
        yield label, load_comparators()["comparators"][name][key]


def _rows(key: str) -> Iterator[tuple[str, ...]]:
    for label, scores in _scores(key):
        numbers = (scores[name] for name in ("log_loss", "calibration_error"))
        yield (
            escape(label),
            _cell(scores["type_accepted"]),
            *("–" if n is None else f"{n:.3f}" for n in numbers),
        )


def _cell(rate: Mapping[str, Any]) -> str:
    one = proportion(rate)
    share, interval = counted(one).split(" (")
    return f"{share} <small>({interval}</small>"


def _disagreements() -> Iterator[tuple[str, str, str]]:
    """How many of all cases only one of the two named as the authors did."""
    by_engine = {miss["id"] for miss in load_validation()["evaluation"]["misses"]}
    for name, label in NAMES.items():
        missed = set(load_comparators()["comparators"][name]["missed"])
        yield escape(label), str(len(missed - by_engine)), str(len(by_engine - missed))


def _measures() -> None:
    html("<h2>Other measures</h2>")
    for key, title in _titles().items():
        html(f"<h3>{escape(title)}</h3>" + html_table(_HEADS, _rows(key), "rd-compare"))
    st.caption(
        "Log loss and calibration error: less is better; – where no probability is given. "
        "“Accepted” counts other types that experts would also accept, beside those of the chart."
    )
    html("<h3>Case by case, all cases</h3>")
    heads = ("Against the engine", "Only the engine right", "Only this one right")
    html(html_table(heads, _disagreements(), "rd-compare"))


def _what_they_are(report: Mapping[str, Any]) -> None:
    penalties = ", ".join(
        f"{strength} ({times}×)" for strength, times in report["inverse_penalties"].items()
    )
    html("<h2>What they are</h2>")
    st.markdown(
        f"- **{NAMES['estimates']}**: the same knowledge and reasoning, with no published case "
        "counted. It shows what the cases add.\n"
        f"- **{NAMES['regression']}**: multinomial, on every known state of every finding, with an "
        "L2 penalty chosen by cross-validation by source inside the training cases (inverse "
        f"strength chosen: {penalties}). It knows no medicine.\n"
        f"- **{NAMES['flow_chart']}**: six questions in order, drawn before they were tried on any "
        "case; what is unknown counts as no. It names a type and gives no probability.\n"
        f"- **{NAMES['prior']}**: the shares of the types among the training cases. The floor.\n\n"
        "All see the same coded findings, and whoever coded them knew the diagnosis. The estimates "
        "of the engine come from general medical knowledge, to which such reports belong; the "
        "regression has only the cases."
    )
    st.code("python -m calcinosis compare", language="bash")


def _flow_chart() -> None:
    html("<h2>The flow chart</h2>")
    questions = enumerate(FLOW_CHART, 1)
    html(
        html_facts(
            (
                *((f"{place}.", _asked(one)) for place, one in questions),
                ("Else", f"<b>{escape(type_label(OTHERWISE))}</b>"),
            )
        )
    )
    st.caption(
        "After [Reichenberger 2011](https://doi.org/10.1016/j.jaad.2010.08.038), "
        "[Jiménez-Gallo 2015](https://actasdermo.org/en-calcinosis-cutis-calciphylaxis-articulo"
        "-S1578219015002802) and [Freire 2018](https://doi.org/10.1007/s13244-018-0619-0); the "
        "order of the questions is ours."
    )


def _asked(one: Question) -> str:
    return f"{escape(one.text)} <b>{escape(type_label(one.type))}</b>"
