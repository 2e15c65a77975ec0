"""Choose in a real browser: requirements by mouse and by keyboard, evidence, files, SPARQL, the address shared."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import settled
from mlatlas.atlas import Atlas

pytestmark = pytest.mark.browser

ASKED = ["payload >= 300 MB", "processing time >= 2 min", "latency class = Near real time"]
MARKUP = '<img src=x onerror="window.caught=1">'


def _open(page: Page, app_url: str, choice: str = "", require: list[str] | None = None, **more: str) -> None:
    asked = {"choice": choice} if choice else {}
    address = urlencode({**asked, "require": require or [], **more}, doseq=True)
    page.goto(f"{app_url}/choose?{address}")
    expect(page.get_by_role("heading", name="Choose", exact=True)).to_be_visible(timeout=30_000)
    settled(page)


def _required(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("require", [])


def _no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_requirement_is_added_with_the_mouse(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_role("button", name="Inference option").click()
    page.get_by_role("spinbutton", name="How much").fill("300")
    page.get_by_role("spinbutton", name="How much").blur()
    page.get_by_role("button", name="Require it").click()
    expect(page.get_by_role("heading", name="Asynchronous inference fits.")).to_be_visible()
    page.wait_for_url(re.compile("require="))
    assert _required(page) == ["payload >= 300 MB"]
    _no_sideways(page)


def test_a_requirement_is_added_changed_and_removed_with_the_keyboard(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option")
    page.get_by_role("textbox", name="Or write it").focus()
    page.keyboard.type("payload at least 300 MB")
    page.keyboard.press("Enter")
    chip = page.get_by_role("button", name="payload ≥ 300 MB")
    expect(chip).to_be_visible()
    chip.focus()
    page.keyboard.press("Enter")
    amount = page.get_by_role("spinbutton", name="How much").last
    expect(amount).to_have_value("300")
    amount.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="payload ≥ 20 MB")).to_be_visible()
    page.wait_for_url(re.compile(r"require=payload\+%3E%3D\+20"))
    page.get_by_role("button", name="Remove", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("all 4 options are open")).to_be_visible()
    assert _required(page) == []


def test_what_is_refused_stays_and_is_explained(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option")
    box = page.get_by_role("textbox", name="Or write it")
    box.fill("payload >= 3 min")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("payload is a size; 3 min is a time")
    expect(box).to_have_value("payload >= 3 min")


def test_a_shared_address_opens_the_same(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ASKED, prefer="VPC = yes")
    row = page.get_by_role("row", name=re.compile("Serverless inference")).first
    expect(row).to_contain_text("max. 4 MB per request, 296 MB short")
    expect(page.get_by_role("columnheader", name=re.compile("VPC: yes"))).to_contain_text("wish")
    assert _required(page) == ASKED
    _no_sideways(page)


def test_a_chip_opens_the_evidence_with_the_keyboard(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ASKED)
    fold = page.locator(".decision details.why").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("open", "")
    expect(fold.get_by_role("link").first).to_be_visible()


def test_an_option_leads_to_explore(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ASKED)
    page.get_by_role("link", name="Batch transform", exact=True).click()
    page.wait_for_url(re.compile(r"/\?open=batch-transform"))
    expect(page.get_by_role("heading", name="Batch transform", exact=True)).to_be_visible(timeout=30_000)


def test_the_graph_fits_the_window_and_a_click_tells_the_evidence(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ASKED)
    page.get_by_text("Graph", exact=True).click()
    page.wait_for_url(re.compile("form=graph"))
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    pane = page.locator(".graph").bounding_box()
    assert pane is not None
    assert pane["y"] + pane["height"] <= 720
    place = page.evaluate("__mlatlas.locate('https://w3id.org/mlatlas/id/serverless-inference')")
    page.mouse.click(place["x"], place["y"])
    expect(page.locator(".decision tbody tr")).to_have_count(1)
    expect(page.locator(".decision tbody tr")).to_contain_text("296 MB short")
    _no_sideways(page)


def test_boxes_of_the_graph_are_apart(page: Page, app_url: str) -> None:
    _open(page, app_url, "bias-metric", ["stage = After training", "needs labels = no"], form="graph")
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    boxes = list(page.evaluate("__mlatlas.boxes()").values())
    for place, one in enumerate(boxes):
        for other in boxes[:place]:
            sideways = one["left"] >= other["right"] or other["left"] >= one["right"]
            assert sideways or one["top"] >= other["bottom"] or other["top"] >= one["bottom"]


@pytest.mark.parametrize(("button", "ending"), [("CSV", "csv"), ("Markdown report", "md"), ("JSON", "json")])
def test_a_download_is_the_decision(button: str, ending: str, page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ASKED)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    assert waiting.value.suggested_filename == f"choose-inference-option.{ending}"
    text = waiting.value.path().read_text("utf-8")
    assert "296 MB short" in text
    assert "ML Atlas" in text
    if ending == "json":
        assert json.loads(text)["options"][0]["outcome"] == "fits"


def test_as_sparql_comes_to_the_same(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ["processing time >= 2 min"])
    expect(page.locator(".decision tr.fits")).to_have_count(2)
    page.get_by_role("link", name="As SPARQL").click()
    page.wait_for_url(re.compile("/query"))
    page.get_by_role("button", name="Run query").click()
    for label in ("Asynchronous inference", "Batch transform", "Real-time inference", "Serverless inference"):
        expect(page.get_by_text(label, exact=True).first).to_be_visible(timeout=30_000)


def test_what_could_give_way_is_one_click(page: Page, app_url: str) -> None:
    _open(page, app_url, "inference-option", ["payload >= 300 MB", "latency class = Real time"])
    page.get_by_role("button", name=re.compile("Real-time inference: payload")).click()
    expect(page.get_by_role("heading", name="Real-time inference fits.")).to_be_visible()
    assert _required(page)[0] == "payload >= 25 MB"


def test_the_choices_are_all_in_sight(page: Page, app_url: str, atlas: Atlas) -> None:
    _open(page, app_url)
    cards = page.locator("[class*=st-key-choose-card]")
    expect(cards).to_have_count(len(atlas.choices()))
    page.wait_for_timeout(500)
    box = cards.last.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [800, 1280, 1600])
def test_nothing_sticks_out(width: int, scheme: str, page: Page, app_url: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    many = [*ASKED, "vpc = yes", "gpu = yes", "cost when idle = none", "payload <= 2 GB", "auto scaling = yes"]
    _open(page, app_url, "inference-option", many)
    page.locator(".decision").wait_for()
    for fold in page.locator(".decision details").all():
        fold.evaluate("element => { element.open = true }")
    _no_sideways(page)
    too_wide = page.evaluate(
        "[...document.querySelectorAll('.decision td, .decision th, .moving td, .moving th')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    )
    assert too_wide == []


@pytest.mark.parametrize("form", ["table", "graph"])
def test_markup_stays_text(form: str, page: Page, app_url: str) -> None:
    typed = f"content type = {MARKUP}"
    _open(page, app_url, "data-format", [typed, f"has the content type = {MARKUP}", MARKUP], form=form, junk=MARKUP)
    expect(page.get_by_role("alert").first).to_contain_text("Ignored")
    page.wait_for_timeout(800)
    assert page.evaluate("window.caught") is None
    assert page.locator("img[src=x]").count() == 0
    expect(page.get_by_role("button", name=re.compile("has the content type.*onerror"))).to_be_visible()
