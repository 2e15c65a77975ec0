"""The ground of the map as triples, so that every engine can draw it without computing it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from mlatlas.picture.ground import Ground
from mlatlas.picture.neighbourhood import Edge
from mlatlas.terms import RDF, TIE, atlas

_TYPE = ox.NamedNode(RDF + "type")


def map_triples(ground: Ground) -> Iterator[ox.Triple]:
    """Places and counts of topics, homes and counts of things, and lines between topics: see `queries/map.rq`."""
    for node in ground.topics.nodes:
        place = ground.places[node.ref.iri]
        yield from _said(node.ref.iri, mapX=int(place.x), mapY=int(place.y), mapCount=node.degree)
    for thing in ground.things:
        yield from _said(thing.ref.iri, mapHome=thing.home, mapCount=thing.degree)
    for edge in ground.topics.edges:
        yield from _tie(edge)


def _tie(edge: Edge) -> Iterator[ox.Triple]:
    iri = f"{TIE}{edge.source.slug}.{edge.target.slug}"
    yield ox.Triple(ox.NamedNode(iri), _TYPE, ox.NamedNode(atlas("MapTie")))
    yield from _said(iri, mapFrom=edge.source.iri, mapTo=edge.target.iri, mapWeight=edge.weight)


def _said(iri: str, **values: str | int) -> Iterator[ox.Triple]:
    """What is said of something: texts are IRIs."""
    for name, value in values.items():
        term = ox.NamedNode(value) if isinstance(value, str) else ox.Literal(value)
        yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(atlas(name)), term)
