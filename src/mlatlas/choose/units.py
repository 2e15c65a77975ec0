"""Amounts as people write them: `300 MB`, `2 minutes`, `1.5 GiB`, `200`.

Raises `BadRequest` with one sentence for a unit that does not exist, one that measures something else, and
amounts out of any sense.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mlatlas.errors import BadRequest, cut
from mlatlas.facts import Quantity
from mlatlas.quantities import UNITS, convert, plain, symbol
from mlatlas.terms import ATLAS, UNIT

#: How people write units besides their symbols; capitals do not matter.
_WORDS: Final[dict[str, str]] = {
    **dict.fromkeys(("b", "byte", "bytes"), UNIT + "BYTE"),
    **dict.fromkeys(("kb", "kilobyte", "kilobytes"), UNIT + "KiloBYTE"),
    **dict.fromkeys(("mb", "megabyte", "megabytes"), UNIT + "MegaBYTE"),
    **dict.fromkeys(("gb", "gigabyte", "gigabytes"), UNIT + "GigaBYTE"),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), UNIT + "MilliSEC"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), UNIT + "SEC"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), UNIT + "MIN"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), UNIT + "HR"),
    **dict.fromkeys(("d", "day", "days"), UNIT + "DAY"),
    **dict.fromkeys(("%", "percent", "per cent"), UNIT + "PERCENT"),
}
#: Units that nobody's facts are written in, but people's wishes are: so many of another.
_ALSO: Final[dict[str, tuple[Decimal, str]]] = {
    "kib": (Decimal("1.024"), UNIT + "KiloBYTE"),
    "mib": (Decimal("1.048576"), UNIT + "MegaBYTE"),
    "gib": (Decimal("1.073741824"), UNIT + "GigaBYTE"),
    "tb": (Decimal(1000), UNIT + "GigaBYTE"),
    "tib": (Decimal("1099.511627776"), UNIT + "GigaBYTE"),
    "week": (Decimal(7), UNIT + "DAY"),
    "weeks": (Decimal(7), UNIT + "DAY"),
}
#: What units measure, by their simplest: to say what was mistaken for what.
_KINDS: Final[dict[str, str]] = {
    UNIT + "BYTE": "a size",
    UNIT + "SEC": "a time",
    UNIT + "PERCENT": "a share in per cent",
    UNIT + "UNITLESS": "a plain number",
    UNIT + "NUM": "a count",
    ATLAS + "request": "a number of requests",
    ATLAS + "job": "a number of jobs",
    ATLAS + "character": "a number of characters",
    ATLAS + "item": "a number of items",
    ATLAS + "entry": "a number of entries",
}
_EXAMPLES: Final = {UNIT + "BYTE": "300 MB", UNIT + "SEC": "2 min", UNIT + "PERCENT": "50 %"}
_AMOUNT: Final = re.compile(r"([+−-]?)\s*(\d[\d,_ ]*(?:\.\d+)?|\.\d+)\s*(\D.*)?", re.DOTALL)
_LONGEST: Final = 40
_DIGITS: Final = 15


def amount(text: str, unit: str, name: str) -> Quantity:
    """The amount of `text` for something called `name` that is measured in `unit` (IRI).

    >>> amount("2 minutes", UNIT + "SEC", "processing time").as_written
    '2 min'
    >>> amount("3 min", UNIT + "MegaBYTE", "payload")
    Traceback (most recent call last):
    mlatlas.errors.BadRequest: payload is a size; 3 min is a time
    """
    found = _AMOUNT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise BadRequest(f"'{cut(text, _LONGEST)}' is no amount: say {name} as in {example(unit)}")
    sign, digits, written = found.groups()
    value = Decimal(re.sub(r"[,_ ]", "", digits))
    if value.adjusted() >= _DIGITS:
        raise BadRequest(f"{text} is out of any sense for {name}; say it as in {example(unit)}")
    if sign in {"-", "−"} and value and kind(unit) != "a plain number":
        raise BadRequest(f"{name} is {kind(unit)}, and never less than zero: {text} makes no sense")
    return _quantity(-value if sign in {"-", "−"} else value, (written or "").strip(), unit, name)


def _quantity(value: Decimal, written: str, unit: str, name: str) -> Quantity:
    if not written:
        if _base(unit) in _EXAMPLES and _base(unit) != UNIT + "PERCENT":
            raise BadRequest(f"{name} is {kind(unit)}: say the unit, as in {example(unit)}")
        return Quantity(value, unit, f"{plain(value)} {symbol(unit)}".strip())
    factor, meant = _unit(written, unit, name)
    try:
        convert(value, meant, unit)
    except BadRequest:
        raise BadRequest(f"{name} is {kind(unit)}; {plain(value)} {written} is {kind(meant)}") from None
    shown = symbol(meant) if factor == 1 else written
    return Quantity(plain(value * factor), meant, f"{plain(value)} {shown}".strip())


def _unit(written: str, unit: str, name: str) -> tuple[Decimal, str]:
    """The unit that was written, as so many of one that facts are written in."""
    key = " ".join(written.casefold().split())
    if key in _ALSO:
        return _ALSO[key]
    counted = {shown.casefold(): iri for iri, (_, shown) in UNITS.items() if shown}
    singular = {shown.removesuffix("s"): iri for shown, iri in counted.items() if iri.startswith(ATLAS)}
    known = counted | singular | _WORDS
    if key not in known:
        raise BadRequest(f"unknown unit '{written}': {name} is {kind(unit)}, say it as in {example(unit)}")
    return Decimal(1), known[key]


def kind(unit: str) -> str:
    """What a unit measures, in words: `a size`."""
    return _KINDS[_base(unit)]


def example(unit: str) -> str:
    """An amount as people may write it for something that is measured in `unit`."""
    return _EXAMPLES.get(_base(unit)) or f"5 {symbol(unit)}".strip()


def _base(unit: str) -> str:
    """The simplest unit that measures the same."""
    if unit in _KINDS:
        return unit
    for base in _KINDS:
        try:
            convert(Decimal(1), unit, base)
        except BadRequest:
            continue
        return base
    raise BadRequest(f"the unit {unit} measures nothing that can be asked for")


def choices(unit: str) -> list[str]:
    """The symbols of all units in which such an amount may be written, smallest first.

    >>> choices(UNIT + "SEC")
    ['ms', 's', 'min', 'h', 'd']
    """
    same = [iri for iri in UNITS if _base(iri) == _base(unit)]
    return [symbol(iri) for iri in sorted(same, key=lambda iri: convert(Decimal(1), iri, unit))]
