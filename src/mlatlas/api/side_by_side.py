"""Elements of APIs for a comparison: what stands at the same path of two inputs makes one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mlatlas.api import facts
from mlatlas.api import properties as known
from mlatlas.api.elements import Member, is_element, place
from mlatlas.api.limits import limits
from mlatlas.api.reader import Reader
from mlatlas.compare.records import Cell, CompareRow, Comparison
from mlatlas.compare.rows import compare
from mlatlas.errors import BadRequest
from mlatlas.facts import Property, Ref, Statement
from mlatlas.picture.looks import class_name

#: A nested limit is shown where so many of the things have it.
_SHARED: Final = 2


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Statements by the IRI of their element, and the rows in their order.

    `absent` are the rows (by the IRI of their property) that make no sense for an element (by its IRI), because it
    has nothing at that path.
    """

    statements: dict[str, list[Statement]]
    rows: dict[str, Property]
    absent: frozenset[tuple[str, str]] = frozenset()


def compare_elements(
    reader: Reader,
    things: Sequence[Ref],
    baseline: str | None = None,
    *,
    differences: bool = False,
    shown: Callable[[Statement], bool] = lambda _: True,
) -> Comparison:
    """Two to six elements of one class side by side; statements that are not `shown` leave "not shown" behind.

    Operations and structures are told by the members that they take, all else by its own facts. A member that one
    of them does not have is "not applicable" there. Raises `BadRequest` for elements of different classes, for a
    thing that is no element, and as `compare` does.
    """
    _refuse_others(things)
    kinds = {class_name(thing.kind).lower() for thing in things}
    if len(kinds) > 1:
        raise BadRequest(f"{' and '.join(sorted(kinds))} have no rows in common: compare things of one class")
    ready = _aligned(reader, things)
    found = compare(things, ready.statements, ready.rows, baseline=baseline, differences=differences, shown=shown)
    return replace(found, rows=tuple(_marked(row, found.entities, ready.absent) for row in found.rows))


def _refuse_others(things: Sequence[Ref]) -> None:
    others = [thing.slug for thing in things if not is_element(thing.iri)]
    if others:
        element = next(thing.slug for thing in things if is_element(thing.iri))
        raise BadRequest(
            f"'{element}' is a part of an API and '{others[0]}' is not: compare parts of APIs with each other"
        )


def _marked(row: CompareRow, things: Sequence[Ref], absent: frozenset[tuple[str, str]]) -> CompareRow:
    pairs = zip(things, row.cells, strict=True)
    cells = (Cell("not-applicable") if (thing.iri, row.property.iri) in absent else cell for thing, cell in pairs)
    return replace(row, cells=tuple(cells))


def _aligned(reader: Reader, things: Sequence[Ref]) -> _Aligned:
    members = {thing.iri: _members(reader, thing) for thing in things}
    if all(members.values()):
        return _by_members(reader, things, members)
    return _by_facts(reader, things)


def _members(reader: Reader, thing: Ref) -> dict[str, Member]:
    if thing.kind not in {"Operation", "Shape"}:
        return {}
    structure = next(iter(reader.element(thing.iri).refs("input")), thing)
    return {member.ref.label: member for member in reader.members(structure.iri)}


def _by_facts(reader: Reader, things: Sequence[Ref]) -> _Aligned:
    statements = {thing.iri: facts.facts(reader, thing) for thing in things}
    said = (statement.property for about in statements.values() for statement in about)
    rows = {property_.iri: property_ for property_ in sorted(said, key=lambda one: one.group.rank)}
    return _Aligned(statements, rows)


def _by_members(reader: Reader, things: Sequence[Ref], members: dict[str, dict[str, Member]]) -> _Aligned:
    rows = _member_rows([one for inside in members.values() for one in inside.values()])
    statements: dict[str, list[Statement]] = {}
    for thing in things:
        inside = members[thing.iri]
        statements[thing.iri] = [_told(reader, thing, rows[name], member) for name, member in inside.items()]
    bounds = _shared_limits(reader, things)
    for thing in things:
        statements[thing.iri] += bounds[thing.iri]
    properties = {row.iri: row for row in rows.values()}
    properties |= {one.property.iri: one.property for about in bounds.values() for one in about}
    return _Aligned(statements, properties, frozenset(_absences(things, members, properties)))


def _member_rows(members: Sequence[Member]) -> dict[str, Property]:
    """One row for each name; what any of the things requires comes first."""
    required = {member.ref.label for member in members if member.required}
    names = sorted({member.ref.label for member in members}, key=lambda name: (name not in required, name))
    return {name: known.at(name, known.REQUIRED if name in required else known.OPTIONAL) for name in names}


def _told(reader: Reader, thing: Ref, row: Property, member: Member) -> Statement:
    """What a thing says of a member, without the bounds, which are rows of their own."""
    bounds = replace(member.bounds, minimum=None, maximum=None, pattern=None)
    text = f"{'required' if member.required else 'optional'}, {bounds.summary}"
    path = place(member.ref.iri)[1]
    return facts.say(reader.service(thing.iri), thing, row, f"input.{member.ref.label}", path, text=text)


def _shared_limits(reader: Reader, things: Sequence[Ref]) -> dict[str, list[Statement]]:
    """The limits of the members themselves, and of what lies deeper in several of the things."""
    found = {thing.iri: limits(reader, thing) for thing in things}
    count = Counter(one.property.iri for about in found.values() for one in about)
    return {
        iri: [one for one in about if "." not in one.property.label or count[one.property.iri] >= _SHARED]
        for iri, about in found.items()
    }


def _absences(
    things: Sequence[Ref], members: dict[str, dict[str, Member]], rows: dict[str, Property]
) -> Iterator[tuple[str, str]]:
    for thing in things:
        for iri, row in rows.items():
            if row.label.partition(".")[0].partition("[")[0].partition("{")[0] not in members[thing.iri]:
                yield thing.iri, iri
