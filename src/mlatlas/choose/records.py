"""The records of a decision: requirements, reasons, judgements.

`mlatlas.choose.decide` makes them; the table of the terminal, the page and every export are made from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from mlatlas.facts import Check, Condition, Criterion, Quantity, Ref, Source, Statement, Verdict
from mlatlas.quantities import plain, symbol

Outcome = Literal["fits", "conditional", "fails", "unknown"]
Operator = Literal[">=", "<=", ">", "<", "=", "!="]
#: What a requirement may ask for: a quantity, an entity, yes or no, or a text.
Wanted = Quantity | Ref | bool | str

#: From the best to the worst that can be said of an option.
OUTCOMES: Final[tuple[Outcome, ...]] = ("fits", "conditional", "unknown", "fails")
#: How outcomes read.
OUTCOME_WORDS: Final[dict[Outcome, str]] = {
    "fits": "fits",
    "conditional": "fits on a condition",
    "fails": "does not fit",
    "unknown": "cannot tell",
}
#: An amount is the last that still does, not the first that does not.
_INCLUSIVE: Final[dict[Operator, Operator]] = {">": ">=", "<": "<="}
_SIGNS: Final[dict[Operator, str]] = {">=": "≥", "<=": "≤", "!=": "≠"}
OUTCOME_SIGNS: Final[dict[Outcome, str]] = {"fits": "✓", "conditional": "◐", "fails": "✗", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an option must be, have or do; a `soft` one is only wished for, and ranks what fits."""

    criterion: Criterion
    operator: Operator
    wanted: Wanted
    soft: bool = False

    @property
    def text(self) -> str:
        """The requirement as people write it, which reads back as the same: `payload >= 300 MB`."""
        return f"{self.criterion.name} {self.operator} {wanted_text(self.wanted)}"

    @property
    def title(self) -> str:
        """The same as people like to read it: `payload ≥ 300 MB`, `VPC`, `no VPC`, `latency class: Real time`."""
        sign = _SIGNS.get(self.operator, self.operator)
        if self.operator == "=" and not isinstance(self.wanted, Quantity):
            return f"{self.criterion.name}: {wanted_text(self.wanted)}"
        return f"{self.criterion.name} {sign} {wanted_text(self.wanted)}"

    def at(self, amount: Quantity) -> Requirement:
        """The same requirement about another amount, which is itself included."""
        return replace(self, operator=_INCLUSIVE.get(self.operator, self.operator), wanted=amount)


@dataclass(frozen=True, slots=True)
class Reason:
    """How one option stands to one requirement.

    `margin` is by how much a number holds the requirement (negative: by how much it falls short), in the unit
    of the requirement. `condition` is what must be the case for the outcome `conditional`; `needs` is the same for
    machines, where it is one condition alone. `statements` decide; without any, the outcome is `unknown`.
    """

    requirement: Requirement
    outcome: Outcome
    text: str
    margin: Quantity | None = None
    condition: str | None = None
    statements: tuple[Statement, ...] = ()
    needs: Condition | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the statements, each once."""
        return tuple(dict.fromkeys(source for statement in self.statements for source in statement.sources))

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of the statements, each once."""
        return tuple(dict.fromkeys(statement.verdict for statement in self.statements))

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of the statements, each once."""
        return tuple(dict.fromkeys(check for statement in self.statements for check in statement.checks))


@dataclass(frozen=True, slots=True)
class Judgement:
    """One option with its outcome over all hard requirements, and the reason for every requirement, soft ones too.

    `wishes` counts the soft requirements that it fulfils, those under a condition half. `clash` are two
    reasons whose conditions exclude each other, so that their requirements are met one by one and never together.
    """

    option: Ref
    outcome: Outcome
    reasons: tuple[Reason, ...]
    wishes: float = 0.0
    clash: tuple[Reason, Reason] | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must be the case for the option to fit, of hard requirements only."""
        found = (r.condition for r in self.reasons if r.outcome == "conditional" and not r.requirement.soft)
        return tuple(dict.fromkeys(condition for condition in found if condition))

    def because(self, outcome: Outcome) -> tuple[Reason, ...]:
        """The hard requirements with this outcome."""
        return tuple(r for r in self.reasons if r.outcome == outcome and not r.requirement.soft)


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement that gives way: a number to `to`, anything else altogether."""

    requirement: Requirement
    to: Quantity | None = None

    @property
    def relaxed(self) -> Requirement | None:
        """What is left of the requirement, if anything."""
        return None if self.to is None else self.requirement.at(self.to)

    @property
    def text(self) -> str:
        """`payload >= 4 MB instead of 300 MB`, or `without VPC = yes`."""
        if self.relaxed is None:
            return f"without {self.requirement.text}"
        return f"{self.relaxed.text} instead of {wanted_text(self.requirement.wanted)}"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The fewest requirements that must give way for an option, and what would then be said of it."""

    option: Ref
    changes: tuple[Change, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Threshold:
    """Up to (or down to) which amount an option fits, all other requirements staying as they are.

    `amount` is None where the option fits at no amount that is stated, or at any; `text` says which.
    """

    option: Ref
    amount: Quantity | None
    text: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the answer hangs on one requirement about a quantity."""

    requirement: Requirement
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """All options of a choice (or class) held against all requirements, the best first.

    `relaxations` are there only where nothing fits, not even under a condition; the smallest come first.
    """

    name: str
    iri: str
    requirements: tuple[Requirement, ...]
    judgements: tuple[Judgement, ...]
    relaxations: tuple[Relaxation, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()

    def with_outcome(self, outcome: Outcome) -> tuple[Judgement, ...]:
        """The options with this outcome, the best first."""
        return tuple(each for each in self.judgements if each.outcome == outcome)


def wanted_text(wanted: Wanted) -> str:
    """What is asked for, in words that read back as the same.

    >>> wanted_text(True), wanted_text("csv"), wanted_text(Ref("", "Real time", "Capability"))
    ('yes', 'csv', 'Real time')
    """
    if isinstance(wanted, bool):
        return "yes" if wanted else "no"
    if isinstance(wanted, Ref):
        return wanted.label
    return wanted.as_written if isinstance(wanted, Quantity) else wanted


def quantity(value: Quantity) -> str:
    """A number with the sign of its unit.

    >>> from decimal import Decimal
    >>> from mlatlas.terms import UNIT
    >>> quantity(Quantity(Decimal("296.0"), UNIT + "MegaBYTE", ""))
    '296 MB'
    """
    return f"{plain(value.value):,} {symbol(value.unit)}".strip()
