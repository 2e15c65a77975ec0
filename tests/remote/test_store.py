"""The store on a server that behaves well, or not: the engines that are here are tested in tests/engines."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from decimal import Decimal

import pytest

from mlatlas.errors import AtlasError, Busy, StoreError
from mlatlas.remote import Endpoint, RemoteStore
from mlatlas.store import Iri
from mlatlas.terms import GRAPH, VOID, XSD
from strange_server import Answers, Handler, Server, says, serving, table

RELEASE = table({"version": "1.2.3", "built": "2026-11-23T12:00:00Z", "triples": "7"})


def answering(server: Server, **special: Answers) -> Answers:
    """Tells of a release, and answers queries that contain a word in a way of its own."""

    def answer(handler: Handler) -> None:
        query = server.asked[-1].form["query"][0]
        chosen = next((each for word, each in special.items() if word in query), says(table()))
        (says(RELEASE) if f"<{VOID}Dataset>" in query or "void:Dataset" in query else chosen)(handler)

    return answer


@pytest.fixture
def server() -> Server:  # type: ignore[misc]
    with serving(says(RELEASE)) as started:
        started.answers = answering(started)
        yield started


@pytest.fixture
def store(server: Server) -> RemoteStore:
    return RemoteStore(Endpoint(server.address))


def test_what_the_store_says_about_itself(store: RemoteStore, server: Server) -> None:
    graphs = ({"graph": f"{GRAPH}api/{name}", "package": "botocore", "version": "1.44.5"} for name in ("polly", "sns"))
    server.answers = answering(server, **{"atlas:package": says(table(*graphs))})
    assert store.manifest["version"] == "1.2.3"
    assert list(store.manifest["services"]) == ["polly", "sns"]
    assert store.manifest["botocore"] == "1.44.5"
    assert store.key == f"{server.address} 2026-11-23T12:00:00Z"


def test_values_come_back_as_plain_python(store: RemoteStore, server: Server) -> None:
    typed = {
        "yes": ("boolean", "1"),
        "whole": ("integer", "6"),
        "part": ("decimal", "0.5"),
        "day": ("date", "2026-07-30"),
    }
    row = {
        name: {"type": "typed-literal", "datatype": XSD + kind, "value": text} for name, (kind, text) in typed.items()
    }
    row |= {"iri": {"type": "uri", "value": "http://x/a"}, "text": {"type": "literal", "value": "a", "xml:lang": "en"}}
    body = json.dumps({"head": {"vars": [*row, "unbound"]}, "results": {"bindings": [row]}})
    server.answers = answering(server, Everything=says(body))
    (found,) = store.select("SELECT * { ?x a <http://x/Everything> }")
    assert found == {
        "yes": True, "whole": 6, "part": Decimal("0.5"), "day": date(2026, 7, 30), "iri": "http://x/a", "text": "a",
    }  # fmt: skip
    assert isinstance(found["iri"], Iri)
    assert not isinstance(found["text"], Iri)


def test_parameters_are_bound(store: RemoteStore, server: Server) -> None:
    store.select("SELECT * { VALUES (?s) { (UNDEF) } ?s ?p ?o }", {"s": "http://x/a"})
    assert "VALUES (?s) { (<http://x/a>) }" in server.asked[-1].form["query"][0]


FAILURES: dict[str, tuple[Answers, type[AtlasError], str]] = {
    "refused": (says("SP031: what?", 400), StoreError, r"refuses a query of the atlas \(SP031: what\?\)"),
    "half": (says(table({"x": "a"})[:-3]), StoreError, "broke off its answer"),
    "words after it": (says(table({"x": "a"}) + "timeout!"), StoreError, "last words: .*timeout!"),
    "cut": (says(table({"x": "a"}), X_SPARQL_MaxRows="1"), StoreError, "cuts answers after 1 rows: raise its ResultSetMaxRows"),
    "out of time": (says(table(), X_SQL_State="S1TAT"), StoreError, "did not answer in its own time"),
    "gone": (says("", 504), StoreError, "did not answer in its own time"),
    "busy": (says("", 429, Retry_After="9"), Busy, "try again in 9 s"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_clear_sentence(name: str, store: RemoteStore, server: Server) -> None:
    answers, kind, sentence = FAILURES[name]
    server.answers = answers
    with pytest.raises(kind, match=sentence):
        store.select("SELECT ?x { ?x ?p ?o }")


def test_a_graph_that_the_server_cuts_is_not_exported(store: RemoteStore, server: Server) -> None:
    size = table({"triples": "2"}).replace('"literal"', f'"typed-literal", "datatype": "{XSD}integer"')
    server.answers = answering(
        server, COUNT=says(size), CONSTRUCT=says("<http://x/a> <http://x/b> <http://x/c> .\n", media_type="text/plain")
    )
    with pytest.raises(StoreError, match=r"gives 1 of the 2 triples of .*/graph/provenance: raise its limits"):
        store.dump(io.BytesIO(), "application/n-quads")


def test_a_server_that_has_nothing_is_named() -> None:
    with serving(says(table())) as empty, pytest.raises(StoreError, match="has no ML Atlas"):
        RemoteStore(Endpoint(empty.address))


def test_an_answer_that_does_not_come_is_not_waited_for(
    store: RemoteStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlatlas.remote.store._SECONDS", 0.3)
    server.answers = lambda _: time.sleep(3)
    with pytest.raises(StoreError, match=r"did not answer within 0\.3 s"):
        store.select("SELECT ?x { ?x ?p ?o }")
