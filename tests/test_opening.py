"""Which store is opened: a folder that is named, an endpoint, or the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas.atlas import Atlas
from mlatlas.errors import BadRequest, StoreError
from mlatlas.store import EmbeddedStore
from strange_server import Handler, says, serving, table

NOBODY = "http://127.0.0.1:1/sparql"


def test_a_folder_that_is_named_comes_before_the_environment(store_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT", NOBODY)
    assert isinstance(Atlas.open(store_home).store, EmbeddedStore)


def test_the_environment_comes_before_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT", NOBODY)
    with pytest.raises(StoreError, match="cannot be reached"):
        Atlas.open()
    monkeypatch.setenv("MLATLAS_ENDPOINT", "")
    assert isinstance(Atlas.open().store, EmbeddedStore)


def test_an_endpoint_that_is_named_comes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT", NOBODY)
    release = table({"version": "1.2.3", "built": "2026-11-23T12:00:00Z", "triples": "7"})

    def answer(handler: Handler) -> None:
        says(release if "void:Dataset" in server.asked[-1].form["query"][0] else table())(handler)

    with serving(answer) as server:
        assert Atlas.open(endpoint=server.address).name == "ML Atlas 1.2.3, built 2026-11-23T12:00:00Z"


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequest, match="no address of an endpoint"):
        Atlas.open(endpoint="nonsense")
