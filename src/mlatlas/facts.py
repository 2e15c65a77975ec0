"""The records that the atlas hands out. All of them are frozen and free of any RDF library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from mlatlas.terms import entity_slug, local

#: `Statement` has a field named `property`, the term of the field, which hides the decorator in its body.
_computed = property

Verdict = Literal["confirmed", "imprecise", "outdated", "contradicted", "unverified"]
Bound = Literal["maximum", "minimum", "default", "allowed", "recommended"]
ValueKind = Literal["entity", "quantity", "text"]
Role = Literal["supporting", "qualifying", "refuting"]
Outcome = Literal["agrees", "disagrees", "no such path", "not checked"]

#: Verdicts under which a claim is shown as it stands; the others are struck through.
STANDING: frozenset[Verdict] = frozenset({"confirmed", "imprecise", "unverified"})


#: Properties whose label is a noun, not a verb.
_NOUNS: frozenset[str] = frozenset({"latencyClass", "availability"})
#: What is closed from the day on that a statement about it names.
_CLOSED: frozenset[str] = frozenset({"no-longer-available"})


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity, as others refer to it: IRI, label, and the local name of its class (`"Option"`)."""

    iri: str
    label: str
    kind: str

    @property
    def slug(self) -> str:
        """The name on the command line and in URLs: `serverless-inference`, `aws:sagemaker.shapes.TrainingJobName`."""
        return entity_slug(self.iri)


@dataclass(frozen=True, slots=True)
class Entity(Ref):
    """An entity with what is said of it as a concept."""

    definition: str
    alt_labels: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()
    topics: tuple[Ref, ...] = ()
    rank: int = 0

    @property
    def ref(self) -> Ref:
        """The entity without its texts."""
        return Ref(self.iri, self.label, self.kind)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which pages show statements."""

    key: str
    label: str
    negative_label: str
    rank: int


@dataclass(frozen=True, slots=True)
class Property:
    """A property that statements are made with.

    `unit` is the IRI of the canonical unit; `better_when` is `"higher"`, `"lower"` or None;
    `applies_to` names classes (`"Option"`), and is empty where the property makes sense for all. A `functional`
    property has one value at most: what has one has no other.
    """

    iri: str
    label: str
    negative_label: str
    inverse_label: str
    comment: str
    group: Group
    value_kind: ValueKind
    yes_no: bool
    unit: str | None = None
    better_when: Literal["higher", "lower"] | None = None
    applies_to: frozenset[str] = frozenset()
    functional: bool = False

    @property
    def slug(self) -> str:
        """The local name: `processingTime`."""
        return local(self.iri)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `section` is a heading, file or path inside the work."""

    label: str
    url: str | None = None
    section: str | None = None
    version: str | None = None
    creator: str | None = None

    @property
    def text(self) -> str:
        """One line, as a reader cites it.

        >>> Source("MLA-C01 exam notes", None, "Glue", "July 2025", "David Galera").text
        'MLA-C01 exam notes, David Galera, July 2025: Glue'
        """
        work = ", ".join(part for part in (self.label, self.creator, self.version) if part)
        return f"{work}: {self.section}" if self.section else work


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be the case for a statement to apply; in words, and for machines where possible."""

    text: str
    parameter: str | None = None
    operator: str | None = None
    operand: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (IRI), and the exact text of the source."""

    value: Decimal
    unit: str
    as_written: str


@dataclass(frozen=True, slots=True)
class Check:
    """A statement held against an authority by a machine.

    `authority` names package, version and service (`botocore 1.44.5, sagemaker`). `outcome` is `agrees` where
    the expected was found; what that means for the statement depends on `role`. `expected` and `observed` are
    texts for people. `reads_text` marks a look into documentation, which is weaker than one into the structure
    of a model. `element` is the IRI of the part of the API model that was looked at.
    """

    authority: str
    path: str
    expected: str
    observed: str | None
    role: Role
    outcome: Outcome
    evidence: str
    reads_text: bool = False
    element: str | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether the expected was found; None where nobody could look."""
        return None if self.outcome == "not checked" else self.outcome == "agrees"


@dataclass(frozen=True, slots=True)
class Statement:
    """One atomic claim about one entity.

    Exactly one of `object`, `quantity` and `text` is set. `corrected_by` is the id of the statement that says what is
    right instead, `in_conflict_with` has the ids of those with which sources disagree.
    """

    id: str
    kind: str
    fact: str
    subject: Ref
    property: Property
    holds: bool
    verdict: Verdict
    object: Ref | None = None
    quantity: Quantity | None = None
    text: str | None = None
    bound: Bound | None = None
    condition: Condition | None = None
    through: tuple[Ref, ...] = ()
    scope: str | None = None
    valid_from: date | None = None
    valid_through: date | None = None
    corrected_by: str | None = None
    in_conflict_with: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[Source, ...] = ()
    checks: tuple[Check, ...] = ()

    @_computed
    def stands(self) -> bool:
        """Whether the claim may be read as it is: not wrong, not outdated, not replaced."""
        return self.verdict in STANDING and self.corrected_by is None

    @_computed
    def value_text(self) -> str:
        """What the property leads to, in words: `max. 6 GB`, `Real time`."""
        if self.quantity is None:
            return self.object.label if self.object else (self.text or "")
        short = {"maximum": "max. ", "minimum": "min. ", "default": "default "}.get(self.bound or "", "")
        return short + self.quantity.as_written

    @_computed
    def verb(self) -> str:
        """How the property reads with the claim's polarity: `supports`, `does not support`."""
        return self.property.label if self.holds else self.property.negative_label

    def timing(self, today: date) -> str:
        """When the claim applies, as seen from a day; empty where it has no dates.

        `closed since 2025-10-31`, `announced for 2027-09-30`, `since 2022-06-01, until 2026-03-31`.
        """
        until = f"until {self.valid_through.isoformat()}" if self.valid_through else ""
        return ", ".join(filter(None, (self._beginning(today), until)))

    def _beginning(self, today: date) -> str:
        if self.valid_from is None:
            return ""
        if self.valid_from > today:
            return f"{'announced for' if self.kind == 'Lifecycle' else 'from'} {self.valid_from.isoformat()}"
        closed = self.holds and self.object is not None and self.object.slug in _CLOSED
        return f"{'closed since' if closed else 'since'} {self.valid_from.isoformat()}"

    @_computed
    def sentence(self) -> str:
        """The claim as a sentence of today: `Serverless inference does not support VPC configuration`."""
        return self.told(date.today())

    def told(self, today: date) -> str:
        """The claim as a sentence of a day, on which what is announced has come true or not."""
        if self.quantity is not None:
            claim = f"{self.subject.label}: {self.verb} {self.value_text}"
        elif self.holds and self.property.slug in _NOUNS:
            claim = f"{self.subject.label} has the {self.verb} {self.value_text}"
        else:
            claim = f"{self.subject.label} {self.verb} {self.value_text}"
        end = f" ({self.condition.text})" if self.condition else ""
        timing = self.timing(today)
        return f"{claim}, {timing}{end}" if timing else claim + end


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something by which the options of a choice are told apart.

    `name` is how requirements name it (`cost when idle`). A yes/no property may be asked about one `object`;
    without one, the criterion is about whatever the property leads to.
    """

    name: str
    property: Property
    object: Ref | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision between options, by criteria in the order of display."""

    entity: Entity
    options: tuple[Ref, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A structural link between two entities (broader, related, option of, topic): no claim, no source."""

    source: Ref
    target: Ref
    label: str
