"""Where the files lie that travel with the package: curated data, vocabulary, queries, the app's entry."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def data_root() -> Path:
    """The folder of `graph/`, `ontology.ttl`, `shapes.ttl` and `streamlit_app.py`.

    In an installed wheel that is `mlatlas/data`; in a checkout it is the project itself.
    """
    packed = _PACKAGE / "data"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def query_text(name: str) -> str:
    """The text of one of the shipped queries (`queries/<name>.rq`)."""
    return (_PACKAGE / "queries" / f"{name}.rq").read_text("utf-8")
