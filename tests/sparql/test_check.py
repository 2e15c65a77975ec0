"""What a query may not do, in all the disguises, and what it may all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.errors import BadQuery
from mlatlas.sparql.check import MAX_BYTES, MAX_DEPTH, MAX_TOKENS, check

HOST = "<http://127.0.0.1:9/>"
PREFIXES = "PREFIX ex: <http://127.0.0.1:9/> PREFIX : <http://127.0.0.1:9/> "


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {HOST} {{ ?s ?p ?o }} }}",
        f"SELECT*{{service{HOST}{{?s?p?o}}}}",
        f"SELECT * {{ SERVICE SILENT {HOST} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND ({HOST} AS ?there) SERVICE ?there {{ ?s ?p ?o }} }}",
        f"ASK {{ FILTER NOT EXISTS {{ SERVICE {HOST} {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE {HOST} {{ }} }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {HOST} {{ ?s ?p ?o }} }}",
        PREFIXES + "SELECT * { SERVICE ex:sparql { ?s ?p ?o } }",
        PREFIXES + "SELECT * { SERVICE :sparql { } }",
        "PREFIX service: <http://a/> SELECT * { service:sparql { } }",
        "PREFIX SERVICEex: <http://a/> SELECT * { SERVICEex:sparql { } }",
        "PREFIX SERVICESILENTex: <http://a/> SELECT * { SERVICESILENTex:sparql # here\n { } }",
        "PREFIX trueSERVICEex: <http://a/> SELECT * { ?s ?p trueSERVICEex:sparql { } }",
        f"SELECT * {{ FILTER (1<'>')SERVICE{HOST}{{}}#'\n }}",
        f"SELECT * {{ FILTER (1<#a>'''\n2)SERVICE{HOST}{{}}#'''\n }}",
        f"SELECT * {{ ?s ?p '''a\\'''' , \"#\" . SERVICE {HOST} {{ }} }}",
        f"SELECT * {{ ?s ?p ?o # hidden\rSERVICE {HOST} {{ }} \n }}",
        f"SELECT * {{ \\u0053ERVICE {HOST} {{ }} }}",
        f"SELECT * {{ ſERVICE {HOST} {{ }} }}",
        "SELECT * { ?s ?p '\\u0027 . SERVICE <http://a/> { } #' }",
        "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { kb:a kb:b kb:c }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "CLEAR ALL",
        "CREATE GRAPH <urn:g>",
        "ADD DEFAULT TO <urn:g>",
        "MOVE DEFAULT TO <urn:g>",
        "COPY DEFAULT TO <urn:g>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_reaching_out_and_writing_are_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "# SERVICE <http://a/> LOAD FROM\nASK { ?s ?p 'SERVICE <http://a/> { }' }",
        "SELECT ?service ?from ?load WHERE { ?service ?from ?load }",
        "SELECT * { ?s <http://example.org/SERVICE> <http://example.org/from/load#DROP> }",
        "SELECT * { ?s atlas:service kb:drop . kb:load ?p 'INSERT DATA { }'@en }",
        "PREFIX service: <http://a/> SELECT * { service:a ?p ?o . GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''it's a \"LOAD\"''' . ?s ?q \"DROP ALL\" }",
        "SELECT * { GRAPH <http://127.0.0.1:9/g> { ?s ?p ?o } }",
        "SELECT * { ?s rdfs:label 'Überanpassung' # größer\n }",
        "SELECT * { VALUES ?x { <http://example.org/größe> } }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
        "DESCRIBE kb:dropout",
    ],
)
def test_words_in_strings_comments_and_names_are_nobodys_business(query: str) -> None:
    assert check(query)


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT ?x {\n  ?x xyz:memory ?y\n}", 2, 6, "the prefix xyz: is not declared; add PREFIX xyz: <…>"),
        ("ASK { ?x sksos:note ?y }", 1, 10, "did you mean skos:?"),
        ("SELEC * { }", 1, 1, "did you mean SELECT?"),
        ("ASK { FILTER (1 and 2) }", 1, 17, "did you mean &&?"),
        ("ASK { ?s ?p ?o", 1, 5, "this { is not closed"),
        ("ASK { ?s ?p ?o } }", 1, 18, "this } closes nothing"),
        ("ASK { FILTER (1 }", 1, 17, "found } where ) is missing"),
        ("{ ?s ?p ?o }", 1, 1, "a query starts with SELECT"),
        ("ASK { <thing> ?p ?o }", 1, 7, "<thing> is relative"),
        ("ASK { ?s ?p '\\u0041' }", 1, 14, "write the character itself"),
        ("ASK { ?s ?p 'a\0' }", 1, 15, "NUL"),
        ("ASK { ?s ?p '\ud800' }", 1, 14, "UTF-8"),
    ],
)
def test_a_slip_is_told_with_its_place(query: str, line: int, column: int, words: str) -> None:
    with pytest.raises(BadQuery) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("query", ["", "  \n", "# only a comment", "PREFIX kb: <urn:a>"])
def test_nothing_is_no_query(query: str) -> None:
    with pytest.raises(BadQuery):
        check(query)


@pytest.mark.parametrize("opening", ["{", "(", "[", "{ OPTIONAL "])
def test_nesting_has_an_end(opening: str) -> None:
    closing = {"{": "}", "(": ")", "[": "]"}[opening[0]]
    with pytest.raises(BadQuery, match="nested"):
        check("ASK " + opening * 2_000 + closing * 2_000)
    inner = "{" * MAX_DEPTH + "}" * MAX_DEPTH
    assert check(f"ASK {inner}")


def test_size_has_an_end() -> None:
    with pytest.raises(BadQuery, match="bytes"):
        check("ASK { ?s ?p '" + "ü" * MAX_BYTES + "' }")
    with pytest.raises(BadQuery, match="words and signs"):
        check("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * (MAX_TOKENS // 5)) + " }")


@given(st.text(alphabet="SERVICEfrom <>'\"#\n(){}?:aé\\u0", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tokens = check(text)
    except BadQuery:
        return
    assert tokens
    assert not any(token.says("SERVICE") for token in tokens)
