"""Practice and presentation in a real browser: a quiz by mouse, slides by the arrow keys."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import SETTLE_MS, settle


def _open(page: Page, base_url: str, part: str) -> None:
    page.goto(base_url)
    page.locator(".st-key-nav").get_by_role("link", name="Learn").click(timeout=30_000)
    page.locator(".st-key-learn_part").get_by_role("radio", name=part).click(timeout=SETTLE_MS)
    settle(page)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click(timeout=SETTLE_MS)
    settle(page)


def test_quiz_is_answered_stage_by_stage_and_opens_in_consult(page: Page, base_url: str) -> None:
    _open(page, base_url, "Practice")
    more = page.get_by_role("button", name="Commit and see more")
    stages = page.locator(".ln-stage")
    case = page.locator(".st-key-practice-case")
    while "of 2" not in case.inner_text():
        before = case.inner_text()
        _press(page, "Skip this case")
        expect(case).not_to_have_text(before, timeout=SETTLE_MS, use_inner_text=True)
        settle(page)
    expect(stages).to_have_count(1)
    page.locator(".st-key-practice-type").get_by_role("radio", name="Look-alike").click()
    page.locator(".st-key-practice-sure").get_by_role("radio", name="40").click()
    expect(more).to_be_enabled(timeout=SETTLE_MS)
    _press(page, "Commit and see more")
    expect(stages).to_have_count(2, timeout=SETTLE_MS)
    _press(page, "Commit and see the answer")
    expect(page.locator(".ln-verdict")).to_contain_text("The authors state", timeout=SETTLE_MS)
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible(timeout=SETTLE_MS)
    _press(page, "Open in Consult")
    expect(page.locator(".st-key-headline")).to_be_visible(timeout=SETTLE_MS)
    expect(page.get_by_test_id("stMain")).to_contain_text("Published case", timeout=SETTLE_MS)
    assert page.url.rstrip("/") == base_url, "no finding in the address"


def test_arrow_keys_turn_the_slides_and_escape_ends_them(page: Page, base_url: str) -> None:
    _open(page, base_url, "Presentation")
    _press(page, "Start")
    steps = page.locator(".st-key-slide-steps")
    expect(steps).to_contain_text("1 of 5", timeout=SETTLE_MS)
    expect(page.locator(".st-key-nav")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    settle(page)
    expect(steps).to_contain_text("1 of 5")
    for number in (2, 3, 4, 5):
        page.keyboard.press("ArrowRight")
        expect(steps).to_contain_text(f"{number} of 5", timeout=SETTLE_MS)
        settle(page)
        main = "document.querySelector('[data-testid=stMain]')"
        assert page.evaluate(f"{main}.scrollHeight <= {main}.clientHeight"), "fits the window"
    expect(page.locator(".sl-end")).to_contain_text("uraemic tumoral calcinosis")
    page.keyboard.press("ArrowRight")
    settle(page)
    expect(steps).to_contain_text("5 of 5")
    page.keyboard.press("ArrowLeft")
    expect(steps).to_contain_text("4 of 5", timeout=SETTLE_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".st-key-nav")).to_be_visible()
