"""All options against all requirements: which fit, which do not, and what would have to change.

An option fails if it fails one hard requirement; else nobody can tell if nobody can tell of one; else it fits under
the conditions of all. Soft requirements only put options with the same outcome in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from mlatlas.choose.judge import judge
from mlatlas.choose.records import (
    OUTCOMES,
    Change,
    Decision,
    Judgement,
    Outcome,
    Reason,
    Relaxation,
    Requirement,
    Sensitivity,
    Threshold,
    Wanted,
    quantity,
)
from mlatlas.errors import BadRequest
from mlatlas.facts import Condition, Quantity, Ref, Statement
from mlatlas.quantities import convert

#: What a soft requirement adds, by its outcome.
_WISH: Final[dict[Outcome, float]] = {"fits": 1.0, "conditional": 0.5, "unknown": 0.0, "fails": 0.0}
_POSSIBLE: Final[frozenset[Outcome]] = frozenset({"fits", "conditional"})

Said = Mapping[str, Sequence[Statement]]


def decide(options: Sequence[Ref], said: Said, requirements: Sequence[Requirement], subject: Ref) -> Decision:
    """Hold every option against every requirement.

    `said` are the statements about each option, by its IRI; `subject` is the choice or class that they belong to.
    Raises `BadRequest` where two requirements contradict each other.
    """
    asked = tuple(dict.fromkeys(requirements))
    _no_contradiction(asked)
    judgements = [_judgement(option, asked, said.get(option.iri, ())) for option in options]
    ordered = tuple(sorted(judgements, key=_rank))
    settled = any(each.outcome in _POSSIBLE for each in ordered)
    return Decision(
        name=subject.label,
        iri=subject.iri,
        requirements=asked,
        judgements=ordered,
        relaxations=() if settled else _relaxations(ordered, said),
        sensitivities=tuple(_sensitivity(each, ordered, said) for each in asked if _movable(each)),
    )


def _judgement(option: Ref, requirements: Sequence[Requirement], statements: Sequence[Statement]) -> Judgement:
    reasons = tuple(judge(each, statements) for each in requirements)
    wishes = sum(_WISH[reason.outcome] for reason in reasons if reason.requirement.soft)
    outcome = _overall(reasons)
    clash = _clash(reasons) if outcome == "conditional" else None
    return Judgement(option, "fails" if clash else outcome, reasons, wishes, clash)


def _clash(reasons: Sequence[Reason]) -> tuple[Reason, Reason] | None:
    """Two conditions that one setting cannot meet at once, as `index access = true and index access = false` cannot."""
    needed = [reason for reason in reasons if reason.needs is not None and not reason.requirement.soft]
    for one, other in combinations(needed, 2):
        if one.needs and other.needs and _exclude(one.needs, other.needs):
            return one, other
    return None


def _exclude(one: Condition, other: Condition) -> bool:
    same = one.parameter is not None and one.parameter == other.parameter
    return same and one.operator == other.operator == "=" and one.operand != other.operand


def _overall(reasons: Sequence[Reason]) -> Outcome:
    """The worst outcome of the hard requirements; what surely fails is worse than what nobody knows."""
    hard = [reason.outcome for reason in reasons if not reason.requirement.soft]
    return max(hard, key=OUTCOMES.index, default="fits")


def _rank(judgement: Judgement) -> tuple[int, float, int, str]:
    gaps = len(judgement.because("fails")) + len(judgement.because("unknown"))
    return OUTCOMES.index(judgement.outcome), -judgement.wishes, gaps, judgement.option.label


# ── Contradictions ───────────────────────────────────────────────────────────


def _no_contradiction(requirements: Sequence[Requirement]) -> None:
    hard = [each for each in requirements if not each.soft]
    for one, other in combinations(hard, 2):
        if one.criterion.property == other.criterion.property and _contradict(one, other):
            raise BadRequest(f"'{one.text}' and '{other.text}' contradict each other: nothing is both; drop one")


def _contradict(one: Requirement, other: Requirement) -> bool:
    if isinstance(one.wanted, Quantity) and isinstance(other.wanted, Quantity):
        return _apart(one, other) or _apart(other, one)
    (this, affirmed), (that, also) = _claimed(one), _claimed(other)
    if this == that:
        return affirmed != also
    return one.criterion.property.functional and affirmed and also


def _claimed(requirement: Requirement) -> tuple[Wanted | None, bool]:
    """What an option must lead to by the property, or must not."""
    affirmed = requirement.operator == "="
    if isinstance(requirement.wanted, bool):
        return requirement.criterion.object, affirmed is requirement.wanted
    return requirement.wanted, affirmed


def _apart(lower: Requirement, upper: Requirement) -> bool:
    """Whether `lower` asks for at least more than `upper` lets be."""
    low, high = lower.wanted, upper.wanted
    if not (isinstance(low, Quantity) and isinstance(high, Quantity)):
        return False
    if lower.operator not in {">=", ">", "="} or upper.operator not in {"<=", "<", "="}:
        return False
    least, most = low.value, convert(high.value, high.unit, low.unit)
    strict = lower.operator == ">" or upper.operator == "<"
    return least > most or (least == most and strict)


# ── What would have to change ────────────────────────────────────────────────


def _relaxations(judgements: Sequence[Judgement], said: Said) -> tuple[Relaxation, ...]:
    """For each option what must give way, without those that must give more than another needs to."""
    found = [_relaxation(each, said.get(each.option.iri, ())) for each in judgements if _failing(each)]
    sets = [frozenset(change.requirement for change in each.changes) for each in found]
    kept = [each for each, own in zip(found, sets, strict=True) if not any(other < own for other in sets)]
    return tuple(sorted(kept, key=lambda each: (len(each.changes), OUTCOMES.index(each.outcome), each.option.label)))


def _failing(judgement: Judgement) -> tuple[Reason, ...]:
    """The reasons that rule an option out; of two that only exclude each other, the later one."""
    failed = judgement.because("fails")
    return judgement.clash[1:] if judgement.clash and not failed else failed


def _relaxation(judgement: Judgement, statements: Sequence[Statement]) -> Relaxation:
    failed = _failing(judgement)
    changes = tuple(Change(r.requirement) if judgement.clash else _change(r, statements) for r in failed)
    others = tuple(reason for reason in judgement.reasons if reason not in failed)
    relaxed = tuple(judge(each.relaxed, statements) for each in changes if each.relaxed)
    return Relaxation(judgement.option, changes, _overall((*others, *relaxed)))


def _change(reason: Reason, statements: Sequence[Statement]) -> Change:
    """A number gives way as far as it must, where any is known to be enough."""
    return Change(reason.requirement, _furthest(reason.requirement, statements))


def _furthest(requirement: Requirement, statements: Sequence[Statement]) -> Quantity | None:
    """Of all amounts that are stated, the last one with which the requirement can be met; None without any."""
    wanted = requirement.wanted
    if not isinstance(wanted, Quantity):
        return None
    fitting = [
        Quantity(each.value, each.unit, quantity(each))
        for each in _amounts(requirement, statements)
        if judge(requirement.at(each), statements).outcome in _POSSIBLE
    ]
    if requirement.operator == "=":
        return min(fitting, key=lambda each: abs(_in(wanted.unit, each) - wanted.value), default=None)
    choose = max if requirement.operator in {">=", ">"} else min
    return choose(fitting, key=lambda each: _in(wanted.unit, each), default=None)


def _amounts(requirement: Requirement, statements: Sequence[Statement]) -> list[Quantity]:
    same = (each for each in statements if each.stands and each.property.iri == requirement.criterion.property.iri)
    return [each.quantity for each in same if each.quantity]


def _in(unit: str, amount: Quantity) -> Decimal:
    return convert(amount.value, amount.unit, unit)


# ── Sensitivity ──────────────────────────────────────────────────────────────


def _movable(requirement: Requirement) -> bool:
    return isinstance(requirement.wanted, Quantity) and not requirement.soft and requirement.operator != "="


def _sensitivity(requirement: Requirement, judgements: Sequence[Judgement], said: Said) -> Sensitivity:
    return Sensitivity(requirement, tuple(_threshold(requirement, each, said) for each in judgements))


def _threshold(requirement: Requirement, judgement: Judgement, said: Said) -> Threshold:
    """Up to where the option fits, or why it does not fit anyway."""
    others = [r for r in judgement.reasons if r.requirement != requirement and not r.requirement.soft]
    hindering = [r for r in others if r.outcome not in _POSSIBLE]
    if hindering:
        names = " and ".join(dict.fromkeys(f"{r.requirement.text}" for r in hindering))
        word = "fails" if any(r.outcome == "fails" for r in hindering) else "cannot be told"
        return Threshold(judgement.option, None, f"{word} at any {requirement.criterion.name}, for {names}")
    return Threshold(judgement.option, *_fitting(requirement, said.get(judgement.option.iri, ())))


def _fitting(requirement: Requirement, statements: Sequence[Statement]) -> tuple[Quantity | None, str]:
    """The last amount that fits, and how to say so."""
    last = _furthest(requirement, statements)
    if last is None:
        return None, f"cannot be told: no {requirement.criterion.name} is stated that would do"
    upward = requirement.operator in {">=", ">"}
    beyond = replace(last, value=last.value + 1 if upward else max(last.value - 1, last.value / 2))
    reason = judge(requirement.at(beyond), statements)
    if reason.outcome in _POSSIBLE:
        return None, f"fits at any {requirement.criterion.name}"
    condition = judge(requirement.at(last), statements).condition
    text = f"{'up' if upward else 'down'} to {last.as_written}{f', {condition}' if condition else ''}"
    return last, text if reason.outcome == "fails" else f"{text} for certain; of more nobody says"
