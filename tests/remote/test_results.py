"""Answers that are read while they come in: whole or cut, never silently half."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.remote.results import Broken, Table, Triples
from strange_server import table

CELL = st.fixed_dictionaries({"type": st.sampled_from(["uri", "literal", "bnode"]), "value": st.text()})
ROWS = st.lists(st.dictionaries(st.sampled_from(["x", "y", "bindings"]), CELL), max_size=8)
CUTS = st.lists(st.integers(0, 400), max_size=6)


def document(rows: list[Any]) -> dict[str, Any]:
    head = {"link": [], "vars": ["x", "y", "bindings"]}
    return {"head": head, "results": {"distinct": False, "bindings": rows}}


def fed(reader: Table | Triples, content: bytes, cuts: list[int]) -> bool:
    """Whether the reader had enough of a content that came in pieces."""
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    enough = [reader.feed(content[start:end]) for start, end in pairwise(places)]
    return any(enough)


@given(ROWS, CUTS, st.booleans(), st.sampled_from([None, 1, 4]))
def test_a_table_is_the_same_however_it_is_cut(
    rows: list[Any], cuts: list[int], ascii: bool, indent: int | None
) -> None:
    reader = Table()
    assert not fed(
        reader, json.dumps(document(rows), ensure_ascii=ascii, indent=indent).encode("utf-8", "replace"), cuts
    )
    reader.finish()
    expected = json.loads(json.dumps(document(rows), ensure_ascii=ascii).encode("utf-8", "replace"))
    assert reader.rows == expected["results"]["bindings"]
    assert reader.variables == ["x", "y", "bindings"]
    assert reader.truth is None


@given(ROWS, st.data())
def test_half_a_table_is_never_taken_for_a_whole(rows: list[Any], data: st.DataObject) -> None:
    content = json.dumps(document(rows)).encode()
    reader = Table()
    reader.feed(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(Broken):
        reader.finish()


@pytest.mark.parametrize("tail", ["error: query cancelled", ", {}", "}", "\x00", "{"])
@pytest.mark.parametrize("rows", [[], [{"x": "a"}]])
def test_words_after_the_end_are_an_error(rows: list[dict[str, str]], tail: str) -> None:
    reader = Table()
    reader.feed(table(*rows).encode() + b"\n" + tail.encode())
    with pytest.raises(Broken) as raised:
        reader.finish()
    assert str(raised.value).endswith(tail)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[]", b"{}", b'"x"', b'{"head": []}', b'{"head": {"vars": ["x"]}}', b"<sparql/>", b"\xff\xfe{}",
     b'{"head": {}, "results": {}}', b'{"head": 1, "results": {"bindings": []}}',
     b'{"head": {"vars": ["x"]}, "results": {"bindings": [1]}}',
     b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": 1}]}}', b"{" * 3000, b"x" * 2_000_000],
)  # fmt: skip
def test_what_is_no_table_is_an_error(content: bytes) -> None:
    reader = Table()
    reader.feed(content)
    with pytest.raises(Broken):
        reader.finish()


@pytest.mark.parametrize("truth", [True, False])
def test_yes_and_no(truth: bool) -> None:
    reader = Table()
    reader.feed(json.dumps({"head": {}, "boolean": truth}).encode())
    reader.finish()
    assert reader.truth is truth


@pytest.mark.parametrize(
    ("rows", "truth"), [([], False), ([{"__ASK_RETVAL": {"type": "literal", "value": "1"}}], True)]
)
def test_yes_and_no_as_virtuoso_says_it(rows: list[Any], truth: bool) -> None:
    reader = Table()
    reader.feed(json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": rows}}).encode())
    reader.finish()
    assert reader.truth is truth


@given(st.integers(0, 12), st.integers(0, 10), CUTS)
def test_rows_are_cut_where_they_are_enough(there: int, most: int, cuts: list[int]) -> None:
    reader = Table(rows=most)
    enough = fed(reader, table(*({"x": str(number)} for number in range(there))).encode(), cuts)
    reader.finish()
    assert [row["x"]["value"] for row in reader.rows] == [str(number) for number in range(min(there, most))]
    assert reader.truncated == enough == (there > most)
    assert reader.variables == (["x"] if there else [])


def test_bytes_are_cut_where_they_are_enough() -> None:
    reader = Table(size=1000)
    assert reader.feed(table(*({"x": "a" * 90} for _ in range(100))).encode())
    reader.finish()
    assert 5 < len(reader.rows) <= 10


def test_one_value_that_never_ends_is_cut() -> None:
    reader = Table(size=1000)
    assert not reader.feed(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "')
    assert any(reader.feed(b"a" * 100_000) for _ in range(12))
    reader.finish()
    assert reader.rows == []


LINES = [b'<http://x/a> <http://x/b> "c%d" .' % number for number in range(6)]


@given(st.lists(st.sampled_from(LINES)), CUTS, st.sampled_from([b"\n", b"\r\n", b"\n# a comment\n\n"]))
def test_triples_are_the_same_however_they_are_cut(lines: list[bytes], cuts: list[int], end: bytes) -> None:
    reader = Triples()
    assert not fed(reader, b"".join(line + end for line in lines), cuts)
    reader.finish()
    assert reader.content.split(b"\n") == [*dict.fromkeys(lines), b""]


def test_triples_are_cut_where_they_are_enough() -> None:
    for reader in (Triples(rows=2), Triples(size=2 * len(LINES[0]))):
        assert reader.feed(b"\n".join(LINES) + b"\n")
        reader.finish()
        assert reader.content == b"\n".join([*LINES[:2], b""])


def test_a_triple_that_never_ends_is_cut() -> None:
    reader = Triples(size=1000)
    assert reader.feed(b'<http://x/a> <http://x/b> "' + b"c" * 2000)
    reader.finish()
    assert reader.content == b""


def test_half_a_triple_is_an_error() -> None:
    reader = Triples()
    reader.feed(LINES[0] + b"\n" + LINES[1][:20])
    with pytest.raises(Broken, match="<http://x/a>"):
        reader.finish()
