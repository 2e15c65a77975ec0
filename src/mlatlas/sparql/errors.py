"""The engine's refusal of a query, as one sentence that says where and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mlatlas.errors import BadQuery
from mlatlas.sparql.grammar import explain
from mlatlas.sparql.text import Token, place

#: Rules beyond the grammar, as the engine names them, and in plain words.
_RULES: Final = {
    "Duplicated variable name in SELECT": "SELECT names the same variable twice",
    "contains a variable that is unbound": "SELECT names a variable that is neither grouped nor aggregated",
    "IRI parsing failed": "this IRI is not a valid one",
}
_GUESS: Final = (
    "the query breaks a rule of SPARQL near here: a variable bound twice, or a function with too many or few arguments"
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")


def readable(text: str, tokens: Sequence[Token], reason: str) -> BadQuery:
    """The error for a query that the engine refused with `reason` ("error at 1:24: expected one of …").

    >>> print(readable("ASK { ?s }", [], "error at 1:35: expected one of Duplicated variable name in SELECT, [_]"))
    line 1, column 11: SELECT names the same variable twice
    """
    slip = explain(text, tokens) if tokens else None
    if slip is not None:
        return slip
    line, column = _within(text, reason)
    sentence = next((plain for rule, plain in _RULES.items() if rule in reason), _GUESS)
    return BadQuery(f"line {line}, column {column}: {sentence}", line, column)


def _within(text: str, reason: str) -> tuple[int, int]:
    """The engine's place, but never behind the end of the text."""
    end = place(text, len(text.rstrip()))
    found = _PLACE.match(reason)
    return min((int(found[1]), int(found[2])), end) if found else end
