"""The public face of ML Atlas.

>>> atlas = Atlas.open()
>>> atlas.entity("serverless inference").slug
'serverless-inference'
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack, get_args

from mlatlas import exchange, exports
from mlatlas.api.catalog import Catalog
from mlatlas.api.elements import is_element
from mlatlas.build import BuildReport, Progress
from mlatlas.check import CheckReport
from mlatlas.choose.records import Decision
from mlatlas.compare.formats import FORMATS
from mlatlas.compare.records import Comparison
from mlatlas.compare.rows import compare
from mlatlas.conflicts import Conflict, conflicts
from mlatlas.counts import Counts, counted
from mlatlas.errors import BadRequest, UnknownEntity
from mlatlas.facts import Choice, Entity, Link, Property, Ref, Source, Statement, Verdict
from mlatlas.opening import Visitors, opened
from mlatlas.options import Options
from mlatlas.picture import growth, paths
from mlatlas.picture.growth import WHOLE, Grown, Opening, View
from mlatlas.picture.neighbourhood import API_KINDS, Graph, Picture
from mlatlas.picture.overview import Level, Overview, overview
from mlatlas.picture.paths import Path
from mlatlas.reading import Reading
from mlatlas.resources import query_text
from mlatlas.sandbox import Answer, How, Limits
from mlatlas.search import Hit, merged
from mlatlas.sources.api_models import Models
from mlatlas.store import Row, Store
from mlatlas.terms import STMT, entity_iri, slug

if TYPE_CHECKING:
    import networkx
    import rdflib

__all__ = [
    "Answer", "Atlas", "BuildReport", "CheckReport", "Comparison", "Conflict", "Counts", "Entity", "Hit", "Link",
    "Path", "Picture", "Property", "Ref", "Source", "Statement",
]  # fmt: skip


class Atlas:
    """The graph, opened for reading.

    Entities may be named by slug, IRI or any label; elements of APIs with their service
    (`sagemaker.CreateTrainingJob`), or by their bare name where that is clear.
    """

    def __init__(self, store: Store, visitors: Callable[[Limits], Visitors]) -> None:
        self.store = store
        self._lock = Lock()
        self._start = visitors
        self._sandbox: Visitors | None = None

    @classmethod
    def open(
        cls, folder: FilePath | None = None, progress: Progress | None = None, endpoint: str | None = None
    ) -> Self:
        """Open the published store in `folder` (default: the user's data folder), or that of an `endpoint`.

        A store that is missing, or older than the curated files or the installed API models, is built first with
        the services that it had, and `progress` is told. An endpoint is the address of a SPARQL server that the
        atlas was loaded into; without folder and endpoint, `$MLATLAS_ENDPOINT` may name one.
        Raises `DataError` where the curated files are broken, `StoreError` where folder or server is.
        """
        return cls(*opened(folder, progress, endpoint))

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
        ref = self.ref(name)
        return self.api.entity(ref) if is_element(ref.iri) else self._curated.entities(ref.iri)[0]

    def iri(self, name: str) -> str:
        """The IRI of the entity with this name. Raises `UnknownEntity` with the nearest names."""
        return self.ref(name).iri

    def ref(self, name: str) -> Ref:
        """The entity without its texts; raises `UnknownEntity`.

        Labels of the atlas come first, then operations, other literals of APIs that the atlas knows, and shapes.
        """
        text = name.strip()
        found = self._curated.labelled(text) or self.api.qualified(text) or self.api.bare(text, "Operation")
        found = found or self._curated.known.noted(text) or self.api.service(text) or self.api.bare(text, "Shape")
        if found is None:
            raise self._unknown(name)
        return found

    def _unknown(self, name: str) -> UnknownEntity:
        nearest = [hit.entity.slug for hit in self.search(name, limit=3)]
        close = [other for other in nearest if other.startswith(slug(name)) and slug(name)]
        return UnknownEntity(name, close[:1] or nearest)

    def knows(self, name: str) -> bool:
        """Whether an entity has this very slug.

        >>> Atlas.open().knows("dropout"), Atlas.open().knows("drpout")
        (True, False)
        """
        return entity_iri(name) in self._curated.known.refs or self.api.holds(entity_iri(name))

    def entities(self, kind: str | None = None) -> list[Entity]:
        """All entities by label, or those of one class (`"Option"`)."""
        return self._curated.entities() if kind is None else self._curated.of_class(kind)

    def topics(self) -> list[tuple[Entity, list[Ref]]]:
        """The topics in the order of the map, each with its entities by label."""
        members = self._curated.members()
        return [
            (topic, members.get(topic.ref, [])) for topic in sorted(self.entities("Topic"), key=lambda one: one.rank)
        ]

    def search(self, text: str, kind: str | None = None, limit: int = 10) -> list[Hit]:
        """The entities that `text` may mean, best first; those of one class (`"Option"`) where `kind` says so.

        Of entities that are found equally well, those of the atlas come before the elements of APIs.

        Raises `BadRequest` for a class that no entity has.

        >>> Atlas.open().search("AMT")[0].entity.label
        'SageMaker automatic model tuning'
        """
        wanted = self._curated.known.kind(kind, API_KINDS) if kind else None
        found = [] if wanted in API_KINDS else self._curated.index.search(text, wanted, limit)
        if wanted is not None and wanted not in API_KINDS:
            return found
        return merged(found, self.api.search(text, wanted, limit, like=not any(hit.is_meant for hit in found)), limit)

    # ── Facts ────────────────────────────────────────────────────────────────

    def facts(
        self,
        entity: str | None = None,
        *,
        verdict: str | None = None,
        source: str | None = None,
        api: bool = False,
    ) -> list[Statement]:
        """The statements about `entity`, or all curated ones; kept by verdict and by a text that a source contains.

        `api` adds what API models say of the elements by which the entity is used. Those that stand come before
        those that are corrected. Raises `UnknownEntity` and, for a verdict that does not exist, `BadRequest`.
        """
        if verdict is not None and verdict not in get_args(Verdict):
            raise BadRequest(f"unknown verdict '{verdict}': choose from {', '.join(get_args(Verdict))}")
        found = self._about(self.ref(entity), api) if entity else self._curated.all_statements
        return [
            statement
            for statement in found
            if verdict in {None, statement.verdict}
            and (source is None or any(source.casefold() in cited.text.casefold() for cited in statement.sources))
        ]

    def _about(self, ref: Ref, api: bool) -> list[Statement]:
        if is_element(ref.iri):
            return self.api.facts(ref)
        more = [self.api.facts(element) for element in self.elements(ref.iri)] if api else []
        return [*self._curated.statements(ref.iri), *(statement for about in more for statement in about)]

    def elements(self, entity: str) -> list[Ref]:
        """The elements of APIs by which an entity of the atlas is used."""
        return self._curated.elements(self.iri(entity))

    def limits(self, entity: str) -> list[Statement]:
        """Every limit of what an element of an API takes, however deep it lies; of an entity, those of its elements.

        See `mlatlas.api.limits`. Raises `UnknownEntity`.
        """
        ref = self.ref(entity)
        elements = [ref] if is_element(ref.iri) else self.elements(ref.iri)
        return [statement for element in elements for statement in self.api.limits(element)]

    def mentions(self, entity: str) -> list[Statement]:
        """The statements about others that point to `entity`, as object or as means."""
        ref = self.ref(entity)
        return self.api.mentions(ref) if is_element(ref.iri) else self._curated.mentions(ref.iri)

    def statement(self, id_: str) -> Statement:
        """The statement with this id (`F072`). Raises `BadRequest` where there is none."""
        found = self._curated.statements(statement=STMT + id_)
        if not found:
            raise BadRequest(f"unknown statement '{id_}': `mlatlas facts` lists them")
        return found[0]

    def links(self, entity: str | None = None) -> list[Link]:
        """Structural links (broader, related, option of, topic, API element) of `entity`, or all."""
        return self._curated.links(self.iri(entity) if entity else None)

    @property
    def properties(self) -> dict[str, Property]:
        """Every property that statements are made with, by IRI, in the order of display."""
        return self._curated.properties

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Where curated statements disagree, sharp conflicts first."""
        return conflicts(self._curated.all_statements)

    def disputes(self, entity: str) -> list[Conflict]:
        """The conflicts with a statement about `entity`: none for an element of an API."""
        iri = self.iri(entity)
        return [] if is_element(iri) else self._curated.disputes(iri)

    def counts(self) -> Counts:
        """What is in the graph."""
        return counted(self._curated.known.refs.values(), self._curated.all_statements, self.store.manifest)

    # ── The graph ────────────────────────────────────────────────────────────

    @cached_property
    def graph(self) -> Graph:
        """All edges between entities, ready to be walked; those of API elements are looked up where needed."""
        return Graph(self._curated.all_statements, self.links(), self.api.edges)

    def kinds(self) -> set[str]:
        """The classes that entities of the atlas have."""
        return set(self._curated.known.kinds.values())

    def grown(self, opened: Sequence[str]) -> Grown:
        """The picture that these openings make, of entities or of one family each: `amazon-kendra~reads-the-format`."""
        return growth.grown(self.graph, [Opening(self.ref(one.split("~")[0]), one.partition("~")[2]) for one in opened])

    def neighbourhood(self, opened: Sequence[str], view: View = WHOLE) -> Picture:
        """What Explore shows after these openings: see `grown`. Raises `UnknownEntity`."""
        return self.grown(opened).shown(view)

    def map(self, level: Level = "topics") -> Overview:
        """The map at a level, with the place of everything on it: see `picture.overview`."""
        return overview(self._curated.built_ground or self._curated.ground(self.graph), level)

    def path(self, start: str, end: str, most: int = 3) -> list[Path]:
        """Up to `most` ways from one entity to another, the most telling first.

        Raises `UnknownEntity`, and `BadRequest` where both are the same.
        """
        a, b = self.ref(start), self.ref(end)
        if a == b:
            raise BadRequest(f"'{a.label}' is where the path starts and ends: name two different entities")
        return paths.paths(self.graph, a, b, most)

    # ── Questions ────────────────────────────────────────────────────────────

    def compare(
        self,
        *names: str,
        baseline: str | None = None,
        differences: bool = False,
        shown: Callable[[Statement], bool] = lambda _: True,
    ) -> Comparison:
        """Two to six entities side by side; quantities relative to `baseline`, equal rows hidden on demand.

        Operations and shapes of APIs are compared by what they take. Statements that are not `shown` leave "not shown"
        behind. Raises `UnknownEntity`, and `BadRequest` for too few, too many or twice the same.
        """
        entities = [self.ref(name) for name in names]
        base = self.iri(baseline) if baseline else None
        if any(is_element(entity.iri) for entity in entities):
            return self.api.compare(entities, base, differences, shown)
        about = self._curated.said([entity.iri for entity in entities])
        return compare(entities, about, self.properties, baseline=base, differences=differences, shown=shown)

    def format_comparison(self, comparison: Comparison, format: str, pivot: bool = False) -> str:
        """A comparison as csv, markdown, latex, html or json, with its sources and the graph's name.

        `pivot` turns entities into rows. Raises `BadRequest` for another format.
        """
        if format not in FORMATS:
            raise BadRequest(f"unknown format '{format}': choose from {', '.join(FORMATS)}")
        return FORMATS[format].write(comparison, self.name, pivot)

    def choices(self) -> list[Choice]:
        """Every choice by label, with its options and criteria."""
        return list(self._curated.choices.values())

    def options(self, name: str) -> Options:
        """What there is to choose from: the options of a choice (by any name), or all entities of a class.

        Raises `BadRequest` for a name that is neither.
        """
        return Options.of(self._curated, name)

    def choose(self, name: str, require: Sequence[str] = (), prefer: Sequence[str] = ()) -> Decision:
        """The options of a choice, or the entities of a class, held against requirements, the best first.

        `require` are hard, `prefer` soft ones. Raises `BadRequest` for a requirement that makes no sense.

        >>> Atlas.open().choose("inference option", ["processing time >= 2 min"]).judgements[0].option.label
        'Asynchronous inference'
        """
        return self.options(name).decide(require, prefer)

    def query(self, text: str, format: str = "json", **how: Unpack[How]) -> Answer:
        """The answer to a SPARQL query, evaluated in a worker process with limits.

        `format` is json, csv, tsv or xml for SELECT and ASK, turtle, ntriples, json-ld or rdf-xml for CONSTRUCT
        and DESCRIBE; `how` says who asks, how to give up, and in which graphs: see `sandbox.How`.
        Raises `BadQuery` where the text is refused or wrong, `QueryStopped` at a limit, `Busy` without a turn.
        """
        return self._workers().run(text, format, **how)

    def _workers(self) -> Visitors:
        """The worker processes, started by the first query; sessions that ask at the same time share them."""
        with self._lock:
            if self._sandbox is None:
                self._sandbox = self._start(Limits.from_environment())
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

    def to_rdflib(self, api: bool = False) -> rdflib.Dataset:
        """The graph as an rdflib dataset with its named graphs; `api` adds those of API models, which takes long."""
        return exports.rdflib_dataset(self.store, api)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Entities as nodes (by slug), statements between them and structural links as edges; no elements of APIs."""
        links = [link for link in self.links() if not is_element(link.target.iri)]
        return exports.networkx_graph(self.entities(), self._curated.all_statements, links)

    def export(self, format: str) -> bytes:
        """The graph as turtle, trig, nquads, json-ld, graphml, csv (statements) or html (a picture).

        The graphs of API models are left out. Raises `BadRequest` for another format.
        """
        content = io.BytesIO()
        self.write(content, format)
        return content.getvalue()

    def write(self, output: BinaryIO, format: str, api: bool = False) -> None:
        """Write what `export` gives; `api` adds the graphs of API models to a format of RDF. Raises `BadRequest`."""
        if format in exports.RDF_FORMATS:
            self.store.dump(output, exports.RDF_FORMATS[format], api)
        elif api:
            raise BadRequest(f"{format} has no place for API models: choose from {', '.join(exports.RDF_FORMATS)}")
        elif format == "csv":
            output.write(exchange.statements_csv(self.facts()).encode())
        elif format == "graphml":
            output.write(exports.graphml(self.to_networkx()))
        elif format == "html":
            from mlatlas.picture import drawing  # noqa: PLC0415 - pyvis takes a third of the start-up time of a command

            output.write(drawing.standalone(self.graph.among(entity.ref for entity in self.entities())).encode())
        else:
            known = ", ".join([*exports.RDF_FORMATS, "graphml", "csv", "html"])
            raise BadRequest(f"unknown format '{format}': choose from {known}")

    # ── Below ────────────────────────────────────────────────────────────────

    def _rows(self, query: str, **given: str | tuple[str, ...]) -> list[Row]:
        return self.store.select(query_text(query), given)

    @cached_property
    def _curated(self) -> Reading:
        return Reading(self._rows)

    @cached_property
    def api(self) -> Catalog:
        """The elements of APIs that are in the store."""
        return Catalog(self._rows, lambda: Models.installed().services)
