"""The store on a server, as the atlas asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from mlatlas.errors import StoreError
from mlatlas.remote.failures import Refused, Unfinished, broken
from mlatlas.remote.http import Endpoint, Question
from mlatlas.remote.results import JSON, N_TRIPLES, Broken, Cell, Table, Triples
from mlatlas.remote.wording import portable
from mlatlas.resources import query_text
from mlatlas.store import Given, Iri, Row, Value, bind, read_literal, write
from mlatlas.terms import PROVENANCE, XSD, api_graph

#: So long the product's own questions may take, and a whole graph that is written to a file.
_SECONDS: Final = 60.0
_DUMP_SECONDS: Final = 600.0
_UNION: Final = "docs/engines.md says how to set it up"


class RemoteStore:
    """A store of the atlas on a server. What it says about itself is read once.

    Raises `StoreError` where the server cannot be asked, or has no atlas for us.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        if not self._shipped("remote/release"):
            raise self._missing()

    @property
    def key(self) -> str:
        """See `Store.key`."""
        return f"{self.endpoint.name} {self.manifest['built']}"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """See `Store.manifest`."""
        release = self._shipped("remote/release")[0]
        services = {str(row["graph"]).removeprefix(api_graph("")): row for row in self._shipped("api-graphs")}
        return {
            **release,
            "fingerprint": self.endpoint.name,
            "botocore": max((str(row["version"]) for row in services.values()), default=""),
            "services": services,
        }

    def select(self, query: str, given: Given | None = None) -> list[Row]:
        """See `Store.select`. Raises `StoreError`, and `Busy` where the server is."""
        table = Table()
        self._ask(Question(portable(bind(query, given or {})), JSON), table, _SECONDS)
        return [{name: _value(cell) for name, cell in row.items()} for row in table.rows]

    def dump(self, output: BinaryIO, media_type: str, api: bool = False) -> None:
        """See `Store.dump`. Raises `StoreError` where the server gives less than there is."""
        graphs = [*(str(row["graph"]) for row in self._shipped("remote/graphs")), PROVENANCE]
        write(self._graph, graphs, output, media_type, api)

    def _graph(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of a graph, counted, for servers may cut a graph that is long without a word."""
        triples = Triples()
        self._ask(Question(bind(query_text("remote/graph"), {"graph": graph}), N_TRIPLES), triples, _DUMP_SECONDS)
        try:
            found = [quad.triple for quad in ox.parse(triples.content, format=ox.RdfFormat.N_TRIPLES)]
        except SyntaxError:
            raise broken(self.endpoint.name, triples.content[-300:].decode("utf-8", "replace")) from None
        wanted = self.select(query_text("remote/graph-size"), {"graph": graph})[0]["triples"]
        if wanted != len(found):
            reason = f"gives {len(found):,} of the {wanted:,} triples of {graph}: raise its limits"
            raise StoreError(f"{self.endpoint.name} {reason}; {_UNION}")
        name = ox.NamedNode(graph)
        return (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in found)

    def _shipped(self, query: str) -> list[Row]:
        return self.select(query_text(query))

    def _ask(self, question: Question, reader: Table | Triples, seconds: float) -> None:
        name = self.endpoint.name
        try:
            cut = self.endpoint.ask(question, reader.feed, seconds)
            reader.finish()
        except Refused as error:
            raise StoreError(f"{name} refuses a query of the atlas ({error.reason})") from None
        except Unfinished as error:
            when = "in its own time" if error.by_server else f"within {seconds:g} s"
            raise StoreError(f"{name} did not answer {when}; look at the server's load and limits") from None
        except Broken as error:
            raise broken(name, str(error)) from None
        if cut:
            raise StoreError(f"{name} {cut}")

    def _missing(self) -> StoreError:
        name = self.endpoint.name
        if self._shipped("remote/hidden-release"):
            reason = "has the atlas in named graphs, but its default graph is not their union"
            return StoreError(f"{name} {reason}: switch that on; {_UNION}")
        return StoreError(f"{name} has no ML Atlas, or one of an older version: load it; {_UNION}")


def _value(cell: Cell) -> Value:
    """A term of a table as plain Python."""
    if cell["type"] in {"uri", "bnode"}:
        return Iri(cell["value"])
    return read_literal(cell["value"], cell.get("datatype", XSD + "string"))
