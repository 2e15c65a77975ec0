"""One option against one requirement: the outcome, and the reason for it.

What holds without a condition decides; what holds under one makes a condition of it. Statements that contradict
each other decide nothing, and neither does silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from mlatlas.choose.records import Outcome, Reason, Requirement, quantity, wanted_text
from mlatlas.choose.spans import span
from mlatlas.conflicts import at_odds
from mlatlas.facts import Condition, Quantity, Ref, Statement

_UNSAID = "not stated"


class _Finding(NamedTuple):
    """Whether statements meet a requirement (None: they do not say), and which of them decide."""

    meets: bool | None
    statements: tuple[Statement, ...] = ()

    @property
    def needs(self) -> Condition | None:
        """The condition under which the statements hold, if there is one."""
        return next((each.condition for each in self.statements if each.condition), None)


def judge(requirement: Requirement, statements: Iterable[Statement]) -> Reason:
    """Hold an option, by the statements about it, against a requirement."""
    about = [each for each in statements if each.stands and each.property.iri == requirement.criterion.property.iri]
    certain = [each for each in about if each.condition is None]
    if odd := _at_odds(requirement, certain):
        text = f"sources disagree: {'; '.join(_told(requirement, each) for each in odd)}"
        return Reason(requirement, "unknown", text, statements=odd)
    base = _find(requirement, certain)
    under = {text: _find(requirement, [*_not_replaced(certain, said), *said]) for text, said in _conditional(about)}
    return _reason(requirement, about, base, under)


def _at_odds(requirement: Requirement, certain: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements that bear on the requirement and cannot all be right."""
    bearing = [each for each in certain if _bears(requirement, each)]
    pairs = (pair for pair in combinations(bearing, 2) if at_odds(*pair) not in {None, "default and maximum"})
    return next(pairs, ())


def _bears(requirement: Requirement, statement: Statement) -> bool:
    if isinstance(requirement.wanted, Quantity):
        return statement.quantity is not None
    return _says(requirement, statement) is not None


def _conditional(about: Iterable[Statement]) -> list[tuple[str, list[Statement]]]:
    """The statements under each condition."""
    found: dict[str, list[Statement]] = {}
    for each in about:
        if each.condition is not None:
            found.setdefault(each.condition.text, []).append(each)
    return list(found.items())


def _not_replaced(certain: Sequence[Statement], said: Sequence[Statement]) -> list[Statement]:
    """What goes on holding under a condition: all bounds for which it names no other value."""
    replaced = {each.bound for each in said if each.quantity}
    objects = {each.object for each in said if each.object}
    return [each for each in certain if not (each.quantity and each.bound in replaced) and each.object not in objects]


# ── Findings ─────────────────────────────────────────────────────────────────


def _find(requirement: Requirement, said: Sequence[Statement]) -> _Finding:
    if isinstance(requirement.wanted, Quantity):
        return _find_amount(requirement, requirement.wanted, said)
    answers = [(answer, each) for each in said if (answer := _says(requirement, each)) is not None]
    if not answers:
        return _Finding(None)
    meets = any(answer for answer, _ in answers)
    return _Finding(meets, tuple(each for answer, each in answers if answer is meets))


def _find_amount(requirement: Requirement, wanted: Quantity, said: Sequence[Statement]) -> _Finding:
    """Amounts of different scopes (per request, per account) must agree before they decide."""
    numbers = [each for each in said if each.quantity]
    scopes = {each.scope for each in numbers}
    found = {
        span([each for each in numbers if each.scope == scope], wanted.unit).meets(requirement.operator, wanted.value)
        for scope in scopes
    }
    return _Finding(found.pop() if len(found) == 1 else None, tuple(_deciding(requirement, wanted, numbers)))


def _deciding(requirement: Requirement, wanted: Quantity, numbers: Sequence[Statement]) -> list[Statement]:
    """The statements that bound the amount on the side that matters; without one, all of them."""
    bound = "minimum" if requirement.operator in {"<", "<="} else "maximum"
    limit = span(numbers, wanted.unit).limit(requirement.operator)
    near = [each for each in numbers if each.bound in {bound, None} and limit is not None]
    return near or list(numbers)


def _says(requirement: Requirement, statement: Statement) -> bool | None:
    """Whether a statement meets a requirement about an entity, yes or no, or a text; None where it does not say."""
    asked = requirement.wanted
    affirmed = requirement.operator != "!="
    if isinstance(asked, bool):
        affirmed = affirmed is asked
        asked = requirement.criterion.object or ""
    has = _has(statement, asked)
    return None if has is None else has is affirmed


