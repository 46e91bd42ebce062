"""Opens a page of the app by its address, as a click on the navigation does."""

from streamlit.testing.v1 import AppTest


def open_page(app: AppTest, address: str) -> AppTest:
    """The page with this address, drawn; "" is the Consult page.

    ``AppTest.switch_page`` knows pages that are files only, and these are functions.
    """
    hashes = [
        page_hash
        for page_hash, page in app._registered_pages.items()
        if page["url_pathname"] == address
    ]
    assert hashes, f"no page {address!r} in {list(app._registered_pages.values())}"
    app._page_hash = hashes[0]
    return app.run()


def open_tab(app: AppTest, key: str, label: str) -> AppTest:
    """The tab with this label, drawn."""
    app.session_state[key] = label
    return app.run()


def charts(app: AppTest) -> list:
    """The charts of the page, each with ``alt`` and ``spec``."""
    return [one.proto for one in app.get("plotly_chart")]
