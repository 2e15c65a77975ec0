"""About in a real browser: the graph can be taken away."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page

from mlatlas.terms import KB


@pytest.mark.parametrize(("label", "form"), [("Turtle", ox.RdfFormat.TURTLE), ("JSON-LD", ox.RdfFormat.JSON_LD)])
def test_a_download_is_the_whole_graph(label: str, form: ox.RdfFormat, page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/about")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    quads = ox.parse(waiting.value.path().read_bytes(), format=form)
    names = {
        quad.object.value for quad in quads if str(quad.subject) == f"<{KB}dropout>" and "Label" in str(quad.predicate)
    }
    assert "Dropout" in names
