"""The conflicts between curated statements as triples, so that SPARQL sees them too."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from mlatlas.conflicts import Conflict, conflicts
from mlatlas.facts import Statement
from mlatlas.terms import CONFLICT, RDF, RDFS, STMT, atlas


def conflict_triples(statements: Sequence[Statement]) -> list[ox.Triple]:
    """The conflicts between these statements."""
    return [triple for conflict in conflicts(statements) for triple in _triples(conflict)]


def _triples(conflict: Conflict) -> list[ox.Triple]:
    node = ox.NamedNode(CONFLICT + conflict.id)
    between = ox.NamedNode(atlas("between"))
    return [
        ox.Triple(node, ox.NamedNode(RDF + "type"), ox.NamedNode(atlas("Conflict"))),
        ox.Triple(node, ox.NamedNode(RDFS + "label"), ox.Literal(conflict.kind)),
        ox.Triple(node, ox.NamedNode(RDFS + "comment"), ox.Literal(conflict.reason)),
        *(ox.Triple(node, between, ox.NamedNode(STMT + statement.id)) for statement in conflict.statements),
    ]
