"""Explore for everyone, in a real browser: by keyboard alone, by ear, on a tablet, without motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_explore import open_graph, positions, title

MONITOR = "/?open=sagemaker-model-monitor&node=sagemaker-model-monitor"
OPENED = "/?open=serverless-inference"
WAY = "/?way=multi-model-endpoint,vpc-configuration"
TABLET = {"width": 820, "height": 1180}
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return `${element?.getAttribute("aria-label") ?? ""} ${element?.textContent ?? ""}`;
}"""


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def heard(page: Page) -> Locator:
    """What a screen reader was told last."""
    return page.locator(".graph .spoken")


def found(page: Page) -> Locator:
    """The first thing that the search box lists."""
    return page.get_by_role("listbox", name="Found").get_by_role("option").first


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go on with the Tab key until the thing with this name has the focus."""
    for _ in range(40):
        if name in page.evaluate(FOCUSED):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never reaches {name}")


def open_menu(page: Page, name: str) -> None:
    """Open a menu above the graph by keyboard; the focus goes into it."""
    tab_to(page, name, "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.closest('[data-testid=stPopoverBody]') !== null")


def test_every_change_is_heard(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    expect(heard(page)).to_have_attribute("aria-live", "polite")
    expect(heard(page)).to_contain_text("SageMaker Model Monitor, Feature. Connected with")
    page.locator(".pane").focus()
    page.keyboard.press("n")
    while "~" in page.evaluate("__mlatlas.selected"):  # who passes by a group does not open it
        expect(heard(page)).to_contain_text("Enter opens it.")
        page.keyboard.press("n")
    chosen = page.evaluate("iri => __mlatlas.names()[iri]", page.evaluate("__mlatlas.selected"))
    expect(heard(page)).to_contain_text(re.compile(f"^{re.escape(chosen)}, .*Connected with"))
    expect(title(page)).to_have_text(chosen)
    page.keyboard.press("Enter")
    expect(heard(page)).to_contain_text(re.compile(r"things? came: .* things are on the graph"))
    page.keyboard.press("c")
    expect(heard(page)).to_contain_text(re.compile(r"things? went: .* things are on the graph"))
    page.keyboard.press("z")
    expect(heard(page)).to_contain_text(re.compile("things? came: "))
    page.keyboard.press("p")
    expect(heard(page)).to_contain_text(" is pinned.")
    page.keyboard.press("f")
    expect(heard(page)).to_contain_text("Another graph: ")


def test_the_graph_has_a_role_a_name_and_keys_that_are_told(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    pane = page.get_by_role("application", name=f"Knowledge graph of {len(positions(page))} things")
    expect(pane).to_have_accessible_description(re.compile("T on Explore shows the same as a table"))
    pane.focus()
    page.keyboard.press("?")
    help_ = page.get_by_role("region", name="Keys")
    expect(help_).to_contain_text("takes back")
    assert re.search(r'button "Keys" \[expanded\]', page.locator(".graph").aria_snapshot())
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()


def test_the_keys_go_round_all_neighbours(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    page.locator(".pane").focus()
    reached = set()
    for _ in range(len(positions(page))):
        page.keyboard.press("n")
        reached.add(page.evaluate("__mlatlas.selected"))
    centre = page.evaluate("iri => __mlatlas.neighbours(iri)", "https://w3id.org/mlatlas/id/sagemaker-model-monitor")
    assert reached == set(centre)


def test_a_whole_walk_without_a_mouse(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/facts")
    page.get_by_role("button", name="Download CSV").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("multi model endpoint", delay=10)
    expect(found(page)).to_contain_text("Multi-model endpoint", timeout=20_000)
    page.keyboard.press("Enter")
    page.wait_for_function(f"({FOCUSED})().includes('Knowledge graph')")
    page.wait_for_function("__mlatlas.selected?.endsWith('multi-model-endpoint')")
    page.keyboard.press("n")
    expect(page).not_to_have_url(re.compile("node=multi-model-endpoint"))
    before = len(positions(page))
    page.keyboard.press("Enter")
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length > count", arg=before)
    page.keyboard.press("e")
    expect(page.get_by_role("region", name="What the line says")).to_be_visible()
    open_menu(page, "Around")
    tab_to(page, "Connect with")
    page.keyboard.type("dropout", delay=10)
    expect(found(page)).to_contain_text("Dropout")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("way="))
    page.wait_for_function(f"({FOCUSED})().includes('Knowledge graph')")
    open_menu(page, "Share")
    tab_to(page, "SVG")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".svg")


def test_the_table_is_one_key_away_and_so_is_the_graph(page: Page, app_url: str) -> None:
    open_graph(page, app_url + OPENED)
    expect(page.locator("[data-keys=t]")).to_have_count(1)
    page.keyboard.press("t")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page).to_have_url(re.compile("as=table"))
    page.keyboard.press("t")
    expect(page.locator(".pane")).to_be_visible()
    expect(page).not_to_have_url(re.compile("as=table"))


def test_a_letter_typed_into_the_search_is_no_key(page: Page, app_url: str) -> None:
    open_graph(page, app_url + OPENED)
    expect(page.locator("[data-keys=t]")).to_have_count(1)
    page.keyboard.press("/")
    page.keyboard.type("table", delay=10)
    expect(page.get_by_role("combobox", name="Search:")).to_have_value("table")
    expect(found(page)).to_be_visible()  # the server has answered: a key would have come before
    expect(page).not_to_have_url(re.compile("as=table"))


@pytest.mark.parametrize("address", [OPENED, WAY, "/"], ids=["opened", "way", "map"])
def test_nothing_is_cut_off_on_a_tablet(address: str, app_url: str, page: Page) -> None:
    page.set_viewport_size(TABLET)
    open_graph(page, app_url + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]
    for name in ("Map", "Undo", "Redo", "Share"):
        button = page.get_by_role("button", name=name, exact=name != "Share").first
        fits = button.evaluate("each => [...each.querySelectorAll('p')].every(p => p.scrollWidth <= p.clientWidth)")
        assert fits, name
    search = page.locator(".search")
    for part in (page.locator(".graph"), page.get_by_text("Table", exact=True).first, search):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= TABLET["width"]
    last, found = page.get_by_role("link", name="About").last.bounding_box(), search.bounding_box()
    assert last is None or found is None or last["x"] + last["width"] <= found["x"]


def test_a_person_who_wants_calm_gets_no_motion(app_url: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_graph(page, app_url + OPENED)
    before = page.evaluate("__mlatlas.scale()")
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate("__mlatlas.scale()") == pytest.approx(before * 1.25, rel=0.01)
