"""The search box in a real browser: the key / leads to it, a class narrows it, each hit says why it was found."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

HITS = {
    "parket": ("Apache Parquet", "spelled nearly like Parquet"),
    "AMT": ("SageMaker automatic model tuning", "also called AMT"),
    "PDP": ("Partial dependence plot", "also called PDP"),
    "identical_data": ("IDENTICAL_DATA_AND_ALGORITHM", ""),
    "CreateTrainingJob": ("Training job", "in an API: CreateTrainingJob"),
}


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def search(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search:")


def first(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Found").get_by_role("option").first


@pytest.fixture
def ready(page: Page, app_url: str) -> Page:
    page.goto(app_url)
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    return page


def test_the_slash_leads_to_the_box_and_the_keyboard_does_the_rest(ready: Page) -> None:
    ready.keyboard.press("/")
    expect(search(ready)).to_be_focused()
    ready.keyboard.type("AMT/", delay=15)
    expect(search(ready)).to_have_value("AMT/")
    expect(first(ready)).to_contain_text("SageMaker automatic model tuning")
    ready.keyboard.press("Enter")
    expect(ready).to_have_url(re.compile("open=sagemaker-automatic-model-tuning"))


@pytest.mark.parametrize("text", HITS)
def test_a_hit_says_why_it_was_found(text: str, ready: Page) -> None:
    label, reason = HITS[text]
    search(ready).click()
    search(ready).press_sequentially(text, delay=10)
    expect(first(ready)).to_contain_text(label)
    said = first(ready).locator(".by")
    if reason:
        expect(said).to_have_text(reason)
    else:
        expect(said).to_have_count(0)


def test_a_class_narrows_what_is_found(ready: Page) -> None:
    search(ready).click()
    search(ready).press_sequentially("inference", delay=10)
    expect(first(ready)).to_be_visible()
    ready.get_by_role("combobox", name="Only this class").select_option(label="Operation")
    expect(first(ready)).to_contain_text("Operation")
    kinds = ready.get_by_role("listbox", name="Found").locator(".kind").all_inner_texts()
    assert kinds
    assert all(kind.startswith("Operation") for kind in kinds)
    expect(search(ready)).to_be_focused()


def test_every_page_has_the_box(ready: Page) -> None:
    links = ready.get_by_role("navigation").get_by_role("link")
    for name in links.all_inner_texts():
        links.get_by_text(name, exact=True).click()
        expect(links.and_(ready.locator("[aria-current=page]"))).to_have_text(name)
        expect(search(ready)).to_be_visible()
        ready.locator("body").press("/")
        expect(search(ready)).to_be_focused()


def test_what_is_found_on_another_page_opens_on_explore(ready: Page, app_url: str) -> None:
    ready.goto(f"{app_url}/query")
    editor = ready.get_by_role("textbox", name="Query").first
    editor.click()
    ready.keyboard.type("/")
    expect(search(ready)).not_to_be_focused()
    search(ready).focus()
    ready.keyboard.type("parket", delay=15)
    expect(first(ready)).to_contain_text("Apache Parquet")
    ready.keyboard.press("Enter")
    expect(ready.locator("article h2")).to_have_text("Apache Parquet")
    expect(ready).to_have_url(re.compile(r"/\?open=apache-parquet"))
    expect(ready.locator(".graph .spoken")).to_contain_text("Apache Parquet")
