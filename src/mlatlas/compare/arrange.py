"""The rows of a comparison as a person wants them: in another order, some left out, the equal ones hidden.

An order is told by the rows that were moved, each with the place it has come to; all others keep theirs. So an
address stays short, and still fits when the graph has learnt new rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from mlatlas.compare.records import CompareRow, Comparison
from mlatlas.errors import BadRequest


class Place(NamedTuple):
    """A row, by its key, and the place it was moved to, counted from 1 over all rows of the comparison."""

    row: str
    position: int


def arranged(
    comparison: Comparison, *, order: Sequence[Place] = (), drop: Collection[str] = (), differences: bool = False
) -> Comparison:
    """The comparison with rows moved, left out by name, and those hidden in which all things are alike.

    `drop` takes keys and labels, of a row, of a property with all its rows, or of a group. Names that no row has
    change nothing: see `refuse_unknown`. The comparison must be whole: what is hidden or dropped in it stays so.
    """
    by_key = {row.key: row for row in comparison.rows}
    left_out = {row.key for row in comparison.rows if not names_of(row).isdisjoint(map(str.casefold, drop))}
    ordered = [by_key[key] for key in in_order(list(by_key), order)]
    left = [row for row in ordered if row.key not in left_out]
    kept = tuple(row for row in left if not (differences and row.equal))
    return replace(
        comparison,
        rows=kept,
        hidden_equal=comparison.hidden_equal + len(left) - len(kept),
        dropped=comparison.dropped + tuple(row for row in ordered if row.key in left_out),
    )


def names_of(row: CompareRow) -> frozenset[str]:
    """What a row may be called, in lower case: keys and labels of itself, its property and its group."""
    group, said = row.property.group, row.property
    names = (row.key, row.label, said.slug, said.label, group.key, row.group)
    return frozenset(name.casefold() for name in names)


def unknown(rows: Iterable[CompareRow], names: Iterable[str]) -> list[str]:
    """Those of the names that none of the rows has."""
    known = frozenset[str]().union(*map(names_of, rows))
    return [name for name in names if name.casefold() not in known]


def refuse_unknown(comparison: Comparison, names: Iterable[str]) -> None:
    """Raises `BadRequest` for a name that no row of the comparison has; says which ones come near."""
    for name in unknown(comparison.rows, names):
        known = sorted({each for row in comparison.rows for each in names_of(row)})
        near = get_close_matches(name.casefold(), known, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "the rows are named in --format json"
        raise BadRequest(f"unknown row '{name}': {hint}")


# ── The order ────────────────────────────────────────────────────────────────


def in_order(keys: Sequence[str], order: Iterable[Place]) -> list[str]:
    """The keys with some of them at other places; a place beyond the end is the end.

    >>> in_order(["a", "b", "c"], [Place("c", 1)])
    ['c', 'a', 'b']
    """
    places = {place.row: place.position for place in order if place.row in keys}
    found = [key for key in keys if key not in places]
    for key in sorted(places, key=lambda key: (places[key], key)):
        found.insert(places[key] - 1, key)
    return found


def moved(keys: Sequence[str], order: Iterable[Place], row: str, before: str) -> tuple[Place, ...]:
    """The order after a row was put before another, or to the end where no row is called `before`.

    >>> moved(["a", "b", "c"], [], "c", "a")
    (Place(row='c', position=1),)
    """
    now = [key for key in in_order(keys, order) if key != row]
    now.insert(now.index(before) if before in now else len(now), row)
    return places(keys, now)


def places(keys: Sequence[str], wanted: Sequence[str]) -> tuple[Place, ...]:
    """The fewest moves that bring the keys into the wanted order."""
    index = {key: number for number, key in enumerate(keys)}
    stay = _longest_rising([index[key] for key in wanted])
    return tuple(Place(key, position) for position, key in enumerate(wanted, 1) if index[key] not in stay)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """The longest run of numbers, not necessarily neighbours, in which each is larger than the one before."""
    runs: list[list[int]] = [[]]
    for number in numbers:
        longest = max((run for run in runs if not run or run[-1] < number), key=len)
        runs.append([*longest, number])
    best = max(runs, key=len)
    return frozenset(best)
