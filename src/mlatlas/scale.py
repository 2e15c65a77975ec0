"""Where amounts lie on one scale, so that bars of them can be drawn beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple, Self

#: From this ratio on, the smaller of two amounts could not be seen on a plain scale.
_HUGE: Final = 40


class Scale(NamedTuple):
    """The least and the largest amount above 0; `is_log` tells whether powers of ten are equally far apart."""

    least: Decimal
    largest: Decimal
    is_log: bool

    @classmethod
    def of(cls, amounts: Iterable[Decimal]) -> Self:
        """The scale on which all amounts find room.

        >>> Scale.of([Decimal(0), Decimal(2), Decimal(60)]).is_log, Scale.of([Decimal(1), Decimal(60)]).is_log
        (False, True)
        """
        counted = [amount for amount in amounts if amount > 0]
        least, largest = min(counted, default=Decimal(0)), max(counted, default=Decimal(0))
        return cls(least, largest, bool(counted) and largest / least > _HUGE)

    def share(self, amount: Decimal) -> float:
        """Where an amount lies on the scale, from 0 to 1; on powers of ten, the least has the room of one power.

        >>> Scale.of([Decimal(1), Decimal(1000)]).share(Decimal(1))
        0.25
        """
        if not self.largest or amount <= 0:
            return 0.0
        if not self.is_log:
            return float(amount / self.largest)
        return (math.log10(amount / self.least) + 1) / (math.log10(self.largest / self.least) + 1)
