"""Every page in light and dark, at the size of a small laptop: nothing clipped, no error, a picture to look at.

`make screenshots` keeps the pictures in docs/images; otherwise they go to a folder of the test run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import settled

#: Where the pictures are to be kept, if at all.
KEPT = os.environ.get("MLATLAS_SCREENSHOTS")
PAGES = {
    "explore": "/?open=sagemaker-model-monitor&node=sagemaker-model-monitor",
    "map": "/",
    "compare": "/compare?things=real-time-inference,serverless-inference,asynchronous-inference,batch-transform",
    "choose": "/choose?choice=inference-option&require=payload+>%3D+300+MB&require=processing+time+>%3D+2+min"
    "&require=latency+class+%3D+Near+real+time",
    "facts": "/facts?conflicts=1",
    "query": "/query?example=detecting-bias",
    "about": "/about",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(KEPT) if KEPT else tmp_path_factory.mktemp("screenshots")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_whole(name: str, scheme: Literal["light", "dark"], app_url: str, tab: Page, folder: Path) -> None:
    page = tab
    page.emulate_media(color_scheme=scheme)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(app_url + PAGES[name])
    settled(page)
    if name == "query":
        page.get_by_role("button", name="Run query").click()
        expect(page.get_by_text("ModelBiasMonitor", exact=True)).to_be_visible()
    if name == "choose":
        expect(page.get_by_role("heading", name="Asynchronous inference fits.")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(1500 if KEPT else 400)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert errors == []
    suffix = "" if scheme == "light" else "-dark"
    page.screenshot(path=folder / f"{name}{suffix}.png")
