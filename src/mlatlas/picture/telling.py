"""What the lines of a picture say, fact by fact: the claim, its verdict, its sources, its correction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from mlatlas import checked
from mlatlas.facts import Statement
from mlatlas.picture.captions import Line
from mlatlas.picture.neighbourhood import Edge

#: A line tells so many facts; those of a large group are on its page.
MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a reader cites it, with its address where it has one."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of a line. `verdict` is empty for structural links; `correction` says what is right instead.

    `text` is the whole sentence with means and condition; `is_struck` marks what may not be read as it is.
    """

    text: str
    id: str = ""
    is_struck: bool = False
    verdict: str = ""
    correction: str = ""
    scope: str = ""
    proof: str = ""
    sources: tuple[Cited, ...] = ()


def told(line: Line, sentence_of: Callable[[str], str] | None = None) -> list[Told]:
    """The facts of a line, each once, at most `MOST`; `sentence_of` gives the sentence of a statement by its id.

    >>> from mlatlas.facts import Ref
    >>> ends = Ref("kb:a", "A", "Feature"), Ref("kb:b", "B", "Feature")
    >>> told(Line((Edge(*ends, "related to"),)))[0].text
    'A – related to – B'
    """
    return [_told(edge, sentence_of) for edge in list(_claims(line))[:MOST]]


def _claims(line: Line) -> Iterator[Edge]:
    """The edges of a line, and those that are folded into them."""
    for edge in line.edges:
        yield from edge.members or (edge,)


def _told(edge: Edge, sentence_of: Callable[[str], str] | None) -> Told:
    statement = edge.statement
    if statement is None:
        return Told(edge.sentence)
    return Told(
        text=edge.sentence,
        id=statement.id,
        is_struck=not statement.stands,
        verdict=f"{checked.VERDICT_SIGNS[statement.verdict]} {statement.verdict}",
        correction=sentence_of(statement.corrected_by) if sentence_of and statement.corrected_by else "",
        scope=_scope(statement),
        proof=checked.line(statement.checks[0]) if statement.checks else "",
        sources=tuple(Cited(source.text, source.url) for source in statement.sources),
    )


def _scope(statement: Statement) -> str:
    """Where a claim applies, beside its condition, and what else is to be said of it."""
    return " · ".join(part for part in (statement.scope, statement.note) if part)
