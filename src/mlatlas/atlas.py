"""The public face of ML Atlas.

>>> atlas = Atlas.open()
>>> atlas.entity("serverless inference").slug
'serverless-inference'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self, get_args

from mlatlas import build as building
from mlatlas import check as checking
from mlatlas import exchange, exports, records
from mlatlas.build import BuildReport, Progress
from mlatlas.check import CheckReport
from mlatlas.compare.formats import FORMATS
from mlatlas.compare.records import Comparison
from mlatlas.compare.rows import compare
from mlatlas.errors import BadRequest, UnknownEntity
from mlatlas.facts import Entity, Link, Property, Ref, Source, Statement, Verdict
from mlatlas.picture.neighbourhood import LIMIT, Graph, Path, Picture
from mlatlas.resources import data_root, query_text
from mlatlas.sandbox import Answer, Limits, Sandbox
from mlatlas.search import Hit, Index, Name
from mlatlas.store import EmbeddedStore, Row
from mlatlas.terms import KB, STMT, atlas, local, slug

if TYPE_CHECKING:
    import networkx
    import rdflib

__all__ = [
    "Answer",
    "Atlas",
    "BuildReport",
    "CheckReport",
    "Comparison",
    "Counts",
    "Entity",
    "Hit",
    "Link",
    "Path",
    "Picture",
    "Property",
    "Ref",
    "Source",
    "Statement",
    "build_store",
    "check_data",
]


def build_store(progress: Progress | None = None) -> BuildReport:
    """Build and publish the store of the curated files that belong to this installation."""
    return building.build(data_root(), None, progress)


def check_data(root: FilePath | None = None) -> CheckReport:
    """Check the curated files under `root` (default: those of this installation) against every rule."""
    return checking.check(root or data_root())


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in the graph: numbers by class, by verdict and by source (work)."""

    entities: int
    statements: int
    negative: int
    limits: int
    triples: int
    by_class: dict[str, int]
    by_verdict: dict[str, int]
    by_source: dict[str, int]
    built: str
    version: str


