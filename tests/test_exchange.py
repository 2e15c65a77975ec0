"""The plain structures that scripts rely on."""

from __future__ import annotations

import csv
import io
import json

import pytest

from mlatlas import exchange
from mlatlas.atlas import Atlas


def test_every_statement_has_all_columns_in_order(atlas: Atlas) -> None:
    for statement in atlas.facts():
        assert list(exchange.statement(statement)) == [*exchange.statement_columns(), "conflicts"]


def test_everything_is_json(atlas: Atlas) -> None:
    found = [exchange.statement(statement) for statement in atlas.facts()]
    assert json.loads(json.dumps(found)) == found


def test_a_limit_is_a_number_with_a_unit_and_a_denial_is_false(atlas: Atlas) -> None:
    by_id = {one["id"]: one for one in map(exchange.statement, atlas.facts())}
    memory = by_id["F072"]
    assert (memory["value"], memory["unit"], memory["as_written"], memory["bound"]) == (6, "GB", "6 GB", "maximum")
    assert by_id["F074"]["holds"] is False
    assert by_id["F060"]["condition"].startswith("only where")
    assert by_id["F114"]["through"] == "ModelBiasMonitor"
    assert by_id["F143-availability"]["valid_from"] == "2026-07-30"
    assert by_id["F155"]["value"] == "Optimized Row Columnar"


def test_csv_has_a_row_a_statement(atlas: Atlas) -> None:
    rows = list(csv.DictReader(io.StringIO(exchange.statements_csv(atlas.facts()))))
    assert len(rows) == len(atlas.facts())
    memory = next(row for row in rows if row["id"] == "F072")
    assert memory["checks"].startswith("✓ agrees with botocore")


def test_json_tells_checks_and_conflicts(atlas: Atlas) -> None:
    told = {one.id: exchange.statement(one, atlas.conflicts) for one in atlas.facts()}
    check = told["F072"]["checks"][0]
    assert (check["agrees"], check["outcome"], check["observed"]) == (True, "agrees", "6144")
    assert check["path"] == "shapes.ServerlessMemorySizeInMB.max"
    (conflict,) = told["F096-exact"]["conflicts"]
    assert (conflict["kind"], conflict["with"]) == ("contradicted", ["F096"])
    assert told["F072"]["conflicts"] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert str(exchange.cell(f"{start}1+1")).startswith("'")


def test_paths_name_each_node_and_edge_once(atlas: Atlas) -> None:
    found = exchange.paths(atlas.path("amazon-kendra", "aws-glue-databrew", most=3))
    iris = [node["iri"] for node in found["nodes"]]
    assert len(iris) == len(set(iris))
    assert len(found["paths"]) == 3
