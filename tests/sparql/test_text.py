"""Tokens of SPARQL, cut as the engine cuts them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.errors import BadQuery
from mlatlas.sparql.text import place, tokenise


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT", "word"),
        ("?thing", "variable"),
        ("$thing", "variable"),
        ("<http://example.org/a#b>", "iri"),
        ("<>", "iri"),
        ("kb:dropout", "prefixed name"),
        (":", "prefixed name"),
        (r"kb:l1\'s", "prefixed name"),
        ("_:b1", "blank node"),
        ("'it'", "string"),
        ("''", "string"),
        ("'''it's\n\"so\"'''", "string"),
        ('"a \\" b"', "string"),
        ("@en-GB", "language tag"),
        ("3.14e-2", "number"),
        ("^^", "sign"),
    ],
)
def test_a_piece_is_one_token(text: str, kind: str) -> None:
    assert kinds(f" {text} # a comment") == [(kind, text)]


def test_comments_end_with_their_line() -> None:
    assert kinds("# SERVICE\nASK # LOAD\r{ }") == [("word", "ASK"), ("sign", "{"), ("sign", "}")]


def test_the_dot_after_a_name_is_no_part_of_it() -> None:
    assert kinds("?s kb:p kb:o.")[-1] == ("sign", ".")


def test_less_than_stands_between_operands_in_parentheses() -> None:
    assert ("sign", "<") in kinds("FILTER (?a <?b && ?c> ?d)")
    assert ("sign", "<") in kinds("FILTER(?a<?b&&?c>?d)")
    assert ("iri", "<http://a/b>") in kinds("VALUES (?a ?b) { (1 <http://a/b>) }")
    assert ("iri", "<urn:a>") in kinds("?a <urn:a> ?b")
    assert ("iri", "<urn:a>") in kinds("?a ?b (1 <urn:a> 2)")


@pytest.mark.parametrize(
    "text",
    [
        "FILTER(1<'>')",  # an IRI to one reader, "less than a string" to the other
        "FILTER(1<#a>'''\n2)",  # the same with a comment
        "(?x<<ex:a?b'>'>>)",  # and with a triple term
        "?s ?p << ?a ?b ?c >>",
        "?s ?p <a b>",
        "?s ?p 'open",
        "?s ?p '''open''",
        '?s ?p "line\nbreak"',
        "ſERVICE",
        "?s\u00a0?p",
        "?s\x0c?p",
        "\ufeffASK {}",
        "?s ?p \\u0061",
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused(text: str) -> None:
    with pytest.raises(BadQuery) as caught:
        list(tokenise(text))
    assert caught.value.line is not None
    assert caught.value.column is not None


@given(st.text())
def test_any_text_is_cut_or_refused(text: str) -> None:
    """Tokens come in order, do not overlap, and leave out blanks and comments only."""
    try:
        tokens = list(tokenise(text))
    except BadQuery:
        return
    end = 0
    for token in tokens:
        assert text[token.start :].startswith(token.text)
        gap = text[end : token.start]
        assert not gap.strip(" \t\r\n") or "#" in gap
        end = token.start + len(token.text)


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_strings_are_read_as_the_engine_reads_them(content: str) -> None:
    text = f"SELECT ({ox.Literal(content)} AS ?x) {{}}"
    (solution,) = ox.Store().query(text)
    assert solution["x"] == ox.Literal(content)
    assert [kind for kind, _ in kinds(text)].count("string") == 1


@given(st.text(alphabet="ab\n"), st.integers(min_value=0, max_value=20))
def test_places_count_from_one(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = place(text, offset)
    assert text.split("\n")[line - 1][: column - 1] == text[:offset].rpartition("\n")[2]
