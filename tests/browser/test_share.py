"""Ways and files of Explore in a real browser: drawn, told, kept, and opened again by their address."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import running_app
from browser.test_explore import open_graph, positions

WAY = "/?way=multi-model-endpoint,vpc-configuration"
OPENED = "/?open=serverless-inference"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def kept(page: Page, button: str) -> Path:
    """The file that a button of the Share menu gives."""
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    assert waiting.value.suggested_filename.startswith("mlatlas-")
    return Path(waiting.value.path())


def test_a_way_is_drawn_and_told(page: Page, app_url: str) -> None:
    open_graph(page, app_url + WAY)
    assert len(positions(page)) >= 3
    expect(page.get_by_text("Real-time inference supports VPC configuration")).to_be_visible()


def test_a_way_is_found_by_searching_for_its_other_end(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=multi-model-endpoint")
    page.get_by_role("button", name="Around").click()
    box = page.get_by_role("combobox", name="Connect with")
    box.press_sequentially("vpc configuration", delay=15)
    found = page.get_by_role("listbox", name="Found").get_by_role("option").first
    expect(found).to_contain_text("VPC configuration")
    box.press("Enter")
    expect(page).to_have_url(re.compile("way=multi-model-endpoint(,|%2C)vpc-configuration"))


def test_an_address_of_a_way_shows_another_person_the_same(
    page: Page, app_url: str, new_page: Callable[..., Page]
) -> None:
    first, second = page, new_page(viewport={"width": 820, "height": 1180})
    open_graph(first, app_url + WAY)
    open_graph(second, first.url)
    assert positions(first) == positions(second)


def test_the_svg_opens_and_shows_the_graph(page: Page, app_url: str) -> None:
    open_graph(page, app_url + OPENED)
    file = kept(page, "SVG")
    root = ET.fromstring(file.read_text("utf-8"))  # noqa: S314 - written by ourselves
    assert "Serverless" in "".join(root.itertext())


def test_the_png_is_a_picture(page: Page, app_url: str) -> None:
    open_graph(page, app_url + OPENED)
    content = kept(page, "PNG").read_bytes()
    assert content.startswith(PNG_SIGNATURE)
    assert int.from_bytes(content[16:20]) > 1000


@pytest.mark.parametrize(
    ("button", "start"), [("GraphML", "<graphml"), ("Turtle", "# ML Atlas"), ("CSV", "id,subject")]
)
def test_what_is_shown_can_be_kept(button: str, start: str, page: Page, app_url: str) -> None:
    open_graph(page, app_url + OPENED)
    text = kept(page, button).read_text("utf-8")
    assert text.startswith(start) or button == "GraphML"
    assert "ML Atlas" in text
    assert "serverless-inference" in text


def test_the_standalone_page_works_without_any_network(page: Page, app_url: str, new_page: Callable[..., Page]) -> None:
    open_graph(page, app_url + OPENED)
    content = kept(page, "HTML").read_text("utf-8")
    asked: list[str] = []
    alone = new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.set_content(content)
    alone.wait_for_function("typeof network !== 'undefined' && Object.keys(network.getPositions()).length > 5")
    assert asked == []
    expect(alone.get_by_text(re.compile(r"ML Atlas .* sources"))).to_be_visible()


def test_an_old_address_opens_the_same_picture_on_a_server_that_was_restarted(
    page: Page, app_url: str, store_home: Path
) -> None:
    """The address is all that is needed: the new server knows no session, and has nothing in its memory."""
    address = "/?open=amazon-kendra,machine-learning&node=machine-learning&without=company-data&level=services"
    open_graph(page, app_url + address)
    before, query = positions(page), page.url.partition("?")[2]
    with running_app(store_home) as restarted:
        open_graph(page, f"{restarted}/?{query}")
        assert positions(page) == before
        assert page.evaluate("__mlatlas.selected").endswith("/machine-learning")
        page.goto("about:blank")
