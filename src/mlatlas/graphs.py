"""The triples of a store, but for those of API models: curated, derived, checked, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import pyoxigraph as ox

from mlatlas import terms
from mlatlas.conflict_triples import conflict_triples
from mlatlas.facts import Check
from mlatlas.map_triples import map_triples
from mlatlas.picture.neighbourhood import Graph
from mlatlas.reading import Reading
from mlatlas.resources import query_text
from mlatlas.sources.api_models import PACKAGE
from mlatlas.sources.curated import Curated
from mlatlas.staging import ApiService
from mlatlas.store import Row, bind, rows
from mlatlas.terms import DCTERMS, PROV, RDF, RDFS, VOID, XSD, api_graph, atlas
from mlatlas.verify import Plan, assertions

_TYPE: Final = ox.NamedNode(RDF + "type")
_LABEL: Final = ox.NamedNode(RDFS + "label")
_ENTITY: Final = ox.NamedNode(PROV + "Entity")
_MADE: Final = ox.NamedNode(PROV + "generatedAtTime")
_FROM: Final = ox.NamedNode(PROV + "wasDerivedFrom")


def quads(
    data: Curated,
    results: Iterable[tuple[Plan, Check]],
    botocore: str,
    services: Sequence[ApiService],
    elements: Iterable[ox.Quad] = (),
) -> list[ox.Quad]:
    """All quads besides those of API models.

    `results` are those of the checks, `botocore` is the version of the API models, `services` are those that the
    store holds, and `elements` is what they say of the elements that the curated facts name.
    """
    derived = derive(data)
    reading = _read([*data.ontology.triples, *data.triples, *derived], elements)
    graph = Graph(reading.all_statements, reading.links())
    return [
        *_in_graph(data.ontology.triples, terms.ONTOLOGY),
        *_in_graph(data.triples, terms.CURATED),
        *_in_graph([*derived, *conflict_triples(reading.all_statements)], terms.DERIVED),
        *_in_graph(map_triples(reading.ground(graph)), terms.MAP),
        *_in_graph(assertions(results), terms.VERIFICATION),
        *_in_graph(_provenance(data), terms.PROVENANCE),
        *_in_graph(_api_provenance(botocore, services), terms.PROVENANCE),
    ]


def described(manifest: Mapping[str, Any]) -> list[ox.Quad]:
    """What the manifest says of the whole store, in VoID: whoever asks a store over HTTP has no other manifest."""
    dataset = ox.NamedNode(terms.PROJECT)
    said = [
        ox.Triple(dataset, _TYPE, ox.NamedNode(VOID + "Dataset")),
        ox.Triple(dataset, ox.NamedNode(DCTERMS + "title"), ox.Literal("ML Atlas")),
        ox.Triple(dataset, ox.NamedNode(atlas("version")), ox.Literal(manifest["version"])),
        ox.Triple(dataset, _MADE, _time(manifest["built"])),
        ox.Triple(dataset, ox.NamedNode(VOID + "triples"), ox.Literal(manifest["triples"])),
    ]
    return _in_graph(said, terms.PROVENANCE)


def _in_graph(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples]


def derive(data: Curated) -> list[ox.Triple]:
    """The triples that follow from the curated ones.

    - `subject property object` for every statement that holds without condition and without end, today already,
      and is confirmed by an authority, so that simple questions need no statement nodes;
    - `a atlas:Statement` and `a skos:Concept` for the members of their subclasses.
    """
    store = ox.Store()
    store.extend(_in_graph([*data.ontology.triples, *data.triples], terms.CURATED))
    query = query_text("derive")
    return list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]


def _read(own: Iterable[ox.Triple], elements: Iterable[ox.Quad]) -> Reading:
    """The curated facts as records, which conflicts and the map are found in."""
    store = ox.Store()
    store.extend(_in_graph(own, terms.CURATED))
    store.extend(elements)

    def asked(query: str, **given: str) -> list[Row]:
        return rows(store.query(bind(query_text(query), given), use_default_graph_as_union=True))

    return Reading(asked)


def _provenance(data: Curated) -> list[ox.Triple]:
    """Each graph of our own described with PROV: what it is, from which files, by which version, when."""
    now = _time(datetime.now(UTC).isoformat(timespec="seconds"))
    software = ox.Literal(f"mlatlas {version('mlatlas')}")
    labels = {
        terms.CURATED: f"Curated facts ({len(data.graph)} files)",
        terms.ONTOLOGY: "Vocabulary",
        terms.DERIVED: "Derived triples",
        terms.VERIFICATION: "Statements held against authorities (EARL)",
        terms.MAP: "The map of topics",
    }
    described = []
    for iri, label in labels.items():
        graph = ox.NamedNode(iri)
        described += [
            ox.Triple(graph, _TYPE, _ENTITY),
            ox.Triple(graph, _LABEL, ox.Literal(label)),
            ox.Triple(graph, _MADE, now),
            ox.Triple(graph, ox.NamedNode(DCTERMS + "creator"), software),
        ]
    whole = ox.NamedNode(terms.CURATED)
    return [*described, *(ox.Triple(ox.NamedNode(made), _FROM, whole) for made in (terms.DERIVED, terms.MAP))]


def _api_provenance(package_version: str, services: Iterable[ApiService]) -> list[ox.Triple]:
    """Each API graph described with PROV; the model it is made from is named by its package URL (purl)."""
    described = []
    for service in services:
        graph = ox.NamedNode(api_graph(service.name))
        path = f"botocore/data/{service.name}/{service.api_version}"
        described += [
            ox.Triple(graph, _TYPE, _ENTITY),
            ox.Triple(graph, _LABEL, ox.Literal(f"API model {service.name} {service.api_version}")),
            ox.Triple(graph, ox.NamedNode(atlas("package")), ox.Literal(PACKAGE)),
            ox.Triple(graph, ox.NamedNode(atlas("version")), ox.Literal(package_version)),
            ox.Triple(graph, ox.NamedNode(atlas("apiVersion")), ox.Literal(service.api_version)),
            ox.Triple(graph, ox.NamedNode(VOID + "triples"), ox.Literal(service.triples)),
            ox.Triple(graph, _MADE, _time(service.made)),
            ox.Triple(graph, _FROM, ox.NamedNode(f"pkg:pypi/{PACKAGE}@{package_version}#{path}")),
        ]
    return described


def _time(iso: str) -> ox.Literal:
    return ox.Literal(iso, datatype=ox.NamedNode(XSD + "dateTime"))
