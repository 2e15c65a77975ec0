"""Running and explaining what is in the editor: the answer, or what is wrong with it and how to mend that.

No Streamlit here; `query_view` keeps and shows what these functions give.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from mlatlas.app.completion import Completion, api_terms
from mlatlas.app.components.editor import Problem
from mlatlas.app.query_bench import Past
from mlatlas.atlas import Answer, Atlas
from mlatlas.errors import AtlasError, BadQuery, QueryStopped
from mlatlas.sparql.fixes import Unknown, fixes, span, unknown
from mlatlas.sparql.patterns import Pattern, count_query, patterns, products
from mlatlas.terms import ATLAS, AWS, KB, entity_slug, shorten

#: So far the matches of a pattern are counted.
MOST_COUNTED: Final = 1_000_000
#: So long it may take to count all of them, and so many are counted.
_SECONDS: Final = 10.0
_MOST_PATTERNS: Final = 60
_MOST_UNKNOWN: Final = 2
_MOST_PRODUCTS: Final = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """A pattern and how much it matches by itself; `matches` is None where that was not counted, and why."""

    pattern: Pattern
    matches: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The patterns of a query in their order, and sentences on those that share no variable."""

    counted: tuple[Counted, ...]
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a query: its answer, or an error, which may have a place in the text; and an explanation.

    `number` tells the run from all others of the session.
    """

    query: str
    answer: Answer | None = None
    error: AtlasError | None = None
    problem: Problem | None = None
    explained: Explanation | None = None
    number: int = 0


def run(atlas: Atlas, known: Completion, query: str, visitor: str) -> Outcome:
    """Run a query; names that are nothing in the graph are pointed out."""
    try:
        answer = atlas.query(query, "table", visitor=visitor)
    except BadQuery as error:
        return Outcome(query, error=error, problem=_problem(query, error))
    except AtlasError as error:
        return Outcome(query, error=error)
    mints_names = answer.kind == "graph" and answer.rows
    return Outcome(query, answer, problem=None if mints_names else _unknown_names(atlas, known, query))


def past(outcome: Outcome, at: float) -> Past:
    """What the history keeps of a run at a time (seconds since 1970)."""
    answer = outcome.answer
    if answer is None:
        return Past(outcome.query, at, "error")
    return Past(outcome.query, at, answer.kind, answer.row_count, answer.elapsed_ms)


def sentence(error: AtlasError) -> str:
    """The message of an error as a sentence."""
    text = str(error)
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def _problem(query: str, error: BadQuery) -> Problem:
    start, end = span(query, error) or (0, 0)
    return Problem("error", sentence(error), query, start, end, fixes(query, error))


# ── Names that are nothing ───────────────────────────────────────────────────


def _unknown_names(atlas: Atlas, known: Completion, query: str) -> Problem | None:
    vocabulary = [term[0] for term in known.terms if term[0].startswith("atlas:")]

    def holds(iri: str) -> bool:
        return shorten(iri) in vocabulary if iri.startswith(ATLAS) else atlas.knows(entity_slug(iri))

    def near(name: str) -> Sequence[str]:
        if name.startswith("atlas:"):
            return get_close_matches(name, vocabulary, n=_MOST_UNKNOWN)
        if name.startswith("aws:"):
            path, _, last = name.rpartition(".")
            alike = [term[0] for term in api_terms(atlas, last)]
            return sorted(alike, key=lambda one: not one.startswith(path))
        hits = atlas.search(name.partition(":")[2].replace("-", " "), limit=8)
        return [shorten(hit.entity.iri) for hit in hits if hit.entity.iri.startswith(KB)]

    found = unknown(query, (KB, ATLAS, AWS), holds, near, _MOST_UNKNOWN)
    return _hint(query, found) if found else None


def _hint(query: str, found: Sequence[Unknown]) -> Problem:
    names = " and ".join(one.name for one in found)
    verb = "is no name" if len(found) == 1 else "are no names"
    meant = " Did you mean this?" if any(one.fixes for one in found) else ""
    edits = tuple(fix for one in found for fix in one.fixes)
    return Problem("hint", f"{names} {verb} in this graph.{meant}", query, found[0].start, found[0].end, edits)


# ── Explaining ───────────────────────────────────────────────────────────────


def explain(atlas: Atlas, query: str, visitor: str) -> Outcome:
    """Count what each triple pattern of a query matches by itself, and look for patterns that share nothing."""
    try:
        found, apart = patterns(query), products(query)
    except BadQuery as error:
        return Outcome(query, error=error, problem=_problem(query, error))
    end = time.monotonic() + _SECONDS
    counted = tuple(_count(atlas, query, pattern, visitor, end) for pattern in found[:_MOST_PATTERNS])
    sentences = tuple(_product(first, second, counted) for first, second in apart[:_MOST_PRODUCTS])
    return Outcome(query, explained=Explanation(counted, sentences))


def _count(atlas: Atlas, query: str, pattern: Pattern, visitor: str, end: float) -> Counted:
    if pattern.unbounded:
        return Counted(pattern, None, "not counted: it goes any number of steps from anything to anything")
    if time.monotonic() > end:
        return Counted(pattern, None, "not counted: the others took all the time")
    try:
        answer = atlas.query(count_query(query, pattern, MOST_COUNTED), "table", visitor=visitor)
    except QueryStopped:
        return Counted(pattern, None, "not counted: it took too long")
    except AtlasError as error:
        return Counted(pattern, None, f"not counted: {error}")
    cell = answer.rows[0][0]
    return Counted(pattern, int(cell.value) if cell else 0)


def _product(first: Sequence[Pattern], second: Sequence[Pattern], counted: Sequence[Counted]) -> str:
    told = f"{_lines(first)} and {_lines(second)} share no variable"
    amounts = [_matches(part, counted) for part in (first, second)]
    if None in amounts:
        return f"{told}: every match of the one is combined with every match of the other."
    left, right = (amount or 0 for amount in amounts)
    rows = f"{left:,} × {right:,} = {left * right:,} rows"
    return f"{told}: every match of the one is combined with every match of the other, which makes {rows}."


def _lines(part: Sequence[Pattern]) -> str:
    first, last = part[0].line, part[-1].line
    if len(part) == 1:
        return f"“{part[0].text}” (line {first})"
    return f"the patterns of line {first}" if first == last else f"the patterns of lines {first} to {last}"


def _matches(part: Sequence[Pattern], counted: Sequence[Counted]) -> int | None:
    """How much a single pattern matches; of several that hang together, nobody knows."""
    if len(part) != 1:
        return None
    return next((one.matches for one in counted if one.pattern == part[0]), None)
