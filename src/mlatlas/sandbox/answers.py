"""What a query is asked of and what it answers, free of any RDF library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

#: SELECT answers with a table, ASK with yes or no, CONSTRUCT and DESCRIBE with a graph.
AnswerKind = Literal["select", "ask", "graph"]


class Term(NamedTuple):
    """An RDF term. `datatype` (an IRI) and `language` are set for literals only, and never both.

    A plain text has neither: `xsd:string` is left out.
    """

    kind: Literal["iri", "literal", "bnode", "triple"]
    value: str
    datatype: str | None = None
    language: str | None = None


class Dataset(NamedTuple):
    """The graphs that a query sees, by IRI: merged as its default graph, and by name in `GRAPH`."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query answered, and its bytes in the format that was asked for.

    `rows` has a cell for each of `variables`, None where it is unbound; the rows of a graph are its
    triples under `subject`, `predicate` and `object`. `truth` is set for ASK only. `truncated` says that
    there was more than the caps let through. `elapsed_ms` is the time in the engine, in milliseconds.
    """

    kind: AnswerKind
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truth: bool | None
    elapsed_ms: float
    truncated: bool
    format: str = "table"
    media_type: str = ""
    content: bytes = b""

    @property
    def row_count(self) -> int:
        """How many rows, or triples, are in the answer."""
        return len(self.rows)
