"""The drawings: every choice has its place, left is as right, and a click finds what it is on."""

import tomllib
from importlib import resources

import numpy as np
import pytest

from calcinosis.case import VOCABULARY
from calcinosis.charts.bezier import area, is_inside, path_text, polygon, read_path
from calcinosis.charts.drawing import DrawingError, load_drawing, read_drawing

BODIES = ("body_adult", "body_newborn")
ALL = (*BODIES, "tissues")
VIEWS = {"front": 86.0, "back": 324.0}
ONE_SIDED = {
    "front": {"face", "eye", "mouth", "chest_wall", "breast", "abdomen", "groin", "genital"},
    "back": {"back_spine"},
}
LIMBS = (
    "shoulder_axilla",
    "upper_arm",
    "elbow",
    "forearm",
    "wrist",
    "hand",
    "finger",
    "knee",
    "lower_leg",
    "ankle",
    "ear",
)  # fmt: skip


def text_of(name):
    return resources.files("calcinosis.charts").joinpath("data", f"{name}.toml").read_text()


def scattered(corners, count=400):
    """Points inside a polygon, the same every time."""
    points = np.random.default_rng(3).uniform(
        corners.min(axis=0), corners.max(axis=0), (count * 4, 2)
    )
    return points[is_inside(points, corners)][:count]


@pytest.mark.parametrize("name", ALL)
def test_every_choice_is_drawn_once_in_each_view_that_shows_it(name):
    drawing = load_drawing(name)
    drawn = [(region.view, region.id) for region in drawing.regions if region.id]
    assert len(drawn) == len(set(drawn))
    assert {id_ for _, id_ in drawn} == set(VOCABULARY[drawing.finding].choices)


@pytest.mark.parametrize("name", BODIES)
def test_front_and_back_show_the_same_regions_but_for_those_of_one_side(name):
    seen = {
        view: {region.id for region in load_drawing(name).regions if region.view == view}
        for view in VIEWS
    }
    assert seen["front"] - seen["back"] == ONE_SIDED["front"]
    assert seen["back"] - seen["front"] == ONE_SIDED["back"]


@pytest.mark.parametrize("name", ALL)
def test_outlines_are_closed_and_lie_within_the_frame(name):
    drawing = load_drawing(name)
    for region in drawing.regions:
        for part in region.path.split("M")[1:]:
            assert part.endswith("Z"), region.id
        for corners in region.polygons:
            assert area(corners) > 15
            assert (corners >= 0).all()
            assert (corners <= drawing.frame).all()


@pytest.mark.parametrize("name", BODIES)
def test_left_is_as_right(name):
    for region in load_drawing(name).regions:
        corners = np.vstack(region.polygons)
        midline = VIEWS.get(region.view, 205.0)
        assert corners[:, 0].min() + corners[:, 0].max() == pytest.approx(2 * midline)
        right = [one for one in corners if one[0] >= midline]
        for x, y in (one for one in corners if one[0] < midline):
            distance = np.abs(np.array(right) - (2 * midline - x, y)).sum(axis=1).min()
            assert distance < 1e-6 or region.id == "internal", region.id


@pytest.mark.parametrize("name", BODIES)
def test_limbs_have_the_same_outline_from_behind(name):
    regions = {(region.view, region.id): region for region in load_drawing(name).regions}
    shift = (VIEWS["back"] - VIEWS["front"], 0)
    for id_ in LIMBS:
        front, back = (regions[view, id_].polygons for view in VIEWS)
        for one, other in zip(front, back, strict=True):
            np.testing.assert_allclose(one + shift, other)


@pytest.mark.parametrize("name", ALL)
def test_a_click_in_a_region_finds_that_region(name):
    drawing = load_drawing(name)
    places = np.array([(x, y) for x, y, _ in drawing.places])
    ids = np.array([id_ for _, _, id_ in drawing.places], dtype=object)
    for region in drawing.regions:
        if not region.id:
            continue
        points = np.vstack([scattered(corners) for corners in region.polygons])
        points = points[drawing.top_at(points) == region.id]
        nearest = ((points[:, None] - places) ** 2).sum(axis=2).argmin(axis=1)
        assert (ids[nearest] == region.id).mean() > 0.75, region.id


