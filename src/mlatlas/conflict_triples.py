"""The conflicts between curated statements as triples, so that SPARQL sees them too."""

from __future__ import annotations

import pyoxigraph as ox

from mlatlas import records
from mlatlas.conflicts import Conflict, conflicts
from mlatlas.facts import Statement
from mlatlas.resources import query_text
from mlatlas.store import Row, rows
from mlatlas.terms import CONFLICT, RDF, RDFS, STMT, atlas


def conflict_triples(store: ox.Store) -> list[ox.Triple]:
    """The conflicts between the statements in `store` (vocabulary, curated and derived triples together)."""
    return [triple for conflict in conflicts(_statements(store)) for triple in _triples(conflict)]


def _statements(store: ox.Store) -> list[Statement]:
    known = records.properties(_rows(store, "properties"))
    cited = records.sources(_rows(store, "sources"))
    return records.statements(_rows(store, "statements"), cited, known, checked={})


def _rows(store: ox.Store, query: str) -> list[Row]:
    return rows(store.query(query_text(query), use_default_graph_as_union=True))


def _triples(conflict: Conflict) -> list[ox.Triple]:
    node = ox.NamedNode(CONFLICT + conflict.id)
    between = ox.NamedNode(atlas("between"))
    return [
        ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(atlas("Conflict"))),
        ox.Triple(node, ox.NamedNode(RDFS + "label"), ox.Literal(conflict.kind)),
        ox.Triple(node, ox.NamedNode(RDFS + "comment"), ox.Literal(conflict.reason)),
        *(ox.Triple(node, between, ox.NamedNode(STMT + statement.id)) for statement in conflict.statements),
    ]
