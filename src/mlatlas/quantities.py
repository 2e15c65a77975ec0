"""Units: QUDT's IRIs ↔ pint's units, so that 60 minutes and 3600 seconds are one quantity.

AWS writes GB and MB for powers of 1024 as often as for powers of 1000; the atlas keeps what the
source wrote (`as_written`) and compares with the decimal meaning of QUDT's units, which orders
quantities alike as long as one unit is written the same way everywhere. Where a machine holds a size
against an API model, both meanings count (`readings`).
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

import pint

from mlatlas.errors import BadRequest
from mlatlas.terms import ATLAS, UNIT

#: QUDT IRI → (pint name, symbol shown to people).
UNITS: Final[dict[str, tuple[str, str]]] = {
    UNIT + "BYTE": ("octets", "B"),
    UNIT + "KiloBYTE": ("kilooctets", "KB"),
    UNIT + "MegaBYTE": ("megaoctets", "MB"),
    UNIT + "GigaBYTE": ("gigaoctets", "GB"),
    UNIT + "MilliSEC": ("millisecond", "ms"),
    UNIT + "SEC": ("second", "s"),
    UNIT + "MIN": ("minute", "min"),
    UNIT + "HR": ("hour", "h"),
    UNIT + "DAY": ("day", "d"),
    UNIT + "PERCENT": ("percentage", "%"),
    UNIT + "UNITLESS": ("dimensionless", ""),
    UNIT + "NUM": ("thing", ""),
    ATLAS + "request": ("request", "requests"),
    ATLAS + "job": ("job", "jobs"),
    ATLAS + "character": ("character", "characters"),
    ATLAS + "item": ("item", "items"),
    ATLAS + "entry": ("entry", "entries"),
}

#: The units of sizes: how many steps of 1000 (or 1024) each stands above the byte.
_STEPS: Final = {UNIT + name: step for step, name in enumerate(("BYTE", "KiloBYTE", "MegaBYTE", "GigaBYTE"))}


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
    for counted in ("request", "job", "character", "item", "entry", "thing", "octets", "percentage"):
        registry.define(f"{counted} = [{counted}]")
    return registry


def symbol(unit: str) -> str:
    """The sign of a unit: `symbol(UNIT + "GigaBYTE") == "GB"`.

    Raises `BadRequest` for a unit that the atlas does not know.
    """
    return _known(unit)[1]


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """`value` (in `unit`) as a number of `to`; both are QUDT IRIs.

    >>> convert(Decimal(60), UNIT + "MIN", UNIT + "SEC")
    Decimal('3600')

    Raises `BadRequest` where the two measure different things.
    """
    if unit == to:
        return value
    units = _registry()
    try:
        converted = (value * units(_known(unit)[0])).to(_known(to)[0])
    except pint.DimensionalityError as error:
        raise BadRequest(f"{symbol(unit)} and {symbol(to)} measure different things") from error
    return plain(Decimal(converted.magnitude))


def readings(value: Decimal, unit: str, to: str) -> tuple[Decimal, ...]:
    """What `value` may be in another unit: sizes in powers of 1000 and of 1024, all else in one way.

    >>> readings(Decimal(6), UNIT + "GigaBYTE", UNIT + "MegaBYTE")
    (Decimal('6000'), Decimal('6144'))

    Raises `BadRequest` where the two units measure different things.
    """
    decimal = convert(value, unit, to)
    if unit == to or not (unit in _STEPS and to in _STEPS):
        return (decimal,)
    return decimal, plain(value * Decimal(1024) ** (_STEPS[unit] - _STEPS[to]))


def plain(value: Decimal) -> Decimal:
    """A number without trailing zeros and without an exponent.

    >>> plain(Decimal("3600.000")), plain(Decimal("1E+3"))
    (Decimal('3600'), Decimal('1000'))
    """
    rounded = value.quantize(Decimal("1E-9")).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def number(value: Decimal) -> int | float:
    """A decimal as the JSON number that people expect: 6, not 6.0."""
    return int(value) if value == value.to_integral_value() else float(value)


def _known(unit: str) -> tuple[str, str]:
    try:
        return UNITS[unit]
    except KeyError:
        raise BadRequest(
            f"unknown unit {unit}: the atlas knows {', '.join(s for _, s in UNITS.values() if s)}"
        ) from None
