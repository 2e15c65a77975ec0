"""The grammar that explains refused queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas import queries
from mlatlas.queries import examples
from mlatlas.resources import query_text
from mlatlas.sparql.check import check
from mlatlas.sparql.grammar import explain

SHIPPED = sorted(path.stem for path in Path(queries.__file__).parent.glob("*.rq"))


def explained(query: str) -> str:
    return str(explain(query, check(query)))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELECT * {\n  ?s ?p\n}", "line 3, column 1: found } where a value is missing"),
        (
            "SELECT * { ?s ?p ?o ?a ?b ?c }",
            "line 1, column 21: found ?a where a . between two patterns, or } is missing",
        ),
        ("SELECT (COUNT(*) ?n) { }", "line 1, column 18: found ?n where AS is missing"),
        ("SELECT COUNT(*) { }", "line 1, column 8: found COUNT where the variables to select, or * is missing"),
        ("SELECT * { } LIMIT", "line 1, column 19: the query ends where a number is missing"),
        ("SELECT * { } LIMIT ?n", "line 1, column 20: found ?n where a number is missing"),
        ("SELECT * { } ORDER ?s", "line 1, column 20: found ?s where BY is missing"),
        ("SELECT * { } LIMIT 3 ORDER BY ?s", "line 1, column 22: ORDER does not fit here"),
        ("SELECT * { OPTIONAL ?s ?p ?o }", "line 1, column 21: found ?s where a pattern in braces, { … } is missing"),
        ("SELECT * { FILTER (?s = ) }", "line 1, column 25: found ) where an expression is missing"),
        ("DESCRIBE", "line 1, column 9: the query ends where * or a variable or a name is missing"),
    ],
)
def test_the_first_token_that_does_not_fit_is_named(query: str, sentence: str) -> None:
    assert explained(query) == sentence


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?s (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) ?s",
        "SELECT (GROUP_CONCAT(?o ; SEPARATOR = ', ') AS ?all) { ?s (rdfs:label|^skos:note)/!(a|^a)* ?o }",
        "SELECT * { ?s a [ rdfs:label 'x'@en , 3 , -4.5 , true ] ; ?p (1 2 <urn:a>) . [] ?q _:b . } VALUES ?s { UNDEF }",
        "SELECT * { { ?s ?p ?o } UNION { ?s ?p ?o } MINUS { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER (?o NOT IN (1, 2) && !BOUND(?s) || -?o * 2 + 1 <= 3) BIND (IF(?o, 1, 2) AS ?x) }",
        "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3 OFFSET 2",
        "DESCRIBE ?s { ?s ?p ?o }",
        "ASK { SELECT ?s { ?s ?p ?o } LIMIT 1 }",
        "SELECT * { VALUES (?a ?b) { (1 UNDEF) } FILTER <http://www.w3.org/2001/XMLSchema#boolean>(?a) }",
    ],
)
def test_queries_of_sparql_are_accepted(query: str) -> None:
    assert explain(query, check(query)) is None


@pytest.mark.parametrize("text", [query_text(name) for name in SHIPPED], ids=SHIPPED)
def test_shipped_queries_are_accepted(text: str) -> None:
    assert explain(text, check(text)) is None


@pytest.mark.parametrize("text", [example.text for example in examples()])
def test_every_beginning_of_an_example_is_accepted_or_explained(text: str) -> None:
    """A query that is cut off anywhere is explained at its end, never before."""
    tokens = check(text)
    for count in range(1, len(tokens)):
        slip = explain(text[: tokens[count].start], tokens[:count])
        assert slip is None or "the query ends where" in str(slip)
