"""The Consult page in a real browser: a case entered by hand, as a clinician would."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SETTLE_MS, VIEWPORTS, settle
from tests.reasoning.test_overturning import LISTS


def _open(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(_headline(page)).to_be_visible(timeout=30_000)


def _headline(page: Page):
    return page.locator(".st-key-headline")


def _go_to(page: Page, group: str) -> None:
    page.locator(".st-key-group").get_by_role("radio", name=group).click()


def _say(page: Page, finding: str, answer: str) -> None:
    page.locator(f".st-key-{finding}").get_by_role("radio", name=answer, exact=True).click()


def _write(page: Page, field: str, text: str) -> None:
    page.locator(f".st-key-{field} input").fill(text)
    page.locator(f".st-key-{field} input").press("Enter")


def _is_in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return bool(box) and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def test_case_is_entered_by_hand_and_answered(page: Page, base_url: str) -> None:
    _open(page, base_url)
    expect(_headline(page)).to_contain_text("Not enough information")

    page.get_by_label("Find a finding").press_sequentially("scleroderma", delay=30)
    _say(page, "sclerodactyly", "Yes")
    expect(page.get_by_label("Find a finding")).to_have_value("", timeout=SETTLE_MS)
    expect(page.locator(".st-key-chips")).to_contain_text("Sclerodactyly", timeout=SETTLE_MS)

    _go_to(page, "History")
    _say(page, "raynaud", "Yes")
    expect(_headline(page)).to_contain_text("Dystrophic", timeout=SETTLE_MS)
    expect(page.locator(".st-key-summary")).to_contain_text("Systemic sclerosis")

    _go_to(page, "Labs")
    _write(page, "phosphate", "1,05")
    expect(page.locator(".st-key-chips")).to_contain_text("1.05 mmol/L", timeout=SETTLE_MS)
    page.locator(".st-key-heading-lab").get_by_role("radio", name="US").click()
    expect(page.locator(".st-key-phosphate input")).to_have_value("3.252", timeout=SETTLE_MS)
    expect(page.locator(".st-key-chips")).to_contain_text("1.05 mmol/L")

    page.get_by_role("button", name="Remove Raynaud").or_(
        page.locator(".st-key-chips").get_by_role("button", name="Raynaud")
    ).first.click()
    expect(page.locator(".st-key-chips")).not_to_contain_text("Raynaud", timeout=SETTLE_MS)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    assert page.url.rstrip("/") == base_url, "no finding in the address"


def test_nothing_is_lost_when_clicks_come_faster_than_answers(page: Page, base_url: str) -> None:
    _open(page, base_url)
    _go_to(page, "History")
    expect(page.locator(".st-key-raynaud")).to_be_visible(timeout=SETTLE_MS)
    for finding in ("raynaud", "sclerodactyly", "telangiectasia", "digital_ulcers", "gout_history"):
        _say(page, finding, "Yes")
    _go_to(page, "Serology")
    page.get_by_role("tab", name="Types").click()
    expect(page.locator(".st-key-entry-body h2")).to_contain_text("Serology", timeout=SETTLE_MS)
    for name in ("Raynaud", "Sclerodactyly", "Mat telang", "Digital ulcers", "Gout"):
        expect(page.locator(".st-key-chips")).to_contain_text(name, timeout=SETTLE_MS)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_every_click_on_undo_takes_back_one_step_however_fast(page: Page, base_url: str) -> None:
    _open(page, base_url)
    _go_to(page, "History")
    findings = ("raynaud", "sclerodactyly", "hx_lupus", "hx_morphoea", "hx_dermatomyositis")
    for number, finding in enumerate(findings, 1):
        _say(page, finding, "Yes")
        chips = page.locator(".st-key-chips button:visible")
        expect(chips).to_have_count(number, timeout=SETTLE_MS)
    settle(page)
    box = page.get_by_role("button", name="Undo").bounding_box()
    for _ in range(4):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(50)
    expect(chips).to_have_count(1, timeout=SETTLE_MS)


@pytest.mark.parametrize("viewport", ["desktop", "laptop"], indirect=True)
@pytest.mark.parametrize("group", ["History", "Labs", "Biopsy"])
def test_answer_stays_in_view_while_the_last_field_is_edited(
    page: Page, base_url: str, group: str
) -> None:
    _open(page, base_url)
    _go_to(page, group)
    last = page.locator(".st-key-entry-body button:visible").last
    expect(page.locator(".st-key-entry-body h2")).to_have_text(group, timeout=SETTLE_MS)
    settle(page)
    last.scroll_into_view_if_needed()
    assert _is_in_view(page, ".st-key-headline h2")
    assert _is_in_view(page, ".st-key-find")


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_answer_comes_first_on_a_phone_and_nothing_overflows(page: Page, base_url: str) -> None:
    _open(page, base_url)
    for group in ("Lesion", "History", "Labs"):
        _go_to(page, group)
        settle(page)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    tops = [page.locator(one).bounding_box()["y"] for one in
            (".st-key-headline", ".st-key-find", ".st-key-summary", ".st-key-group",
             ".st-key-entry-body", ".st-key-details")]  # fmt: skip
    assert tops == sorted(tops)
    expect(page.locator(".st-key-start_over p")).to_have_css("clip-path", "none")


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
def test_what_is_searched_for_stands_right_below_the_search_on_a_phone(
    page: Page, base_url: str
) -> None:
    _open(page, base_url)
    page.get_by_label("Find a finding").press_sequentially("raynaud", delay=30)
    found = page.locator(".st-key-entry-body .st-key-raynaud")
    expect(found).to_be_visible(timeout=SETTLE_MS)
    summary = page.locator(".st-key-summary")
    assert found.bounding_box()["y"] < summary.bounding_box()["y"]


@pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)
def test_charts_are_drawn_in_both_themes(page: Page, base_url: str) -> None:
    _open(page, base_url)
    _go_to(page, "History")
    _say(page, "raynaud", "Yes")
    for view in ("Types", "Waterfall", "Heat map"):
        page.get_by_role("tab", name=view).click()
        expect(page.locator(".st-key-details .js-plotly-plot .main-svg").first).to_be_visible(
            timeout=SETTLE_MS
        )
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_foreign_file_is_refused_and_the_entry_stays(page: Page, base_url: str) -> None:
    _open(page, base_url)
    _go_to(page, "History")
    _say(page, "raynaud", "Yes")
    page.get_by_role("button", name="Case", exact=False).first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b'{"resourceType": "Bundle"}'}
    )
    refusal = page.get_by_text("not a finding").or_(page.get_by_text("not a case"))
    expect(refusal.first).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud")


@pytest.mark.parametrize(("entry", "chip"), [("2,4", "Calcium 2.4"), ("9,2", "not used")])
def test_half_typed_text_survives_the_answer_to_the_entry_before(
    page: Page, base_url: str, entry: str, chip: str
) -> None:
    _open(page, base_url)
    _go_to(page, "Labs")
    expect(page.locator(".st-key-phosphate input")).to_be_visible(timeout=SETTLE_MS)
    page.locator(".st-key-calcium_total input").fill(entry)
    page.locator(".st-key-phosphate input").click()
    page.keyboard.type("1,", delay=60)
    expect(page.locator(".st-key-chips")).to_contain_text(chip, timeout=SETTLE_MS)
    page.keyboard.type("1", delay=60)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-chips")).to_contain_text("Phosphate 1.1", timeout=SETTLE_MS)


def test_number_is_read_in_the_unit_that_was_shown_when_it_was_typed(
    page: Page, base_url: str
) -> None:
    _open(page, base_url)
    _go_to(page, "Labs")
    expect(page.locator(".st-key-calcium_total input")).to_be_visible(timeout=SETTLE_MS)
    page.locator(".st-key-calcium_total input").fill("2,4")
    page.locator(".st-key-lab-calcium_total").get_by_role("button", name="mmol/L").click()
    expect(page.locator(".st-key-chips")).to_contain_text("2.4 mmol/L", timeout=SETTLE_MS)
    expect(page.locator(".st-key-calcium_total input")).to_have_value("9.619", timeout=SETTLE_MS)


def test_page_follows_a_change_of_theme_at_once_and_charts_with_the_next_click(
    page: Page, base_url: str
) -> None:
    _open(page, base_url)
    _go_to(page, "History")
    _say(page, "raynaud", "Yes")
    page.get_by_role("tab", name="Types").click()
    label = page.locator(".st-key-details .js-plotly-plot .ytick text").first
    expect(label).to_have_css("fill", "rgb(28, 43, 46)", timeout=SETTLE_MS)
    settle(page)
    page.emulate_media(color_scheme="dark")
    background = page.locator('[data-testid="stLayoutWrapper"]:has(> .st-key-headline)')
    expect(background).to_have_css("background-color", "rgb(16, 25, 28)", timeout=SETTLE_MS)
    settle(page)
    _say(page, "gout_history", "No")
    expect(page.locator(".st-key-chips")).to_contain_text("1 absent", timeout=SETTLE_MS)
    expect(label).to_have_css("fill", "rgb(230, 238, 238)", timeout=SETTLE_MS)


def test_browser_asks_before_what_is_entered_is_lost_and_only_then(
    page: Page, base_url: str
) -> None:
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    _open(page, base_url)
    page.wait_for_function("window.calcinosisUnload")
    page.get_by_label("Find a finding").click()
    page.reload()
    expect(_headline(page)).to_be_visible(timeout=30_000)
    assert not asked, "nothing is entered"

    _go_to(page, "History")
    _say(page, "raynaud", "Yes")
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    settle(page)
    page.get_by_role("button", name="Case").click()
    with page.expect_download():
        page.get_by_role("button", name="Save this case").click()
    page.keyboard.press("Escape")
    page.locator(".st-key-nav").get_by_role("link", name="Learn").click()
    expect(page.locator("h1", has_text="Learn")).to_be_visible(timeout=SETTLE_MS)
    settle(page)
    page.locator(".st-key-nav").get_by_role("link", name="Consult").click()
    expect(page.locator(".st-key-chips")).to_contain_text("Raynaud", timeout=SETTLE_MS)
    settle(page)
    assert not asked, "nothing is lost by saving or on another page of the app"
    page.reload()
    assert asked == ["beforeunload"]


def test_printing_gives_one_sheet_with_all_that_was_entered_and_nothing_of_the_form(
    page: Page, base_url: str
) -> None:
    _open(page, base_url)
    page.get_by_role("button", name="Case", exact=False).first.click()
    record = {"id": "case", "case": LISTS.to_dict()}
    page.locator("input[type=file]").set_input_files(
        {
            "name": "x.json",
            "mimeType": "application/json",
            "buffer": json.dumps(record).encode(),
        }
    )
    report = page.locator(".st-key-print .rp")
    expect(report).to_contain_text(f"Entered ({len(LISTS)})", timeout=SETTLE_MS)
    expect(report).to_be_hidden()
    settle(page)
    page.emulate_media(media="print", color_scheme="dark")
    expect(report).to_be_visible(timeout=SETTLE_MS)
    for hidden in (".st-key-nav", ".st-key-toolbar", ".st-key-entry-body", ".st-key-details"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(report.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


def test_windows_open_at_once_do_not_mix(browser: Browser, base_url: str) -> None:
    findings = {"raynaud": "Raynaud", "ckd": "Chronic kidney", "gout_history": "Gout"}
    contexts = [browser.new_context(viewport=VIEWPORTS["desktop"]) for _ in range(2)]
    pages = [context.new_page() for context in (*contexts, contexts[0])]
    for page in pages:
        _open(page, base_url)
        _go_to(page, "History")
    for page, finding in zip(pages, findings, strict=True):
        _say(page, finding, "Yes")
    for page, name in zip(pages, findings.values(), strict=True):
        chips = page.locator(".st-key-chips")
        expect(chips).to_contain_text(name, timeout=SETTLE_MS)
        for other in set(findings.values()) - {name}:
            expect(chips).not_to_contain_text(other)
    for context in contexts:
        context.close()
