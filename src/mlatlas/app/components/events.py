"""What arrives from the browser is looked at before anybody believes it."""

from __future__ import annotations

from collections.abc import Mapping


def sent(state: object, event: str, name: str) -> str | None:
    """The text called `name` in an event of a component's state; None where there is none.

    >>> sent({"select": {"iri": "kb:a", "nonce": 1}}, "select", "iri"), sent({"select": None}, "select", "iri")
    ('kb:a', None)
    """
    content = state.get(event) if isinstance(state, Mapping) else None
    value = content.get(name) if isinstance(content, Mapping) else None
    return value if isinstance(value, str) else None