@pytest.mark.parametrize("name", ALL)
def test_no_region_lies_hidden_below_another(name):
    drawing = load_drawing(name)
    for region in drawing.regions:
        if region.id:
            points = np.vstack([scattered(corners) for corners in region.polygons])
            seen = (drawing.top_at(points) == region.id).mean()
            assert seen > (0.2 if region.id == "periarticular" else 0.33), (region.view, region.id)


@pytest.mark.parametrize("name", ALL)
def test_places_to_click_are_distinct_and_few_enough_to_draw_at_once(name):
    places = [(x, y) for x, y, _ in load_drawing(name).places]
    assert len(places) == len(set(places)) < 2000


def test_newborn_has_a_large_head_and_short_limbs():
    def share(name, ids):
        tops = [
            corners[:, 1]
            for region in load_drawing(name).regions
            if region.view == "front" and region.id in ids
            for corners in region.polygons
        ]
        return max(y.max() for y in tops) - min(y.min() for y in tops)

    everything = set(VOCABULARY["region"].choices)
    head, legs = {"scalp", "face"}, {"knee", "lower_leg", "ankle", "foot"}
    heads = [share(name, head) / share(name, everything) for name in BODIES]
    lower = [share(name, legs) / share(name, everything) for name in BODIES]
    assert heads[0] == pytest.approx(1 / 7, abs=0.02)  # an adult is about seven heads high
    assert heads[1] == pytest.approx(1 / 4, abs=0.03)  # a newborn about four
    assert lower[1] < lower[0]


def test_every_fault_of_a_drawing_is_named_at_once():
    text = text_of("body_adult")
    text = text.replace('id = "scalp"', 'id = "skull"').replace(
        'kind = "half"', 'kind = "whole"', 1
    )
    text = text.replace(
        'view = "back"\nkind = "pair"\npath = "M', 'view = "back"\nkind = "pair"\npath = "Q', 1
    )
    with pytest.raises(DrawingError) as raised:
        read_drawing("body_adult", text, "region")
    faults = "\n".join(raised.value.faults)
    for part in ("scalp is not drawn", "'skull' is no choice", "not closed", "not a path"):
        assert part in faults


def test_region_drawn_twice_or_beyond_the_frame_is_refused():
    data = text_of("tissues")
    first = data[data.index("[[region]]") : data.index("[[region]]", data.index("[[region]]") + 1)]
    with pytest.raises(DrawingError, match="drawn twice"):
        read_drawing("tissues", data + "\n" + first, "tissue")
    narrow = data.replace(f"frame = {tomllib.loads(data)['frame']}", "frame = [300, 374]")
    with pytest.raises(DrawingError, match="leaves the frame"):
        read_drawing("tissues", narrow, "tissue")


def test_path_text_is_read_back_as_it_was():
    text = "M0 0C1 0 2 1 2 2C2 3 1 4 0 4Z"
    ((curve, closed),) = read_path(text)
    assert closed
    assert path_text([curve]) == text


def test_area_of_a_circle_of_four_curves():
    k = 0.5523  # the usual approximation of a quarter circle by a cubic curve
    text = f"M1 0C1 {k} {k} 1 0 1C-{k} 1 -1 {k} -1 0C-1 -{k} -{k} -1 0 -1C{k} -1 1 -{k} 1 0Z"
    ((curve, _),) = read_path(text)
    assert area(polygon(curve)) == pytest.approx(np.pi, rel=0.01)


@pytest.mark.parametrize("text", ["", "M0 0", "L0 0L1 1Z", "M0 0A1 1 0 0 0 2 2Z", "M0 0C1 1 2 2Z"])
def test_path_that_is_not_understood_is_refused(text):
    with pytest.raises(ValueError, match="path"):
        read_path(text)
