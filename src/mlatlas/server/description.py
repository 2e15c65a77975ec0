"""What the endpoint says about itself: SPARQL 1.1 Service Description, with the sizes in VoID.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from starlette.requests import Request

from mlatlas.atlas import Atlas
from mlatlas.resources import query_text
from mlatlas.sandbox import Answer, How, Term, as_graph
from mlatlas.terms import ATLAS, AWS, DCTERMS, KB, PROJECT, RDF, RDFS, SKOS, STMT, VOID, XSD

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")

Triple = tuple[Term, Term, Term]


def service(atlas: Atlas, request: Request, form: str, how: How) -> Answer:
    """The description of the service in a format of RDF."""
    graphs = atlas.query(query_text("server/graphs"), "table", **how).rows
    return as_graph(_triples(atlas, endpoint(request), graphs), form)


def endpoint(request: Request) -> str:
    """The address of the endpoint as the client calls it, or as we do, where its `Host` is no name of a host."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = request.scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}/sparql"


def _triples(atlas: Atlas, address: str, graphs: tuple[tuple[Term | None, ...], ...]) -> Iterator[Triple]:
    here, whole, union = _iri(address), _iri(PROJECT), Term("bnode", "union")
    yield _is(here, _SD + "Service")
    yield here, _iri(_SD + "endpoint"), here
    yield here, _iri(_SD + "supportedLanguage"), _iri(_SD + "SPARQL11Query")
    yield here, _iri(_SD + "feature"), _iri(_SD + "UnionDefaultGraph")
    for name in _FORMATS:
        yield here, _iri(_SD + "resultFormat"), _iri(f"http://www.w3.org/ns/formats/{name}")
    yield here, _iri(_SD + "defaultDataset"), whole
    yield _is(whole, _SD + "Dataset")
    yield whole, _iri(_SD + "defaultGraph"), union
    yield _is(union, _SD + "Graph")
    yield union, _iri(VOID + "triples"), _number(int(atlas.store.manifest["triples"]))
    yield from _void(atlas, here, whole)
    for position, (graph, label, triples) in enumerate(graphs):
        if graph and label and triples:
            yield from _graph(whole, graph, label, triples, str(position))


def _void(atlas: Atlas, here: Term, whole: Term) -> Iterator[Triple]:
    counts = atlas.counts()
    yield _is(whole, VOID + "Dataset")
    yield whole, _iri(DCTERMS + "title"), Term("literal", "ML Atlas")
    yield whole, _iri(DCTERMS + "license"), _iri(_LICENCE)
    yield whole, _iri(DCTERMS + "modified"), Term("literal", counts.built, XSD + "dateTime")
    yield whole, _iri(VOID + "sparqlEndpoint"), here
    yield whole, _iri(VOID + "triples"), _number(counts.triples)
    yield whole, _iri(VOID + "entities"), _number(counts.entities + counts.statements)
    yield whole, _iri(VOID + "properties"), _number(len(atlas.properties))
    yield whole, _iri(VOID + "exampleResource"), _iri(KB + "serverless-inference")
    for space in (KB, STMT, AWS):
        yield whole, _iri(VOID + "uriSpace"), Term("literal", space)
    for vocabulary in (ATLAS, SKOS, DCTERMS):
        yield whole, _iri(VOID + "vocabulary"), _iri(vocabulary)


def _graph(whole: Term, name: Term, label: Term, triples: Term, position: str) -> Iterator[Triple]:
    named, graph = Term("bnode", f"named{position}"), Term("bnode", f"graph{position}")
    yield whole, _iri(_SD + "namedGraph"), named
    yield _is(named, _SD + "NamedGraph")
    yield named, _iri(_SD + "name"), name
    yield named, _iri(_SD + "graph"), graph
    yield _is(graph, _SD + "Graph")
    yield graph, _iri(RDFS + "label"), label
    yield graph, _iri(VOID + "triples"), triples


def _is(thing: Term, kind: str) -> Triple:
    return thing, _iri(RDF + "type"), _iri(kind)


def _iri(value: str) -> Term:
    return Term("iri", value)


def _number(value: int) -> Term:
    return Term("literal", str(value), XSD + "integer")
