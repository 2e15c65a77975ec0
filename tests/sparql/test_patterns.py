"""Queries cut into triple patterns, and those that share no variable."""

from __future__ import annotations

import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import BadQuery
from mlatlas.queries import examples
from mlatlas.sparql.check import check
from mlatlas.sparql.patterns import count_query, patterns, products


def texts(query: str) -> list[str]:
    return [pattern.text for pattern in patterns(query)]


def apart(query: str) -> list[tuple[list[str], list[str]]]:
    return [([one.text for one in first], [one.text for one in second]) for first, second in products(query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?a a ?b ; ?p ?c , 'x'@en . }", ["?a a ?b", "?a ?p ?c", "?a ?p 'x'@en"]),
        ("ASK { ?a ?p -5 . ?b ?q true . ?c ?r '1'^^xsd:integer }", ["?a ?p -5", "?b ?q true", "?c ?r '1'^^xsd:integer"]),
        ("ASK { ?a atlas:x/^atlas:y+|(atlas:z)* ?b }", ["?a atlas:x/^atlas:y+|(atlas:z)* ?b"]),
        ("ASK { ?a atlas:x? ?b ; !(a|^a) ?c }", ["?a atlas:x? ?b", "?a !(a|^a) ?c"]),
        ("ASK { _:x.y ?p [] }", ["?_x_y ?p ?_1"]),
        ("SELECT ?n { { SELECT (COUNT(?x) AS ?n) { ?x a ?y } GROUP BY ?y HAVING (?n > 1) } ?z ?p ?n }", ["?x a ?y", "?z ?p ?n"]),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?c ?b ?a }", ["?c ?b ?a"]),
        ("CONSTRUCT WHERE { ?c ?b ?a }", ["?c ?b ?a"]),
        ("SELECT * { ?a ?b ?c FILTER EXISTS { ?a a ?d } FILTER (?c > 1 && NOT EXISTS { ?a a ?e }) }", ["?a ?b ?c", "?a a ?d", "?a a ?e"]),
        ("SELECT * { VALUES (?a ?b) { (1 2) } ?a ?p ?b } VALUES ?c { 3 }", ["?a ?p ?b"]),
        ("DESCRIBE kb:dropout", []),
        ("SELECT ?_1 { ?_1 ?p [ ?q ?o ] }", ["?_2 ?q ?o", "?_1 ?p ?_2"]),
    ],
)  # fmt: skip
def test_a_query_is_cut(query: str, expected: list[str]) -> None:
    assert sorted(texts(query)) == sorted(expected)


def test_lists_are_written_out() -> None:
    first, rest = sorted(texts("ASK { ?a ?p (1) }"))[0:2]
    assert first == "?_1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1"
    assert rest.endswith("#nil>")


def test_lines_and_graphs_are_known() -> None:
    (pattern,) = patterns("SELECT *\n{ GRAPH ?g\n{ ?s ?p ?o } }")
    assert (pattern.line, pattern.graph) == (3, "?g")
    assert "?g" in pattern.variables


def test_a_path_from_anything_to_anything_is_told() -> None:
    assert [one.unbounded for one in patterns("ASK { ?a atlas:x* ?b . ?a atlas:x* kb:y . ?a atlas:x/atlas:y ?b }")] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", ""])
def test_a_wrong_query_is_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        patterns(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?a a ?b . ?c a ?d }", [(["?a a ?b"], ["?c a ?d"])]),
        ("SELECT * { ?a a ?b . ?c a ?d . ?b ?p ?c }", []),
        ("SELECT * { ?a a ?b OPTIONAL { ?c a ?d } }", [(["?a a ?b"], ["?c a ?d"])]),
        ("SELECT * { ?a a ?b OPTIONAL { ?a ?p ?c . ?d a ?e } }", [(["?a ?p ?c"], ["?d a ?e"])]),
        ("SELECT * { ?a a ?b { ?a ?p ?c } UNION { ?d a ?e } }", [(["?a a ?b"], ["?d a ?e"])]),
        ("SELECT * { { ?a a ?b } UNION { ?c a ?d } }", []),
        ("SELECT * { ?a a ?b FILTER NOT EXISTS { ?c a ?d } MINUS { ?e a ?f } }", []),
        ("SELECT * { ?a a ?b { SELECT (COUNT(*) AS ?n) { ?c a ?d } } }", []),
        ("SELECT * { ?a a ?b { SELECT ?c { ?c a ?d } } }", [(["?a a ?b"], ["?c a ?d"])]),
        ("SELECT * { ?a a ?b { SELECT ?c { ?a a ?c } } }", [(["?a a ?b"], ["?a a ?c"])]),
        ("SELECT * { ?a a ?b BIND (?b AS ?c) ?c a ?d }", []),
        ("SELECT * { VALUES (?a ?c) { (1 2) } ?a a ?b . ?c a ?d }", []),
        ("SELECT * { ?a a ?b . kb:x a kb:y }", []),
        ("SELECT * { GRAPH ?g { ?a a ?b . ?c a ?d } }", []),
    ],
)  # fmt: skip
def test_patterns_that_share_nothing_are_told(query: str, expected: list[tuple[list[str], list[str]]]) -> None:
    assert apart(query) == expected


@pytest.mark.parametrize("name", ["limits", "remedies", "around-a-topic", "named-graphs", "parts", "vpc"])
def test_the_patterns_of_examples_can_be_counted(name: str, atlas: Atlas) -> None:
    query = next(example.text for example in examples() if example.name == name)
    assert products(query) == []
    for pattern in patterns(query):
        if not pattern.unbounded:
            (row,) = atlas.query(count_query(query, pattern, 100), "table").rows
            assert row[0] is not None
            assert 0 < int(row[0].value) <= 101


def test_every_example_can_be_cut() -> None:
    for example in examples():
        for pattern in patterns(example.text):
            check(count_query(example.text, pattern, 10))
