"""Verdicts, evidence and conflicts in a real browser, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SERVERLESS = "/?open=serverless-inference&node=serverless-inference"
FAST_FILE = "/?open=fast-file-mode&node=fast-file-mode"
OPTIONS = "real-time-inference,serverless-inference,asynchronous-inference,batch-transform"


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def panel(page: Page, url: str, heading: str) -> Locator:
    page.goto(url)
    found = page.locator("article.panel")
    expect(found.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=30_000)
    return found


def memory(page: Page, app_url: str) -> Locator:
    return panel(page, app_url + SERVERLESS, "Serverless inference").locator("li", has_text="max. 6 GB").first


def test_the_badge_unfolds_the_evidence_by_keyboard(page: Page, app_url: str) -> None:
    fact = memory(page, app_url)
    badge = fact.get_by_role("button", name=re.compile("confirmed"))
    evidence = fact.get_by_text("shapes.ServerlessMemorySizeInMB.max = 6144")
    expect(badge).to_have_attribute("aria-expanded", "false")
    expect(evidence).to_be_hidden()
    badge.focus()
    page.keyboard.press("Enter")
    expect(badge).to_have_attribute("aria-expanded", "true")
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("✓ agrees with botocore")
    page.keyboard.press("Space")
    expect(evidence).to_be_hidden()


def test_what_a_machine_found_is_told_apart_from_what_was_only_read(page: Page, app_url: str) -> None:
    fact = memory(page, app_url)
    expect(fact.locator(".verdict").first).to_have_text(re.compile("✓ confirmed *checked$"))
    read = page.locator("article.panel li", has_text="VPC configuration").first
    expect(read.locator(".verdict").first).to_have_text("✓ confirmed")


def test_the_evidence_leads_to_the_api(page: Page, app_url: str) -> None:
    fact = memory(page, app_url)
    fact.get_by_role("button").click()
    fact.get_by_role("link", name="ServerlessMemorySizeInMB", exact=True).click()
    heading = page.locator("article.panel").get_by_role("heading", name="ServerlessMemorySizeInMB", exact=True)
    expect(heading).to_be_visible()


def test_a_conflict_shows_both_sides_and_the_reason(page: Page, app_url: str) -> None:
    found = panel(page, app_url + FAST_FILE, "Fast file mode")
    block = found.get_by_role("group", name="Conflict: Sources disagree").first
    expect(block).to_contain_text("requires Storage for entire dataset")
    expect(block).to_contain_text("✗ contradicted")
    expect(block).to_contain_text("The dataset may be larger than the disk")
    item = found.locator("li.disputed").filter(has=page.get_by_text("Storage for entire dataset")).first
    expect(item.get_by_text("✓ confirmed").first).to_be_visible()


def test_a_page_is_filtered_by_verdict_and_source(page: Page, app_url: str) -> None:
    found = panel(page, app_url + FAST_FILE, "Fast file mode")
    facts = found.locator("ul.facts > li:visible")
    total = facts.count()
    found.get_by_label("Filter by verdict").select_option("contradicted")
    expect(facts).to_have_count(2)
    expect(found.get_by_role("status")).to_have_text(f"2 of {total} facts shown")
    expect(found.get_by_role("heading", name="Supports", exact=True)).to_be_hidden()
    found.get_by_label("Filter by verdict").select_option("")
    expect(facts).to_have_count(total)
    found.get_by_label("Filter by source").select_option("MLA-C01 exam notes")
    expect(facts).not_to_have_count(total)


def test_about_leads_to_the_contradicted_facts(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/about")
    page.locator("a[href='./facts?verdict=contradicted']").click()
    expect(page.get_by_role("heading", name="Facts", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("5 of")).to_be_visible()
    expect(page.get_by_role("group", name="Conflict: Sources disagree")).to_have_count(5)


def test_a_link_of_the_list_opens_the_entity(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/facts?words=F072")
    page.get_by_role("link", name="Serverless inference", exact=True).click()
    expect(page.locator("article.panel h2")).to_have_text("Serverless inference", timeout=30_000)


def test_compare_is_filtered_and_says_what_it_does_not_show(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/compare?things={OPTIONS}&checked=checked")
    row = page.get_by_role("row", name=re.compile(r"processing time \(maximum\)"))
    expect(row).to_contain_text("not shown", timeout=30_000)
    expect(row).to_contain_text("60 minutes")
    expect(page.get_by_text("The filter shows nothing of")).to_be_visible()


def test_a_cell_unfolds_its_evidence_by_keyboard(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/compare?things={OPTIONS}")
    fold = page.locator("td details", has_text="ServerlessMemorySizeInMB").first
    summary = fold.locator("summary")
    expect(summary).to_contain_text("confirmed", timeout=30_000)
    summary.focus()
    page.keyboard.press("Enter")
    expect(fold.get_by_text("shapes.ServerlessMemorySizeInMB.max = 6144")).to_be_visible()
