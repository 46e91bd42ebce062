"""The body map and the tissue section show what is entered, and the site map where deposits lie."""

import re
from itertools import pairwise

import pytest

from calcinosis.case import VOCABULARY, choice_label
from calcinosis.charts import DARK, LIGHT
from calcinosis.charts.body_map import (
    body_map,
    body_places,
    site_map,
    site_map_alt,
    site_map_table,
)
from calcinosis.charts.drawn import PLACES
from calcinosis.charts.palette import contrast, mixed
from calcinosis.charts.tissue_section import tissue_places, tissue_section

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda one: one.name)
SHARES = {"finger": 0.5, "hand": 0.3, "elbow": 0.15, "internal": 0.04, "knee": 0.01}
PICTURES = {"region": body_map, "tissue": tissue_section}


def filled(picture, palette):
    """The regions in the accent colour, and all of them."""
    paths = re.findall(r'<path [^>]*fill="([^"]+)"[^>]*data-region="([^"]*)"', picture)
    return {id_ for fill, id_ in paths if fill == palette.accent and id_}, {
        id_ for _, id_ in paths if id_
    }


def words(picture):
    return " ".join(re.findall(r"<tspan[^>]*>([^<]*)</tspan>", picture))


@PALETTES
@pytest.mark.parametrize("finding", PICTURES)
def test_entered_choices_are_filled_and_named_and_no_other(finding, palette):
    choices = VOCABULARY[finding].choices
    for entered in ((), choices[:1], choices[3:9], choices):
        picture = PICTURES[finding](entered, palette)
        marked, drawn = filled(picture, palette)
        assert marked == set(entered)
        assert drawn == set(choices)
        for choice in entered:
            assert choice_label(finding, choice) in words(picture)
            assert choice_label(finding, choice) in picture[: picture.index(">")], "in alt text"


def test_region_that_is_not_entered_has_no_name_beside_the_body():
    assert "Hand" not in words(body_map(["finger"], LIGHT))


def test_names_between_the_figures_never_lie_on_each_other():
    picture = body_map(VOCABULARY["region"].choices, LIGHT)
    ys = [float(y) for y in re.findall(r'<tspan x="205.0" y="([\d.]+)">', picture)]
    ys.sort()
    assert len(ys) == len(VOCABULARY["region"].choices)
    assert min(b - a for a, b in pairwise(ys)) >= 13


@PALETTES
def test_entered_region_stands_out_from_the_body(palette):
    body = mixed(palette.background, palette.line, 0.6)
    assert contrast(palette.accent, body) >= 3  # WCAG 2.2, success criterion 1.4.11


@pytest.mark.parametrize("newborn", [False, True])
def test_every_region_can_be_clicked_and_is_named(newborn):
    figure = body_places(LIGHT, newborn=newborn)
    traces = {trace.name.removeprefix(PLACES): trace for trace in figure.data}
    assert set(traces) == set(VOCABULARY["region"].choices)
    for id_, trace in traces.items():
        assert set(trace.customdata) == {id_}
        assert choice_label("region", id_) in trace.hovertemplate


def test_every_tissue_can_be_clicked_and_is_named():
    names = {trace.name.removeprefix(PLACES) for trace in tissue_places(LIGHT).data}
    assert names == set(VOCABULARY["tissue"].choices)


@PALETTES
def test_site_map_is_darkest_where_most_deposits_lie_and_prints_the_share(palette):
    figure = site_map(SHARES, newborn=False, palette=palette)
    fills = {shape.name: shape.fillcolor for shape in figure.layout.shapes if shape.name}
    assert fills["finger"] == palette.accent
    plain = fills["scalp"]
    distances = [contrast(fills[id_], plain) for id_ in SHARES]
    assert distances == sorted(distances, reverse=True)
    texts = [one.text for one in figure.layout.annotations]
    assert "Finger 50\N{NO-BREAK SPACE}%" in texts
    assert "Internal organ 4\N{NO-BREAK SPACE}%" in texts
    assert not any("Knee" in text for text in texts), "below two in a hundred"


def test_table_and_alt_text_of_the_site_map_hold_its_numbers():
    table = site_map_table(SHARES)
    assert table["Region"][0] == "Finger"
    assert list(table["Share of sites"]) == sorted(SHARES.values(), reverse=True)
    alt = site_map_alt(SHARES)
    assert "Finger 50\N{NO-BREAK SPACE}%, Hand 30\N{NO-BREAK SPACE}%" in alt


def test_site_map_of_nothing_is_the_plain_body():
    figure = site_map({}, newborn=True, palette=LIGHT)
    assert LIGHT.accent not in {shape.fillcolor for shape in figure.layout.shapes}
