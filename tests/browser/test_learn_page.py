"""The Learn page in a real browser: a click on a cell, and on to a profile and to Consult."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS, settle


def _open(page: Page, base_url: str) -> None:
    page.goto(base_url)
    page.locator(".st-key-nav").get_by_role("link", name="Learn").click(timeout=30_000)


def _part(page: Page, name: str) -> None:
    page.locator(".st-key-learn_part").get_by_role("radio", name=name).click(timeout=30_000)


@pytest.mark.parametrize("viewport", ["desktop", "phone"], indirect=True)
def test_click_on_a_cell_leads_to_its_causes_their_profile_and_a_case(
    page: Page, base_url: str
) -> None:
    _open(page, base_url)
    _part(page, "Classification")
    cells = page.locator(".st-key-chart-classification .scatterlayer .point")
    tumoral_skin, types = 2, 7
    cells.nth(tumoral_skin + 4 * types).click(timeout=SETTLE_MS, force=True)
    causes = page.locator(".st-key-learn-causes")
    expect(causes).to_contain_text("Uraemic tumoral", timeout=SETTLE_MS)
    causes.get_by_role("button", name="Uraemic tumoral").click()
    expect(page.locator("h2").first).to_contain_text("tumoral", ignore_case=True)
    page.get_by_role("button", name="Open in Consult").first.click(timeout=SETTLE_MS)
    expect(page.locator(".st-key-chips")).to_be_visible(timeout=SETTLE_MS)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_no_part_overflows_a_phone(page: Page, base_url: str) -> None:
    _open(page, base_url)
    main = "document.querySelector('[data-testid=stMain]')"
    for part in ("Profiles", "Compare", "Classification", "Glossary"):
        _part(page, part)
        expect(page.locator(".st-key-foot")).to_be_attached(timeout=SETTLE_MS)
        settle(page)
        assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth"), part
