"""Reads the curated facts out of a store, by the shipped queries, as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Literal, get_args

from mlatlas import records
from mlatlas.conflicts import Conflict, conflicts
from mlatlas.facts import Choice, Entity, Link, Property, Ref, Statement
from mlatlas.picture.geometry import Point
from mlatlas.picture.ground import Ground, Thing, ground_of
from mlatlas.picture.neighbourhood import Graph
from mlatlas.search import Index, Known, Name
from mlatlas.store import Row
from mlatlas.terms import KB, STMT, atlas, kb, local, slug

#: What an entity may be in a statement.
Role = Literal["subject", "object", "through"]


class Reading:
    """The curated facts of one store. What is asked for often is read once, for an opened store never changes."""

    def __init__(self, rows: Callable[..., list[Row]]) -> None:
        """`rows` gives the rows of a shipped query, with variables bound."""
        self._rows = rows
        self._said: dict[str, list[Statement]] = {}

    def entities(self, *iris: str) -> list[Entity]:
        """The entities with these IRIs by label; without any, all."""
        given = {"entity": iris} if iris else {}
        return records.entities(*(self._rows(name, **given) for name in ("entities", "names", "topics")))

    def of_class(self, kind: str) -> list[Entity]:
        """The entities of a class, by label."""
        iris = [ref.iri for ref in self.known.refs.values() if ref.kind == kind]
        return self.entities(*iris) if iris else []

    def members(self) -> dict[Ref, list[Ref]]:
        """The entities of each topic, by label; the topics in the order of the map."""
        found: dict[Ref, list[Ref]] = {}
        for row in self._rows("topics"):
            topic = Ref(str(row["topic"]), str(row["topicLabel"]), "Topic")
            member = Ref(str(row["entity"]), str(row["label"]), local(str(row["class"])))
            found.setdefault(topic, []).append(member)
        return found

    def statements(
        self, about: str | None = None, role: Role = "subject", statement: str | None = None
    ) -> list[Statement]:
        """The statements in which `about` (or anything) has the role, or the one with this IRI; what stands first.

        Where all statements were read already, those about something are among them.
        """
        if about is not None and statement is None and "all_statements" in self.__dict__:
            return list(self._by_role[role].get(about, ()))
        given = {"role": atlas(role), "about": about, "statement": statement}
        return self._read(**{name: iri for name, iri in given.items() if iri is not None})

    def _read(self, **given: str | tuple[str, ...]) -> list[Statement]:
        with ThreadPoolExecutor() as pool:  # engines, here and on servers, answer several at a time
            asked = ("sources", "checks", "statements")
            sources, checks, rows = pool.map(lambda name: self._rows(name, **given), asked)
        cited, checked = records.sources(sources), records.checks(checks)
        found = records.statements(rows, cited, self.properties, checked)
        return sorted(found, key=lambda one: (not one.stands, one.property.group.rank, one.id))

    @cached_property
    def _by_role(self) -> dict[Role, dict[str, list[Statement]]]:
        """All statements by what is their subject, object or means."""
        found: dict[Role, dict[str, list[Statement]]] = {role: defaultdict(list) for role in get_args(Role)}
        for statement in self.all_statements:
            found["subject"][statement.subject.iri].append(statement)
            if statement.object is not None:
                found["object"][statement.object.iri].append(statement)
            for means in statement.through:
                found["through"][means.iri].append(statement)
        return found

    def mentions(self, iri: str) -> list[Statement]:
        """The statements about others that point to an entity, as object or as means, each once."""
        both = [*self.statements(iri, "object"), *self.statements(iri, "through")]
        return list({statement.id: statement for statement in both}.values())

    @cached_property
    def all_statements(self) -> list[Statement]:
        """All curated statements."""
        return self.statements()

    def said(self, iris: Iterable[str]) -> dict[str, list[Statement]]:
        """The statements about each of some entities, by its IRI: read at once, without those about others."""
        asked = dict.fromkeys(iris)
        if "all_statements" in self.__dict__:
            return {iri: self._by_role["subject"].get(iri, []) for iri in asked}
        missing = tuple(iri for iri in asked if iri not in self._said)
        self._said.update({iri: [] for iri in missing})
        for statement in self._read(role=atlas("subject"), about=missing) if missing else ():
            self._said[statement.subject.iri].append(statement)
        return {iri: self._said[iri] for iri in asked}

    def disputes(self, iri: str) -> list[Conflict]:
        """The conflicts with a statement about an entity, found without reading all statements."""
        own = self.statements(iri)
        known = {statement.id for statement in own}
        sides = [local(str(row["statement"])) for row in self._rows("disputes", about=iri)]
        others = [self.statements(statement=STMT + side)[0] for side in sides if side not in known]
        return [found for found in conflicts([*own, *others]) if any(side.id in known for side in found.statements)]

    def links(self, iri: str | None = None) -> list[Link]:
        """Structural links of an entity in both directions, those to elements of APIs among them; or all."""
        ends = ({"source": iri}, {"target": iri}) if iri else ({},)
        return records.links(row for name in ("links", "api-links") for end in ends for row in self._rows(name, **end))

    def elements(self, iri: str) -> list[Ref]:
        """The elements of APIs by which an entity is used."""
        return [link.target for link in records.links(self._rows("api-links", source=iri))]

    # ── The map ──────────────────────────────────────────────────────────────

    def ground(self, graph: Graph) -> Ground:
        """What the map is drawn from, computed from the graph."""
        return ground_of(graph, list(self.members().items()))

    @cached_property
    def built_ground(self) -> Ground | None:
        """What the map is drawn from, as the build computed it; None in a store that was built without."""
        rows = self._rows("map")
        return _ground(rows) if rows else None

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """Every choice by IRI, with its options by label and its criteria."""
        found = self.of_class("Choice")
        criteria = records.criteria(self._rows("criteria"), self.properties)
        options: dict[str, list[Ref]] = {choice.iri: [] for choice in found}
        for link in records.links(self._rows("links", target=tuple(options))) if options else ():
            if link.label == "option of":
                options[link.target.iri].append(link.source)
        return {
            choice.iri: Choice(
                choice,
                tuple(sorted(options[choice.iri], key=lambda option: option.label)),
                criteria.get(choice.iri, ()),
            )
            for choice in found
        }

    @cached_property
    def properties(self) -> dict[str, Property]:
        """Every property that statements are made with, by IRI, in the order of display."""
        return records.properties(self._rows("properties"))

    def labelled(self, text: str) -> Ref | None:
        """The entity with this slug, IRI or label: a slug is asked for by itself, before all names are read."""
        if "known" in self.__dict__:
            return self.known.labelled(text)
        name = text.removeprefix("kb:").removeprefix(KB)
        alone = self._rows("names", entity=kb(name)) if name and name == slug(name) else []
        return _named(alone[0]).entity if alone else self.known.labelled(text)

    @cached_property
    def known(self) -> Known:
        """The entities by name."""
        return Known(self._names)

    @cached_property
    def spoken(self) -> dict[str, list[str]]:
        """All names of each entity, by its IRI."""
        found: dict[str, list[str]] = {}
        for name in self._names:
            found.setdefault(name.entity.iri, []).append(name.text)
        return found

    @cached_property
    def index(self) -> Index:
        """The names, ready to be searched."""
        return Index(self._names)

    @cached_property
    def _names(self) -> list[Name]:
        return [_named(row) for row in self._rows("names")]


def _named(row: Row) -> Name:
    """A name, from a row of `names.rq`."""
    entity = Ref(str(row["entity"]), str(row["label"]), local(str(row["class"])))
    return Name(str(row["name"]), local(str(row["role"])), entity)


def _ground(rows: list[Row]) -> Ground:
    """What the map is drawn from, from the rows of `map.rq`."""
    topics = [
        (_topic(row), int(str(row["count"])), _place(row)) for row in rows if "count" in row and "thing" not in row
    ]
    things = [Thing(_thing(row), str(row["topic"]), int(str(row["count"]))) for row in rows if "thing" in row]
    ties = [(_topic(row), _topic(row, "other"), int(str(row["weight"]))) for row in rows if "other" in row]
    return Ground.of(topics, ties, things)


def _topic(row: Row, name: str = "topic") -> Ref:
    return Ref(str(row[name]), str(row["label" if name == "topic" else f"{name}Label"]), "Topic")


def _thing(row: Row) -> Ref:
    return Ref(str(row["thing"]), str(row["thingLabel"]), local(str(row["thingClass"])))


def _place(row: Row) -> Point:
    return Point(int(str(row["x"])), int(str(row["y"])))
