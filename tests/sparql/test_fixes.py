"""Slips that are mended with one click, and names that are nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.errors import BadQuery
from mlatlas.sparql.check import check
from mlatlas.sparql.fixes import fixes, span, unknown
from mlatlas.sparql.grammar import explain
from mlatlas.terms import KB


def fault_of(query: str) -> BadQuery:
    """What the check or the grammar says to a query."""
    try:
        found = explain(query, check(query))
    except BadQuery as error:
        return error
    assert found is not None, "the query is fine"
    return found


@pytest.mark.parametrize(
    ("query", "label", "mended"),
    [
        ("SELECT * { ?s a owl:Class }", "Add PREFIX owl:", "PREFIX owl: <http://www.w3.org/2002/07/owl#>\nSELECT * { ?s a owl:Class }"),
        ("ASK { kbb:dropout ?p ?o }", "Use kb:", "ASK { kb:dropout ?p ?o }"),
        ("ASK { foo:x ?p ?o }", "Add PREFIX foo:", "PREFIX foo: <>\nASK { foo:x ?p ?o }"),
        ("SELCT * { ?s ?p ?o }", "Use SELECT", "SELECT * { ?s ?p ?o }"),
        ("SELECT * { ?s ?p ?o FILTER (?p = 1 AND ?o = 2) }", "Use &&", "SELECT * { ?s ?p ?o FILTER (?p = 1 && ?o = 2) }"),
        ("SELECT * { ?s ?p ?o ?a ?b ?c }", "Put a . between", "SELECT * { ?s ?p ?o . ?a ?b ?c }"),
        ("SELECT * { ?s ?p ?o", "Close it with }", "SELECT * { ?s ?p ?o\n}"),
    ],
)  # fmt: skip
def test_a_slip_is_mended(query: str, label: str, mended: str) -> None:
    found = {fix.label: fix for fix in fixes(query, fault_of(query))}
    assert found[label].applied(query) == mended


def test_the_caret_goes_where_a_namespace_is_missing() -> None:
    query = "ASK { foo:x ?p ?o }"
    (fix,) = [fix for fix in fixes(query, fault_of(query)) if fix.label.startswith("Add")]
    assert fix.text[: len(fix.text) - fix.back].endswith("<")


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p }", "DROP ALL", "ASK { SERVICE <http://x/> { ?s ?p ?o } }", ""])
def test_what_cannot_be_mended_offers_nothing(query: str) -> None:
    assert fixes(query, fault_of(query)) == ()


def test_the_place_is_the_token_that_is_wrong() -> None:
    query = "SELECT * {\n  ?s a owl:Class\n}"
    start, end = span(query, fault_of(query)) or (0, 0)
    assert query[start:end] == "owl:Class"
    short = "SELECT * WHERE"
    start, end = span(short, fault_of(short)) or (0, 0)
    assert short[start:end] == "WHERE"
    assert span("", fault_of("")) is None


@given(st.text(max_size=60), st.integers(1, 5), st.integers(1, 70))
def test_no_text_and_no_place_is_too_strange(query: str, line: int, column: int) -> None:
    error = BadQuery("this { is not closed; } is missing", line, column)
    start, end = span(query, error) or (0, 0)
    assert 0 <= start <= end <= len(query)
    for fix in fixes(query, error):
        assert fix.text in fix.applied(query)


def names(query: str) -> list[str]:
    known = {KB + "dropout"}
    return [one.name for one in unknown(query, [KB], known.__contains__, lambda name: ["kb:dropout"])]


def test_names_that_are_nothing_are_found_once() -> None:
    assert names("SELECT * { kb:dropout ?p kb:drpout . kb:drpout ?q 'kb:text' } # kb:comment") == ["kb:drpout"]


def test_a_prefix_of_somebody_else_is_left_alone() -> None:
    assert names("PREFIX kb: <http://example.org/> ASK { kb:drpout ?p ?o }") == []
    assert names("PREFIX own: <https://w3id.org/mlatlas/id/> ASK { own:drpout ?p ?o }") == ["own:drpout"]


def test_a_name_is_put_in_its_place() -> None:
    query = "ASK { kb:drpout ?p ?o }"
    (found,) = unknown(query, [KB], lambda iri: False, lambda name: ["kb:dropout"])
    assert found.fixes[0].applied(query) == "ASK { kb:dropout ?p ?o }"
