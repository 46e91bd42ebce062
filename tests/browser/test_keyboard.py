"""A whole consultation by keyboard alone: no test here touches the mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS, settle

FARTHEST = 60
_IN_FOCUS = """() => {
    const now = document.activeElement, place = now.closest('[class*="st-key-"]');
    const key = place && [...place.classList].find(name => name.startsWith("st-key-"));
    return {
        key: key ?? "", role: now.getAttribute("role") ?? now.tagName.toLowerCase(),
        name: (now.getAttribute("aria-label") || now.innerText || "").trim(),
        outlined: getComputedStyle(now).outlineStyle !== "none"
            || getComputedStyle(now).boxShadow !== "none",
    };
}"""


def _open(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(page.locator(".st-key-headline")).to_be_visible(timeout=30_000)
    settle(page)
    page.wait_for_function("window.calcinosisKeyboard")


def _focus(page: Page) -> dict:
    return page.evaluate(_IN_FOCUS)


def _go(page: Page, key: str, name: str = "", *, by: str = "Tab") -> dict:
    """Press a key until a control is in focus, whose place and name begin as given."""
    for _ in range(FARTHEST):
        page.keyboard.press(by)
        found = _focus(page)
        if found["key"].startswith(f"st-key-{key}") and found["name"].startswith(name):
            return found
    pytest.fail(f"{by} does not reach {key} {name}; in focus: {found}")


def _search(page: Page, text: str) -> None:
    settle(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Find a finding")).to_be_focused()
    page.keyboard.type(text, delay=30)
    heading = page.locator(".st-key-heading-found")
    expect(heading).to_be_visible(timeout=SETTLE_MS)
    settle(page)


def test_consultation_from_the_first_finding_to_what_if(page: Page, base_url: str) -> None:
    chips, headline = page.locator(".st-key-chips"), page.locator(".st-key-headline")
    _open(page, base_url)

    _search(page, "raynaud")
    _go(page, "raynaud", "Yes")
    page.keyboard.press("Space")
    expect(chips).to_contain_text("Raynaud", timeout=SETTLE_MS)
    expect(page.get_by_label("Find a finding")).to_be_focused(timeout=SETTLE_MS)

    _search(page, "necrosis")
    _go(page, "necrosis_eschar", "Yes")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-entry-head")).to_contain_text("1 absent", timeout=SETTLE_MS)

    _search(page, "phosphate")
    _go(page, "phosphate", "")
    while _focus(page)["role"] != "input":
        page.keyboard.press("Tab")
    page.keyboard.type("1,05")
    page.keyboard.press("Enter")
    expect(chips).to_contain_text("1.05 mmol/L", timeout=SETTLE_MS)

    settle(page)
    page.keyboard.press("Control+k")
    page.keyboard.press("Delete")
    expect(page.locator(".st-key-heading-found")).to_have_count(0, timeout=SETTLE_MS)
    settle(page)
    _go(page, "group")
    _go(page, "group", "Lesion", by="ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-entry-body h2")).to_have_text("Site and lesion", timeout=SETTLE_MS)
    settle(page)
    _go(page, "region", "Scalp")
    _go(page, "region", "Elbow", by="ArrowRight")
    page.keyboard.press("Space")
    expect(chips).to_contain_text("elbow", timeout=SETTLE_MS)
    expect(headline).to_contain_text("Dystrophic", timeout=SETTLE_MS)
    expect(page.locator(".st-key-summary")).to_contain_text("Systemic sclerosis")
    settle(page)

    page.keyboard.press("Control+Enter")
    result = _focus(page)
    assert result["key"].startswith("st-key-next-"), result
    finding = result["key"].removeprefix("st-key-next-").rpartition("-")[0]
    entered = page.locator(".st-key-chips button").count()
    page.keyboard.press("Enter")
    expect(page.locator(f".st-key-next-results-{finding}")).to_have_count(0, timeout=SETTLE_MS)
    settle(page)
    assert page.locator(".st-key-chips button").count() != entered
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()

    settle(page)
    page.keyboard.press("Control+k")
    _go(page, "nav", "What if", by="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1", has_text="What if")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".wi-pair")).to_contain_text("Dystrophic", timeout=SETTLE_MS)
    assert page.url.endswith("/what-if"), "no finding in the address"


def test_scenario_is_changed_and_kept_by_keyboard(page: Page, base_url: str) -> None:
    _open(page, base_url)
    _search(page, "raynaud")
    _go(page, "raynaud", "Yes")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    settle(page)
    page.keyboard.press("Control+k")
    _go(page, "nav", "What if", by="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".wi-pair")).to_be_visible(timeout=SETTLE_MS)
    settle(page)

    page.keyboard.press("Control+k")
    _go(page, "b-raynaud", "Yes")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-differences")).to_contain_text("yes → no", timeout=SETTLE_MS)
    settle(page)
    _go(page, "what_if-section", "One lab")
    _go(page, "what_if-section", "Each finding", by="ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-what-if-section")).to_contain_text(
        "One finding changed at a time", timeout=SETTLE_MS
    )
    settle(page)
    _go(page, "what_if-keep", by="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-differences")).to_contain_text("same as A", timeout=SETTLE_MS)
    settle(page)
    _go(page, "nav", "Consult", by="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-entry-head")).to_contain_text("1 absent", timeout=SETTLE_MS)
    settle(page)
    _go(page, "undo")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)


def _in_lab_number(page: Page, lab: str) -> None:
    page.wait_for_function(
        "lab => document.activeElement.matches(`.st-key-${lab} input`)", arg=lab, timeout=SETTLE_MS
    )


def test_numbers_of_labs_follow_one_another_by_tab_and_units_are_still_reached(
    page: Page, base_url: str
) -> None:
    chips = page.locator(".st-key-chips")
    _open(page, base_url)
    _go(page, "group")
    _go(page, "group", "Labs", by="ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-entry-body h2")).to_have_text("Labs", timeout=SETTLE_MS)
    settle(page)
    while not page.evaluate("document.activeElement.matches('.st-key-calcium_total input')"):
        page.keyboard.press("Tab")
    page.keyboard.type("2.4", delay=30)
    page.keyboard.press("Tab")
    page.keyboard.type("1.1", delay=30)
    page.keyboard.press("Tab")
    expect(chips).to_contain_text("Calcium 2.4 mmol/L", timeout=SETTLE_MS)
    expect(chips).to_contain_text("Ionised calcium 1.1 mmol/L", timeout=SETTLE_MS)
    settle(page)

    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    _in_lab_number(page, "calcium_total")
    page.keyboard.press("Tab")
    assert _focus(page)["key"] == "st-key-calcium_total-unit"
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-calcium_total input")).to_have_value("9.619", timeout=SETTLE_MS)
    settle(page)
    page.keyboard.press("Tab")
    assert _focus(page)["key"] == "st-key-calcium_total-interval"


@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_what_is_in_focus_can_be_seen(page: Page, base_url: str) -> None:
    _open(page, base_url)
    for key, name in (("nav", "What if"), ("group", "Patient"), ("sex", "Female")):
        assert _go(page, key, name)["outlined"], (key, name)
