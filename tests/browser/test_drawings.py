"""Regions and tissues entered by clicking on their drawings, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from calcinosis.charts.drawing import load_drawing
from tests.browser.conftest import SETTLE_MS, settle


def _open_lesion(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(page.locator(".st-key-headline")).to_be_visible(timeout=30_000)
    page.locator(".st-key-group").get_by_role("radio", name="Lesion").click()
    for finding in ("region", "tissue"):
        expect(_places(page, finding)).to_be_visible(timeout=SETTLE_MS)
    settle(page)


def _places(page: Page, finding: str):
    return page.locator(f".st-key-drawing-{finding} .nsewdrag")


def _click(page: Page, name: str, view: str, id_: str, *, part: int = 0) -> None:
    """Click in the middle of a region; the first part of a pair is the one at the right."""
    drawing = load_drawing(name)
    region = next(one for one in drawing.regions if one.view == view and one.id == id_)
    x, y = region.anchors[part]
    places = _places(page, drawing.finding)
    settle(page)
    places.scroll_into_view_if_needed()
    box = places.bounding_box()
    scale = box["width"] / drawing.frame[0]
    page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
    expect(page.locator(f".st-key-drawing-{drawing.finding} .hoverlayer text")).to_have_count(1)
    page.mouse.click(box["x"] + x * scale, box["y"] + y * scale)


def _chips(page: Page):
    return page.locator(".st-key-chips")


def test_click_on_a_hand_enters_the_hand_and_a_second_takes_it_back(
    page: Page, base_url: str
) -> None:
    _open_lesion(page, base_url)
    _places(page, "region").evaluate("element => { element.dataset.mark = 'same' }")
    before = page.locator(".st-key-drawing-region").bounding_box()
    drawn = page.locator('.st-key-drawing-region path[data-region="hand"]').first
    plain = drawn.get_attribute("fill")
    _click(page, "body_adult", "front", "hand")
    expect(_chips(page)).to_contain_text("hand", timeout=SETTLE_MS)
    expect(drawn).not_to_have_attribute("fill", plain)
    chosen = page.locator(".st-key-region").get_by_role("button", name="Hand", exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    _click(page, "body_adult", "front", "hand")
    expect(_chips(page)).not_to_contain_text("hand", timeout=SETTLE_MS)
    expect(drawn).to_have_attribute("fill", plain)
    _click(page, "body_adult", "back", "hand", part=1)
    expect(_chips(page)).to_contain_text("hand", timeout=SETTLE_MS)
    settle(page)
    assert _places(page, "region").get_attribute("data-mark") == "same", "put up anew"
    assert page.locator(".st-key-drawing-region").bounding_box() == before


def test_clicks_and_list_add_up_and_undo_takes_the_last(page: Page, base_url: str) -> None:
    _open_lesion(page, base_url)
    _click(page, "body_adult", "front", "hand")
    expect(_chips(page)).to_contain_text("hand", timeout=SETTLE_MS)
    page.locator(".st-key-region").get_by_role("button", name="Ear", exact=True).click()
    expect(_chips(page)).to_contain_text("ear, hand", timeout=SETTLE_MS)
    _click(page, "body_adult", "beside", "internal")
    expect(_chips(page)).to_contain_text("ear, hand, internal organ", timeout=SETTLE_MS)
    page.get_by_role("button", name="Undo").click()
    expect(_chips(page)).not_to_contain_text("internal organ", timeout=SETTLE_MS)
    expect(_chips(page)).to_contain_text("ear, hand")


def test_clicks_on_the_tissue_section_enter_and_remove(page: Page, base_url: str) -> None:
    _open_lesion(page, base_url)
    for tissue in ("subcutis", "artery"):
        _click(page, "tissues", "section", tissue)
        expect(_chips(page)).to_contain_text(tissue, timeout=SETTLE_MS)
    _click(page, "tissues", "section", "artery")
    expect(_chips(page)).not_to_contain_text("artery", timeout=SETTLE_MS)
    expect(_chips(page)).to_contain_text("subcutis")


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
def test_drawings_fit_a_phone_and_can_be_clicked(page: Page, base_url: str) -> None:
    _open_lesion(page, base_url)
    for finding in ("region", "tissue"):
        box = page.locator(f".st-key-drawing-{finding}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    _click(page, "body_adult", "front", "foot")
    expect(_chips(page)).to_contain_text("foot", timeout=SETTLE_MS)
