"""Names with several dots reach the engine whole."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.atlas import Atlas
from mlatlas.errors import BadQuery
from mlatlas.sparql.dots import dots, escaped, in_original
from mlatlas.sparql.text import tokenise

NAMES = some.lists(some.from_regex(r"[A-Za-z]{1,5}", fullmatch=True), min_size=1, max_size=5).map(".".join)


@given(NAMES)
def test_the_engine_reads_the_name_that_was_meant(name: str) -> None:
    text = f"PREFIX x: <http://x/> SELECT (x:{name} AS ?n) {{ }}"
    written = escaped(text, dots(list(tokenise(text))))
    (row,) = ox.Store().query(written)
    assert row["n"] == ox.NamedNode(f"http://x/{name}")


def test_nothing_else_is_touched() -> None:
    text = "SELECT ?s { ?s x:a.b 1.5 ; <http://a.b.c/d.e> 'a.b.c' . # a:b.c.d\n}"
    assert dots(list(tokenise(text))) == []


def test_an_element_of_an_api_can_be_asked_for_by_its_short_name(atlas: Atlas) -> None:
    answer = atlas.query(
        "SELECT ?max { VALUES ?s { aws:sagemaker.shapes.TrainingJobName } ?s atlas:max ?max }", "table"
    )
    assert [[term.value for term in row if term] for row in answer.rows] == [["63"]]


def test_the_place_of_an_error_is_that_of_the_text_as_written(atlas: Atlas) -> None:
    text = "ASK {\n aws:a.b.c ?p ?o FILTER (STRLEN(?o, 2)) }"
    with pytest.raises(BadQuery) as caught:
        atlas.query(text)
    plain = text.replace("a.b.c", "a_b_c")
    with pytest.raises(BadQuery) as expected:
        atlas.query(plain)
    assert str(caught.value) == str(expected.value)
    assert in_original("no place", text, [3]) == "no place"
