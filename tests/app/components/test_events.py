from __future__ import annotations

import pytest

from mlatlas.app.components.events import sent


@pytest.mark.parametrize(
    "state", [None, "", 1, {}, {"go": None}, {"go": "x"}, {"go": {}}, {"go": {"iri": 1}}, {"go": ["iri"]}]
)
def test_whatever_is_no_event_is_none(state: object) -> None:
    assert sent(state, "go", "iri") is None


def test_an_event_gives_its_text() -> None:
    assert sent({"go": {"iri": "kb:a"}}, "go", "iri") == "kb:a"
