"""Things side by side: which rows there are, and what each cell says.

A property is one row, or one row for each object where it is a yes/no matter; a quantity is one row for
each bound, for a default is not a maximum. Only statements that stand are shown. What nobody states is
"not stated", never "no".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import combinations
from typing import Final, NamedTuple, get_args
from urllib.parse import quote

from mlatlas.compare.arrange import arranged
from mlatlas.compare.records import Cell, Claim, CompareRow, Comparison, State
from mlatlas.conflicts import at_odds
from mlatlas.errors import BadRequest
from mlatlas.facts import Bound, Property, Quantity, Ref, Statement
from mlatlas.quantities import UNITS, convert, plain

__all__ = ["FEWEST", "MOST", "Cell", "Claim", "CompareRow", "Comparison", "State", "compare"]

#: How many things stand side by side.
FEWEST: Final = 2
MOST: Final = 6

#: A canonical unit is kept as long as no number in it is larger than this, and none smaller than 1.
_SENSIBLE: Final = 10_000
_BOUNDS: Final[tuple[Bound | None, ...]] = (None, *get_args(Bound))
#: Bounds of which more, or less, is a gain. A higher default is not better: anybody may change it.
_JUDGED: Final[frozenset[Bound | None]] = frozenset({None, "maximum"})


class _View(NamedTuple):
    """The position of the baseline, and which statements are shown."""

    base: int | None
    shown: Callable[[Statement], bool]


def _anything(_statement: Statement) -> bool:
    return True


def compare(  # noqa: PLR0913 - the last three are options of the view
    entities: Sequence[Ref],
    statements: Mapping[str, Sequence[Statement]],
    properties: Mapping[str, Property],
    *,
    baseline: str | None = None,
    differences: bool = False,
    shown: Callable[[Statement], bool] = _anything,
) -> Comparison:
    """Put 2 to 6 things side by side.

    `statements` are those about each thing, by its IRI; `properties` are in the order of display;
    `baseline` is the IRI of the thing that the others' numbers are held against; `differences` hides
    the rows in which all things are alike. Statements that are not `shown` make their cells "not shown",
    and a row with nothing else is left out.

    Raises `BadRequest` for too few, too many or repeated things, or a baseline that is none of them.
    """
    things = tuple(Ref(entity.iri, entity.label, entity.kind) for entity in entities)
    base = _check(things, baseline)
    said = [tuple(statements.get(thing.iri, ())) for thing in things]
    whole = [row for known in properties.values() for row in _rows(known, things, said, _View(base, shown))]
    rows = tuple(row for row in whole if any(cell.claims for cell in row.cells))
    baseline_ref = things[base] if base is not None else None
    found = Comparison(things, rows, baseline=baseline_ref, hidden_filtered=len(whole) - len(rows))
    return arranged(found, differences=differences)


def _check(things: Sequence[Ref], baseline: str | None) -> int | None:
    """The position of the baseline."""
    if not FEWEST <= len(things) <= MOST:
        raise BadRequest(f"compare takes {FEWEST} to {MOST} different things, and here are {len(things)}")
    iris = [thing.iri for thing in things]
    for thing in things:
        if iris.count(thing.iri) > 1:
            raise BadRequest(f"compare takes {FEWEST} to {MOST} different things: '{thing.slug}' is there twice")
    if baseline is not None and baseline not in iris:
        raise BadRequest(f"the baseline '{baseline}' is none of {', '.join(thing.slug for thing in things)}")
    return None if baseline is None else iris.index(baseline)


# ── Rows ─────────────────────────────────────────────────────────────────────


def _rows(
    known: Property, things: Sequence[Ref], said: Sequence[Sequence[Statement]], view: _View
) -> Iterator[CompareRow]:
    about = [[statement for statement in each if statement.property.iri == known.iri] for each in said]
    standing = [statement for each in about for statement in each if statement.stands]
    for key in sorted({_row_key(statement) for statement in standing}):
        inside = [[statement for statement in each if _row_key(statement) == key] for each in about]
        yield _row(known, things, inside, view)


def _row_key(statement: Statement) -> tuple[int, str, str]:
    """Statements with the same key share a row: (bound,) for quantities, (object,) for yes/no matters."""
    if statement.property.yes_no:
        return 0, statement.value_text, _meaning(statement)
    return _BOUNDS.index(statement.bound), "", ""


def _row(known: Property, things: Sequence[Ref], inside: Sequence[Sequence[Statement]], view: _View) -> CompareRow:
    standing = [statement for each in inside for statement in each if statement.stands]
    first = standing[0]
    unit = _common_unit(known, [statement.quantity for statement in standing if statement.quantity])
    cells = [_cell(known, thing, each, unit, view) for thing, each in zip(things, inside, strict=True)]
    if view.base is not None:
        cells = [_held_against(cell, cells[view.base], known, first.bound) for cell in cells]
    scopes = {statement.scope for statement in standing}
    return CompareRow(
        property=known,
        key=_key(first),
        label=_label(first),
        group=known.group.label,
        cells=tuple(cells),
        equal=len({_content(cell) for cell in cells}) == 1,
        bound=first.bound,
        object=first.object if known.yes_no else None,
        unit=unit,
        scope=scopes.pop() if len(scopes) == 1 else None,
    )


def _label(statement: Statement) -> str:
    if statement.property.yes_no:
        return f"{statement.property.label} {statement.value_text}"
    return f"{statement.property.label} ({statement.bound})" if statement.bound else statement.property.label


def _key(statement: Statement) -> str:
    name = statement.property.slug
    if statement.property.yes_no:
        return f"{name}.{statement.object.slug if statement.object else quote(statement.value_text, safe='')}"
    return f"{name}.{statement.bound}" if statement.bound else name


def _content(cell: Cell) -> Hashable:
    """What must be the same in two cells for nobody to see a difference between them."""
    return cell.state, frozenset(map(_sense, (claim.statements[0] for claim in cell.claims)))


# ── Cells ────────────────────────────────────────────────────────────────────


def _cell(known: Property, thing: Ref, inside: Sequence[Statement], unit: str | None, view: _View) -> Cell:
    """The cell before it is held against a baseline."""
    standing = [statement for statement in inside if statement.stands]
    claims = _claims(filter(view.shown, standing))
    replaced = tuple(statement for statement in inside if not statement.stands)
    if standing and not claims:
        return Cell("not-shown")
    if not claims:
        applies = not known.applies_to or thing.kind in known.applies_to
        return Cell("not-stated" if applies else "not-applicable", replaced=replaced)
    state = _state(known, claims)
    value = None if unit is None or state == "conflict" else _number(claims, unit)
    return Cell(state, claims, value, unit, replaced=replaced)


def _claims(standing: Iterable[Statement]) -> tuple[Claim, ...]:
    """Statements of the same sense as one claim; the affirmed before the denied, the unconditional first."""
    alike: dict[Hashable, list[Statement]] = {}
    for statement in sorted(standing, key=lambda each: each.id):
        alike.setdefault(_sense(statement), []).append(statement)
    claims = [Claim(_claim_text(same[0]), tuple(same)) for same in alike.values()]
    return tuple(sorted(claims, key=lambda claim: (not claim.holds, claim.condition or "", claim.text)))


def _claim_text(statement: Statement) -> str:
    if statement.property.yes_no:
        return "yes" if statement.holds else "no"
    value = statement.quantity.as_written if statement.quantity else statement.value_text
    return value if statement.holds else f"not {value}"


def _state(known: Property, claims: Sequence[Claim]) -> State:
    certain = [claim for claim in claims if claim.condition is None]
    if any(at_odds(one.statements[0], other.statements[0]) for one, other in combinations(certain, 2)):
        return "conflict"
    polarities = {claim.holds for claim in certain or claims}
    if not known.yes_no:
        return "value" if True in polarities else "no"
    if len(polarities) > 1:  # yes under one condition, no under another
        return "value"
    return "yes" if True in polarities else "no"


def _number(claims: Sequence[Claim], unit: str) -> Decimal | None:
    """The number that stands for the cell; None where it has none, or several and no single certain one."""
    affirmed = [claim for claim in claims if claim.holds and claim.statements[0].quantity]
    if len(affirmed) > 1:
        affirmed = [claim for claim in affirmed if claim.condition is None]
    if len(affirmed) != 1:
        return None
    quantity = affirmed[0].statements[0].quantity
    return _in_unit(quantity, unit) if quantity else None


def _held_against(cell: Cell, base: Cell, known: Property, bound: Bound | None) -> Cell:
    """The cell with its distance to the baseline; numbers of different scopes have none."""
    if cell is base or cell.value is None or base.value is None or _scopes(cell) != _scopes(base):
        return cell
    delta = cell.value - base.value
    ratio = cell.value / base.value if base.value else None
    better = None
    if delta and known.better_when and bound in _JUDGED:
        better = (delta > 0) == (known.better_when == "higher")
    return replace(cell, delta=delta, ratio=ratio, better=better)


def _scopes(cell: Cell) -> set[str | None]:
    return {claim.scope for claim in cell.claims}


# ── What statements mean ─────────────────────────────────────────────────────


def _meaning(statement: Statement) -> str:
    """What the statement leads to, the same for equal quantities in whatever unit."""
    if statement.quantity is None:
        return statement.object.iri if statement.object else (statement.text or "")
    smallest = _family(statement.quantity.unit)[0]
    return f"{_in_unit(statement.quantity, smallest)} {smallest}"


def _sense(statement: Statement) -> Hashable:
    """Meaning, polarity and everything that qualifies it; sources and verdict do not."""
    condition = statement.condition.text if statement.condition else None
    means = frozenset(ref.iri for ref in statement.through)
    dates = (statement.valid_from, statement.valid_through)
    return _meaning(statement), statement.holds, condition, statement.scope, means, dates


# ── Units ────────────────────────────────────────────────────────────────────


def _common_unit(known: Property, quantities: Sequence[Quantity]) -> str | None:
    """The unit in which a row's numbers read best: the canonical one, or the largest with none below 1.

    None where there are no numbers, or where they measure different things and cannot be held against each other.
    """
    families = {_family(quantity.unit) for quantity in quantities}
    if len(families) != 1:
        return None
    smallest = min(quantity.unit for quantity in quantities)
    canonical = known.unit if known.unit in families.pop() else smallest
    counted = [quantity for quantity in quantities if quantity.value]  # zero is zero in every unit
    if all(1 <= abs(_in_unit(each, canonical)) <= _SENSIBLE for each in counted):
        return canonical
    for unit in reversed(_family(canonical)):
        if all(abs(_in_unit(each, unit)) >= 1 for each in counted):
            return unit
    return canonical


@lru_cache(maxsize=4096)
def _in_unit(quantity: Quantity, unit: str) -> Decimal:
    return plain(convert(quantity.value, quantity.unit, unit))


@cache
def _family(unit: str) -> tuple[str, ...]:
    """The units that measure the same as `unit`, smallest first."""
    sizes: dict[str, Decimal] = {}
    for other in UNITS:
        try:
            sizes[other] = convert(Decimal(1), other, unit)
        except BadRequest:  # measures something else
            continue
    return tuple(sorted(sizes, key=lambda other: sizes[other]))
