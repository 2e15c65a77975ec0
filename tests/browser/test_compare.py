"""Compare in a real browser: one click to a comparison, sources by keyboard, the address shared."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import settled

pytestmark = pytest.mark.browser

OPTIONS = "real-time-inference,serverless-inference,asynchronous-inference,batch-transform"


def _open(page: Page, app_url: str, address: str = "") -> None:
    page.goto(f"{app_url}/compare{address}")
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible(timeout=30_000)
    settled(page)


def test_one_click_puts_the_inference_options_side_by_side(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_role("button", name="Inference option: all 4").click()
    expect(page.get_by_role("columnheader", name="Serverless inference")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("supports VPC configuration"))).to_contain_text("✗ no")
    page.wait_for_url(re.compile("things="))
    things = parse_qs(urlsplit(page.url).query)["things"][0]
    assert set(things.split(",")) == set(OPTIONS.split(","))


def test_a_shared_address_opens_the_same_view(page: Page, app_url: str) -> None:
    _open(page, app_url, f"?things={OPTIONS}&differences=1&baseline=real-time-inference")
    row = page.get_by_role("row", name=re.compile(r"processing time \(maximum\)"))
    expect(row).to_contain_text("60 minutes = 3600 s")
    expect(row.locator(".bar").first).to_be_visible()
    expect(row).to_contain_text("+3540 s (×60), better")
    expect(page.get_by_role("columnheader", name=re.compile("Real-time inference"))).to_contain_text("baseline")


def test_sources_open_with_the_keyboard(page: Page, app_url: str) -> None:
    _open(page, app_url, f"?things={OPTIONS}")
    fold = page.locator("details.why").filter(has_text="MLA-C01 exam notes").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("open", "")
    expect(fold.get_by_text("MLA-C01 exam notes")).to_be_visible()


def test_swapping_makes_things_rows(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc")
    expect(page.get_by_role("columnheader", name="Apache ORC")).to_be_visible()
    page.get_by_text("Swap rows and columns").click()
    expect(page.get_by_role("rowheader", name="Apache ORC")).to_be_visible()
    page.wait_for_url(re.compile("pivot=1"))


def _heads(page: Page) -> list[str]:
    texts: list[str] = page.locator("thead th a").all_text_contents()
    return texts


def test_things_are_moved_with_the_keyboard_and_the_focus_goes_along(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc,csv")
    grip = page.get_by_role("button", name=re.compile("^Move Apache Parquet"))
    grip.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("things=apache-orc"))
    expect(page.locator("thead th a").first).to_have_text("Apache ORC")
    expect(grip).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("thead th a").nth(2)).to_have_text("Apache Parquet")
    page.keyboard.press("Delete")
    expect(page.locator("thead th a")).to_have_count(2)
    assert _heads(page) == ["Apache ORC", "CSV"]


def test_a_thing_is_dragged_to_another_place(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc,csv")
    page.get_by_role("button", name=re.compile("^Move CSV")).drag_to(page.locator("th[data-thing=apache-parquet]"))
    expect(page.locator("thead th a").first).to_have_text("CSV")
    page.wait_for_url(re.compile("things=csv"))


def test_rows_are_moved_left_out_and_brought_back(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc")
    rows = page.locator("th[data-row]")
    expect(rows.first).to_be_visible()
    usual = [row.get_attribute("data-row") for row in rows.all()]
    rows.nth(1).get_by_role("button", name=re.compile("^Move ")).focus()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_have_attribute("data-row", usual[1] or "")
    rows.first.get_by_role("button", name=re.compile("^Leave out")).focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(len(usual) - 1)
    page.wait_for_url(re.compile("drop="))
    page.get_by_role("button", name=re.compile("Rows: 1 left out")).click()
    page.get_by_role("button", name=re.compile("Bring back")).click()
    expect(rows).to_have_count(len(usual))


def test_one_click_makes_a_thing_the_baseline(page: Page, app_url: str) -> None:
    _open(page, app_url, f"?things={OPTIONS}")
    page.get_by_role("button", name="Hold the others against Serverless inference").click()
    page.wait_for_url(re.compile("baseline=serverless-inference"))
    expect(page.locator("td.better").first).to_contain_text("better")


def test_a_head_leads_to_explore(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc")
    page.get_by_role("link", name="Apache ORC", exact=True).click()
    page.wait_for_url(re.compile(r"/\?open=apache-orc"))


def test_the_graph_tells_what_is_shared(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc")
    page.get_by_text("Graph", exact=True).click()
    page.wait_for_url(re.compile("as=graph"))
    expect(page.locator(".graph canvas")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Between them: \d+ in common"))).to_be_visible()


def test_head_and_first_column_stay_in_sight(page: Page, app_url: str) -> None:
    _open(page, app_url, f"?things={OPTIONS}")
    region = page.get_by_role("region", name=re.compile("Comparison of"))
    below = region.evaluate(  # in one go, for what is above may still be moving
        """element => {
          element.scrollTop = 400;
          return element.querySelector("thead th").getBoundingClientRect().y - element.getBoundingClientRect().y;
        }"""
    )
    assert abs(below) < 5
    expect(region).to_have_js_property("scrollTop", 400)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_clipped_or_sticks_out(page: Page, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    _open(page, app_url, f"?things={OPTIONS}&baseline=real-time-inference")
    page.locator(".comparison").wait_for()
    for fold in page.locator("details").all():
        fold.evaluate("element => { element.open = true }")
    too_wide = page.evaluate(
        "[...document.querySelectorAll('.comparison td, .comparison th')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    )
    assert too_wide == []


def test_junk_in_the_address_is_reported(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=csv,%3Cimg%20src=x%20onerror=alert(1)%3E&pivot=yes")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Ignored")
    expect(alert).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img[src=x]").count() == 0


def test_a_download_is_the_view(page: Page, app_url: str) -> None:
    _open(page, app_url, "?things=apache-parquet,apache-orc")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    download = waiting.value
    assert download.suggested_filename == "apache-parquet-vs-apache-orc.csv"
    assert "Apache Parquet: sources" in download.path().read_text("utf-8")
