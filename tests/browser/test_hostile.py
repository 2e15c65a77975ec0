"""Markup from addresses and answers in a real browser: nothing of it runs, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from hostile.addresses import ALL, CHOICE, PARAMETERS, filled
from hostile.canary import Canary, canary

_MARKUP = [name for name in ALL if name.startswith(("a script", "a picture", "an end", "a link", "HTML", "a formula"))]
_PAGES = ["", "compare", "choose", "facts", "query", "changes", "about"]
_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { kb:dropout rdfs:label ?text ; atlas:remedies ?thing . ?thing skos:prefLabel ?text } {
  VALUES (?text ?thing) {
    ("<img src='http://@HOST@/a.png' onerror='window.caught=1'>" <javascript:window.caught=1>)
    ("</script><script>window.caught=1;document.title='caught'</script>" <http://@HOST@/thing>)
    ("![x](http://@HOST@/b.png)" <urn:x>)
  }
}"""


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    with canary(tmp_path) as watching:
        yield watching
        assert (watching.connections, watching.reads) == (0, 0)


def _check(page: Page) -> None:
    assert page.evaluate("window.caught") is None
    assert "caught" not in page.title()


@pytest.mark.browser
@pytest.mark.parametrize("turn", range(2))
@pytest.mark.parametrize("name", _PAGES)
def test_an_address_stays_text(name: str, turn: int, app_url: str, tab: Page, bird: Canary) -> None:
    """Each parameter has another piece of markup in it; once the choice too, and once it is one that there is."""
    texts = [ALL[case]["q"] for case in _MARKUP]
    junk = {each: texts[(place + turn) % len(texts)] for place, each in enumerate(PARAMETERS)}
    junk |= CHOICE if turn else {}
    tab.goto(f"{app_url}/{name}?{urlencode(filled(junk, bird.host, str(bird.file)))}")
    tab.get_by_text("only partly understood").or_(tab.get_by_role("heading", name="About ML Atlas")).first.wait_for()
    tab.wait_for_timeout(300)
    _check(tab)


@pytest.mark.browser
def test_an_answer_stays_text(app_url: str, page: Page, bird: Canary) -> None:
    query = _LABELS.replace("@HOST@", bird.host)
    page.goto(f"{app_url}/query?{urlencode({'q': query})}")
    page.get_by_role("button", name="Run query").click()
    for view in ("Table", "Raw", "Graph"):
        page.get_by_role("radiogroup").get_by_text(view, exact=True).click()
        page.wait_for_timeout(500)
        _check(page)
