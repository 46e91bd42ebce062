"""What to find out next, in a real browser: a result is entered by a click and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS


@pytest.mark.parametrize("viewport", ["laptop", "phone"], indirect=True)
def test_result_is_entered_by_a_click_and_the_answer_follows(page: Page, base_url: str) -> None:
    page.goto(base_url)
    panel = page.locator(".st-key-next")
    expect(panel).to_contain_text("What to find out next", timeout=30_000)
    mass = page.locator(".st-key-next-morph_lobulated_mass")
    mass.get_by_role("button", name="Yes").click()
    expect(page.locator(".st-key-chips")).to_contain_text("Large mass", timeout=SETTLE_MS)
    expect(page.locator(".st-key-headline")).to_contain_text("tumoral", timeout=SETTLE_MS)
    expect(mass).to_have_count(0, timeout=SETTLE_MS)
    panel.get_by_role("radio", name="Imaging").click()
    expect(panel).to_contain_text("Plain radiograph", timeout=SETTLE_MS)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    page.get_by_role("button", name="Undo").click()
    expect(mass).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".st-key-chips")).not_to_contain_text("Large mass")
    assert page.url.rstrip("/") == base_url, "no finding in the address"
