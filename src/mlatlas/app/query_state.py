"""What the Query page starts with, and the address that says so: `?q=SELECT …` or `?example=limits`.

An address fills the editor and runs nothing: what somebody sends is looked at before it runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mlatlas.app.address import quoted
from mlatlas.queries import Example, examples

#: Longer queries are not written into the address, which browsers and mail programs cut.
MOST_IN_ADDRESS: Final = 6_000
_MOST_READ: Final = 100_000


def read(parameters: Mapping[str, str]) -> tuple[str, list[str]]:
    """The query that an address asks for (the first example where it asks for none), and what made no sense.

    Never raises, whatever the address says.

    >>> query, ignored = read({"example": "limit"})
    >>> query == examples()[0].text, ignored
    (True, ["example 'limit' (there is none)"])
    """
    ignored = [f"{quoted(name)} (no parameter here)" for name in parameters if name not in {"q", "example"}]
    name, query = parameters.get("example", ""), parameters.get("q", "")
    if name and query:
        ignored.append("example (q says the query itself)")
    if len(query) > _MOST_READ:
        ignored.append("q (too long)")
        query = ""
    example = named(name)
    if name and not query and example is None:
        ignored.append(f"example {quoted(name)} (there is none)")
    return query or (example or examples()[0]).text, ignored


def write(query: str) -> dict[str, str]:
    """The parameters of the address that leads to a query; `read` gives the query back.

    Empty for a query that is too long to be written into an address.
    """
    example = next((example for example in examples() if example.text == query), None)
    if example is not None:
        return {"example": example.name}
    return {"q": query} if len(query) <= MOST_IN_ADDRESS else {}


def named(name: str) -> Example | None:
    """The example with this name."""
    return next((example for example in examples() if example.name == name), None)
