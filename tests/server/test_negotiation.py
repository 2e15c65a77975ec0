"""What a client accepts, against what can be had."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.server.negotiation import GRAPHS, PAGE, TABLES, accepts_gzip, choose

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TYPES = st.sampled_from([*(offer.media_type for offer in (*TABLES, *GRAPHS)), "*/*", "text/*", "application/*", "a/b"])
QUALITIES = st.sampled_from(
    ["", ";q=0", ";q=0.1", ";q=0.55", ";q=1", ";q=1.000", ";q=2", ";q=x", "; Q=0.3", ";v=1;q=0.2"]
)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/*", "csv"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "tsv"),
        ("application/sparql-results+xml, */*;q=0.1", "xml"),
        ("text/tab-separated-values, */*", "tsv"),
        ("application/json", "json"),
        ("*/*, application/sparql-results+json;q=0", "csv"),
        ("text/csv; charset=utf-8; q=1.0", "csv"),
        ("image/png, text/csv;q=0.001", "csv"),
        (";;;,,,q=1,text/csv", "csv"),
    ],
)
def test_the_best_liked_table_is_chosen(accept: str | None, form: str) -> None:
    offer = choose(accept, TABLES)
    assert offer is not None
    assert offer.format == form


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0", "*/*;q=0", "nonsense", "text/csv;q=1.5"])
def test_what_cannot_be_had_is_nothing(accept: str) -> None:
    assert choose(accept, TABLES) is None


def test_a_browser_gets_a_page_and_a_program_rdf() -> None:
    assert choose(BROWSER, (*GRAPHS, PAGE)) == PAGE
    turtle = choose("text/turtle, application/rdf+xml;q=0.9, text/html;q=0.5", (*GRAPHS, PAGE))
    assert turtle is not None
    assert (turtle.format, turtle.media_type) == ("turtle", "text/turtle")


def test_every_offer_can_be_asked_for_by_its_own_name() -> None:
    for offers in (TABLES, GRAPHS):
        assert [choose(offer.media_type, offers) for offer in offers] == list(offers)


@given(st.lists(st.tuples(TYPES, QUALITIES), max_size=8))
def test_nothing_is_chosen_that_was_ruled_out(parts: list[tuple[str, str]]) -> None:
    offer = choose(",".join(map("".join, parts)), TABLES)
    if offer is not None and parts:
        qualities = {quality for name, quality in parts if name == offer.media_type}
        assert qualities != {";q=0"}


@given(st.text())
def test_no_header_is_too_strange(text: str) -> None:
    assert choose(text, TABLES) in {None, *TABLES}
    assert accepts_gzip(text) in {True, False}
