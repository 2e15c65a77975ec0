"""Elements of APIs in a real browser: found, opened, followed there and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OPERATION = "aws%3Asagemaker.operations.CreateTrainingJob"


@pytest.fixture
def page(tab: Page) -> Page:
    """The page of this module: each test opens an address of its own in it."""
    return tab


def heading(page: Page, text: str) -> None:
    expect(page.locator("article h2")).to_have_text(text)


def test_search_leads_to_an_operation_and_its_members(page: Page, app_url: str) -> None:
    page.goto(app_url)
    box = page.get_by_role("combobox", name="Search")
    box.fill("createtrainingjob")
    page.get_by_role("option", name="CreateTrainingJob Operation · sagemaker").click()
    heading(page, "CreateTrainingJob")
    expect(page).to_have_url(re.compile(rf"open={OPERATION}&node={OPERATION}", re.IGNORECASE))
    panel = page.locator("article")
    expect(panel).to_contain_text("Required input (3)")
    panel.get_by_role("link", name="TrainingJobName").first.click()
    heading(page, "TrainingJobName")
    expect(panel).to_contain_text("max. 63 characters")
    panel.get_by_role("link", name="CreateTrainingJob", exact=True).click()
    heading(page, "CreateTrainingJob")


def test_an_entity_and_its_operation_link_to_each_other(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?open=training-job")
    heading(page, "Training job")
    page.locator("article").get_by_role("link", name="CreateTrainingJob", exact=True).click()
    heading(page, "CreateTrainingJob")
    page.locator("article").get_by_role("link", name="Training job", exact=True).click()
    heading(page, "Training job")


def test_the_table_shows_the_limits(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?open={OPERATION}")
    page.get_by_text("Table", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page).to_have_url(re.compile("as=table"))


def test_a_page_of_an_api_needs_no_scrolling_sideways(new_page: Callable[..., Page], app_url: str) -> None:
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"{app_url}/?open={OPERATION}")
        heading(page, "CreateTrainingJob")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("article").evaluate("panel => panel.scrollWidth <= panel.clientWidth + 1")
