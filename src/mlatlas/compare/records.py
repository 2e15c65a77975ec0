"""The records of a side-by-side comparison: things, rows, cells, and the claims behind each cell.

`mlatlas.compare` makes them; the table of the terminal, the page and every export are made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from mlatlas.checked import Checked, summed_up
from mlatlas.conflicts import Conflict, conflicts
from mlatlas.facts import Bound, Check, Property, Ref, Source, Statement, Verdict
from mlatlas.quantities import plain, symbol

State = Literal["value", "yes", "no", "not-applicable", "not-stated", "not-shown", "conflict"]

#: From the best to the worst that can be said of a claim; a cell has the worst verdict of its claims.
_VERDICTS: Final[tuple[Verdict, ...]] = ("confirmed", "imprecise", "unverified", "outdated", "contradicted")
_NOTHING_SAID: Final[dict[State, str]] = {
    "not-applicable": "not applicable",
    "not-stated": "not stated",
    "not-shown": "not shown",
}
#: From the least to the most that machines can have found.
_LEAST: Final[tuple[Checked, ...]] = ("not as expected", "no check", "not checked here", "checked in text", "checked")
_TWICE: Final = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """What one or more statements say alike about one thing: the text, and the statements."""

    text: str
    statements: tuple[Statement, ...]

    @property
    def holds(self) -> bool:
        """Whether the claim is affirmed; a denied one reads "no" or "not …"."""
        return self.statements[0].holds

    @property
    def condition(self) -> str | None:
        """What must be the case for the claim to apply, in words."""
        condition = self.statements[0].condition
        return condition.text if condition else None

    @property
    def scope(self) -> str | None:
        """What one count of the value refers to: `per request`."""
        return self.statements[0].scope

    @property
    def verdict(self) -> Verdict:
        """The best verdict of the statements: one that is confirmed is enough."""
        return min((statement.verdict for statement in self.statements), key=_VERDICTS.index)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all the statements, each once."""
        return tuple(dict.fromkeys(source for statement in self.statements for source in statement.sources))

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of all the statements, each once."""
        return tuple(dict.fromkeys(check for statement in self.statements for check in statement.checks))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What qualifies the claim besides scope and verdict: condition, means, dates."""
        first = self.statements[0]
        means = f"through {', '.join(ref.label for ref in first.through)}" if first.through else None
        return tuple(remark for remark in (self.condition, means, first.timing(date.today())) if remark)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one thing in one row.

    `value` is the number in the row's unit, for quantities only; `delta` (same unit) and `ratio` say how
    it stands to the baseline, `better` whether that is a gain for the user. `replaced` are statements on
    the same matter that do not stand any more; they are never part of `text` or `value`. A cell is
    `not-shown` where a filter lets nothing of it through; that is not the same as `not-stated`.
    """

    state: State
    claims: tuple[Claim, ...] = ()
    value: Decimal | None = None
    unit: str | None = None
    delta: Decimal | None = None
    ratio: Decimal | None = None
    better: bool | None = None
    replaced: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """The cell in words, values as the source writes them: `60 seconds`, `no`, `not stated`."""
        texts = tuple(dict.fromkeys(claim.text for claim in self.claims))
        if self.state == "conflict":
            return " ≠ ".join(texts)
        if set(texts) == {"yes", "no"}:
            return self.state if self.state in texts else "depends"
        return "; ".join(texts) or _NOTHING_SAID[self.state]

    @property
    def condition(self) -> str | None:
        """The conditions of the claims; where there are several claims, each with the claim it belongs to."""
        conditional = [claim for claim in self.claims if claim.condition]
        if len(self.claims) == 1 and conditional:
            return conditional[0].condition
        return "; ".join(f"{claim.text}: {claim.condition}" for claim in conditional) or None

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of the claims; None where nothing is said."""
        return max((claim.verdict for claim in self.claims), key=_VERDICTS.index, default=None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all the claims, each once."""
        return tuple(dict.fromkeys(source for claim in self.claims for source in claim.sources))

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of all the claims, each once."""
        return tuple(dict.fromkeys(check for claim in self.claims for check in claim.checks))

    @property
    def checked(self) -> Checked:
        """How the cell fared with machines; where there are several claims, the least that is true of one."""
        return min((summed_up(claim.checks) for claim in self.claims), key=_LEAST.index, default="no check")

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts within the cell, between what stands and with what was replaced."""
        return tuple(conflicts([*(said for claim in self.claims for said in claim.statements), *self.replaced]))

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements behind the cell."""
        return tuple(statement.id for claim in self.claims for statement in claim.statements)

    @property
    def notes(self) -> tuple[str, ...]:
        """The remarks of the statements' authors."""
        said = (statement.note for claim in self.claims for statement in claim.statements)
        return tuple(dict.fromkeys(note for note in said if note))

    @property
    def comparable(self) -> str | None:
        """The number in the row's unit (`3600 s`), where the source writes it in another."""
        if self.value is None or self.unit is None:
            return None
        units = {said.quantity.unit for claim in self.claims for said in claim.statements if said.quantity}
        return None if units == {self.unit} else amount(self.value, self.unit)

    @property
    def against_baseline(self) -> str | None:
        """How the number stands to the baseline: `+3540 s (×60), better`."""
        if self.delta is None or self.unit is None:
            return None
        if not self.delta:
            return "same as the baseline"
        sign = "+" if self.delta > 0 else "−"
        words = f"{sign}{amount(abs(self.delta), self.unit)}"
        if self.ratio is not None:
            words += f" ({proportion(self.ratio)})"
        return words if self.better is None else f"{words}, {'better' if self.better else 'worse'}"


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One property, or one object of a yes/no property, over all things.

    `key` names the row in addresses and on the command line (`memory.maximum`, `supports.vpc-configuration`).
    `group` is the heading under which the row is shown (`Limits`); `scope` is what all claims of the row
    refer to (`per request`), None where they differ.
    `equal` is true where the cells do not differ in state, value, condition, scope or means.
    """

    property: Property
    key: str
    label: str
    group: str
    cells: tuple[Cell, ...]
    equal: bool
    bound: Bound | None = None
    object: Ref | None = None
    unit: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six things side by side.

    `rows` are those of the view, in the order of the properties' groups or as the view has them; `hidden_equal`
    counts the rows that the view leaves out because all things are alike in them, `hidden_filtered` those of
    which the filter lets nothing through. `dropped` are the rows that somebody left out by name.
    """

    entities: tuple[Ref, ...]
    rows: tuple[CompareRow, ...]
    hidden_equal: int = 0
    baseline: Ref | None = None
    hidden_filtered: int = 0
    dropped: tuple[CompareRow, ...] = ()

    @property
    def alike(self) -> int:
        """How many rows are equal, shown or hidden."""
        return self.hidden_equal + sum(row.equal for row in self.rows)


def amount(value: Decimal, unit: str) -> str:
    """A number with the sign of its unit.

    >>> from mlatlas.terms import UNIT
    >>> amount(Decimal(3600), UNIT + "SEC")
    '3600 s'
    """
    return f"{plain(value)} {symbol(unit)}".strip()


def proportion(ratio: Decimal) -> str:
    """How many times the baseline a number is; changes below twice or half of it in per cent.

    >>> proportion(Decimal(60)), proportion(Decimal("0.25")), proportion(Decimal("1.2"))
    ('×60', '÷4', '+20 %')
    """
    if ratio >= _TWICE:
        return f"×{_rounded(ratio)}"
    if 0 < ratio * _TWICE <= 1:
        return f"÷{_rounded(1 / ratio)}"
    change = (ratio - 1) * 100
    return f"{'+' if change > 0 else '−'}{_rounded(abs(change))} %"


def _rounded(number: Decimal) -> Decimal:
    return plain(round(number, 1))
