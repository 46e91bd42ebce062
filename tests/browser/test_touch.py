"""The drawings under a finger: a tap chooses as a click does, and a swipe scrolls the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from calcinosis.charts.drawing import load_drawing
from tests.browser.conftest import SETTLE_MS, settle


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page on a telephone, which has fingers only; no error may reach its console."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    yield page
    context.close()
    assert not faults


def _open_lesion(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(page.locator(".st-key-headline")).to_be_visible(timeout=30_000)
    page.locator(".st-key-group").get_by_role("radio", name="Lesion").tap()
    expect(page.locator(".st-key-drawing-tissue .nsewdrag")).to_be_attached(timeout=SETTLE_MS)
    settle(page)


def _box(place: Locator) -> dict[str, float]:
    """Where a figure stands, brought to the middle of the window."""
    place.evaluate("one => one.closest('.stPlotlyChart').scrollIntoView({block: 'center'})")
    place.page.wait_for_timeout(150)
    return place.bounding_box()


def _tap_region(page: Page, name: str, view: str, id_: str) -> None:
    drawing = load_drawing(name)
    region = next(one for one in drawing.regions if one.view == view and one.id == id_)
    box = _box(page.locator(f".st-key-drawing-{drawing.finding} .nsewdrag"))
    x, y = (part * box["width"] / drawing.frame[0] for part in region.anchors[0])
    page.touchscreen.tap(box["x"] + x, box["y"] + y)
    settle(page)


def test_tap_on_a_hand_enters_the_hand_and_a_second_takes_it_back(
    phone: Page, base_url: str
) -> None:
    chips = phone.locator(".st-key-chips")
    _open_lesion(phone, base_url)
    _tap_region(phone, "body_adult", "front", "hand")
    expect(chips).to_contain_text("hand", timeout=SETTLE_MS)
    _tap_region(phone, "body_adult", "front", "foot")
    expect(chips).to_contain_text("foot", timeout=SETTLE_MS)
    _tap_region(phone, "body_adult", "front", "hand")
    expect(chips).not_to_contain_text("hand", timeout=SETTLE_MS)
    _tap_region(phone, "tissues", "section", "subcutis")
    expect(chips).to_contain_text("subcutis", timeout=SETTLE_MS)


def test_finger_that_moves_over_a_drawing_scrolls_the_page_and_enters_nothing(
    phone: Page, base_url: str
) -> None:
    _open_lesion(phone, base_url)
    drawing = phone.locator(".st-key-drawing-region .nsewdrag")
    box = _box(drawing)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = phone.context.new_cdp_session(phone)
    for kind, place in (
        ("touchStart", [{"x": x, "y": y}]),
        *(("touchMove", [{"x": x, "y": y - 14 * step}]) for step in range(1, 15)),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": place})
        phone.wait_for_timeout(16)
    phone.wait_for_timeout(300)
    assert box["y"] - drawing.bounding_box()["y"] > 100, "the page did not scroll"
    settle(phone)
    expect(phone.locator(".st-key-chips")).to_contain_text("Nothing entered yet")


def test_tap_on_the_classification_opens_the_cell(phone: Page, base_url: str) -> None:
    phone.goto(base_url)
    phone.locator(".st-key-nav").get_by_role("link", name="Learn").tap(timeout=30_000)
    parts = phone.locator(".st-key-learn_part")
    parts.get_by_role("radio", name="Classification").tap(timeout=30_000)
    cells = phone.locator(".st-key-chart-classification .nsewdrag")
    expect(cells).to_be_attached(timeout=30_000)
    settle(phone)
    chosen = phone.get_by_role("combobox", name="Cell")
    before = chosen.input_value()
    box = _box(cells)
    phone.touchscreen.tap(box["x"] + 0.19 * box["width"], box["y"] + 0.12 * box["height"])
    expect(chosen).not_to_have_value(before, timeout=SETTLE_MS)


def test_tap_on_the_decision_map_moves_b(phone: Page, base_url: str) -> None:
    phone.goto(base_url)
    phone.locator(".st-key-nav").get_by_role("link", name="What if").tap(timeout=30_000)
    example = phone.get_by_label("Open a textbook case")
    example.tap(timeout=SETTLE_MS)
    example.fill("hyperparathyroidism")
    phone.keyboard.press("Enter")
    expect(phone.locator(".wi-pair")).to_be_visible(timeout=SETTLE_MS)
    settle(phone)
    sections = phone.locator(".st-key-what_if-section")
    sections.get_by_role("radio", name="Two labs").tap(timeout=SETTLE_MS)
    map_ = phone.locator('[class*="st-key-chart-map-"] .nsewdrag')
    expect(map_).to_be_attached(timeout=SETTLE_MS)
    settle(phone)
    box = _box(map_)
    phone.touchscreen.tap(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    expect(phone.locator(".st-key-differences")).to_contain_text("Phosphate:", timeout=SETTLE_MS)