def _has(statement: Statement, asked: Ref | Quantity | str) -> bool | None:
    """Whether its subject has the entity or text; what has one value of a functional property has no other."""
    same = (
        statement.object.iri == asked.iri if isinstance(asked, Ref) and statement.object else _reads(statement, asked)
    )
    if same:
        return statement.holds
    return False if statement.holds and statement.property.functional else None


def _reads(statement: Statement, asked: Ref | Quantity | str) -> bool:
    return isinstance(asked, str) and (statement.text or "").casefold() == asked.casefold()


# ── Reasons ──────────────────────────────────────────────────────────────────


def _reason(requirement: Requirement, about: Sequence[Statement], base: _Finding, under: dict[str, _Finding]) -> Reason:
    outcome: Outcome = "unknown" if base.meets is None else "fits" if base.meets else "fails"
    reason = _told_reason(requirement, about, base, outcome)
    turned = {text: finding for text, finding in under.items() if finding.meets is not None}
    better = {text: finding for text, finding in turned.items() if finding.meets and not base.meets}
    worse = [text for text, finding in turned.items() if finding.meets is False and base.meets]
    if better:
        text, finding = next(iter(better.items()))
        told = _told_reason(requirement, about, finding, "conditional")
        needs = finding.needs if len(better) == 1 else None
        return replace(told, condition=" or ".join(better), text=f"{told.text}, {text}", needs=needs)
    if worse:
        without = " or ".join(text.removeprefix("only ") for text in worse)
        return replace(reason, outcome="conditional", condition=f"except {without}")
    return reason


def _told_reason(requirement: Requirement, about: Sequence[Statement], finding: _Finding, outcome: Outcome) -> Reason:
    if isinstance(requirement.wanted, Quantity):
        return _amount_reason(requirement, requirement.wanted, finding, outcome)
    told = [_told(requirement, each) for each in finding.statements]
    text = "; ".join(dict.fromkeys(told)) or _silence(about)
    if finding.meets is False and any(each.holds and each.property.functional for each in finding.statements):
        text += f", not {wanted_text(requirement.wanted)}"
    return Reason(requirement, outcome, text, statements=finding.statements)


def _amount_reason(requirement: Requirement, wanted: Quantity, finding: _Finding, outcome: Outcome) -> Reason:
    told = "; ".join(dict.fromkeys(_told(requirement, each) for each in finding.statements))
    if finding.meets is None:
        return Reason(
            requirement, outcome, f"{told}; more is {_UNSAID}" if told else _UNSAID, statements=finding.statements
        )
    margin = _margin(requirement, wanted, finding.statements)
    text = told if margin is None else f"{told}{_spared(requirement, margin, bool(finding.meets))}"
    return Reason(requirement, outcome, text, margin, statements=finding.statements)


def _margin(requirement: Requirement, wanted: Quantity, statements: Sequence[Statement]) -> Quantity | None:
    """By how much the last possible amount goes beyond what is wanted; negative where it falls short."""
    limit = span(statements, wanted.unit).limit(requirement.operator)
    if limit is None:
        return None
    sign = Decimal(-1) if requirement.operator in {"<", "<="} else Decimal(1)
    margin = sign * (limit - wanted.value)
    return Quantity(margin, wanted.unit, quantity(Quantity(margin, wanted.unit, "")))


def _spared(requirement: Requirement, margin: Quantity, meets: bool) -> str:
    size = quantity(replace(margin, value=abs(margin.value)))
    if meets:
        return f", {size} to spare" if margin.value > 0 else ", just enough" if not margin.value else ""
    if not margin.value:
        return ", and it must be beyond that"
    return f", {size} {'too much' if requirement.operator in {'<', '<='} else 'short'}" if margin.value < 0 else ""


def _told(requirement: Requirement, statement: Statement) -> str:
    """A statement in a few words, without its subject: `does not support VPC configuration`, `max. 4 MB`."""
    if statement.quantity is not None:
        scope = f" {statement.scope}" if statement.scope else ""
        return f"{statement.value_text}{scope}"
    colon = ":" if statement.property.functional else ""
    timing = statement.timing(date.today())
    return f"{statement.verb}{colon} {statement.value_text}{timing and f' ({timing})'}"


def _silence(about: Sequence[Statement]) -> str:
    """What is not stated, beside what is."""
    others = [each.value_text for each in about if each.holds][:3]
    return f"{_UNSAID}; stated: {', '.join(dict.fromkeys(others))}" if others else _UNSAID
