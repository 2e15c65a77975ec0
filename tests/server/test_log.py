"""One line for each request, and in it no more of it than is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from mlatlas.server import Settings
from mlatlas.server.log import digest


def _line(text: str) -> str:
    (line,) = text.splitlines()
    return line


def test_a_line_says_when_what_and_how_much(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT ?x { VALUES ?x { 'secret' 2 } }"
    client.get("/sparql", params={"query": query})
    line = _line(capsys.readouterr().err)
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ 200 \d+ms GET /sparql rows=2 query={digest(query)}", line)


def test_the_text_of_a_query_is_logged_on_one_line_where_that_is_wanted(
    client_of: Callable[[Settings], TestClient], capsys: pytest.CaptureFixture[str]
) -> None:
    query = 'SELECT ?x {\n VALUES ?x { "a" } }'
    client_of(Settings(log_queries=True)).post("/sparql", data={"query": query})
    assert _line(capsys.readouterr().err).endswith(r'query="SELECT ?x {\n VALUES ?x { \"a\" } }"')


def test_no_address_writes_a_line_of_its_own(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/id/a%0A2026-01-01T00:00:00Z%20200")
    assert "404" in _line(capsys.readouterr().err)
