from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from mlatlas.atlas import Atlas
from mlatlas.errors import StoreError
from mlatlas.store import EmbeddedStore, Iri
from mlatlas.terms import KB

SKOS = "http://www.w3.org/2004/02/skos/core#"
TWO_GRAPHS = f"""
    GRAPH <http://example.org/a> {{ <{KB}dropout> <{SKOS}prefLabel> "Dropout" }}
    GRAPH <http://example.org/b> {{ <{KB}dropout> <{SKOS}prefLabel> "Dropout" ; <{SKOS}altLabel> 'a "b" <Größe>' }}
"""


def test_values_come_back_as_plain_python(atlas: Atlas) -> None:
    query = """SELECT ?iri ?text ?yes ?whole ?part ?day WHERE {
        VALUES (?iri ?text ?yes ?whole ?part ?day) { (kb:dropout "a" true 6 0.5 "2026-07-30"^^xsd:date) } }"""
    row = atlas.store.select(query)[0]
    assert row == {
        "iri": KB + "dropout", "text": "a", "yes": True, "whole": 6, "part": Decimal("0.5"), "day": date(2026, 7, 30),
    }  # fmt: skip
    assert isinstance(row["iri"], Iri)
    assert not isinstance(row["text"], Iri)


def test_unbound_variables_are_absent(atlas: Atlas) -> None:
    assert atlas.store.select("SELECT ?a ?b WHERE { BIND (1 AS ?a) }") == [{"a": 1}]


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `mlatlas build`"):
        EmbeddedStore(tmp_path / "nothing")


def test_a_broken_store_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "CURRENT").write_text("nonsense", "utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedStore(tmp_path)


@pytest.mark.parametrize(
    ("media_type", "rdflib_format"),
    [
        ("text/turtle", "turtle"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_what_is_dumped_can_be_read_again(tmp_path: Path, media_type: str, rdflib_format: str) -> None:
    """Another library reads the same triples; a store of a few is enough, as it reads slowly."""
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    written = ox.Store(str(tmp_path / "data"))
    written.load(TWO_GRAPHS, format=ox.RdfFormat.TRIG)
    del written
    dataset, content = rdflib.Dataset(default_union=True), io.BytesIO()
    EmbeddedStore(tmp_path).dump(content, media_type)
    dataset.parse(data=content.getvalue(), format=rdflib_format)
    found = {(str(s), str(p), str(o)) for s, p, o in dataset.triples((None, None, None))}
    assert found == {
        (KB + "dropout", SKOS + "prefLabel", "Dropout"),
        (KB + "dropout", SKOS + "altLabel", 'a "b" <Größe>'),
    }


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-quads"])
def test_api_models_are_dumped_on_demand_only(atlas: Atlas, media_type: str) -> None:
    without, with_models = io.BytesIO(), io.BytesIO()
    atlas.store.dump(without, media_type)
    atlas.store.dump(with_models, media_type, api=True)
    assert b"DescribeHubContentResponse" not in without.getvalue()
    assert b"DescribeHubContentResponse" in with_models.getvalue()
    if media_type == "application/n-quads":
        models = sum(service["triples"] for service in atlas.store.manifest["services"].values())
        assert with_models.getvalue().count(b"\n") - without.getvalue().count(b"\n") == models > 400_000
