"""The packaged validation report as the results that charts draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calcinosis.charts.dots import Dot, DotGroup
from calcinosis.charts.missing_facts import KeptFacts
from calcinosis.charts.wording import NO_BREAK
from calcinosis.pages.wording import type_label
from calcinosis.reasoning.evaluation import Bin
from calcinosis.reasoning.scores import Proportion

RATES = {
    "type_top1": "Type named first",
    "type_accepted": "Type named first, or accepted",
    "type_top2": "Type among the first two",
    "aetiology_top1": "Cause named first",
    "aetiology_top3": "Cause among the first three",
    "aetiology_top5": "Cause among the first five",
}
_BY_STAGE = ("type_top1", "type_accepted", "aetiology_top3")
_BY_GROUP = ("type_top1", "type_accepted", "aetiology_top3")
_BY_TYPE = ("type_top1", "aetiology_top3")


def proportion(rate: Mapping[str, Any]) -> Proportion:
    """A rate of the report."""
    return Proportion(rate["hits"], rate["n"])


def rate_in_words(rate: Proportion) -> str:
    """Interval and counts: "82–90 %, 195 of 225"."""
    if not rate.n:
        return "no case"
    return f"{_ends(rate)}{NO_BREAK}%, {rate.hits:,} of {rate.n:,}"


def counted(rate: Proportion) -> str:
    """A counted share with its interval: "100 % (82–100)", since all of them is no estimate."""
    return f"{100 * rate.share:.0f}{NO_BREAK}% ({_ends(rate)})"


def _ends(rate: Proportion) -> str:
    low, high = (f"{100 * bound:.0f}" for bound in rate.interval)
    return f"{low}–{high}"


def reliability_bins(evaluation: Mapping[str, Any]) -> tuple[Bin, ...]:
    """Ten bins of the leading probability."""
    return tuple(
        Bin(one["low"], one["high"], proportion(one["right"]), one["mean_probability"])
        for one in evaluation["reliability"]
    )


def by_stage(stages: Sequence[Mapping[str, Any]]) -> tuple[DotGroup, ...]:
    """One group a measure, one row a stage of the work-up."""
    names = {name: RATES[name] for name in _BY_STAGE} | {"conclusive": "Answered at all"}
    return tuple(
        DotGroup(
            title, tuple(_dot(one["stage"].capitalize(), proportion(one[name])) for one in stages)
        )
        for name, title in names.items()
    )


def by_group(
    groups: Mapping[str, Mapping[str, Any]], is_type: bool = False
) -> tuple[DotGroup, ...]:
    """One group a measure, one row a value, such as "rich" or a type."""
    return tuple(
        DotGroup(
            RATES[name],
            tuple(
                _dot(type_label(value) if is_type else value.capitalize(), rate)
                for value, scores in groups.items()
                if (rate := proportion(scores[name])).n
            ),
        )
        for name in (_BY_TYPE if is_type else _BY_GROUP)
    )


def kept_facts(rows: Sequence[Mapping[str, Any]]) -> tuple[KeptFacts, ...]:
    """Every share of facts known with every bar."""
    return tuple(
        KeptFacts(
            row["kept"],
            row["bar"],
            proportion(row["answered"]),
            proportion(row["right_when_answered"]),
        )
        for row in rows
    )


def _dot(label: str, rate: Proportion) -> Dot:
    words = (counted(rate), f"{rate.hits:,} of {rate.n:,}")
    return Dot(label, rate.share, words, rate.interval)
