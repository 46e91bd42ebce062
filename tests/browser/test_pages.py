"""The pages in a real browser: navigation by click, and what was entered outlives it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS, settle


def _go_to(page: Page, name: str) -> None:
    page.locator(".st-key-nav").get_by_role("link", name=name).click()


def test_entry_is_there_after_reading_the_evidence(page: Page, base_url: str) -> None:
    page.goto(base_url)
    page.locator(".st-key-group").get_by_role("radio", name="History").click(timeout=30_000)
    page.locator(".st-key-raynaud").get_by_role("radio", name="Yes", exact=True).click()
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    for name in ("Evidence", "Validation", "About"):
        _go_to(page, name)
        expect(page.locator(".st-key-head h1")).to_have_text(name, timeout=SETTLE_MS)
        expect(page.locator(".st-key-foot")).to_be_visible(timeout=SETTLE_MS)
    _go_to(page, "Consult")
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    expect(page.locator(".st-key-headline")).to_contain_text("Dystrophic", timeout=SETTLE_MS)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_nothing_overflows_a_phone(page: Page, base_url: str) -> None:
    for name in ("Evidence", "Validation", "About"):
        page.goto(base_url)
        expect(page.locator(".st-key-headline")).to_be_attached(timeout=30_000)
        _go_to(page, name)
        expect(page.locator(".st-key-foot")).to_be_attached(timeout=SETTLE_MS)
        settle(page)
        main = "document.querySelector('[data-testid=stMain]')"
        assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth"), name
