"""The graph for people who go on elsewhere: rdflib, networkx, GraphML and the formats of RDF."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mlatlas.facts import Entity, Link, Statement
from mlatlas.store import Store
from mlatlas.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import rdflib

#: Formats of RDF by the name on the command line, and their media types.
RDF_FORMATS: Final = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "json-ld": "application/ld+json",
}


def rdflib_dataset(store: Store, api: bool = False) -> rdflib.Dataset:
    """The store in its named graphs, with those of API models on demand; a query sees their union."""
    import rdflib  # noqa: PLC0415 - half of the start-up time, and few need it

    dataset = rdflib.Dataset(default_union=True)
    content = io.BytesIO()
    store.dump(content, RDF_FORMATS["nquads"], api)
    dataset.parse(data=content.getvalue(), format="nquads")
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def networkx_graph(
    entities: Iterable[Entity], statements: Iterable[Statement], links: Iterable[Link]
) -> networkx.MultiDiGraph[str]:
    """Entities as nodes by slug; edges by the id of their statement, or by the label of a structural link.

    An edge has `label`, `property` (empty for a link), `holds` and `verdict`.
    """
    import networkx  # noqa: PLC0415

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for one in entities:
        graph.add_node(one.slug, iri=one.iri, label=one.label, kind=one.kind, definition=one.definition)
    for claim in statements:
        if claim.object is not None:
            said = {"label": claim.property.label, "property": claim.property.slug}
            graph.add_edge(
                claim.subject.slug, claim.object.slug, key=claim.id, holds=claim.holds, verdict=claim.verdict, **said
            )
    for link in links:
        said = {"label": link.label, "property": ""}
        graph.add_edge(link.source.slug, link.target.slug, key=link.label, holds=True, verdict="", **said)
    return graph


def graphml(graph: networkx.MultiDiGraph[str]) -> bytes:
    """A graph in GraphML, for Gephi, yEd and the like."""
    import networkx  # noqa: PLC0415

    return "\n".join(networkx.generate_graphml(graph)).encode()
