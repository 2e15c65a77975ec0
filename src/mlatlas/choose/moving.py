"""Up to where each option fits, as HTML: a bar for each option, all on one scale, and a mark at what is asked for.

Everything that comes from the data is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Final, NamedTuple

from mlatlas.choose.records import Sensitivity, Threshold
from mlatlas.facts import Quantity
from mlatlas.quantities import convert
from mlatlas.scale import Scale

#: The room, of 1, that is left beyond the largest amount.
_ROOM: Final = 0.08
_UPWARD: Final = frozenset({">=", ">"})


class Bar(NamedTuple):
    """From where to where a bar reaches, as shares of the scale."""

    start: float
    end: float


def scale(sensitivity: Sensitivity) -> Scale:
    """The scale on which all amounts of a sensitivity find room."""
    return Scale.of([wanted(sensitivity), *_stated(sensitivity)])


def place(amount: Decimal, sensitivity: Sensitivity) -> float:
    """Where an amount is drawn, as a share of the width; beyond the largest there is room to see that it ends."""
    return scale(sensitivity).share(amount) * (1 - _ROOM)


def wanted(sensitivity: Sensitivity) -> Decimal:
    """The amount that is asked for."""
    asked = sensitivity.requirement.wanted
    return asked.value if isinstance(asked, Quantity) else Decimal(0)


def _stated(sensitivity: Sensitivity) -> list[Decimal]:
    amounts = (_amount(each, sensitivity) for each in sensitivity.thresholds)
    return [amount for amount in amounts if amount is not None]


def _amount(threshold: Threshold, sensitivity: Sensitivity) -> Decimal | None:
    """The amount of a threshold in the unit of the requirement."""
    asked, amount = sensitivity.requirement.wanted, threshold.amount
    if amount is None or not isinstance(asked, Quantity):
        return None
    return convert(amount.value, amount.unit, asked.unit)


def bar(threshold: Threshold, sensitivity: Sensitivity) -> Bar | None:
    """The amounts at which an option fits; None where it fits at none that is known."""
    amount = _amount(threshold, sensitivity)
    if amount is None:
        return Bar(0.0, 1.0) if threshold.text.startswith("fits") else None
    share = place(amount, sensitivity)
    return Bar(0.0, share) if sensitivity.requirement.operator in _UPWARD else Bar(share, 1.0)


def tables(sensitivities: Sequence[Sensitivity]) -> str:
    """A table of bars for each requirement that can move."""
    return f'<div class="moving">{"".join(map(_table, sensitivities))}</div>'


def _table(sensitivity: Sensitivity) -> str:
    mark = place(wanted(sensitivity), sensitivity)
    rows = "".join(_row(each, sensitivity, mark) for each in sensitivity.thresholds)
    title = escape(sensitivity.requirement.title)
    kind = " · powers of ten" if scale(sensitivity).is_log else ""
    return f"<table><caption>{title}<small> at the line{kind}</small></caption><tbody>{rows}</tbody></table>"


def _row(threshold: Threshold, sensitivity: Sensitivity, mark: float) -> str:
    found = bar(threshold, sensitivity)
    drawn = f'<i style="left:{found.start:.1%};width:{found.end - found.start:.1%}"></i>' if found else ""
    line = f'<b style="left:{mark:.1%}"></b>'
    look = "closed" if found is None else "reaches" if found.start <= mark <= found.end else "stops"
    return (
        f'<tr class="{look}"><th scope="row">{escape(threshold.option.label)}</th>'
        f'<td aria-hidden="true"><div class="amounts">{drawn}{line}</div></td><td>{escape(threshold.text)}</td></tr>'
    )
