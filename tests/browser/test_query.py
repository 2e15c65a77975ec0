"""The query editor in a real browser: typing, completing, running, leaving by keyboard, sharing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import settled

pytestmark = pytest.mark.browser


def open_query(page: Page, app_url: str, address: str = "") -> Locator:
    """The page, and the editor's text area."""
    page.goto(f"{app_url}/query{address}")
    area = page.get_by_role("textbox", name="SPARQL query")
    expect(area).to_be_visible(timeout=30_000)
    expect(area).not_to_have_value("")
    settled(page)
    return area


def write(page: Page, area: Locator, text: str) -> None:
    area.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def run(page: Page, area: Locator, text: str) -> None:
    """Put a query in at once, and run it."""
    area.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def view(page: Page, name: str) -> None:
    page.get_by_role("radiogroup").get_by_text(name, exact=True).click()


def test_typing_completing_and_running(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELECT ?class {\nkb:amazon-pol")
    expect(page.get_by_role("option", name="kb:amazon-polly")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" a ?class .\n}")
    expect(area).to_have_value("SELECT ?class {\n  kb:amazon-polly a ?class .\n}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="atlas:Service")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=SELECT"))


def test_an_entity_is_found_by_its_label(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?s ?p regular")
    expect(page.locator("[role=option]").first).to_be_visible()
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
    expect(page.locator(".paint .wrong")).to_have_text("}")
    assert area.evaluate("area => area.selectionStart") == len("SELECT * {\n  ?s ?p\n")
    page.keyboard.type(" ")
    expect(page.locator(".gutter .wrong")).to_have_count(0)


def test_tab_does_not_trap(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELE")
    expect(page.get_by_role("option", name="SELECT", exact=True)).to_be_visible()
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
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("maximum memory")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Serverless inference")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(f"{app_url}/query?example=maximum-memory")
    expect(page.get_by_role("cell", name="6 GB", exact=True)).to_be_visible()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    assert caught.value.suggested_filename.startswith("mlatlas-")
    file = tmp_path / "answer.csv"
    caught.value.save_as(file)
    head, *lines = file.read_text("utf-8").splitlines()
    assert head == "who,value,unit"
    assert "https://w3id.org/mlatlas/id/serverless-inference,6,http://qudt.org/vocab/unit/GigaBYTE" in lines
    with page.expect_download() as caught:
        page.get_by_role("button", name="Parquet").click()
    file = tmp_path / "answer.parquet"
    caught.value.save_as(file)
    table = pq.read_table(file)
    assert 6 in [row["value"] for row in table.to_pylist()]
    assert b"ML Atlas" in table.schema.metadata[b"graph"]


def test_the_gallery_is_narrowed_and_walked_by_keyboard(page: Page, app_url: str) -> None:
    open_query(page, app_url)
    search = page.get_by_role("searchbox")
    search.fill("drift GROUP nonsense")
    expect(page.get_by_text("Nothing has these words.")).to_be_visible()
    search.fill("named graphs")
    expect(page.get_by_role("heading", name="The vocabulary")).to_be_visible()
    expect(page.get_by_role("heading", name="First steps")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("rows in")).to_be_visible()


def test_names_of_apis_are_offered_after_a_pause(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { CreateTrainingJo")
    option = page.get_by_role("option", name="aws:sagemaker.operations.CreateTrainingJob")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(area).to_have_value("ASK { aws:sagemaker.operations.CreateTrainingJob")
    page.keyboard.type(" a atlas:Operation }")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_be_visible()


def test_classes_come_first_after_a(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?s a limi")
    expect(page.locator("[role=option]").first).to_contain_text("atlas:Limit")


def test_brackets_that_belong_together_are_marked(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?s ?p '}' }")
    page.keyboard.press("Escape")
    marked = page.locator(".paint .bracket")
    expect(marked).to_have_text(["{", "}"])
    page.keyboard.press("Home")
    expect(marked).to_have_count(0)


def test_a_missing_prefix_is_added_with_one_click_and_can_be_undone(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "ASK { ?s a owl:Ontology }")
    expect(page.locator(".paint .wrong")).to_have_text("owl:Ontology")
    page.get_by_role("button", name="Add PREFIX owl:").click()
    expect(area).to_have_value("PREFIX owl: <http://www.w3.org/2002/07/owl#>\nASK { ?s a owl:Ontology }")
    expect(page.locator(".problem")).to_be_hidden()
    page.keyboard.press("Control+Z")
    expect(area).to_have_value("ASK { ?s a owl:Ontology }")
    page.keyboard.press("Control+Y")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_be_visible()


def test_a_misspelt_name_is_mended_with_one_click(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "SELECT ?o { kb:serverles atlas:optionOf ?o }")
    expect(page.get_by_text("kb:serverles is no name in this graph")).to_be_visible()
    page.get_by_role("button", name="Use kb:serverless-inference").click()
    expect(area).to_have_value("SELECT ?o { kb:serverless-inference atlas:optionOf ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Inference option")).to_be_visible()


def test_prefixes_for_other_engines_are_added(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    button = page.get_by_role("button", name="Add prefixes")
    expect(button).to_be_hidden()
    write(page, area, "ASK { kb:dropout skos:broader ?o }")
    page.keyboard.press("Escape")
    button.click()
    assert area.input_value().count("PREFIX") == 2
    expect(button).to_be_hidden()


def test_tabs_are_added_renamed_and_closed_by_keyboard(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?first ?p ?o }")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Another query").click()
    expect(area).to_have_value("")
    write(page, area, "ASK { ?second ?p ?o }")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Query 2").focus()
    page.keyboard.press("ArrowLeft")
    expect(area).to_have_value("ASK { ?first ?p ?o }")
    expect(page.get_by_role("tab", name="Query 1")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Mine")).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.get_by_role("tab")).to_have_count(1)
    expect(area).to_have_value("ASK { ?second ?p ?o }")


def test_tabs_and_history_outlive_a_reload_and_a_shared_query_joins_them(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "ASK { kb:dropout ?p ?o }")
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_be_visible()
    area = open_query(page, app_url, f"?q={quote('ASK { kb:shared ?p ?o }')}")
    expect(page.get_by_role("tab")).to_have_count(2)
    expect(area).to_have_value("ASK { kb:shared ?p ?o }")
    page.get_by_role("tab", name="Query 1").click()
    expect(area).to_have_value("ASK { kb:dropout ?p ?o }")
    page.get_by_role("button", name="History").click()
    page.get_by_role("dialog").get_by_role("button", name="ASK { kb:dropout ?p ?o }").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(area).to_have_value("ASK { kb:dropout ?p ?o }")


def test_an_example_opens_beside_what_was_typed(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "ASK { ?mine ?p ?o }")
    page.get_by_role("button", name="Every choice with its options").click()
    expect(page.get_by_text("rows in")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(2)
    page.get_by_role("tab", name="Query 1").click()
    expect(area).to_have_value("ASK { ?mine ?p ?o }")


def test_answers_of_tabs_stay_with_them(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "ASK { kb:dropout ?p ?o }")
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_be_visible()
    page.get_by_role("button", name="Another query").click()
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.get_by_role("tab", name="Query 1").click()
    expect(page.get_by_role("heading", name="Yes", exact=True)).to_be_visible()


def test_a_link_is_copied(new_page: Callable[..., Page], app_url: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    area = open_query(page, app_url)
    write(page, area, "ASK { ?s ?p 'a&b' }")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(f"{app_url}/query?q=ASK")
    other = new_page()
    expect(open_query(other, app_url, address.removeprefix(f"{app_url}/query"))).to_have_value("ASK { ?s ?p 'a&b' }")


def test_patterns_are_explained(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    write(page, area, "SELECT * { ?a a atlas:Verdict . ?b a atlas:Bound }")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Explain").click()
    expect(page.get_by_role("cell", name="?a a atlas:Verdict")).to_be_visible()
    expect(page.get_by_text("5 × 5 = 25 rows")).to_be_visible()


def test_a_table_is_drawn_as_graph_and_as_chart(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "SELECT ?option ?choice { ?option atlas:optionOf ?choice }")
    view(page, "Graph")
    expect(page.locator(".graph .pane canvas")).to_be_visible()
    run(page, area, "SELECT ?v (COUNT(?s) AS ?n) { ?s atlas:verdict ?v } GROUP BY ?v")
    view(page, "Chart")
    expect(page.get_by_role("region", name="Chart of the answer")).to_be_visible()
    widths = page.locator(".result .bar i").evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().width)")
    assert len(widths) == 5
    assert max(widths) > 100 > min(widths) > 0


def test_the_queries_behind_other_pages_lead_here(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?open=dropout&node=dropout")
    page.get_by_role("button", name="Share").click(timeout=30_000)
    page.get_by_role("link", name="The page beside it as SPARQL").click()
    area = page.get_by_role("textbox", name="SPARQL query")
    expect(area).to_have_value(re.compile(r"VALUES \?thing \{ kb:dropout \}"), timeout=30_000)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Run query").click()
    expect(page.get_by_text("rows in")).to_be_visible()
    page.goto(f"{app_url}/compare?things=csv,apache-orc")
    page.get_by_role("link", name="As SPARQL").click(timeout=30_000)
    expect(area).to_have_value(re.compile(r"VALUES \?thing \{ kb:csv kb:apache-orc \}"), timeout=30_000)


def test_a_running_query_says_so(page: Page, app_url: str) -> None:
    area = open_query(page, app_url)
    run(page, area, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g }")
    expect(page.get_by_role("button", name="Running …")).to_be_visible()
    expect(page.get_by_role("button", name="Run query")).to_be_visible(timeout=30_000)


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
    page.keyboard.press("Home")  # away from the bracket, which would be marked
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
