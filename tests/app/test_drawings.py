"""The body map and the tissue section show the sheet, whichever way it was filled."""

import re

import pytest

from calcinosis.case import VOCABULARY
from calcinosis.charts import LIGHT


def _open(app):
    return app.button_group(key="group").set_value("lesion").run()


def _pictures(app):
    return {
        finding: next(
            one.value
            for one in app.markdown
            if one.value.startswith("<div><svg") and f'data-region="{some}"' in one.value
        )
        for finding, some in (("region", "hand"), ("tissue", "subcutis"))
    }


def _marked(app, finding):
    paths = re.findall(
        r'<path [^>]*fill="([^"]+)"[^>]*data-region="([^"]+)"', _pictures(app)[finding]
    )
    return {id_ for fill, id_ in paths if fill == LIGHT.accent}


def _places(app):
    """Identity of the figures that take the clicks; they are the first of the page."""
    return [one.proto.id for one in app.get("plotly_chart") if "places." in one.proto.id]


@pytest.mark.parametrize(
    ("finding", "chosen"),
    [("region", ["finger", "hip_buttock"]), ("tissue", ["subcutis", "artery", "lung"])],
)
def test_what_is_entered_by_the_list_is_marked_in_the_drawing(app, sheet, finding, chosen):
    _open(app)
    assert _marked(app, finding) == set()
    app.button_group(key=finding).set_value(chosen).run()
    assert _marked(app, finding) == set(chosen)
    app.button_group(key=finding).set_value(chosen[:1]).run()
    assert _marked(app, finding) == set(chosen[:1])
    app.button(key="undo").click().run()
    assert _marked(app, finding) == set(chosen)
    app.button(key=f"remove.{finding}").click().run()
    assert _marked(app, finding) == set()
    assert finding not in sheet().case


def test_what_is_found_by_search_is_marked_in_the_drawing(app):
    _open(app)
    app.text_input(key="find").set_value("knee").run()
    app.button_group(key="region.knee").set_value(True).run()
    assert _marked(app, "region") == {"knee"}


def test_figure_that_takes_the_clicks_stays_the_same_whatever_is_entered(app):
    _open(app)
    before = _places(app)
    assert len(before) == 2
    app.button_group(key="region").set_value(list(VOCABULARY["region"].choices)).run()
    app.button_group(key="tissue").set_value(["skin"]).run()
    assert _places(app) == before


@pytest.mark.parametrize(
    ("age", "who"), [("", "an adult"), ("0.9", "a newborn"), ("1", "an adult"), ("52", "an adult")]
)
def test_child_below_one_year_is_drawn_as_a_newborn(app, age, who):
    app.text_input(key="age_years").set_value(age).run()
    _open(app)
    assert f"Map of {who}'s body" in _pictures(app)["region"].replace("&#x27;", "'")


def test_drawings_say_in_words_what_is_entered(app):
    _open(app)
    assert "no region entered" in _pictures(app)["region"]
    app.button_group(key="region").set_value(["hand"]).run()
    assert "entered: Hand" in _pictures(app)["region"]
    assert all(one.proto.alt for one in app.get("plotly_chart"))
