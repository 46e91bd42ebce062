"""The palette is legible, safe for colour-blind readers and the same as the theme's."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from calcinosis import load_knowledge
from calcinosis.charts import DARK, LIGHT, palette
from calcinosis.charts.palette import contrast, text_on

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
LEAST_TEXT_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
LEAST_SHAPE_CONTRAST = 3.0  # WCAG 2.2, success criterion 1.4.11
LEAST_DISTANCE = 0.09  # in OKLab, where lightness runs from 0 to 1
LEAST_OF_TYPES = {"normal": 0.175}  # where hue can be seen, two types differ in it
LEAST_OF_TYPES_WITHOUT_HUE = 0.115

# Machado, Oliveira and Fernandes 2009 (IEEE TVCG 15:1291), severity 1, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Ottosson 2020, https://bottosson.github.io/posts/oklab/
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear_rgb(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen(colour, vision):
    rgb = np.clip(VISION[vision] @ linear_rgb(colour), 0, 1)
    return TO_LAB @ np.cbrt(TO_CONES @ rgb)


def distance(one, other, vision):
    return float(np.linalg.norm(seen(one, vision) - seen(other, vision)))


both_themes = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda p: p.name)


@both_themes
def test_colours_are_those_of_the_theme(colours):
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][colours.name]
    assert list(colours.types.values()) == theme["chartCategoricalColors"]
    assert list(colours.diverging) == theme["chartDivergingColors"]
    assert colours.background == theme["backgroundColor"]
    assert colours.surface == theme["secondaryBackgroundColor"]
    assert colours.text == theme["textColor"]
    assert colours.line == theme["borderColor"]
    assert colours.accent == theme["primaryColor"]


@both_themes
def test_every_type_has_a_colour_in_the_order_of_the_classification(colours):
    assert list(colours.types) == list(load_knowledge().types)


@both_themes
@pytest.mark.parametrize("role", ["text", "muted", "favours_text", "against_text"])
def test_text_stands_out_from_the_page_and_from_hover_labels(colours, role):
    for behind in (colours.background, colours.surface):
        assert contrast(getattr(colours, role), behind) >= LEAST_TEXT_CONTRAST


@both_themes
def test_number_in_a_cell_stands_out_from_every_shade(colours):
    shades = [colours.diverging_at(place) for place in np.linspace(0, 1, 201)]
    assert min(contrast(text_on(shade), shade) for shade in shades) >= LEAST_TEXT_CONTRAST


@both_themes
def test_bars_for_and_against_stand_out_from_the_page(colours):
    for bar in (colours.favours, colours.against):
        assert contrast(bar, colours.background) >= LEAST_SHAPE_CONTRAST


@both_themes
@pytest.mark.parametrize("vision", VISION)
def test_any_two_types_can_be_told_apart(colours, vision):
    least = LEAST_OF_TYPES.get(vision, LEAST_OF_TYPES_WITHOUT_HUE)
    for one, other in combinations(colours.types.values(), 2):
        assert distance(one, other, vision) >= least, (one, other)


@both_themes
@pytest.mark.parametrize("vision", VISION)
def test_for_and_against_can_be_told_apart(colours, vision):
    assert distance(colours.favours, colours.against, vision) >= 2 * LEAST_DISTANCE
    assert distance(colours.diverging[0], colours.diverging[-1], vision) >= LEAST_DISTANCE


@both_themes
def test_scale_runs_from_against_through_neutral_to_favours(colours):
    assert colours.diverging_at(0) == colours.diverging[0]
    assert colours.diverging_at(0.5) == colours.neutral
    assert colours.diverging_at(1) == colours.diverging[-1]
    assert colours.diverging_at(-3) == colours.diverging[0]


def test_palette_follows_the_theme():
    assert palette(dark=True) is DARK
    assert palette() is LIGHT
