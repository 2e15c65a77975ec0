"""What can be mended in a query with one click: the slip that an error names, and names that are nothing.

A fix is an edit of the text. It is offered, never made by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from mlatlas.errors import BadQuery
from mlatlas.sparql.check import SIGNS, WORDS
from mlatlas.sparql.text import Token, tokenise
from mlatlas.terms import PREFIXES

#: Vocabularies that people use beside the atlas's own.
WELL_KNOWN: Final = {
    "cc": "http://creativecommons.org/ns#",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "fn": "http://www.w3.org/2005/xpath-functions#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_MOST_NEAR: Final = 2


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `text` in the place of what stands from `start` to `end` (counted from 0).

    The caret goes behind it, or `back` signs before its end.
    """

    label: str
    start: int
    end: int
    text: str
    back: int = 0

    def applied(self, query: str) -> str:
        """The query with the edit made."""
        return query[: self.start] + self.text + query[self.end :]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in a query that is nothing in the graph, from `start` to `end`, and what may be meant."""

    name: str
    start: int
    end: int
    fixes: tuple[Fix, ...]


def span(query: str, error: BadQuery) -> tuple[int, int] | None:
    """From where to where the query is wrong: the token at the error's place, or the last one before it.

    >>> span("ASK { ?s ?p }", BadQuery("found } where a value is missing", 1, 13))
    (12, 13)
    """
    place = _offset(query, error)
    if place is None:
        return None
    tokens = _tokens(query)
    at = next((token for token in tokens if token.start <= place < _end(token)), None)
    if at is None and place >= len(query.rstrip()) and tokens:
        at = tokens[-1]
    return (at.start, _end(at)) if at else (place, min(place + 1, len(query)))


def fixes(query: str, error: BadQuery) -> tuple[Fix, ...]:
    """The edits that mend what an error names, the likeliest first; often there is none.

    >>> [fix.label for fix in fixes("ASK { ?s a owl:Class }", BadQuery("owl: is not declared", 1, 12))]
    ['Add PREFIX owl:']
    >>> fixes("SELCT * { ?s ?p ?o }", BadQuery("no word of SPARQL", 1, 1))[0].applied("SELCT * { ?s ?p ?o }")
    'SELECT * { ?s ?p ?o }'
    """
    place = _offset(query, error)
    if place is None:
        return ()
    tokens = _tokens(query)
    at = next((token for token in tokens if token.start == place), None)
    if at is not None and at.kind == "prefixed name":
        return _of_prefix(at, tokens) or _of_sentence(query, error, place)
    if at is not None and at.kind == "word":
        return _of_word(at, error) or _of_sentence(query, error, place)
    return _of_sentence(query, error, place)


def _of_prefix(token: Token, tokens: Sequence[Token]) -> tuple[Fix, ...]:
    prefix = token.text.partition(":")[0]
    declared = {each.text.partition(":")[0] for each in _declared(tokens)} | set(PREFIXES)
    if prefix in declared:
        return ()
    if prefix in WELL_KNOWN:
        return (Fix(f"Add PREFIX {prefix}:", 0, 0, f"PREFIX {prefix}: <{WELL_KNOWN[prefix]}>\n"),)
    near = get_close_matches(prefix, declared, n=1) if prefix else []
    renamed = [Fix(f"Use {one}:", token.start, token.start + len(prefix), one) for one in near]
    return *renamed, Fix(f"Add PREFIX {prefix}:", 0, 0, f"PREFIX {prefix}: <>\n", back=2)


def _declared(tokens: Sequence[Token]) -> list[Token]:
    return [token for before, token in pairwise(tokens) if before.says("PREFIX")]


def _of_word(token: Token, error: BadQuery) -> tuple[Fix, ...]:
    word = token.text.upper()
    if "no word of SPARQL" not in str(error):
        return ()
    near = [SIGNS[word]] if word in SIGNS else [WORDS[one] for one in get_close_matches(word, WORDS, n=_MOST_NEAR)]
    return tuple(Fix(f"Use {one}", token.start, _end(token), one) for one in near)


def _of_sentence(query: str, error: BadQuery, place: int) -> tuple[Fix, ...]:
    """What the sentence of an error asks for: a bracket at the end, or a dot between two patterns."""
    sentence = str(error)
    if "a . between two patterns" in sentence:
        before = len(query[:place].rstrip())
        return (Fix("Put a . between", before, before, " ."),)
    opened = query[place : place + 1]
    if "is not closed" in sentence and opened in _CLOSING:
        end = len(query.rstrip())
        return (Fix(f"Close it with {_CLOSING[opened]}", end, end, f"\n{_CLOSING[opened]}"),)
    return ()


def unknown(
    query: str,
    namespaces: Iterable[str],
    holds: Callable[[str], bool],
    near: Callable[[str], Sequence[str]],
    most: int = 2,
) -> list[Unknown]:
    """The first names of a query, `most` at most, that are in `namespaces` but nothing in the graph; each once.

    `holds` tells whether the graph knows an IRI, `near` gives prefixed names like one that it does not.

    >>> (found,) = unknown(
    ...     "DESCRIBE kb:drpout", [PREFIXES["kb"]], holds=lambda iri: False, near=lambda name: ["kb:dropout"]
    ... )
    >>> found.name, [fix.label for fix in found.fixes]
    ('kb:drpout', ['Use kb:dropout'])
    """
    tokens = _tokens(query)
    known = PREFIXES | {each.text.rstrip(":"): after.text[1:-1] for each, after in _declarations(tokens)}
    found: dict[str, Unknown] = {}
    for token in tokens:
        prefix, _, name = token.text.partition(":")
        namespace = known.get(prefix, "")
        if token.kind != "prefixed name" or not name or namespace not in namespaces or token.text in found:
            continue
        if not holds(namespace + name.replace("\\", "")):
            edits = tuple(Fix(f"Use {one}", token.start, _end(token), one) for one in near(token.text))
            found[token.text] = Unknown(token.text, token.start, _end(token), edits[:_MOST_NEAR])
        if len(found) == most:
            break
    return list(found.values())


def _declarations(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    positions = [position for position, token in enumerate(tokens) if token.says("PREFIX")]
    return [(tokens[position + 1], tokens[position + 2]) for position in positions if position + 2 < len(tokens)]


def _offset(query: str, error: BadQuery) -> int | None:
    if error.line is None or error.column is None:
        return None
    before = query.split("\n")[: error.line - 1]
    return min(sum(len(line) + 1 for line in before) + error.column - 1, len(query))


def _tokens(query: str) -> list[Token]:
    """The tokens as far as they can be read."""
    found: list[Token] = []
    try:
        found.extend(tokenise(query))  # `extend` keeps what came before the fault
    except BadQuery:
        return found
    return found


def _end(token: Token) -> int:
    return token.start + len(token.text)
