"""The app opens, whatever the window and the colour scheme."""

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("viewport", ["desktop", "laptop", "phone"], indirect=True)
@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_app_opens_without_an_error_and_fits_the_window(page: Page, base_url: str) -> None:
    page.goto(base_url)

    expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible(timeout=30_000)

    expect(page.get_by_test_id("stException")).to_have_count(0)
    overflow_px = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow_px <= 0, "the page must not scroll sideways"
