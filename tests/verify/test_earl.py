"""The results in the graph: EARL assertions that SPARQL can ask for."""

from __future__ import annotations

import json

from mlatlas.atlas import Atlas
from mlatlas.sources.api_models import Models

QUERY = """
PREFIX earl: <http://www.w3.org/ns/earl#>
SELECT ?evidence ?element WHERE {
  ?assertion a earl:Assertion ; earl:subject stmt:F072 ; earl:mode earl:automatic ; earl:result ?result ; atlas:apiElement ?element .
  GRAPH <https://w3id.org/mlatlas/graph/verification> { ?result earl:outcome earl:passed ; atlas:evidence ?evidence }
}
"""


def test_sparql_finds_the_evidence_of_a_statement(atlas: Atlas) -> None:
    rows = json.loads(atlas.query(QUERY).content)["results"]["bindings"]
    told = {row["evidence"]["value"] for row in rows}
    version = Models.installed().version
    assert f"agrees with botocore {version}: shapes.ServerlessMemorySizeInMB.max = 6144 (6 GB = 6144 MB)" in told
    assert len(rows) == 2


def test_statements_carry_their_checks(atlas: Atlas) -> None:
    checks = atlas.statement("F095").checks
    assert [(check.role, check.outcome, check.reads_text) for check in checks] == [("refuting", "agrees", True)]
    assert sum(len(statement.checks) for statement in atlas.facts()) >= 133
