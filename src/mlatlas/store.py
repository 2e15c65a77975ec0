"""The store of triples, behind one small protocol.

`EmbeddedStore` opens, read-only, the store that `build` published. Values come back as plain Python:
IRIs as `Iri`, literals as `str`, `bool`, `int`, `Decimal` or `date`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Protocol

import pyoxigraph as ox

from mlatlas.errors import StoreError
from mlatlas.terms import PREFIXES, XSD


class Iri(str):
    """An IRI, told apart from a text."""

    __slots__ = ()


Value = Iri | str | bool | int | Decimal | date
Row = dict[str, Value]

_PARAMETERS: Final = re.compile(r"VALUES \(([?\w ]+)\) \{ \(((?:UNDEF ?)+)\) \}")
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    XSD + "boolean": lambda text: text in {"true", "1"},
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "date": date.fromisoformat,
}


class Store(Protocol):
    """What the atlas needs of a store."""

    def select(self, query: str, given: Mapping[str, str] | None = None) -> list[Row]:
        """The solutions of a SELECT query; `given` binds variables to IRIs beforehand (see `bind`).

        Unbound variables are absent from a row.
        """
        ...

    def quads(self) -> Iterator[tuple[Value, Value, Value, Value]]:
        """Every quad: subject, predicate, object, graph."""
        ...

    def dump(self, media_type: str) -> bytes:
        """The whole store as RDF; formats with graphs keep them, others hold their union."""
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
    def manifest(self) -> dict[str, Any]:
        """What `build` wrote down about this store."""
        content: dict[str, Any] = json.loads((self.path / "manifest.json").read_text("utf-8"))
        return content

    def select(self, query: str, given: Mapping[str, str] | None = None) -> list[Row]:
        """See `Store.select`."""
        solutions = self._store.query(
            bind(query, given or {}),
            use_default_graph_as_union=True,
            prefixes=PREFIXES,
        )
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("select() takes SELECT queries")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: _python(term) for name, term in zip(names, solution, strict=True) if term is not None}
            for solution in solutions
        ]

    def quads(self) -> Iterator[tuple[Value, Value, Value, Value]]:
        """See `Store.quads`."""
        for quad in self._store:
            yield (
                _python(quad.subject),
                _python(quad.predicate),
                _python(quad.object),
                _python(quad.graph_name),
            )

    def dump(self, media_type: str) -> bytes:
        """See `Store.dump`."""
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise StoreError(f"no RDF format has the media type {media_type}")
        prefixes = PREFIXES if form in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG} else None
        if form.supports_datasets:
            content = self._store.dump(format=form, prefixes=prefixes)
        else:
            triples = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in self._store}
            content = ox.serialize(sorted(triples, key=str), format=form, prefixes=prefixes)
        return content or b""


def bind(query: str, given: Mapping[str, str]) -> str:
    """A shipped query with variables bound to IRIs.

    A query offers its parameters as a row of undefined values, which SPARQL 1.1 reads as "anything"; here the
    row gets the given IRIs. That works on every engine, and the planner sees the constants: with the engine's
    own substitution they came too late, and a question about one entity looked at all of them.

    >>> bind("SELECT * { VALUES (?s ?p) { (UNDEF UNDEF) } ?s ?p ?o }", {"s": "http://x/a"})
    'SELECT * { VALUES (?s ?p) { (<http://x/a> UNDEF) } ?s ?p ?o }'

    Raises `ValueError` for a text that is no IRI, and for a variable that the query does not offer.
    """
    if not given:
        return query
    row = _PARAMETERS.search(query)
    offered = re.findall(r"\w+", row[1]) if row else []
    if row is None or not set(given) <= set(offered):
        raise ValueError(f"the query offers {offered}, not {sorted(given)}")
    terms = " ".join(str(ox.NamedNode(given[name])) if name in given else "UNDEF" for name in offered)
    return query[: row.start(2)] + terms + query[row.end(2) :]


def _python(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> Value:
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value)
        return read(term.value) if read else term.value
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    return Iri(str(term))
