"""What changed in a real browser: fetch by a press, filter, share the address; light and dark, nothing clipped."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import running_app
from fake_models import wheel
from mlatlas.sources.api_models import Models

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(store_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with an empty cache, and pip with made-up versions of botocore and no network."""
    folder = tmp_path_factory.mktemp("changes")
    before = {service: copy.deepcopy(Models.installed().read(service)) for service in ("polly", "sagemaker")}
    before["sagemaker"]["shapes"]["ServerlessMemorySizeInMB"]["max"] = 3072
    before["polly"]["shapes"]["VoiceId"]["enum"].remove("Joanna")
    for version in ("0.1.0", "0.2.0"):  # the second is for the one test that must find it unfetched
        wheel(folder / "shop", version, before)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder / "shop"), "PIP_CONFIG_FILE": os.devnull}
    with running_app(store_home, MLATLAS_CACHE=str(folder / "cache"), **offline) as address:
        yield address


def test_a_version_is_typed_fetched_compared_and_shared(page: Page, url: str, new_page: Callable[..., Page]) -> None:
    page.goto(f"{url}/changes?services=polly")
    version = page.get_by_role("combobox", name="From version")
    version.click()
    version.fill("0.2.0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("botocore 0.2.0 is not on this machine yet")).to_be_visible()
    page.get_by_role("button", name="Fetch 0.2.0").click()
    expect(page.get_by_text("No curated statement breaks.")).to_be_visible()
    expect(page.get_by_role("button", name="enum values 1")).to_be_visible()
    page.get_by_role("button", name="enum values 1").click()
    expect(page.get_by_text("0 of 1 changes shown")).to_be_visible()
    expect(page).to_have_url(re.compile(r"old=0\.2\.0.*kinds=|kinds=.*old=0\.2\.0"))
    other = new_page()
    other.goto(page.url)
    expect(other.get_by_text("0 of 1 changes shown")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_broken_statement_leads_to_its_entity(scheme: str, new_page: Callable[..., Page], url: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{url}/changes?old={Models.installed().version}&new=0.1.0&services=sagemaker")
    fetch = page.get_by_role("button", name="Fetch 0.1.0")
    told = page.get_by_text("1 curated statement breaks.")
    expect(fetch.or_(told)).to_be_visible()
    if fetch.is_visible():
        fetch.click()
    expect(told).to_be_visible(timeout=15_000)  # the first comparison reads two models
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="Serverless inference").click()
    expect(page).to_have_url(f"{url}/?open=serverless-inference&node=serverless-inference")


def test_what_is_typed_and_no_version_is_said(page: Page, url: str) -> None:
    page.goto(f"{url}/changes")
    version = page.get_by_role("combobox", name="From version")
    version.click()
    version.fill("one; rm -rf")
    page.keyboard.press("Enter")
    expect(page.get_by_text("'one; rm -rf' is no version: write it like 1.44.5.")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
