"""Explore in a real browser, on the curated facts and AWS's API models: pointer, keyboard, shared addresses, themes.

What Explore promises, and the tests that hold it to that (here, where no file is named):

1. Overview: test_the_map_has_levels_and_a_click_goes_in, test_a_double_click_on_the_map_goes_in_once.
2. A neighbourhood that stays legible: test_labels_read_well, test_a_group_opens_by_a_click,
   test_a_property_has_a_count_and_a_switch, test_remove_collapse_undo_and_redo_by_key, test_back_takes_back_a_step.
   The budget: app/test_explore_page.py.
3. Places: test_a_double_click_opens_and_nothing_old_moves, test_twenty_openings_move_nothing,
   test_what_a_person_dragged_stays_there, test_a_layout_is_chosen_and_kept_in_the_address.
   5,000 nodes: picture/test_layout.py.
4. Statements on lines: test_a_click_on_a_line_tells_the_fact_and_its_sources,
   test_a_wrong_claim_is_struck_and_its_correction_told, test_the_legend_hides_a_class_and_shows_it_again,
   test_the_colours_follow_the_theme.
5. Ways: test_share.py.
6. Search everywhere: test_search.py.
7. Keep and share: test_share.py, test_an_address_shows_another_person_the_same.
8. For everyone: test_explore_for_everyone.py, test_everything_works_by_keyboard.

What nobody would wish for is in test_explore_strange.py and test_hostile.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import at_rest, settled
from mlatlas.atlas import Atlas
from mlatlas.picture.layout import font_size
from mlatlas.terms import KB

MONITOR = "/?open=sagemaker-model-monitor&node=sagemaker-model-monitor"
PICTURES = {
    "map": "/",
    "largest service": "/?open=amazon-sagemaker",
    "one option": "/?open=serverless-inference",
    "a topic": "/?open=serving-inferences",
    "three openings": "/?open=sagemaker-model-monitor,sagemaker-clarify,data-capture",
}
SMALLEST_TEXT = 12


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def open_graph(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    settled(page)
    at_rest(page, "__mlatlas.scale()")


def positions(page: Page) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = page.evaluate("__mlatlas.positions()")
    return found


def place(page: Page, slug: str) -> tuple[float, float]:
    """Where a node lies in the window, once the view has come to rest."""
    found = at_rest(page, f"__mlatlas.locate({json.dumps(KB + slug)})")
    return found["x"], found["y"]


def title(page: Page) -> Any:
    return page.locator("article h2")


def wait_for_more(page: Page, than: int) -> None:
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length > count", arg=than)


def test_a_click_shows_the_page_of_the_node(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    expect(title(page)).to_have_text("SageMaker Model Monitor")
    page.mouse.click(*place(page, "data-capture"))
    expect(title(page)).to_have_text("Data Capture")
    page.mouse.click(*place(page, "sagemaker-model-monitor"))
    expect(title(page)).to_have_text("SageMaker Model Monitor")
    expect(page).to_have_url(re.compile("node=sagemaker-model-monitor"))


def test_a_double_click_opens_and_nothing_old_moves(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    before = positions(page)
    page.mouse.dblclick(*place(page, "sagemaker-clarify"))
    wait_for_more(page, len(before))
    after = positions(page)
    assert {iri: after[iri] for iri in before} == before
    expect(page).to_have_url(re.compile("open=sagemaker-model-monitor(,|%2C)sagemaker-clarify"))
    assert page.evaluate("__mlatlas.selected") == KB + "sagemaker-clarify"


def test_what_a_person_dragged_stays_there(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    x, y = place(page, "data-capture")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y - 40, steps=5)
    page.mouse.up()
    dragged = positions(page)
    page.mouse.dblclick(*place(page, "sagemaker-clarify"))
    wait_for_more(page, len(dragged))
    after = positions(page)
    assert {iri: after[iri] for iri in dragged} == dragged


def test_an_address_shows_another_person_the_same(app_url: str, page: Page, new_page: Callable[..., Page]) -> None:
    first = page
    open_graph(first, app_url + MONITOR)
    first.mouse.dblclick(*place(first, "sagemaker-clarify"))
    wait_for_more(first, 20)
    expect(title(first)).to_have_text("SageMaker Clarify")
    second = new_page(viewport={"width": 1600, "height": 1000})
    open_graph(second, first.url)
    assert positions(second) == positions(first)
    assert second.evaluate("__mlatlas.selected") == first.evaluate("__mlatlas.selected")
    expect(title(second)).to_have_text("SageMaker Clarify")


def test_back_takes_back_a_step(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    page.mouse.click(*place(page, "data-capture"))
    expect(title(page)).to_have_text("Data Capture")
    page.go_back()
    expect(title(page)).to_have_text("SageMaker Model Monitor")


def test_everything_works_by_keyboard(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.shadowRoot?.activeElement?.className") == "pane":
            break
    else:
        pytest.fail("Tab never reaches the graph")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("__mlatlas.selected !== null")
    chosen = page.evaluate("__mlatlas.selected")
    name = page.evaluate("iri => __mlatlas.labels()[iri]", chosen).replace("\n", " ").split(" +")[0]
    expect(title(page)).to_have_text(name)
    expect(page.locator(".graph .spoken")).to_contain_text(f"{name}, Topic. Connected with")
    page.keyboard.press("Enter")
    page.wait_for_function("iri => __mlatlas.positions()[iri]?.x === 0", arg=chosen)
    places = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        places.add(page.evaluate("__mlatlas.selected"))
    assert len(places) > 1


def test_search_forgives_typing_errors(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/")
    box = page.get_by_role("combobox", name="Search")
    box.click()
    box.press_sequentially("severless infrence", delay=15)
    expect(page.get_by_role("option").first).to_contain_text("Serverless inference")
    box.press("Enter")
    expect(title(page)).to_have_text("Serverless inference")
    expect(page).to_have_url(re.compile("open=serverless-inference"))


def test_search_that_finds_nothing_says_so(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/")
    box = page.get_by_role("combobox", name="Search")
    box.click()
    box.press_sequentially("zzqqxxzz", delay=15)
    expect(page.get_by_text("Nothing found: try another word")).to_be_visible()


def test_a_link_in_the_panel_moves_the_selection_and_keeps_the_session(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=serverless-inference")
    before = len(positions(page))
    page.evaluate("globalThis.sameDocument = true")
    page.locator("article").get_by_role("link", name="VPC configuration").click()
    expect(title(page)).to_have_text("VPC configuration")
    page.locator("article").get_by_role("link", name="SageMaker inference container").first.click()
    wait_for_more(page, before)
    assert page.evaluate("globalThis.sameDocument") is True


def test_the_form_is_kept_in_the_address(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    page.get_by_test_id("stMain").get_by_text("Table", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page).to_have_url(re.compile("as=table"))


def test_a_junk_address_opens_with_a_notice(page: Page, app_url: str, atlas: Atlas) -> None:
    open_graph(page, app_url + "/?open=%00,nonsense&node=%3Cscript%3E&as=cake&x=1")
    expect(page.get_by_test_id("stAlert")).to_contain_text("nonsense")
    assert len(positions(page)) == len(atlas.topics())


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)], ids=["laptop", "desktop"])
@pytest.mark.parametrize("name", PICTURES)
def test_labels_read_well(name: str, size: tuple[int, int], app_url: str, page: Page, atlas: Atlas) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_graph(page, app_url + PICTURES[name])
    assert touching(page) == []
    topics = atlas.map().picture
    smallest = min(font_size(node, topics) for node in topics.nodes) if name == "map" else 21
    # The pane may still grow while the page fills, and the picture with it.
    page.wait_for_function(f"__mlatlas.scale() * {smallest} >= {SMALLEST_TEXT}", timeout=5_000)
    head = title(page).bounding_box() if name != "map" else None
    assert head is None or head["y"] + head["height"] < size[1]


def test_the_colours_follow_the_theme(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    colours = "(() => { const c = __mlatlas.colours(); return [c.text, c.ground]; })()"
    light = page.evaluate(colours)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => {colours}[1] !== before", arg=light[1])
    assert page.evaluate(colours)[0] != light[0]


def around(page: Page) -> Any:
    """The list of what can be done with the selected thing, opened."""
    page.get_by_role("button", name="Around").click()
    return page.get_by_test_id("stPopoverBody")


def test_a_group_opens_by_a_click(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=amazon-kendra")
    before = positions(page)
    page.mouse.click(*place(page, "amazon-kendra~reads-the-format~dataformat"))
    wait_for_more(page, len(before))
    after = positions(page)
    assert {iri: after[iri] for iri in before if iri in after} == {iri: before[iri] for iri in before if iri in after}
    expect(page).to_have_url(re.compile("reads-the-format"))
    expect(page.get_by_test_id("stToast")).to_contain_text("more are in the group")


def test_a_property_has_a_count_and_a_switch(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=amazon-kendra")
    there = KB + "ai-service"
    listed = around(page)
    switch = listed.get_by_text(re.compile("option of: 1 of 1"))
    switch.click()
    page.wait_for_function("iri => !(iri in __mlatlas.positions())", arg=there)
    listed.get_by_text(re.compile("option of: 0 of 1")).click()
    page.wait_for_function("iri => iri in __mlatlas.positions()", arg=there)


def test_remove_collapse_undo_and_redo_by_key(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    page.mouse.dblclick(*place(page, "sagemaker-clarify"))
    wait_for_more(page, 20)
    before = positions(page)
    page.mouse.click(*place(page, "sagemaker-clarify"))
    page.keyboard.press("c")
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length < count", arg=len(before))
    page.keyboard.press("z")
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length === count", arg=len(before))
    assert positions(page) == before
    page.keyboard.press("y")
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length < count", arg=len(before))
    page.keyboard.press("Delete")
    page.wait_for_function("iri => !(iri in __mlatlas.positions())", arg=KB + "sagemaker-clarify")
    expect(page).to_have_url(re.compile("without=sagemaker-clarify"))


def test_the_legend_hides_a_class_and_shows_it_again(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=amazon-kendra")
    count = len(positions(page))
    entry = page.locator(".legend").get_by_role("button", name="Technique")
    entry.click()
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length < count", arg=count)
    expect(entry).to_have_attribute("aria-pressed", "false")
    entry.click()
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length === count", arg=count)


def test_a_click_on_a_line_tells_the_fact_and_its_sources(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=amazon-kendra")
    spot = page.evaluate("([a, b]) => __mlatlas.between(a, b)", [KB + "amazon-kendra", KB + "custom-model"])
    page.mouse.click(spot["x"], spot["y"])
    facts = page.locator(".graph .facts")
    expect(facts).to_contain_text("Amazon Kendra lacks the capability Custom model")
    expect(facts).to_contain_text("unverified")
    expect(facts).to_contain_text("botocore API model kendra")
    page.keyboard.press("Escape")
    expect(facts).to_be_hidden()


def test_a_wrong_claim_is_struck_and_its_correction_told(page: Page, app_url: str, atlas: Atlas) -> None:
    wrong = next(each for each in atlas.facts() if each.corrected_by and each.object)
    open_graph(page, f"{app_url}/?open={wrong.subject.slug},{wrong.object.slug if wrong.object else ''}")
    told = [fact for edge in page.evaluate("__mlatlas.edges()") for fact in edge["facts"] if fact["id"] == wrong.id]
    assert told[0]["is_struck"]
    assert told[0]["correction"] == atlas.statement(wrong.corrected_by or "").sentence


def test_twenty_openings_move_nothing(page: Page, app_url: str) -> None:
    open_graph(page, app_url + MONITOR)
    for _ in range(20):
        before = positions(page)
        labels = page.evaluate("__mlatlas.labels()")
        able = {iri: int(label.rpartition("+")[2]) for iri, label in labels.items() if "+" in label}
        fewest = min(reversed(able), key=lambda iri: able[iri])  # so that the graph is not full before the end
        page.evaluate("iri => __mlatlas.expand(iri)", fewest)
        page.wait_for_function("old => JSON.stringify(Object.keys(__mlatlas.positions()).sort()) !== old",
                               arg=json.dumps(sorted(before), separators=(",", ":"), ensure_ascii=False))  # fmt: skip
        after = positions(page)
        assert {iri: after[iri] for iri in before if iri in after} == {i: before[i] for i in before if i in after}


def test_the_map_has_levels_and_a_click_goes_in(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/")
    for level in ("Services", "Features"):
        fewer = len(positions(page))
        page.get_by_role("radio", name=level).click()
        wait_for_more(page, fewer)
        expect(page).to_have_url(re.compile(f"level={level.lower()}"))
    more = len(positions(page))
    page.get_by_role("radio", name="Services").click()
    page.wait_for_function("count => Object.keys(__mlatlas.positions()).length < count", arg=more)
    page.mouse.click(*place(page, "amazon-kendra"))
    expect(title(page)).to_have_text("Amazon Kendra")
    page.wait_for_function("iri => __mlatlas.positions()[iri]?.x === 0", arg=KB + "amazon-kendra")
    page.get_by_role("button", name="Undo").click()
    wait_for_more(page, 40)


def test_a_double_click_on_the_map_goes_in_once(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/")
    page.mouse.dblclick(*place(page, "data-formats"))
    expect(title(page)).to_have_text("Data formats")
    page.wait_for_timeout(600)
    expect(page).to_have_url(re.compile(r"open=data-formats(&|$)"))


def test_a_layout_is_chosen_and_kept_in_the_address(page: Page, app_url: str) -> None:
    open_graph(page, app_url + "/?open=amazon-kendra")
    before = positions(page)
    around(page).get_by_role("radio", name="Layered").click()
    expect(page).to_have_url(re.compile("layout=layered"))
    page.wait_for_function("old => JSON.stringify(__mlatlas.positions()) !== old", arg=json.dumps(before))
    assert positions(page).keys() == before.keys()
    open_graph(page, page.url)
    assert touching(page) == []


def touching(page: Page) -> list[tuple[Any, Any]]:
    """The pairs of boxes that overlap."""
    boxes = list(page.evaluate("__mlatlas.boxes()").values())
    pairs = [(one, other) for number, one in enumerate(boxes) for other in boxes[:number]]
    return [
        pair
        for pair in pairs
        if pair[0]["left"] < pair[1]["right"]
        and pair[1]["left"] < pair[0]["right"]
        and pair[0]["top"] < pair[1]["bottom"]
        and pair[1]["top"] < pair[0]["bottom"]
    ]
