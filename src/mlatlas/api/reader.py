"""Reads the elements of APIs out of the store, by the shipped queries `api-*.rq`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from mlatlas.api.elements import (
    KINDS,
    Bounds,
    Member,
    Service,
    candidates,
    is_element,
    kind_of,
    place,
    ref_of,
    unit_of,
)
from mlatlas.facts import Ref
from mlatlas.store import Row, Text, Value
from mlatlas.terms import AWS, api_graph, aws, local

#: Gives the rows of a shipped query, with variables bound.
Rows = Callable[..., list[Row]]
#: So many structures and elements are kept after they were read.
_KEPT: Final = 4096
#: How the elements begin that are meant where several services have the same name.
_FIRST: Final = aws("sagemaker") + "."


@dataclass(frozen=True)
class Element:
    """An element of an API, and what the model says of it, by the local name of the property."""

    ref: Ref
    service: Service
    said: dict[str, list[Value]]

    def text(self, name: str) -> str:
        """What the model says under this name, or nothing."""
        return str(self.said[name][0]) if name in self.said else ""

    def refs(self, name: str) -> list[Ref]:
        """The elements that it points to under this name."""
        return [ref_of(str(value)) for value in sorted(map(str, self.said.get(name, ())))]

    def is_said(self, name: str) -> bool:
        """Whether the model says yes under this name."""
        return self.said.get(name) == [True]

    @property
    def path(self) -> str:
        """Its place in the model: `shapes.TrainingJobName`."""
        return place(self.ref.iri)[1]

    @property
    def bounds(self) -> Bounds:
        """Of a shape: what it allows."""
        return Bounds(
            type=self.text("shapeType"),
            minimum=_number(self.said.get("min", [None])[0]),
            maximum=_number(self.said.get("max", [None])[0]),
            unit=unit_of(self.text("unit") or None, self.ref.label),
            pattern=self.text("pattern") or None,
            values=tuple(sorted(map(str, self.said.get("enumValue", ())))),
        )


class Reader:
    """The elements of the APIs in one store. What was read is kept, for an opened store never changes."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.element = lru_cache(_KEPT)(self._element)
        self.members = lru_cache(_KEPT)(self._members)
        self.uses = lru_cache(_KEPT)(self._uses)
        self.labelled = lru_cache(_KEPT)(self._labelled)

    @cached_property
    def services(self) -> dict[str, Service]:
        """The services whose API is in the store, by name."""
        origins = {str(row["graph"]): row for row in self._rows("api-graphs")}
        found = {}
        for row in self._rows("api-services"):
            name = str(row["service"]).removeprefix(AWS)
            origin = origins.get(api_graph(name), {})
            found[name] = Service(
                name=name,
                ref=Ref(str(row["service"]), str(row["title"]), "ApiService"),
                api_version=str(row.get("api", "")),
                package=str(origin.get("package", "botocore")),
                version=str(origin.get("version", "")),
            )
        return found

    def service(self, iri: str) -> Service:
        """The service that an element belongs to."""
        return self.services[place(iri)[0]]

    def find(self, name: str) -> Ref | None:
        """The element with this IRI, or named with its service: `sagemaker.CreateTrainingJob`."""
        for iri in candidates(name, tuple(self.services)):
            if self.holds(iri):
                return self.ref(iri)
        return None

    def holds(self, iri: str) -> bool:
        """Whether the store has this element."""
        return bool(self.element(iri).said)

    def ref(self, iri: str) -> Ref:
        """An element of the store; a service with its full name."""
        ref = ref_of(iri)
        return self.services[ref.label].ref if ref.kind == "ApiService" else ref

    def _labelled(self, label: str) -> dict[str, list[str]]:
        """The IRIs of the elements with exactly this label, by class, the most telling first; sagemaker's lead.

        Thousands of members have the same label, so these are no records.
        """
        found: dict[str, list[str]] = {}
        for row in self._rows("api-labelled", label=Text(label)):
            iri = str(row["element"])
            if is_element(iri):
                found.setdefault(kind_of(iri), []).append(iri)
        for alike in found.values():
            alike.sort(key=lambda iri: (not iri.startswith(_FIRST), iri))
        return {kind: found[kind] for kind in KINDS if kind in found}

    def labels(self) -> list[str]:
        """All labels in the store, each once; a few belong to the vocabulary."""
        return [str(row["label"]) for row in self._rows("api-labels")]

    def operations(self) -> list[str]:
        """The names of all operations, each once."""
        return [str(row["label"]) for row in self._rows("api-operations")]

    # ── What the model says, read once ───────────────────────────────────────

    def _element(self, iri: str) -> Element:
        said: dict[str, list[Value]] = defaultdict(list)
        for row in self._rows("api-element", element=iri):
            said[local(str(row["property"]))].append(row["value"])
        return Element(self.ref(iri), self.service(iri), dict(said))

    def _members(self, structure: str) -> tuple[Member, ...]:
        """The members of a structure, the required ones first."""
        values: dict[str, list[str]] = defaultdict(list)
        for row in self._rows("api-values", structure=structure):
            values[str(row["member"])].append(str(row["value"]))
        return tuple(_member(row, values) for row in self._rows("api-members", structure=structure))

    def member(self, iri: str) -> Member:
        """One member, which the store must hold."""
        structure = iri.rpartition(".members.")[0]
        return next(member for member in self.members(structure) if member.ref.iri == iri)

    def _uses(self, iri: str) -> tuple[tuple[Ref, str], ...]:
        """What points to an element, each with the local name of the property."""
        rows = self._rows("api-uses", element=iri)
        return tuple((self.ref(str(row["source"])), local(str(row["link"]))) for row in rows)

    def operations_with(self, member: Member) -> Sequence[Ref]:
        """The operations whose input has a member."""
        return [ref for ref, link in self.uses(member.structure.iri) if link == "input"]


def _member(row: Row, values: dict[str, list[str]]) -> Member:
    ref, target = ref_of(str(row["member"])), ref_of(str(row["target"]))
    stated = str(row["unit"]) if "unit" in row else None
    bounds = Bounds(
        type=str(row["type"]),
        minimum=_number(row.get("min")),
        maximum=_number(row.get("max")),
        unit=unit_of(stated, target.label, ref.label),
        pattern=str(row["pattern"]) if "pattern" in row else None,
        values=tuple(values.get(ref.iri, ())),
    )
    return Member(
        ref=ref,
        structure=ref_of(str(row["structure"])),
        required=row["required"] is True,
        target=target,
        bounds=bounds,
        location=str(row.get("location", "")),
        deprecated=row.get("deprecated") is True,
    )


def _number(value: Value | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
