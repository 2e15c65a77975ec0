"""Visitors' SPARQL on a server: checked as text, sent with a limit of time, and cut while it comes in."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self, Unpack

import pyoxigraph as ox

from mlatlas.errors import AtlasError, BadQuery, QueryStopped
from mlatlas.remote.failures import Refused, Unfinished, broken
from mlatlas.remote.http import Endpoint, Question
from mlatlas.remote.results import JSON, N_TRIPLES, Broken, Cell, Table, Triples
from mlatlas.remote.wording import portable
from mlatlas.sandbox import Answer, Handle, How, Limits, Term
from mlatlas.sandbox.asked import check_graphs, in_written_order, kind
from mlatlas.sandbox.formats import check_format, written
from mlatlas.sandbox.turns import Turns
from mlatlas.sparql import errors
from mlatlas.sparql.check import check
from mlatlas.sparql.grammar import explain
from mlatlas.sparql.text import Token, fault
from mlatlas.terms import XSD

#: So many queries of visitors are sent at a time.
_PLACES: Final = 4
#: Functions that engines have beyond SPARQL, and that reach what they should not.
_OUTSIDE: Final = re.compile(r"<(bif|sql|java|js|script):", re.IGNORECASE)
_PLACE: Final = re.compile(r"error at (\d+):")
_NOT_IN_LABEL: Final = re.compile(r"[^A-Za-z0-9]")
#: Some engines write them otherwise, which is allowed, but not how the others do.
_BOOLEANS: Final = {"1": "true", "0": "false"}


class RemoteSandbox:
    """Runs visitors' SPARQL on an endpoint. It may be shared between threads.

    Who evaluates is the server, and its own limits hold besides ours: time is over here, and the connection closed,
    but whether the server stops then, it decides.
    """

    def __init__(self, endpoint: Endpoint, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._endpoint = endpoint
        self._turns = Turns(_PLACES, self.limits.waiting, self.limits.wall_seconds)

    def run(self, text: str, format: str = "json", **how: Unpack[How]) -> Answer:
        """Answer a query: see `Sandbox.run`. Raises `StoreError` where the server cannot be asked."""
        tokens = check(text)
        _check_functions(text, tokens)
        check_format(kind(tokens), format)
        check_graphs(how.get("dataset"))
        slip = explain(text, tokens)
        if slip is not None:
            raise slip
        return written(in_written_order(self._answer(text, tokens, how), tokens), format)

    def close(self) -> None:
        """Let nobody in any more."""
        self._turns.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, text: str, tokens: list[Token], how: How) -> Answer:
        reader: Table | Triples
        if kind(tokens) == "graph":
            reader, accept = Triples(self.limits.rows, self.limits.bytes), N_TRIPLES
        else:
            reader, accept = Table(self.limits.rows, self.limits.bytes), JSON
        default, named = how.get("dataset") or ((), ())
        question = Question(portable(text, tokens), accept, default, named)
        started = time.perf_counter()
        try:
            self._ask(question, reader, how)
            seconds = time.perf_counter() - started
            return _table(reader, seconds) if isinstance(reader, Table) else _graph(reader, seconds)
        except Refused as error:
            raise _refusal(text, tokens, error.reason, self._endpoint.name) from None
        except Broken as error:
            raise broken(self._endpoint.name, str(error)) from None

    def _ask(self, question: Question, reader: Table | Triples, how: How) -> None:
        cancel, seconds = how.get("cancel") or Handle(), self.limits.wall_seconds
        try:
            with self._turns.turn(how.get("visitor"), cancel):
                cut = self._endpoint.ask(question, reader.feed, seconds, cancel.during)
        except Unfinished as error:
            cancel.check()
            when = "by the server" if error.by_server else f"after {seconds:g} s"
            raise QueryStopped(f"the query was stopped {when}; add a LIMIT or narrow a pattern") from None
        reader.finish()
        reader.truncated = reader.truncated or bool(cut)


def _check_functions(text: str, tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.kind == "iri" and _OUTSIDE.match(token.text):
            raise fault(text, token.start, f"{token.text} is refused: queries use the functions of SPARQL 1.1")


def _refusal(text: str, tokens: Sequence[Token], reason: str, name: str) -> AtlasError:
    """What the server says against a query that the grammar allows; lines are counted without ours."""
    found = _PLACE.match(reason)
    if found is None:
        return BadQuery(f"{name} refuses the query: {reason}")
    return errors.readable(text, tokens, f"error at {max(int(found[1]) - 1, 1)}:{reason[found.end() :]}")


# ── Answers ──────────────────────────────────────────────────────────────────


def _table(table: Table, seconds: float) -> Answer:
    if table.truth is not None:
        return Answer("ask", (), (), table.truth, seconds * 1000, False)
    names = tuple(table.variables)
    rows = tuple(tuple(term(row[name]) if name in row else None for name in names) for row in table.rows)
    return Answer("select", names, rows, None, seconds * 1000, table.truncated)


def _graph(triples: Triples, seconds: float) -> Answer:
    try:
        quads = list(ox.parse(triples.content, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        raise Broken(triples.content[-300:].decode("utf-8", "replace")) from None
    rows = tuple(tuple(map(_term, (quad.subject, quad.predicate, quad.object))) for quad in quads)
    names = ("subject", "predicate", "object")
    return Answer("graph", names, rows, None, seconds * 1000, triples.truncated)


def term(cell: Cell) -> Term:
    """A term of a table.

    >>> term({"type": "typed-literal", "value": "6", "datatype": XSD + "integer"}).datatype == XSD + "integer"
    True
    >>> term({"type": "bnode", "value": "nodeID://b7"})
    Term(kind='bnode', value='nodeIDb7', datatype=None, language=None)
    """
    if cell["type"] == "uri":
        return Term("iri", cell["value"])
    if cell["type"] == "bnode":
        return Term("bnode", _NOT_IN_LABEL.sub("", cell["value"]))
    return _literal(cell["value"], cell.get("datatype"), cell.get("xml:lang"))


def _term(found: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(found, ox.NamedNode):
        return Term("iri", found.value)
    if isinstance(found, ox.BlankNode):
        return Term("bnode", found.value)
    if isinstance(found, ox.Literal):
        return _literal(found.value, None if found.language else found.datatype.value, found.language)
    return Term("triple", str(found))


def _literal(text: str, datatype: str | None, language: str | None) -> Term:
    if datatype == XSD + "boolean":
        text = _BOOLEANS.get(text, text)
    return Term("literal", text, None if datatype == XSD + "string" else datatype, language)
