"""Clients that others wrote, talking to the server."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from live_server import Running
from mlatlas.terms import CURATED, KB, ONTOLOGY, SKOS

LABEL = "SELECT ?label { kb:dropout skos:prefLabel ?label }"


def _wrapper(server: Running, query: str, form: str) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(f"{server.address}/sparql")
    wrapper.setQuery("PREFIX kb: <https://w3id.org/mlatlas/id/> " + query)
    wrapper.setReturnFormat(form)
    return wrapper


def test_sparqlwrapper_reads_tables(server: Running) -> None:
    found = _wrapper(server, LABEL, JSON).queryAndConvert()
    assert [row["label"]["value"] for row in found["results"]["bindings"]] == ["Dropout"]
    assert _wrapper(server, LABEL, CSV).queryAndConvert() == b"label\r\nDropout\r\n"
    assert _wrapper(server, LABEL, TSV).queryAndConvert() == b'?label\n"Dropout"\n'
    assert "Dropout" in _wrapper(server, LABEL, XML).queryAndConvert().toxml()


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(server: Running, form: str) -> None:
    found = _wrapper(server, "CONSTRUCT WHERE { kb:dropout skos:prefLabel ?label }", form).queryAndConvert()
    if not isinstance(found, rdflib.Graph):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert [str(value) for value in found.objects()] == ["Dropout"]


@pytest.mark.parametrize("how", [POSTDIRECTLY, "urlencoded"])
def test_sparqlwrapper_posts(server: Running, how: str) -> None:
    wrapper = _wrapper(server, LABEL, JSON)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(how)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 1


def test_sparqlwrapper_tells_our_sentence(server: Running) -> None:
    with pytest.raises(QueryBadFormed, match="'WHEN' is no word of SPARQL"):
        _wrapper(server, "ASK WHEN { }", JSON).query()


def _remote(server: Running, identifier: str | None = None, **options: str) -> rdflib.Graph:
    store = SPARQLStore(f"{server.address}/sparql", **options)
    return rdflib.Graph(store, identifier=rdflib.URIRef(identifier) if identifier else None)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_asks_as_a_store(server: Running, method: str, form: str) -> None:
    graph = _remote(server, method=method, returnFormat=form)
    rows = graph.query("SELECT ?label { <https://w3id.org/mlatlas/id/dropout> skos:prefLabel ?label }")
    assert [str(row[0]) for row in rows] == ["Dropout"]


def test_rdflib_reads_triples_as_from_a_graph(server: Running) -> None:
    dropout, label = rdflib.URIRef(KB + "dropout"), rdflib.URIRef(SKOS + "prefLabel")
    assert _remote(server).value(dropout, label) == rdflib.Literal("Dropout")
    assert _remote(server, CURATED).value(dropout, label) == rdflib.Literal("Dropout")
    assert _remote(server, ONTOLOGY).value(dropout, label) is None


def test_rdflib_gets_a_graph_built(server: Running) -> None:
    built = _remote(server).query("CONSTRUCT WHERE { <https://w3id.org/mlatlas/id/dropout> ?p ?o }")
    assert len(built.graph or ()) > 3


def test_rdflib_is_refused_an_update(server: Running) -> None:
    with pytest.raises(ValueError, match="SPARQL query"):
        _remote(server).query("INSERT DATA { <a:a> <a:b> <a:c> }")


def test_rdflib_follows_an_iri(server: Running) -> None:
    graph = rdflib.Graph().parse(f"{server.address}/id/dropout")
    assert (rdflib.URIRef(KB + "dropout"), rdflib.URIRef(SKOS + "prefLabel"), rdflib.Literal("Dropout")) in graph
