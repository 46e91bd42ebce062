"""The axis of odds: its ends, its round ticks, and odds in words for either kind of question."""

from __future__ import annotations

from math import ceil, floor, log10

from calcinosis.reasoning import Explanation

from .wording import odds, odds_with_percent, tick_percent

_LEAST_SPAN = 1.0
_WIDE_SPAN = 6.0
"""Beyond it the odds at the ticks run to seven figures, and fewer of them fit."""


def odds_range(path: list[float]) -> tuple[float, float]:
    """Ends of the axis: all of the path, some air, and never less than a factor of ten."""
    low, high = min(path), max(path)
    air = max(0.06 * (high - low), (_LEAST_SPAN - (high - low)) / 2)
    return low - air, high + air


def odds_ticks(low: float, high: float, most: int) -> list[float]:
    """Round odds within a range, at most so many: 1, 2, 5, 10, or only powers of ten."""
    if high - low > _WIDE_SPAN:
        most = min(most, 3)
    powers = range(floor(low), ceil(high) + 1)
    by_twos = [sign * (abs(p) + log10(m)) for p in powers for m in (1, 2, 5) for sign in (-1, 1)]
    by_threes = [sign * (abs(p) + log10(m)) for p in powers for m in (1, 3) for sign in (-1, 1)]
    choices = [by_twos, by_threes]
    choices += [[p for p in powers if p % step == 0] for step in (1, 2, 3, 4, 6, 8)]
    within = [sorted({t for t in ticks if low <= t <= high}) for ticks in choices]
    return next((ticks for ticks in within if len(ticks) <= most), within[-1])


def odds_tick(explanation: Explanation, log10_odds: float) -> str:
    """Text of a tick: odds, with the probability below where there are only two sides."""
    text = odds(log10_odds)
    return text if explanation.against is not None else f"{text}<br>{tick_percent(log10_odds)}"


def end_wording(explanation: Explanation, log10_odds: float) -> str:
    """Odds, with the probability where the other side is all there is besides."""
    return odds(log10_odds) if explanation.against is not None else odds_with_percent(log10_odds)
