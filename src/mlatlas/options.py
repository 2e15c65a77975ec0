"""What there is to choose from: options, what is stated of them, and what can be asked for.

Options are those of a choice, or all entities of a class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from mlatlas.choose.decide import decide
from mlatlas.choose.records import Decision, Requirement
from mlatlas.choose.requirements import Criteria, gather, read
from mlatlas.errors import BadRequest
from mlatlas.facts import Choice, Criterion, Ref, Statement
from mlatlas.reading import Reading
from mlatlas.terms import atlas


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a choice or class. `subject` is the choice, or the class as a thing of the vocabulary."""

    subject: Ref
    options: tuple[Ref, ...]
    said: Mapping[str, Sequence[Statement]]
    criteria: Criteria

    @classmethod
    def of(cls, reading: Reading, name: str) -> Self:
        """The options of the choice or class with this name. Raises `BadRequest` with the names there are."""
        subject, options, declared = _found(reading, name)
        said = reading.said([option.iri for option in options])
        stated = [statement for each in said.values() for statement in each if statement.stands]
        return cls(subject, options, said, gather(declared, stated, reading.spoken))

    def requirements(self, require: Sequence[str], prefer: Sequence[str] = ()) -> list[Requirement]:
        """Requirements from texts, hard and soft ones. Raises `BadRequest` for one that makes no sense."""
        hard = [read(text, self.criteria) for text in require]
        return hard + [read(text, self.criteria, soft=True) for text in prefer]

    def decide(self, require: Sequence[str], prefer: Sequence[str] = ()) -> Decision:
        """The options held against requirements. Raises `BadRequest` for those that make no sense."""
        return decide(self.options, self.said, self.requirements(require, prefer), self.subject)

    def stated(self, criterion: Criterion) -> dict[str, list[Statement]]:
        """What is stated of each option (by IRI) that bears on a criterion; empty where nothing is."""
        return {
            option.iri: [
                each
                for each in self.said[option.iri]
                if each.stands
                and each.property.iri == criterion.property.iri
                and criterion.object in {None, each.object}
            ]
            for option in self.options
        }

    def empty(self, criterion: Criterion) -> list[Ref]:
        """The options of which nothing is stated that bears on a criterion."""
        said = self.stated(criterion)
        return [option for option in self.options if not said[option.iri]]


def _found(reading: Reading, name: str) -> tuple[Ref, tuple[Ref, ...], tuple[Criterion, ...]]:
    """Subject, options and criteria of the choice or class with this name."""
    meant = reading.labelled(name.strip())
    choice = reading.choices.get(meant.iri) if meant else None
    if choice is not None:
        return choice.entity.ref, choice.options, choice.criteria
    kind = reading.known.kinds.get(name.replace(" ", "").casefold())
    if kind is None:
        raise BadRequest(_unknown(name, list(reading.choices.values())))
    entities = sorted((ref for ref in reading.known.refs.values() if ref.kind == kind), key=lambda ref: ref.label)
    return Ref(atlas(kind), kind, "Class"), tuple(entities), ()


def _unknown(name: str, choices: Sequence[Choice]) -> str:
    slugs = ", ".join(choice.entity.slug for choice in choices)
    return f"there is no choice or class '{name[:60]}': choose from {slugs}, or a class such as Service"
