"""The app as a user meets it: its own server process, and the system's Chromium under Playwright.

A test takes `page` (open, blank) and `base_url`. Window and colour scheme are chosen by name:

    @pytest.mark.parametrize("viewport", ["desktop", "laptop", "phone"], indirect=True)
    @pytest.mark.parametrize("colour_scheme", ["light", "dark"], indirect=True)

Each test fails at its end when the browser's console, the page or the server reported an error,
or when the page asked any other host for anything. A test that expects an error takes
`page_faults` and clears it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
VIEWPORTS = {
    "desktop": {"width": 1440, "height": 900},
    "laptop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SERVER_START_SECONDS = 60
SETTLE_MS = 20_000

_AT_REST = """(quietMs) => new Promise(done => {
    const app = document.querySelector('[data-testid="stApp"]');
    let timer;
    const watcher = new MutationObserver(() => wait());
    const wait = () => { clearTimeout(timer); timer = setTimeout(look, quietMs); };
    const look = () => {
        if (app.dataset.testScriptState !== "notRunning") return wait();
        watcher.disconnect();
        done();
    };
    watcher.observe(document, { subtree: true, childList: true, attributes: true });
    wait();
})"""
_QUIET_MS = 250


def settle(page: Page) -> None:
    """Wait until no run is under way and the page has not changed for a quarter of a second.

    The end of a run alone says too little: right after a click its run may not have begun, and
    right after a run what belongs to the page before is still being taken away.
    """
    page.wait_for_selector('[data-testid="stApp"]', timeout=SETTLE_MS)
    page.evaluate(_AT_REST, _QUIET_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `browser`, so that `-m "not browser"` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the system's Chromium; without one the test is skipped, and in CI it fails."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        reason = f"no Chromium found (looked for {', '.join(names)}; CHROMIUM=/path names one)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File that receives what the server prints."""
    return tmp_path_factory.mktemp("server") / "streamlit.log"


@pytest.fixture(scope="session")
def base_url(chromium_path: str, server_log: Path) -> Iterator[str]:
    """Address of the running app, without a slash at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with server_log.open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(f"{url}/_stcore/health", server, server_log)
        yield url
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_until_healthy(url: str, server: subprocess.Popen, log: Path) -> None:
    give_up_at = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start; the server said:\n{log.read_text()}", pytrace=False)


# One browser a module, not one a session: while it lives, Playwright keeps an asyncio loop running
# in this thread, and tests of other folders may want a loop of their own.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=list(CHROMIUM_ARGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """Size of the window in CSS pixels, chosen by its name in VIEWPORTS."""
    return VIEWPORTS[getattr(request, "param", "desktop")]


@pytest.fixture
def colour_scheme(request: pytest.FixtureRequest) -> str:
    """What the operating system asks for: "light" or "dark"."""
    return getattr(request, "param", "light")


@pytest.fixture
def page_faults() -> list[str]:
    """What went wrong behind the page so far; empty at the end of a test, or the test fails."""
    return []


@pytest.fixture
def page(
    browser: Browser,
    base_url: str,
    server_log: Path,
    viewport: dict[str, int],
    colour_scheme: str,
    page_faults: list[str],
) -> Iterator[Page]:
    """A new page in a context of its own (no cookies or storage of other tests)."""
    log_starts_at = server_log.stat().st_size
    context = browser.new_context(
        viewport=viewport, color_scheme=colour_scheme, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()

    def note_foreign_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and (
            address.netloc != urlsplit(base_url).netloc
        ):
            page_faults.append(f"request to another host: {request.url}")

    page.on(
        "console",
        lambda message: (
            page_faults.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: page_faults.append(f"page error: {error}"))
    page.on("request", note_foreign_request)

    yield page

    context.close()
    server_said = server_log.read_bytes()[log_starts_at:].decode(errors="replace")
    if "Traceback (most recent call last)" in server_said:
        page_faults.append(f"server:\n{server_said}")
    if page_faults:
        pytest.fail("behind the page:\n" + "\n".join(page_faults), pytrace=False)
