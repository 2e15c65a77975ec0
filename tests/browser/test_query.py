"""The query editor in a real browser: typing, completing, running, leaving by keyboard, sharing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def open_query(page: Page, app_url: str, address: str = "") -> Locator:
    """The page, and the editor's text area."""
    page.goto(f"{app_url}/query{address}")
    area = page.get_by_role("textbox", name="SPARQL query")
    expect(area).to_be_visible(timeout=30_000)
    expect(area).not_to_have_value("")
    return area


def write(page: Page, area: Locator, text: str) -> None:
    area.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_typing_completing_and_running(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELECT ?class {\nkb:amazon-c")
    expect(page.get_by_role("option", name="kb:amazon-comprehend")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" a ?class .\n}")
    expect(area).to_have_value("SELECT ?class {\n  kb:amazon-comprehend a ?class .\n}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="atlas:Service")).to_be_visible()
    assert "?q=SELECT" in page.url


def test_an_entity_is_found_by_its_label(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?s ?p regular")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Words that fit")).to_be_hidden()


def test_nothing_is_offered_in_strings_and_comments(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    for text in ("# sele", "ASK { ?s ?p 'sele", "ASK { ?s ?p <http://sele"):
        write(page, area, text)
        expect(page.get_by_role("listbox", name="Words that fit")).to_be_hidden()


def test_an_error_marks_its_line_and_sets_the_caret(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELECT * {\n?s ?p\n}")
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_text("Line 3, column 1: found } where a value is missing.")).to_be_visible()
    expect(page.locator(".gutter .wrong")).to_have_text("3")
    assert area.evaluate("area => area.selectionStart") == len("SELECT * {\n  ?s ?p\n")
    page.keyboard.type(" ")
    expect(page.locator(".gutter .wrong")).to_have_count(0)


def test_tab_does_not_trap(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELE")
    expect(page.get_by_role("option", name="SELECT")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run query")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(area).to_be_focused()
    assert "Tab leaves the editor" in page.locator("#hint").inner_text().replace("\n", " ")


def test_a_shared_address_waits_for_a_person(new_page: Callable[..., Page], app_url: str) -> None:
    query = "SELECT ('<img src=x onerror=window.hit=1>' AS ?a) { }"
    page = new_page()
    area = open_query(page, app_url, f"?q={quote(query)}")
    expect(area).to_have_value(query)
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_role("cell", name="<img src=x")).to_be_visible()
    assert page.evaluate("window.hit") is None
    other = new_page()
    expect(open_query(other, app_url, page.url.removeprefix(f"{app_url}/query"))).to_have_value(query)


def test_an_example_runs_and_downloads(page: Page, app_url: str, tmp_path: Path) -> None:
    open_query(page, app_url)
    gallery = page.get_by_role("combobox", name="Example queries")
    gallery.click()
    page.keyboard.type("maximum memory")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Serverless inference")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/query?example=maximum-memory")
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    file = tmp_path / "answer.csv"
    caught.value.save_as(file)
    assert file.read_text("utf-8").splitlines() == [
        "who,value,unit",
        "https://w3id.org/mlatlas/id/serverless-inference,6,http://qudt.org/vocab/unit/GigaBYTE",
    ]


def test_a_draft_outlives_a_look_at_another_page(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?draft ?of ?mine }")
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About ML Atlas")).to_be_visible()
    page.get_by_role("link", name="Query", exact=True).click()
    expect(page.get_by_role("textbox", name="SPARQL query")).to_have_value("ASK { ?draft ?of ?mine }")


def test_the_coloured_copy_lies_under_the_text(page: Page, app_url: str) -> None:
    """Both lay out the text at the same places, else the caret stands beside the letters."""
    area = open_query(page, app_url)
    write(page, area, "SELECT ?a { ?a ?b 'a long text, to the end' }")
    of_text, of_copy = area.evaluate(
        """area => {
          const names = ["font", "lineHeight", "padding", "letterSpacing", "tabSize", "whiteSpace", "width", "height"];
          const look = (element) => names.map((name) => getComputedStyle(element)[name]);
          return [look(area), look(area.parentElement.querySelector(".paint"))];
        }"""
    )
    assert of_text == of_copy


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_read_with_ease(new_page: Callable[..., Page], app_url: str, scheme: str) -> None:
    """Every kind of token has a contrast of 4.5 to 1 at least (WCAG 1.4.3)."""
    page = new_page(color_scheme=scheme)
    area = open_query(page, app_url)
    write(page, area, "# note\nSELECT ?a { ?a kb:x <urn:a> , 'text' , 3 }")
    contrasts = area.evaluate(CONTRASTS)
    assert set(contrasts) == {"comment", "word", "variable", "name", "iri", "string", "number"}
    assert min(contrasts.values()) >= 4.5, contrasts


CONTRASTS = """area => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
  };
  const light = (colour) => rgb(colour).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = light(getComputedStyle(area.closest(".box")).backgroundColor);
  const found = {};
  for (const span of area.parentElement.querySelectorAll(".paint span")) {
    const ink = light(getComputedStyle(span).color);
    found[span.className] = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  }
  return found;
}"""
