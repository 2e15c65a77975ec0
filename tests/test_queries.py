"""Every shipped query runs as it stands, and returns rows."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlatlas
from mlatlas.atlas import Atlas
from mlatlas.store import Text, bind, rows
from mlatlas.terms import KB, aws
from mlatlas.terms import atlas as term

FOLDER = Path(mlatlas.__file__).parent / "queries"
OWN = sorted(FOLDER.glob("*.rq"))
#: Elements of APIs are asked for one at a time.
BOUND = {
    "api-element": {"element": aws("sagemaker", "operations.CreateTrainingJob")},
    "api-uses": {"element": aws("sagemaker", "shapes.TrainingJobName")},
    "api-members": {"structure": aws("sagemaker", "shapes.CreateTrainingJobRequest")},
    "api-values": {"structure": aws("sagemaker", "shapes.AlgorithmSpecification")},
    "api-labelled": {"label": Text("CreateTrainingJob")},
}


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_query_says_what_it_is_for(path: Path) -> None:
    title, answers, *_ = path.read_text("utf-8").splitlines()
    assert title.startswith("# ")
    assert not title.endswith(".")
    assert answers.startswith("# ")


@pytest.mark.parametrize("path", [p for p in OWN if p.stem != "derive"], ids=lambda path: path.stem)
def test_a_query_returns_rows(atlas: Atlas, path: Path) -> None:
    assert atlas.store.select(path.read_text("utf-8"), BOUND.get(path.stem))


def test_bound_parameters_narrow_a_query(atlas: Atlas) -> None:
    query = (FOLDER / "statements.rq").read_text("utf-8")
    rows = atlas.store.select(query, {"role": term("subject"), "about": KB + "dropout"})
    assert {row["subject"] for row in rows} == {KB + "dropout"}


def test_only_offered_parameters_can_be_bound() -> None:
    with pytest.raises(ValueError, match="offers"):
        bind("SELECT * { VALUES (?s) { (UNDEF) } ?s ?p ?o }", {"o": "http://x/a"})
    with pytest.raises(ValueError, match="offers"):
        bind("SELECT * { ?s ?p ?o }", {"s": "http://x/a"})


@given(st.text(max_size=50))
def test_no_text_breaks_out_of_an_iri(text: str) -> None:
    query = "SELECT * { VALUES (?s) { (UNDEF) } ?s ?p ?o }"
    try:
        bound = bind(query, {"s": text})
    except ValueError:
        return
    inside = bound.removeprefix("SELECT * { VALUES (?s) { (<").removesuffix(">) } ?s ?p ?o }")
    assert inside == text
    assert not set(inside) & set('<>"{}|^`\\ \n')


@given(st.text(max_size=50))
def test_a_text_is_bound_as_a_text(text: str) -> None:
    bound = bind("SELECT ?t { VALUES (?t) { (UNDEF) } }", {"t": Text(text)})
    (row,) = rows(ox.Store().query(bound))
    assert row == {"t": text}
