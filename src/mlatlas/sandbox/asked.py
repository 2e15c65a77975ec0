"""What a query is, as far as its tokens tell: its kind, its columns; and the graphs that it may name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mlatlas.errors import BadRequest
from mlatlas.sandbox.answers import Answer, AnswerKind, Dataset
from mlatlas.sparql.text import Token
from mlatlas.terms import CURATED

_SHOWN: Final = 80
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


def check_graphs(dataset: Dataset | None) -> None:
    """Raise `BadRequest` for a graph that is named by no IRI."""
    for graph in (*dataset.default, *dataset.named) if dataset else ():
        if not _IRI.fullmatch(graph):
            raise BadRequest(f"'{graph[:_SHOWN]}' is no IRI of a graph; write it in full, such as {CURATED}")


def kind(tokens: Sequence[Token]) -> AnswerKind:
    """The kind of answer that a query has."""
    if any(token.says("CONSTRUCT") or token.says("DESCRIBE") for token in tokens):
        return "graph"  # both words stand only at the start of a query
    first = next((token for token in tokens if token.says("SELECT") or token.says("ASK")), None)
    return "ask" if first and first.says("ASK") else "select"


def in_written_order(answer: Answer, tokens: Sequence[Token]) -> Answer:
    """Columns in the order in which the query first names them, where `SELECT *` leaves it to the engine."""
    forms = [position for position, token in enumerate(tokens) if token.says("SELECT")]
    if answer.kind != "select" or not any(token.text == "*" for token in tokens[forms[0] + 1 : forms[0] + 3]):
        return answer
    named = [token.text[1:] for token in tokens if token.kind == "variable"]
    order = sorted(range(len(answer.variables)), key=lambda column: named.index(answer.variables[column]))
    variables = tuple(answer.variables[column] for column in order)
    return replace(
        answer, variables=variables, rows=tuple(tuple(row[column] for column in order) for row in answer.rows)
    )
