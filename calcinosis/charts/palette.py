"""The one set of chart colours, for the light and the dark theme.

The colours of the types and of the diverging scale are those of ``.streamlit/config.toml``; a test
holds the two together. Colour never carries a meaning alone: sign and number stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TYPES = (
    "dystrophic",
    "metastatic",
    "tumoral",
    "idiopathic",
    "iatrogenic",
    "calciphylaxis",
    "mimic",
    "other",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, as ``#rrggbb``.

    ``background`` is the page behind the charts, which draw none themselves; ``surface`` is that
    of hover labels; ``accent`` is the theme's primary colour and marks what is chosen.
    ``diverging`` runs from against to favours and has no middle; ``neutral`` is the middle.
    ``favours`` and ``against`` fill bars, the ``..._text`` ones are dark (or light) enough for
    small print.
    """

    name: str
    background: str
    surface: str
    text: str
    muted: str
    line: str
    neutral: str
    accent: str
    favours: str
    against: str
    favours_text: str
    against_text: str
    types: Mapping[str, str]
    diverging: tuple[str, ...]

    @property
    def scale(self) -> tuple[tuple[float, str], ...]:
        """The diverging scale with its neutral middle: (place between 0 and 1, colour)."""
        half = len(self.diverging) // 2
        colours = (*self.diverging[:half], self.neutral, *self.diverging[half:])
        return tuple((i / (len(colours) - 1), colour) for i, colour in enumerate(colours))

    def diverging_at(self, place: float) -> str:
        """The colour of the scale at a place, 0 (against) to 1 (favours); clipped outside."""
        place = min(max(place, 0.0), 1.0)
        stops = self.scale
        low = min(int(place * (len(stops) - 1)), len(stops) - 2)
        share = place * (len(stops) - 1) - low
        return mixed(stops[low][1], stops[low + 1][1], share)


def _by_type(*colours: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(_TYPES, colours, strict=True)))


LIGHT = Palette(
    name="light",
    background="#ffffff",
    surface="#f1f6f6",
    text="#1c2b2e",
    muted="#4f6165",
    line="#c9d6d7",
    neutral="#f0f2f2",
    accent="#0b6b66",
    favours="#2f83c6",
    against="#d06c0a",
    favours_text="#125f9c",
    against_text="#a85200",
    types=_by_type(
        "#152aaf", "#c18636", "#28a298", "#6b1161", "#323500", "#c52a10", "#9a66e5", "#67626b"
    ),
    diverging=(
        "#7a3b00", "#a85200", "#d06c0a", "#eb9a4a", "#f7cda1",
        "#b5d5ee", "#6eade0", "#2f83c6", "#125f9c", "#0a3f6b",
    ),
)  # fmt: skip

DARK = Palette(
    name="dark",
    background="#10191c",
    surface="#1a272b",
    text="#e6eeee",
    muted="#a5b6b8",
    line="#3a4b50",
    neutral="#263338",
    accent="#1f9a8d",
    favours="#4b9ad6",
    against="#e0812b",
    favours_text="#7abcf0",
    against_text="#f5a355",
    types=_by_type(
        "#4f56d3", "#ff9405", "#04cf99", "#cb96ff", "#f4f515", "#c22725", "#a6fefd", "#82898d"
    ),
    diverging=(
        "#ffc58a", "#f5a355", "#e0812b", "#b3611a", "#6e4220",
        "#1f4a68", "#2d75a8", "#4b9ad6", "#7abcf0", "#b3dcff",
    ),
)  # fmt: skip


def palette(*, dark: bool = False) -> Palette:
    """The palette of the dark or of the light theme."""
    return DARK if dark else LIGHT


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21.

    Source: Web Content Accessibility Guidelines 2.2, relative luminance and contrast ratio.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever stands out more on a filled area; always 4.5 to 1 or better.

    >>> text_on("#0a3f6b"), text_on("#f7cda1")
    ('#ffffff', '#000000')
    """
    return max(("#000000", "#ffffff"), key=lambda text: contrast(text, colour))


def translucent(colour: str, opacity: float) -> str:
    """A ``#rrggbb`` colour as ``rgba(...)`` with an opacity between 0 and 1."""
    red, green, blue = _rgb(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two ``#rrggbb`` ones: the first at share 0, the other at 1.

    >>> mixed("#000000", "#ffffff", 0.2)
    '#333333'
    """
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    channels = (c / 255 for c in _rgb(colour))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
