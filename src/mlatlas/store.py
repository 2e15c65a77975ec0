"""The store of triples, behind one small protocol.

`EmbeddedStore` opens, read-only, the store that `build` published; `remote.RemoteStore` asks a server instead.
Values come back as plain Python: IRIs as `Iri`, literals as `str`, `bool`, `int`, `Decimal` or `date`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain, product
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import pyoxigraph as ox

from mlatlas.errors import StoreError
from mlatlas.terms import PREFIXES, XSD, api_graph


class Iri(str):
    """An IRI, told apart from a text."""

    __slots__ = ()


class Text(str):
    """A text that is given to a query, told apart from an IRI."""

    __slots__ = ()


Value = Iri | str | bool | int | Decimal | date
Row = dict[str, Value]
#: What variables of a query are bound to beforehand: an IRI or a `Text`, or each of several in turn.
Given = Mapping[str, str | tuple[str, ...]]

_PARAMETERS: Final = re.compile(r"VALUES \(([?\w ]+)\) \{ \(((?:UNDEF ?)+)\) \}")
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    XSD + "boolean": lambda text: text in {"true", "1"},
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "date": date.fromisoformat,
}


class Store(Protocol):
    """What the atlas needs of a store."""

    @property
    def key(self) -> str:
        """What tells this store from others, for whoever keeps what was read from it."""
        ...

    @property
    def manifest(self) -> dict[str, Any]:
        """What the store says about itself.

        `version` of the atlas that built it, when it was `built` (ISO time), `fingerprint` of what it was made from,
        how many `triples`, the version of `botocore`, and `services` by name.
        """
        ...

    def select(self, query: str, given: Given | None = None) -> list[Row]:
        """The solutions of a SELECT query; `given` binds variables to IRIs or `Text`s beforehand (see `bind`).

        Unbound variables are absent from a row.
        """
        ...

    def dump(self, output: BinaryIO, media_type: str, api: bool = False) -> None:
        """Write the store as RDF, without the graphs of API models unless `api` asks for them.

        Formats with graphs keep them, others hold their union.
        """
        ...


class EmbeddedStore:
    """A published store on disk, opened read-only.

    >>> import tempfile
    >>> EmbeddedStore(Path(tempfile.mkdtemp()))
    Traceback (most recent call last):
    mlatlas.errors.StoreError: ...: no store there; run `mlatlas build`
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "manifest.json").is_file():
            raise StoreError(f"{path}: no store there; run `mlatlas build`")
        try:
            self._store = ox.Store.read_only(str(path / "data"))
        except (OSError, RuntimeError) as error:  # the engine tells a corrupt file with a RuntimeError
            raise StoreError(f"{path}: the store cannot be opened ({error}); run `mlatlas build` again") from error

    @property
    def key(self) -> str:
        """See `Store.key`."""
        return str(self.path)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """See `Store.manifest`; this is all that `build` wrote down."""
        content: dict[str, Any] = json.loads((self.path / "manifest.json").read_text("utf-8"))
        return content

    def select(self, query: str, given: Given | None = None) -> list[Row]:
        """See `Store.select`."""
        solutions = self._store.query(
            bind(query, given or {}),
            use_default_graph_as_union=True,
            prefixes=PREFIXES,
        )
        return rows(solutions)

    def dump(self, output: BinaryIO, media_type: str, api: bool = False) -> None:
        """See `Store.dump`."""
        graphs = [graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)]
        write(self._in, graphs, output, media_type, api)

    def _in(self, graph: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))


def write(
    read: Callable[[str], Iterable[ox.Quad]], graphs: Iterable[str], output: BinaryIO, media_type: str, api: bool
) -> None:
    """Write what `read` gives of each graph as RDF: see `Store.dump`."""
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise StoreError(f"no RDF format has the media type {media_type}")
    names = sorted(graphs)
    models = [graph for graph in names if graph.startswith(api_graph(""))]
    own = chain.from_iterable(read(graph) for graph in names if graph not in models)
    more = chain.from_iterable(read(graph) for graph in (models if api else ()))
    prefixes = PREFIXES if form in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG} else None
    if form.supports_datasets:
        ox.serialize(chain(own, more), output, form, prefixes=prefixes)
    else:  # the graphs of models share no triple with any other
        union = chain(sorted({quad.triple for quad in own}, key=str), (quad.triple for quad in more))
        ox.serialize(union, output, form, prefixes=prefixes)


def rows(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> list[Row]:
    """The rows of an answer as plain Python. Raises `TypeError` where the query was no SELECT."""
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("select() takes SELECT queries")
    names = [variable.value for variable in answer.variables]
    return [
        {name: _python(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in answer
    ]


def bind(query: str, given: Given) -> str:
    """A shipped query with variables bound to IRIs, or to a `Text`; a tuple binds to each in turn.

    A query offers its parameters as a row of undefined values, which SPARQL 1.1 reads as "anything"; here the
    row gets the given IRIs. That works on every engine, and the planner sees the constants: with the engine's
    own substitution they came too late, and a question about one entity looked at all of them.

    >>> bind("SELECT * { VALUES (?s ?p) { (UNDEF UNDEF) } ?s ?p ?o }", {"s": "http://x/a"})
    'SELECT * { VALUES (?s ?p) { (<http://x/a> UNDEF) } ?s ?p ?o }'
    >>> bind("SELECT * { VALUES (?s) { (UNDEF) } ?s ?p ?o }", {"s": ("http://x/a", "http://x/b")})
    'SELECT * { VALUES (?s) { (<http://x/a>) (<http://x/b>) } ?s ?p ?o }'

    Raises `ValueError` for a text that is no IRI, and for a variable that the query does not offer.
    """
    if not given:
        return query
    row = _PARAMETERS.search(query)
    offered = re.findall(r"\w+", row[1]) if row else []
    if row is None or not set(given) <= set(offered):
        raise ValueError(f"the query offers {offered}, not {sorted(given)}")
    terms = (_each(given[name]) if name in given else ("UNDEF",) for name in offered)
    rows = ") (".join(" ".join(row) for row in product(*terms))
    return query[: row.start(2)] + rows + query[row.end(2) :]


def _each(values: str | tuple[str, ...]) -> list[str]:
    return [_written(value) for value in ((values,) if isinstance(values, str) else values)]


def _written(value: str) -> str:
    """A value as it stands in a query, escaped by the engine."""
    return str(ox.Literal(value) if isinstance(value, Text) else ox.NamedNode(value))


def read_literal(text: str, datatype: str) -> Value:
    """A literal as plain Python, by the IRI of its datatype.

    >>> read_literal("true", XSD + "boolean"), read_literal("6", XSD + "integer"), read_literal("six", XSD + "string")
    (True, 6, 'six')
    """
    read = _READERS.get(datatype)
    return read(text) if read else text


def _python(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    if isinstance(term, ox.Literal):
        return read_literal(term.value, term.datatype.value)
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    return Iri(str(term))
