"""What statements say of a quantity: which amounts are possible, which are not, and of which nobody says.

A maximum says that every amount up to it is possible, and none above it. A default is possible, and says nothing
of what else is. A recommendation decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mlatlas.choose.records import Operator
from mlatlas.facts import Statement
from mlatlas.quantities import convert

#: Bounds whose value is itself possible.
_POSSIBLE: Final = frozenset({"maximum", "minimum", "default", "allowed", None})


@dataclass(frozen=True, slots=True)
class Span:
    """Amounts in one unit: the least and the largest, those known to be possible, and whether no others are."""

    low: Decimal | None = None
    high: Decimal | None = None
    known: tuple[Decimal, ...] = ()
    listed: bool = False

    def meets(self, operator: Operator, amount: Decimal) -> bool | None:
        """Whether some possible amount stands in this relation to `amount`; None where nobody says.

        >>> span = Span(high=Decimal(60), known=(Decimal(60), Decimal(15)))
        >>> span.meets(">=", Decimal(30)), span.meets(">=", Decimal(90)), span.meets("=", Decimal(45))
        (True, False, True)
        >>> Span(known=(Decimal(15),)).meets(">=", Decimal(30)) is None
        True
        """
        if operator in {">=", ">"}:
            return self._reaches(amount, operator == ">", Decimal(1))
        if operator in {"<=", "<"}:
            return self._reaches(amount, operator == "<", Decimal(-1))
        return self._includes(amount)

    def _reaches(self, amount: Decimal, strictly: bool, sign: Decimal) -> bool | None:
        """Whether an amount as large (with sign −1: as small) is possible."""
        end = self.high if sign > 0 else self.low
        ends = [end] if end is not None else []
        if any(_beyond(sign * each, sign * amount, strictly) for each in (*self.known, *ends)):
            return True
        if sign < 0 and end is None and self.high is not None and not self.listed:
            return amount > 0 if strictly else amount >= 0  # a maximum alone allows all that is less
        return False if end is not None or self.listed else None

    def _includes(self, amount: Decimal) -> bool | None:
        if amount in self.known:
            return True
        above = self.high is not None and amount > self.high
        below = self.low is not None and amount < self.low
        if self.listed or above or below:
            return False
        return True if self.high is not None else None

    def limit(self, operator: Operator) -> Decimal | None:
        """The last amount that still meets a requirement with this operator, as far as it is known."""
        if operator in {">=", ">", "="}:
            return self.high if self.high is not None else max(self.known, default=None)
        return self.low if self.low is not None else None


def span(statements: Sequence[Statement], unit: str) -> Span:
    """What affirmed statements about quantities say together; the strictest bound counts."""
    stated = [
        (each.bound, convert(each.quantity.value, each.quantity.unit, unit))
        for each in statements
        if each.quantity and each.holds
    ]
    exact = [amount for bound, amount in stated if bound is None]
    listed = [amount for bound, amount in stated if bound == "allowed"]
    lows = [amount for bound, amount in stated if bound == "minimum"] + exact
    highs = [amount for bound, amount in stated if bound == "maximum"] + exact
    return Span(
        low=max(lows, default=None),
        high=min(highs, default=None),
        known=tuple(sorted({amount for bound, amount in stated if bound in _POSSIBLE})),
        listed=bool(listed or exact),
    )


def _beyond(one: Decimal, other: Decimal, strictly: bool) -> bool:
    return one > other if strictly else one >= other
