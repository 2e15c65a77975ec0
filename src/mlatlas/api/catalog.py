"""The APIs in a store, as the atlas asks for them: elements by name, and what a person types → the element meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from threading import Lock
from typing import Final

from mlatlas.api import facts
from mlatlas.api.elements import is_element, place, short_name, whole_label
from mlatlas.api.limits import limits
from mlatlas.api.reader import Element, Reader, Rows
from mlatlas.api.side_by_side import compare_elements
from mlatlas.compare.records import Comparison
from mlatlas.errors import UnknownEntity
from mlatlas.facts import Entity, Ref, Statement
from mlatlas.search import Found, Hit, Labels

#: The service that is meant where several have the same name.
_FIRST: Final = "sagemaker"
#: So many services are shown for a label that many have; a member is shown once.
_MOST_ALIKE: Final = 3
_NAMED: Final = 4
#: So many labels are looked at for elements of one class.
_MOST_LABELS: Final = 1000
#: Classes that few labels belong to; each has an index of its own.
_FEW: Final = ("Operation", "ApiService")


class Catalog:
    """The elements of the APIs in one store."""

    def __init__(self, rows: Rows, known: Callable[[], Sequence[str]]) -> None:
        """`rows` gives the rows of a shipped query, `known` the services that have an API model at all."""
        self._reader = Reader(rows)
        self._known = known
        self._lock = Lock()

    # ── Names ────────────────────────────────────────────────────────────────

    @property
    def services(self) -> tuple[str, ...]:
        """The names of the services whose API is in the store."""
        return tuple(self._reader.services)

    def holds(self, iri: str) -> bool:
        """Whether the store has an element with this IRI."""
        found = self._reader.find(iri) if is_element(iri) else None
        return found is not None and found.iri == iri

    def ref(self, iri: str) -> Ref:
        """The element with this IRI, which the store must hold."""
        return self._reader.ref(iri)

    def qualified(self, name: str) -> Ref | None:
        """The element that is named with its service: `sagemaker.CreateTrainingJob`, `aws:sagemaker`, an IRI.

        Raises `UnknownEntity` where the API of that service is not in the store.
        """
        if "." not in name and not name.startswith("aws:"):
            return None
        found = self._reader.find(name)
        service = place(name.removeprefix("aws:"))[0]
        if found is None and service not in self._reader.services and service in self._known():
            build = f"run `mlatlas build --services ml,{service}`"
            raise UnknownEntity(name, hint=f"the API of {service} is not in this store: {build}")
        return found

    def bare(self, name: str, kind: str) -> Ref | None:
        """The element of a class that has this very name; where several services have it, that of sagemaker.

        Raises `UnknownEntity` that lists them where several have it, and sagemaker is none of them.
        """
        found = self._reader.labelled(name).get(kind, []) if name else []
        if len(found) > 1 and place(found[0])[0] != _FIRST:
            named = [short_name(self.ref(iri)) for iri in found[:_NAMED]]
            raise UnknownEntity(name, named, hint=f"{len(found)} services have it: name one, such as {named[0]}")
        return self.ref(found[0]) if found else None

    def service(self, name: str) -> Ref | None:
        """The API of the service with this name."""
        return self._reader.services[name].ref if name in self._reader.services else None

    # ── What the models say ──────────────────────────────────────────────────

    def element(self, ref: Ref) -> Element:
        """What the model says of an element."""
        return self._reader.element(ref.iri)

    def entity(self, ref: Ref) -> Entity:
        """An element as an entity: what the model writes of it is its definition, its service its topic."""
        element = self.element(ref)
        topics = () if ref == element.service.ref else (element.service.ref,)
        return Entity(ref.iri, ref.label, ref.kind, element.text("documentation"), topics=topics)

    def facts(self, ref: Ref) -> list[Statement]:
        """See `facts.facts`."""
        return facts.facts(self._reader, ref)

    def mentions(self, ref: Ref) -> list[Statement]:
        """See `facts.mentions`."""
        return facts.mentions(self._reader, ref)

    def edges(self, ref: Ref) -> list[Statement]:
        """See `facts.edges`."""
        return facts.edges(self._reader, ref)

    def limits(self, ref: Ref) -> list[Statement]:
        """See `limits.limits`."""
        return limits(self._reader, ref)

    def compare(
        self, things: Sequence[Ref], baseline: str | None, differences: bool, shown: Callable[[Statement], bool]
    ) -> Comparison:
        """See `side_by_side.compare_elements`."""
        return compare_elements(self._reader, things, baseline, differences=differences, shown=shown)

    # ── Search ───────────────────────────────────────────────────────────────

    def search(self, text: str, kind: str | None = None, limit: int = 10, *, like: bool = True) -> list[Hit]:
        """The elements that `text` may mean, best first; those of one class where `kind` says so.

        A label that many elements have stands for its classes, each with the first few of them. Labels that only
        look like the text are found where `like` allows it.
        """
        if not self._reader.services:
            return []
        found: list[Hit] = []
        for match in self._ready(kind).search(text, _MOST_LABELS if kind else limit, like=like):
            found += self._hits(match, kind)
            if len(found) >= limit:
                break
        return found[:limit]

    def _hits(self, match: Found, kind: str | None) -> Iterator[Hit]:
        for found, alike in self._reader.labelled(match.label).items():
            if kind in {None, found}:
                shown = alike[: 1 if found == "Member" else _MOST_ALIKE]
                for iri in shown:
                    more = len(alike) - len(shown) if iri == shown[-1] else 0
                    ref = self.ref(iri)
                    yield Hit(ref, match.score, match.label, _place(ref, more), how=match.how)

    def warm(self) -> None:
        """Make the indexes of labels, so that the first search need not."""
        if self._reader.services:
            for kind in (None, *_FEW):
                self._ready(kind)

    def _ready(self, kind: str | None = None) -> Labels:
        """The index for a class; of sessions that ask at the same time, one makes it."""
        with self._lock:
            return self._indexes[kind if kind in _FEW else None]()

    @cached_property
    def _indexes(self) -> dict[str | None, Callable[[], Labels]]:
        """Of all labels, and of the few that operations and services have: among all, to find them takes long."""
        reader = self._reader
        titles = [service.ref.label for service in reader.services.values()]
        return {
            None: cache(lambda: Labels(reader.labels())),
            "Operation": cache(lambda: Labels(reader.operations())),
            "ApiService": cache(lambda: Labels(titles)),
        }


def _place(ref: Ref, more: int) -> str:
    """Where an element belongs, and how many others there are: `Tag, sagemaker, and 12 more`."""
    service = place(ref.iri)[0]
    inside = f"{whole_label(ref).partition('.')[0]}, {service}" if ref.kind == "Member" else service
    return f"{inside}, and {more} more" if more else inside
