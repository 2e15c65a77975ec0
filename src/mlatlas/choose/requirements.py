"""Requirements as people write them: `payload >= 300 MB`, `vpc = yes`, `detects includes bias`.

A name, an operator, and what is wanted. Names are those of the criteria of a choice; any other property that is
stated of an option can be asked for by its label, and a yes/no property by the label of what it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import process

from mlatlas.choose.records import Operator, Requirement, Wanted
from mlatlas.choose.units import amount, example
from mlatlas.errors import BadRequest, cut
from mlatlas.facts import Criterion, Ref, Statement
from mlatlas.terms import squash

_LONGEST: Final = 200
#: As much of what was typed, and as many names, as a sentence bears.
_SHORT: Final = 60
_MOST: Final = 8
_OPERATORS: Final[dict[str, Operator]] = {
    ">=": ">=", "≥": ">=", "=>": ">=", "at least": ">=",
    "<=": "<=", "≤": "<=", "=<": "<=", "at most": "<=",
    "!=": "!=", "≠": "!=", "<>": "!=", "is not": "!=", "excludes": "!=",
    "=": "=", "==": "=", "is": "=", "includes": "=",
    ">": ">", "more than": ">", "<": "<", "less than": "<",
}  # fmt: skip
_BY_LENGTH: Final = sorted(_OPERATORS, key=len, reverse=True)
_SPLIT: Final = re.compile(
    r"\s*(\w.*?|)\s*("
    + "|".join(rf"\b{op}\b" if op[0].isalpha() else re.escape(op) for op in _BY_LENGTH)
    + r")\s*(.*?)\s*",
    re.DOTALL | re.IGNORECASE,
)
_YES: Final = frozenset({"yes", "true", "needed", "required"})
_NO: Final = frozenset({"no", "none", "false", "without", "never"})
_EQUAL: Final[frozenset[Operator]] = frozenset({"=", "!="})


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that can be asked for: the criteria of a choice, and every other property stated of its options.

    `values` are the entities that each property leads to, by the IRI of the property; `names` finds an entity by
    any of its names.
    """

    declared: tuple[Criterion, ...]
    further: tuple[Criterion, ...] = ()
    values: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict)
    names: Mapping[str, Ref] = field(default_factory=dict)

    def named(self, name: str) -> Criterion:
        """The criterion of this name. Raises `BadRequest` with the nearest names."""
        known: dict[str, Criterion] = {}
        for each in (*self.declared, *self.further):
            for spelling in _spellings(each.name):
                known.setdefault(spelling, each)
        found = known.get(squash(name)) or self._asked_of(self.names.get(squash(name)))
        if found is None:
            raise BadRequest(f"nothing is called '{cut(name, _SHORT)}' here: {_nearest(name, known.values())}")
        return found

    def _asked_of(self, entity: Ref | None) -> Criterion | None:
        """The criterion that asks a yes/no property about this entity."""
        every = (*self.declared, *self.further)
        return next((each for each in every if entity is not None and each.object == entity), None)


def gather(
    declared: Sequence[Criterion], statements: Iterable[Statement], spoken: Mapping[str, Iterable[str]]
) -> Criteria:
    """What can be asked for, from the criteria of a choice and the statements about all its options.

    `spoken` are the names of entities by IRI, besides their labels.
    """
    said = list(statements)
    values = _values(said)
    refs = {ref.iri: ref for found in values.values() for ref in found}
    refs |= {each.object.iri: each.object for each in declared if each.object}
    called = [(name, ref) for iri, ref in refs.items() for name in (*spoken.get(iri, ()), ref.slug, ref.label)]
    names = {spelling: ref for name, ref in called for spelling in _spellings(name)}
    return Criteria(tuple(declared), _further(declared, said), values, names)


def _values(statements: Iterable[Statement]) -> dict[str, tuple[Ref, ...]]:
    """The entities that each property leads to."""
    found: dict[str, dict[str, Ref]] = {}
    for each in statements:
        if each.object is not None:
            found.setdefault(each.property.iri, {})[each.object.iri] = each.object
    return {iri: tuple(refs.values()) for iri, refs in found.items()}


