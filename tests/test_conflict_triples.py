"""Conflicts in the graph: as many as the records have, between the same statements."""

from __future__ import annotations

from mlatlas.atlas import Atlas

QUERY = """
SELECT ?conflict ?kind ?reason ?statement {
  ?conflict a atlas:Conflict ; rdfs:label ?kind ; rdfs:comment ?reason ; atlas:between ?statement .
}
"""


def test_sparql_sees_the_conflicts_of_the_records(atlas: Atlas) -> None:
    found = {
        (str(row["kind"]), str(row["reason"]), str(row["statement"]).rpartition("/")[2])
        for row in atlas.store.select(QUERY)
    }
    expected = {
        (conflict.kind, conflict.reason, side.id) for conflict in atlas.conflicts for side in conflict.statements
    }
    assert found == expected
    assert len({row["conflict"] for row in atlas.store.select(QUERY)}) == len(atlas.conflicts)
