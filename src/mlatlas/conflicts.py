"""Where statements disagree: both sides, and why.

>>> from mlatlas.atlas import Atlas
>>> [found] = conflicts([one for one in Atlas.open().facts() if one.id in {"F059", "F059-default"}])
>>> found.kind, found.reason
('default and maximum', 'The default is 15 minutes, or 900 seconds; the maximum is 60 minutes. Neither is a mistake.')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from mlatlas.errors import BadRequest
from mlatlas.facts import Property, Ref, Statement
from mlatlas.quantities import convert

Kind = Literal[
    "contradicted", "outdated", "imprecise", "affirmed and denied", "different values", "default and maximum"
]  # fmt: skip

#: `Conflict` has a field named `property`, which hides the decorator in its body.
_computed = property

#: Kinds whose sides cannot all be right as they stand.
SHARP: Final[frozenset[Kind]] = frozenset({"contradicted", "outdated", "affirmed and denied", "different values"})
_WHY: Final[dict[Kind, str]] = {
    "contradicted": "An authority says the opposite.",
    "outdated": "The claim was right once; the service has changed since.",
    "imprecise": "An authority says it more exactly.",
    "affirmed and denied": "One source affirms it, another denies it.",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more statements that do not say the same about one matter.

    `statements` begin with those that stand; `subject` and `property` are those of the claim that is in
    doubt. `reason` is in whole sentences.
    """

    subject: Ref
    property: Property
    statements: tuple[Statement, ...]
    reason: str
    kind: Kind

    @_computed
    def is_sharp(self) -> bool:
        """Whether the sides cannot all be right; else one is only more exact, or of another bound."""
        return self.kind in SHARP

    @_computed
    def id(self) -> str:
        """The ids of the statements, joined: `F096-exact.F096`."""
        return ".".join(statement.id for statement in self.statements)

    def concerns(self, statement: Statement) -> bool:
        """Whether the statement is one of the sides."""
        return any(side.id == statement.id for side in self.statements)

    def others(self, statement: Statement) -> tuple[Statement, ...]:
        """The other sides, as seen from one of the statements."""
        return tuple(other for other in self.statements if other.id != statement.id)


def conflicts(statements: Iterable[Statement]) -> list[Conflict]:
    """All conflicts between these statements, sharp ones first; a correction among others is not seen.

    - claims and what corrects them (`corrected_by`), with whatever else denies them;
    - the same affirmed and denied;
    - different values of the same bound;
    - a default and a maximum of the same thing, which people take for each other.

    Conditions, scopes, means and dates make different matters: what holds on Mondays is not denied by Tuesday. Where
    they overlap, the data marks who disagrees (`in_conflict_with`).
    """
    known = {statement.id: statement for statement in statements}
    standing = [statement for statement in known.values() if statement.stands]
    found = [*_corrections(known, standing), *_pairs(standing)]
    return sorted(found, key=lambda conflict: (not conflict.is_sharp, conflict.kind == "imprecise", conflict.id))


def at_odds(one: Statement, other: Statement) -> Kind | None:
    """How two statements about the same subject and property conflict; None where they do not."""
    is_marked = other.id in one.in_conflict_with or one.id in other.in_conflict_with
    if not is_marked and _circumstances(one) != _circumstances(other):
        return None
    if _same_value(one, other):
        return "affirmed and denied" if one.holds is not other.holds and one.bound == other.bound else None
    if not (one.holds and other.holds):
        return None
    if one.quantity is None or other.quantity is None:
        return "different values" if is_marked else None
    if {one.bound, other.bound} == {"default", "maximum"}:
        return "default and maximum"
    return "different values" if one.bound == other.bound != "allowed" else None


# ── Corrections ──────────────────────────────────────────────────────────────


def _corrections(known: dict[str, Statement], standing: Sequence[Statement]) -> list[Conflict]:
    """One conflict for each correcting statement, with all the claims that it corrects."""
    corrected: dict[str, list[Statement]] = defaultdict(list)
    for claim in known.values():
        if claim.corrected_by in known:
            corrected[claim.corrected_by].append(claim)
    return [_correction(known[id_], claims, standing) for id_, claims in corrected.items()]


def _correction(right: Statement, claims: Sequence[Statement], standing: Sequence[Statement]) -> Conflict:
    denials = [
        other
        for other in standing
        if other.id != right.id and any(_matter(other) == _matter(claim) and at_odds(other, claim) for claim in claims)
    ]
    verdicts = {claim.verdict for claim in claims}
    kind: Kind = "contradicted" if "contradicted" in verdicts else "outdated" if "outdated" in verdicts else "imprecise"
    sides = (right, *denials, *claims)
    return _conflict(claims[0], sides, kind, " ".join([_WHY[kind], *_notes([*claims, right, *denials])]))


def _notes(statements: Iterable[Statement]) -> list[str]:
    return list(dict.fromkeys(statement.note for statement in statements if statement.note))


# ── Pairs that stand ─────────────────────────────────────────────────────────


def _pairs(standing: Iterable[Statement]) -> list[Conflict]:
    matters: dict[Hashable, list[Statement]] = defaultdict(list)
    for statement in standing:
        matters[_matter(statement)].append(statement)
    return [
        _conflict(one, (one, other), kind, _reason(kind, one, other))
        for alike in matters.values()
        for one, other in combinations(alike, 2)
        if (kind := at_odds(one, other))
    ]


def _reason(kind: Kind, one: Statement, other: Statement) -> str:
    values = {side.bound: side.quantity.as_written for side in (one, other) if side.quantity}
    if kind == "default and maximum":
        return f"The default is {values['default']}; the maximum is {values['maximum']}. Neither is a mistake."
    if kind == "different values":
        return f"Sources give different values: {one.value_text} and {other.value_text}."
    return " ".join([_WHY[kind], *_notes((one, other))])


def _conflict(about: Statement, sides: tuple[Statement, ...], kind: Kind, reason: str) -> Conflict:
    return Conflict(about.subject, about.property, sides, reason, kind)


# ── What statements mean ─────────────────────────────────────────────────────


def _matter(statement: Statement) -> Hashable:
    return statement.subject.iri, statement.property.iri


def _circumstances(statement: Statement) -> Hashable:
    condition = statement.condition.text if statement.condition else None
    means = frozenset(ref.iri for ref in statement.through)
    return condition, statement.scope, means, statement.valid_from, statement.valid_through


def _same_value(one: Statement, other: Statement) -> bool:
    """Whether both lead to the same, in whatever unit."""
    if one.quantity is None or other.quantity is None:
        return (one.object, one.text) == (other.object, other.text)
    try:
        return convert(other.quantity.value, other.quantity.unit, one.quantity.unit) == one.quantity.value
    except BadRequest:  # they measure different things
        return False
