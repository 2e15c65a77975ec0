"""Statements that say opposite things where both apply: one of each pair has to be mended, or the pair be marked.

Two claims about one matter are opposite where one affirms what the other denies, where a limit has two values, or where
a property that has one value has two. They may stand beside each other where their conditions, scopes, means or dates
part them, where a verdict or a correction takes one of them back, or where `atlas:inConflictWith` says that sources
disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from mlatlas.errors import BadRequest
from mlatlas.facts import STANDING, Condition
from mlatlas.quantities import convert
from mlatlas.sources.curated import Curated
from mlatlas.terms import ATLAS, OWL, RDF, RDFS, STMT, atlas, local

_OPEN: Final = ("0000-00-00", "9999-99-99")
#: Bounds of which a thing has one value. It may allow several, and be advised to use several.
_SINGLE: Final = frozenset({"maximum", "minimum", "default"})
_COMPARED: Final = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement claims, and when that applies.

    `value` is the IRI or the text that the property leads to, or a number with its `unit`. `since` and `until` are
    days (`2026-11-23`); `single` says that the property has one value at most.
    """

    iri: str
    subject: str
    property: str
    holds: bool
    value: str | Decimal
    unit: str | None = None
    bound: str | None = None
    condition: Condition | None = None
    scope: str | None = None
    through: frozenset[str] = frozenset()
    since: str = _OPEN[0]
    until: str = _OPEN[1]
    single: bool = False


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two statements, by IRI, that cannot both be right, and how they oppose each other."""

    one: str
    other: str
    how: str


def opposites(data: Curated) -> list[Opposites]:
    """All pairs of statements that say opposite things where both apply, and are not marked as a conflict."""
    marked, claims = _read(data)
    matters: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        matters[claim.subject, claim.property].append(claim)
    return [
        Opposites(one.iri, other.iri, how)
        for alike in matters.values()
        for one, other in combinations(alike, 2)
        if (how := opposed(one, other)) and frozenset({one.iri, other.iri}) not in marked
    ]


def opposed(one: Claim, other: Claim) -> str | None:
    """How two claims about the same subject and property oppose each other where both apply; None where they do not.

    >>> always = Claim("stmt:A", "kb:a", "atlas:supports", True, "kb:gpu")
    >>> never = Claim("stmt:B", "kb:a", "atlas:supports", False, "kb:gpu")
    >>> opposed(always, never)
    'one affirms what the other denies'
    """
    if not _at_once(one, other):
        return None
    if one.holds is not other.holds:
        return "one affirms what the other denies" if _denied(one, other) else None
    if not one.holds or one.scope != other.scope or one.through != other.through or one.bound != other.bound:
        return None
    if one.unit is None or other.unit is None:
        both = one.single and one.value != other.value and _overlap(one.condition, other.condition)
        return "the property has one value, and they give two" if both else None
    told = f"they give different values for the {one.bound}"
    return told if (one.single or one.bound in _SINGLE) and _differ(one, other) else None


# ── Whether they are about the same ──────────────────────────────────────────


def _denied(one: Claim, other: Claim) -> bool:
    """Whether one of two claims denies what the other affirms.

    A denial of certain means denies only these. A claim without a condition holds always, and so in every case.
    """
    denial, claim = (other, one) if one.holds else (one, other)
    same_means = not denial.through or not denial.through.isdisjoint(claim.through)
    same_scope = None in {one.scope, other.scope} or one.scope == other.scope
    return same_means and same_scope and one.bound == other.bound and _same(one, other) and _overlap(
        one.condition, other.condition
    )  # fmt: skip


def _differ(one: Claim, other: Claim) -> bool:
    """Whether two numbers of one kind differ. One without a condition is the rule, and others are its exceptions."""
    if (one.condition is None) is not (other.condition is None):
        return False
    converted = _converted(one, other)
    return converted is not None and converted != one.value and _overlap(one.condition, other.condition)


def _same(one: Claim, other: Claim) -> bool:
    if one.unit is None or other.unit is None:
        return one.value == other.value and one.unit == other.unit
    return _converted(one, other) == one.value


def _converted(one: Claim, other: Claim) -> Decimal | None:
    """The other's number in the unit of the first; None where they measure different things."""
    try:
        return convert(Decimal(other.value), str(other.unit), str(one.unit))
    except BadRequest:
        return None


# ── Whether they apply at once ───────────────────────────────────────────────


def _at_once(one: Claim, other: Claim) -> bool:
    return one.since <= other.until and other.since <= one.until


def _overlap(one: Condition | None, other: Condition | None) -> bool:
    """Whether both conditions can be met at once. Words that differ part them, but for what can be computed."""
    if one is None or other is None or one.text == other.text:
        return True
    if one.parameter is None or one.parameter != other.parameter:
        return False
    return any(_met(one, value) and _met(other, value) for value in _tried(str(one.operand), str(other.operand)))


def _tried(one: str, other: str) -> Collection[str | Decimal]:
    """Values of which some meets two conditions if any does: the operands, one between them, and one beyond each."""
    try:
        low, high = sorted((Decimal(one), Decimal(other)))
    except InvalidOperation:
        return one, other, f"{one} {other}"
    return low - 1, low, (low + high) / 2, high, high + 1


def _met(condition: Condition, value: str | Decimal) -> bool:
    compare = _COMPARED.get(str(condition.operator))
    operand = condition.operand if isinstance(value, str) else Decimal(str(condition.operand))
    return compare is not None and compare(value, operand)


# ── From triples to claims ───────────────────────────────────────────────────

_Said = Mapping[str, list[str]]


def _read(data: Curated) -> tuple[set[frozenset[str]], list[Claim]]:
    """The pairs that are marked as conflicts, and the claims that stand. What is not whole is left to other rules."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in (*data.ontology.triples, *data.triples):
        said[_text(triple.subject)][triple.predicate.value].append(_text(triple.object))
    statements = {iri: each for iri, each in said.items() if iri.startswith(STMT)}
    marked = {
        frozenset({iri, other}) for iri, each in statements.items() for other in each.get(atlas("inConflictWith"), ())
    }
    return marked, [claim for iri, each in statements.items() for claim in _claims(iri, each, said)]


def _text(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(node) if isinstance(node, ox.BlankNode | ox.Triple) else node.value


def _claims(iri: str, said: _Said, all_said: Mapping[str, _Said]) -> Iterator[Claim]:
    """The claim of a statement that stands and is whole."""

    def one(name: str) -> str | None:
        return next(iter(said.get(atlas(name), ())), None)

    subject, property_, value = one("subject"), one("property"), one("object") or one("value")
    if not (subject and property_ and value) or one("correctedBy") or local(one("verdict") or "") not in STANDING:
        return
    unit = one("unit")
    number = _number(value) if unit else value
    if number is None:
        return
    yield Claim(
        iri, subject, property_, one("holds") == "true", number, unit, local(one("bound") or "") or None,
        _condition(all_said.get(one("condition") or "")), one("scope"), frozenset(said.get(atlas("through"), ())),
        one("validFrom") or _OPEN[0], one("validThrough") or _OPEN[1],
        OWL + "FunctionalProperty" in all_said[property_].get(RDF + "type", ()) if property_ in all_said else False,
    )  # fmt: skip


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _condition(said: _Said | None) -> Condition | None:
    if said is None:
        return None
    given = (next(iter(said.get(ATLAS + name, ())), None) for name in ("parameter", "operator", "operand"))
    return Condition(next(iter(said.get(RDFS + "label", ())), ""), *given)