class Atlas:
    """The graph, opened for reading. Entities may be named by slug, IRI or any of their labels."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self._lock = Lock()
        self._sandbox: Sandbox | None = None

    @classmethod
    def open(cls, folder: FilePath | None = None, progress: Progress | None = None) -> Self:
        """Open the published store in `folder` (default: the user's data folder).

        A store that is missing, or older than the curated files, is built first, and `progress` is told.
        Raises `DataError` where the curated files are broken, `StoreError` where the folder is.
        """
        if not building.is_fresh(data_root(), folder):
            building.build(data_root(), folder, progress)
        return cls(EmbeddedStore(building.current(folder).resolve()))

    @property
    def name(self) -> str:
        """The graph with version and time of building, as exports cite it."""
        manifest = self.store.manifest
        return f"ML Atlas {manifest['version']}, built {manifest['built']}"

    # ── Entities ─────────────────────────────────────────────────────────────

    def entity(self, name: str) -> Entity:
        """The entity with this slug, IRI or label.

        >>> Atlas.open().entity("serverles")
        Traceback (most recent call last):
        mlatlas.errors.UnknownEntity: unknown entity 'serverles': did you mean serverless-inference?
        """
        found = self._named(self.iri(name))
        return found[0]

    def iri(self, name: str) -> str:
        """The IRI of the entity with this slug, IRI or label. Raises `UnknownEntity` with the nearest names."""
        text = name.strip()
        for candidate in (text, KB + text.removeprefix("kb:"), self._by_name.get(text.casefold(), "")):
            if candidate in self._refs:
                return candidate
        nearest = [hit.entity.slug for hit in self.search(text, limit=3)]
        close = [other for other in nearest if other.startswith(slug(text)) and slug(text)]
        raise UnknownEntity(name, close[:1] or nearest)

    def ref(self, name: str) -> Ref:
        """The entity without its texts; raises `UnknownEntity`."""
        return self._refs[self.iri(name)]

    def entities(self, kind: str | None = None) -> list[Entity]:
        """All entities by label, or those of one class (`"Option"`)."""
        return [entity for entity in self._named(None) if kind is None or entity.kind == kind]

    def topics(self) -> list[tuple[Entity, list[Ref]]]:
        """The topics in the order of the map, each with its entities by label."""
        members: dict[str, list[Ref]] = {}
        for row in self._rows("topics"):
            member = Ref(str(row["entity"]), str(row["label"]), local(str(row["class"])))
            members.setdefault(str(row["topic"]), []).append(member)
        topics = sorted(self.entities("Topic"), key=lambda topic: topic.rank)
        return [(topic, members.get(topic.iri, [])) for topic in topics]

    def search(self, text: str, kind: str | None = None, limit: int = 10) -> list[Hit]:
        """The entities that `text` may mean, best first; those of one class (`"Option"`) where `kind` says so.

        Raises `BadRequest` for a class that no entity has.

        >>> Atlas.open().search("AMT")[0].entity.label
        'SageMaker automatic model tuning'
        """
        return self._index.search(text, self._kind(kind) if kind else None, limit)

    def _kind(self, name: str) -> str:
        known = {ref.kind.casefold(): ref.kind for ref in self._refs.values()}
        found = known.get(name.replace(" ", "").casefold())
        if found is None:
            raise BadRequest(f"unknown class '{name}': choose from {', '.join(sorted(known.values()))}")
        return found

    # ── Facts ────────────────────────────────────────────────────────────────

    def facts(
        self, entity: str | None = None, *, verdict: str | None = None, source: str | None = None
    ) -> list[Statement]:
        """The statements about `entity`, or all; kept by verdict and by a text that a source contains.

        Those that stand come before those that are corrected. Raises `UnknownEntity` and, for a verdict
        that does not exist, `BadRequest`.
        """
        if verdict is not None and verdict not in get_args(Verdict):
            raise BadRequest(f"unknown verdict '{verdict}': choose from {', '.join(get_args(Verdict))}")
        found = self._statements(self.iri(entity)) if entity else self._curated
        return [
            statement
            for statement in found
            if verdict in {None, statement.verdict}
            and (source is None or any(source.casefold() in cited.text.casefold() for cited in statement.sources))
        ]

    def mentions(self, entity: str) -> list[Statement]:
        """The statements about others that point to `entity`, as object or as means."""
        iri = self.iri(entity)
        both = [*self._statements(iri, "object"), *self._statements(iri, "through")]
        return list({statement.id: statement for statement in both}.values())

    def statement(self, id_: str) -> Statement:
        """The statement with this id (`F072`). Raises `BadRequest` where there is none."""
        found = self._statements(statement=STMT + id_)
        if not found:
            raise BadRequest(f"unknown statement '{id_}': `mlatlas facts` lists them")
        return found[0]

    def links(self, entity: str | None = None) -> list[Link]:
        """Structural links (broader, related, option of, topic) of `entity` in both directions, or all."""
        if entity is None:
            return records.links(self._rows("links"))
        iri = self.iri(entity)
        return records.links([*self._rows("links", source=iri), *self._rows("links", target=iri)])

    @cached_property
    def properties(self) -> dict[str, Property]:
        """Every property that statements are made with, by IRI, in the order of display."""
        return records.properties(self._rows("properties"))

    def counts(self) -> Counts:
        """What is in the graph."""
        statements = self._curated
        works = Counter(source.label for statement in statements for source in {*statement.sources})
        manifest = self.store.manifest
        return Counts(
            entities=len(self._refs),
            statements=len(statements),
            negative=sum(not statement.holds for statement in statements),
            limits=sum(statement.kind == "Limit" for statement in statements),
            triples=int(manifest["triples"]),
            by_class=dict(Counter(ref.kind for ref in self._refs.values()).most_common()),
            by_verdict=dict(Counter(statement.verdict for statement in statements).most_common()),
            by_source=dict(works.most_common()),
            built=str(manifest["built"]),
            version=str(manifest["version"]),
        )

    # ── The graph ────────────────────────────────────────────────────────────

    @cached_property
    def graph(self) -> Graph:
        """All edges between entities, ready to be walked."""
        return Graph(self._curated, self.links())

    def neighbourhood(self, opened: Sequence[str], limit: int = LIMIT) -> Picture:
        """The opened entities with up to `limit` neighbours each. Raises `UnknownEntity`."""
        return self.graph.around([self.ref(name) for name in opened], limit)

    def topic_map(self) -> Picture:
        """The topics, joined by the entities and statements they share."""
        return self.graph.topics([(topic.ref, members) for topic, members in self.topics()])

    def path(self, start: str, end: str, most: int = 3) -> list[Path]:
        """Up to `most` ways from one entity to another, the most telling first.

        Raises `UnknownEntity`, and `BadRequest` where both are the same.
        """
        a, b = self.ref(start), self.ref(end)
        if a == b:
            raise BadRequest(f"'{a.label}' is where the path starts and ends: name two different entities")
        return self.graph.paths(a, b, most)

    # ── Questions ────────────────────────────────────────────────────────────

    def compare(self, *names: str, baseline: str | None = None, differences: bool = False) -> Comparison:
        """Two to six entities side by side; quantities relative to `baseline`, equal rows hidden on demand.

        Raises `UnknownEntity`, and `BadRequest` for too few, too many or twice the same.
        """
        entities = [self.ref(name) for name in names]
        about = {entity.iri: self._statements(entity.iri) for entity in entities}
        base = self.iri(baseline) if baseline else None
        return compare(entities, about, self.properties, baseline=base, differences=differences)

    def format_comparison(self, comparison: Comparison, format: str, pivot: bool = False) -> str:
        """A comparison as csv, markdown, latex, html or json, with its sources and the graph's name.

        `pivot` turns entities into rows. Raises `BadRequest` for another format.
        """
        if format not in FORMATS:
            raise BadRequest(f"unknown format '{format}': choose from {', '.join(FORMATS)}")
        return FORMATS[format].write(comparison, self.name, pivot)

    def query(self, text: str, format: str = "json") -> Answer:
        """The answer to a SPARQL query, evaluated in a worker process with limits.

        `format` is json, csv, tsv or xml for SELECT and ASK, turtle or ntriples for CONSTRUCT and DESCRIBE.
        Raises `BadQuery` where the text is refused or wrong, `QueryStopped` at a limit.
        """
        return self._workers().run(text, format)

    def _workers(self) -> Sandbox:
        """The worker processes, started by the first query; sessions that ask at the same time share them."""
        with self._lock:
            if self._sandbox is None:
                self._sandbox = Sandbox(self.store.path, limits=Limits.from_environment())
            return self._sandbox

    def close(self) -> None:
        """End the worker processes, if any were started."""
        with self._lock:
            sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── For people who go on elsewhere ───────────────────────────────────────

    def to_rdflib(self) -> rdflib.Dataset:
        """The whole graph as an rdflib dataset with its named graphs, to go on with in a notebook."""
        return exports.rdflib_dataset(self.store)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Entities as nodes (by slug), statements between them and structural links as edges."""
        return exports.networkx_graph(self.entities(), self._curated, self.links())

    def export(self, format: str) -> bytes:
        """The whole graph as turtle, trig, nquads, json-ld, graphml, csv (statements) or html (a picture).

        Raises `BadRequest` for another format.
        """
        if format in exports.RDF_FORMATS:
            return self.store.dump(exports.RDF_FORMATS[format])
        if format == "csv":
            return exchange.statements_csv(self.facts()).encode()
        if format == "graphml":
            return exports.graphml(self.to_networkx())
        if format == "html":
            from mlatlas.picture import drawing  # noqa: PLC0415 - pyvis takes a third of the start-up time of a command

            return drawing.standalone(self.graph.among(entity.ref for entity in self.entities())).encode()
        known = ", ".join([*exports.RDF_FORMATS, "graphml", "csv", "html"])
        raise BadRequest(f"unknown format '{format}': choose from {known}")

    # ── Below ────────────────────────────────────────────────────────────────

    def _rows(self, query: str, **given: str) -> list[Row]:
        return self.store.select(query_text(query), given)

    def _named(self, iri: str | None) -> list[Entity]:
        given = {"entity": iri} if iri else {}
        return records.entities(
            self._rows("entities", **given), self._rows("names", **given), self._rows("topics", **given)
        )

    def _statements(
        self, about: str | None = None, role: str = "subject", statement: str | None = None
    ) -> list[Statement]:
        """The statements in which `about` (or anything) has the role, or the one with this IRI; what stands first."""
        given = {"role": atlas(role), "about": about, "statement": statement}
        bound = {name: iri for name, iri in given.items() if iri is not None}
        cited = records.sources(self._rows("sources", **bound))
        found = records.statements(self._rows("statements", **bound), cited, self.properties)
        return sorted(found, key=lambda one: (not one.stands, one.property.group.rank, one.id))

    @cached_property
    def _curated(self) -> list[Statement]:
        """All curated statements, read once: an opened store never changes."""
        return self._statements()

    @cached_property
    def _names(self) -> list[Name]:
        return [
            Name(
                str(row["name"]),
                local(str(row["role"])),
                Ref(str(row["entity"]), str(row["label"]), local(str(row["class"]))),
            )
            for row in self._rows("names")
        ]

    @cached_property
    def _refs(self) -> dict[str, Ref]:
        return {name.entity.iri: name.entity for name in self._names}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Name → IRI; a preferred label wins over another entity's other label."""
        ordered = sorted(self._names, key=lambda name: name.role == "prefLabel")
        return {name.text.casefold(): name.entity.iri for name in ordered}

    @cached_property
    def _index(self) -> Index:
        return Index(self._names)
