"""A query in words that every engine knows: it asks the same, without prefixes being given beside it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from mlatlas.atlas import Atlas
from mlatlas.queries import examples
from mlatlas.remote.wording import portable
from mlatlas.store import EmbeddedStore


@pytest.fixture(scope="module")
def raw(atlas: Atlas) -> ox.Store:
    assert isinstance(atlas.store, EmbeddedStore)
    return ox.Store.read_only(str(atlas.store.path / "data"))


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_needs_no_prefixes_beside_it(example: object, raw: ox.Store) -> None:
    raw.query(portable(example.text), use_default_graph_as_union=True)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK {}", "\nASK {}"),
        ("ASK { kb:a skos:note 'kb:b' } # aws:", None),
        ("PREFIX kb: <http://x/> ASK { kb:a a kb:b.c.d }", "\nPREFIX kb: <http://x/> ASK { kb:a a kb:b.c.d }"),
        (r"ASK { aws:a\.b.c ?p 1 }", "\nASK { <https://w3id.org/mlatlas/aws/a.b.c> ?p 1 }"),
        ("ASK { aws:a.b ?p 1 }", "PREFIX aws: <https://w3id.org/mlatlas/aws/>\nASK { aws:a.b ?p 1 }"),
    ],
)
def test_only_what_is_used_and_not_declared_is_added(text: str, expected: str | None) -> None:
    found = portable(text)
    assert expected is None or found == expected
    assert found.count("PREFIX skos:") == text.count("skos:")
