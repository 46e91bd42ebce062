"""The What-if page in a real browser: a click on the decision map moves scenario B."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS, settle


def test_click_on_the_decision_map_moves_b(page: Page, base_url: str) -> None:
    page.goto(base_url)
    nav = page.locator(".st-key-nav").get_by_role("link", name="What if")
    nav.click(timeout=30_000)
    box = page.get_by_label("Open a textbook case")
    box.click(timeout=SETTLE_MS)
    box.fill("hyperparathyroidism")
    page.keyboard.press("Enter")
    expect(page.locator(".wi-pair")).to_be_visible(timeout=SETTLE_MS)
    settle(page)
    sections = page.locator(".st-key-what_if-section")
    sections.get_by_role("radio", name="Two labs").click(timeout=SETTLE_MS)
    plot = page.locator('[class*="st-key-chart-map-"] .js-plotly-plot')
    expect(plot).to_be_visible(timeout=SETTLE_MS)
    settle(page)
    expect(page.locator(".st-key-differences button")).to_have_count(0)
    plot.scroll_into_view_if_needed()
    area = plot.bounding_box()
    top = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    page.mouse.click(area["x"] + 0.3 * area["width"], area["y"] + 0.3 * area["height"])
    expect(page.locator(".st-key-differences")).to_contain_text("Calcium:", timeout=SETTLE_MS)
    expect(page.locator(".st-key-differences")).to_contain_text("Phosphate:", timeout=SETTLE_MS)
    settle(page)
    after = plot.bounding_box()
    assert (after["y"], after["height"]) == (area["y"], area["height"]), "the map jumped"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == top
    expect(page.get_by_test_id("stException")).to_have_count(0)