def _further(declared: Iterable[Criterion], statements: Iterable[Statement]) -> tuple[Criterion, ...]:
    """What else is stated: every property, and of a yes/no property everything that it leads to."""
    found: dict[tuple[str, str | None], Criterion] = {}
    for each in statements:
        known, thing = each.property, each.object
        found.setdefault((known.iri, None), Criterion(known.label, known))
        if thing is not None and known.yes_no:
            found.setdefault((known.iri, thing.iri), Criterion(thing.label, known, thing))
    taken = {(each.property.iri, each.object.iri if each.object else None) for each in declared}
    return tuple(criterion for key, criterion in found.items() if key not in taken)


def read(text: str, criteria: Criteria, soft: bool = False) -> Requirement:
    """The requirement that a text states.

    Raises `BadRequest` with one sentence for anything that makes no sense.
    """
    if not text.strip():
        raise BadRequest("a requirement is empty: say what you need, as in payload >= 300 MB")
    found = _SPLIT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return _without_operator(text, criteria, soft)
    name, written, value = found.groups()
    criterion = criteria.named(name)
    operator = _OPERATORS[written.casefold()]
    if not value:
        raise _incomplete(text, criterion, criteria)
    return Requirement(criterion, *_wanted(criterion, operator, value, criteria), soft)


def _without_operator(text: str, criteria: Criteria, soft: bool) -> Requirement:
    """`vpc` alone means yes; anything else needs an operator."""
    criterion = criteria.named(text.strip()[:_LONGEST])
    if criterion.object is None:
        raise _incomplete(text, criterion, criteria)
    return Requirement(criterion, "=", True, soft)


def _wanted(criterion: Criterion, operator: Operator, value: str, criteria: Criteria) -> tuple[Operator, Wanted]:
    """Operator and value, as the property has them."""
    known = criterion.property
    if known.value_kind == "quantity":
        if operator == "!=":
            raise BadRequest(f"{criterion.name} is a quantity: ask with >=, <=, >, < or =")
        return operator, amount(value, known.unit or "", criterion.name)
    if operator not in _EQUAL:
        raise BadRequest(f"{criterion.name} has no more or less: ask with = or !=, as in {_how(criterion, criteria)}")
    if criterion.object is not None:
        return "=", _yes_no(criterion, value) is (operator == "=")
    return operator, _entity(criterion, value, criteria) if known.value_kind == "entity" else value


def _yes_no(criterion: Criterion, value: str) -> bool:
    if value.casefold() not in _YES | _NO:
        raise BadRequest(f"{criterion.name} is yes or no, and not '{cut(value, _SHORT)}'")
    return value.casefold() in _YES


def _entity(criterion: Criterion, value: str, criteria: Criteria) -> Ref:
    """The entity of this name; one that nobody states of any option is as good as a typing error."""
    stated = criteria.values.get(criterion.property.iri, ())
    found = criteria.names.get(squash(value))
    if found is None or found not in stated:
        raise BadRequest(f"no option has '{cut(value, _SHORT)}' as {criterion.name}: {_nearest(value, stated)}")
    return found


def _incomplete(text: str, criterion: Criterion, criteria: Criteria) -> BadRequest:
    said = f"'{cut(text.strip(), _SHORT)}' does not say how much or what"
    return BadRequest(f"{said}; say it as in {_how(criterion, criteria)}")


def _how(criterion: Criterion, criteria: Criteria) -> str:
    """An example of a requirement with this criterion."""
    return f"{criterion.name} {sample(criterion, criteria)}"


def sample(criterion: Criterion, criteria: Criteria) -> str:
    """How a requirement with this criterion may go on: `>= 300 MB`, `= yes`, `= Near real time`."""
    if criterion.property.value_kind == "quantity":
        return f">= {example(criterion.property.unit or '')}"
    if criterion.object is not None:
        return "= yes"
    values = criteria.values.get(criterion.property.iri, ())
    return f"= {values[0].label if values else '…'}"


def _spellings(name: str) -> set[str]:
    """A name as it is looked up, and as it is where somebody types it in small letters: `xg boost`, `xgboost`."""
    return {squash(name), squash(name.casefold())}


def _nearest(name: str, known: Iterable[Criterion | Ref]) -> str:
    """Which of the known may be meant, or which there are."""
    titles = list(dict.fromkeys(map(_title, known)))
    near = process.extract(name, titles, processor=squash, limit=3, score_cutoff=70)
    if near:
        return f"did you mean {' or '.join(title for title, *_ in near)}?"
    return f"choose from {', '.join(titles[:_MOST])}{' …' if len(titles) > _MOST else ''}"


def _title(thing: Criterion | Ref) -> str:
    return thing.name if isinstance(thing, Criterion) else thing.label
