"""About in a real browser: the graph can be taken away."""

from __future__ import annotations

import pytest
import rdflib
from playwright.sync_api import Page

from mlatlas.terms import KB


@pytest.mark.parametrize(("label", "form"), [("Turtle", "turtle"), ("JSON-LD", "json-ld")])
def test_a_download_is_the_whole_graph(label: str, form: str, page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/about")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=waiting.value.path().read_text("utf-8"), format=form)
    label_of = rdflib.URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert str(dataset.value(rdflib.URIRef(KB + "dropout"), label_of)) == "Dropout"
