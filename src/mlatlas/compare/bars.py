"""How long the bars beneath the numbers of a row are.

A bar is drawn where a picture tells more than the numbers: where at least two of them differ. All bars of a row
start at the same place; where one number is far larger than another, their length tells the power of ten.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mlatlas.compare.records import Cell, CompareRow
from mlatlas.scale import Scale

_FEWEST: Final = 2


class Bars(NamedTuple):
    """The length of each cell's bar, from 0 to 1, None where it has no number; and the kind of scale."""

    shares: tuple[float | None, ...]
    is_log: bool


def bars(row: CompareRow) -> Bars | None:
    """The bars of a row; None where they would tell nothing, or the numbers count different things."""
    numbers = [cell.value for cell in row.cells if cell.value is not None]
    scopes = {_scope(cell) for cell in row.cells if cell.value is not None}
    if len(numbers) < _FEWEST or len(set(numbers)) < _FEWEST or min(numbers) < 0 or len(scopes) > 1:
        return None
    scale = Scale.of(numbers)
    return Bars(tuple(None if cell.value is None else scale.share(cell.value) for cell in row.cells), scale.is_log)


def _scope(cell: Cell) -> frozenset[str | None]:
    return frozenset(claim.scope for claim in cell.claims)
