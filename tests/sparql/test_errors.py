"""What the engine refuses beyond the grammar, in plain words."""

from __future__ import annotations

import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import BadQuery


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT (1 AS ?x) (2 AS ?x) { }", "SELECT names the same variable twice"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "neither grouped nor aggregated"),
        ("ASK { BIND (1 AS ?x) BIND (2 AS ?x) }", "a variable bound twice"),
        ("ASK { FILTER (STRLEN('a', 'b')) }", "too many or few arguments"),
        ("ASK {\n ?s ?p\n}", "found } where a value is missing"),
    ],
)
def test_the_engines_refusals_are_one_sentence(atlas: Atlas, query: str, words: str) -> None:
    with pytest.raises(BadQuery) as caught:
        atlas.query(query)
    error = caught.value
    assert str(error).startswith(f"line {error.line}, column {error.column}: ")
    assert words in str(error)
    assert "\n" not in str(error)
    assert "expected one of" not in str(error)
    lines = query.split("\n")
    assert error.line is not None
    assert error.column is not None
    assert error.column <= len(lines[error.line - 1]) + 1
