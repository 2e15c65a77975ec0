"""Answers as bytes, read back by other readers."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.errors import BadRequest
from mlatlas.sandbox import Answer, Term, as_graph
from mlatlas.sandbox.formats import spreadsheet_safe, written

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LITERALS = st.one_of(
    TEXTS.map(lambda text: Term("literal", text)),
    TEXTS.map(lambda text: Term("literal", text, None, "en")),
    TEXTS.map(lambda text: Term("literal", text, "http://example.org/type")),
    st.integers().map(lambda number: Term("literal", str(number), "http://www.w3.org/2001/XMLSchema#integer")),
)
TERMS = st.one_of(LITERALS, st.just(Term("iri", "http://example.org/größe#a")), st.none())


def table(*rows: tuple[Term | None, ...]) -> Answer:
    return Answer("select", ("a", "b"), rows, None, 1.0, False)


def oxigraph(term: Term | None) -> ox.NamedNode | ox.Literal | None:
    if term is None:
        return None
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    datatype = ox.NamedNode(term.datatype) if term.datatype else None
    return ox.Literal(term.value, datatype=datatype, language=term.language)


def _survives_xml(text: str) -> bool:
    """XML cannot write most control signs, reads every line break as \\n, and this reader drops blanks at both ends."""
    return text == text.strip() and not any(ord(sign) < 32 or ord(sign) in {0xFFFE, 0xFFFF} for sign in text)


@pytest.mark.parametrize("name", ["json", "tsv", "xml"])
@given(first=TERMS, second=TERMS)
def test_tables_are_read_back_as_they_were(name: str, first: Term | None, second: Term | None) -> None:
    if name == "xml" and any(term and not _survives_xml(term.value) for term in (first, second)):
        return
    content = written(table((first, second)), name).content
    form = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
    (solution,) = ox.parse_query_results(content, format=form[name])
    assert [solution["a"], solution["b"]] == [oxigraph(first), oxigraph(second)]


@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_no_cell_of_csv_is_a_formula(texts: list[str]) -> None:
    first, second = (Term("literal", text) for text in texts)
    content = written(table((first, second)), "csv").content.decode()
    _, row = csv.reader(io.StringIO(content, newline=""))
    for cell, text in zip(row, texts, strict=True):
        assert cell in {text, f"'{text}"}
        assert cell[:1] not in tuple("=@\t\r＝＋－＠")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", "+31 20 123", "=cmd|' /C calc'!A0"]
)
def test_formulas_are_quoted(cell: str) -> None:
    assert spreadsheet_safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "+1.5", "-2e10", "6 GB", "a=b", ""])
def test_numbers_and_texts_stay(cell: str) -> None:
    assert spreadsheet_safe(cell) == cell


@pytest.mark.parametrize("name", ["ntriples", "turtle", "json-ld", "rdf-xml"])
@given(term=LITERALS)
def test_graphs_are_read_back_as_they_were(name: str, term: Term) -> None:
    if name == "rdf-xml" and not _survives_xml(term.value):
        return
    triple = (Term("bnode", "b1"), Term("iri", "https://w3id.org/mlatlas/ontology#memory"), term)
    answer = Answer("graph", ("subject", "predicate", "object"), (triple,), None, 1.0, False)
    done = written(answer, name)
    (quad,) = ox.parse(done.content, format=ox.RdfFormat.from_media_type(done.media_type))
    assert quad.object == oxigraph(term)


def test_a_property_that_rdf_xml_cannot_write_is_told() -> None:
    triple = (Term("iri", "http://x/a"), Term("iri", "http://x/1"), Term("literal", "b"))
    with pytest.raises(BadRequest, match="RDF/XML cannot write the property <http://x/1>; ask for Turtle"):
        as_graph([triple], "rdf-xml")


def test_signs_that_rdf_xml_cannot_write_are_replaced() -> None:
    triple = (Term("iri", "http://x/a"), Term("iri", "http://x/b"), Term("literal", "a\x01b"))
    (quad,) = ox.parse(as_graph([triple], "rdf-xml").content, format=ox.RdfFormat.RDF_XML)
    assert quad.object == ox.Literal("a\ufffdb")


def test_yes_and_no_have_formats_too() -> None:
    yes = Answer("ask", (), (), True, 1.0, False)
    assert json.loads(written(yes, "json").content) == {"head": {}, "boolean": True}
    assert written(yes, "csv").content == b"true\r\n"
    assert written(yes, "tsv").content == b"true\n"
    assert b"<boolean>true</boolean>" in written(yes, "xml").content


def test_signs_that_xml_cannot_write_are_replaced() -> None:
    content = written(table((Term("literal", "a\x01b"), None)), "xml").content
    (solution,) = ox.parse_query_results(content, format=ox.QueryResultsFormat.XML)
    assert solution["a"] == ox.Literal("a\ufffdb")
