"""How a picture grows when people open things, and stays legible: families, groups and a budget.

A **family** of an entity are its neighbours by one property in one direction. Opening an entity brings its
neighbours; opening one family brings just those. Where an opening would bring more than there is room for, the
largest families of one class are folded into **groups** ("12 data formats"), which open like entities. So
nothing is left out in silence: what is not on the picture is in a group or counted by `+n`.

A group has the IRI of its entity, a `~` and the family: `…/amazon-kendra~takes-as-input~dataformat`; the way
`in` is written where the edges lead to the entity: `…/amazon-s3~reads-from~in`. The last part, a class, may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mlatlas.facts import Ref
from mlatlas.picture.looks import plural, role
from mlatlas.picture.neighbourhood import API_KINDS, Edge, Graph, Node, Picture, class_rank
from mlatlas.terms import slug

#: The class of a group's node, which is no entity.
GROUP: Final = "Group"
#: Fewer things of one family are shown each by itself.
_SMALLEST_GROUP: Final = 3
#: Added to the rank of a class: the smaller, the later services and choices are folded.
_TELLING: Final = 2
#: How many nodes the first opening brings at most: so many labels are 12 pixels high in a small window. And the later.
FIRST: Final = 19
LATER: Final = 8
#: So many nodes make a picture that nobody can read any more.
MOST_NODES: Final = 300
_IN: Final = "in"


@dataclass(frozen=True, slots=True)
class Opening:
    """An entity that was opened; with a `family`, only that one."""

    ref: Ref
    family: str = ""

    @property
    def iri(self) -> str:
        """What names the opening: the IRI of the entity, or of its group."""
        return f"{self.ref.iri}~{self.family}" if self.family else self.ref.iri

    def asks_for(self, other: Ref, families: dict[str, list[Edge]], key: str) -> bool:
        """Whether it brings this neighbour, which is in the family `key` before all others."""
        if not self.family or self.family == key:
            return True
        return other.iri in {each.iri for each in _far_ends(families.get(self.family, ()), self.ref.iri)}


@dataclass(frozen=True, slots=True)
class Family:
    """The neighbours of an entity by one property in one direction, and which of them are on the picture."""

    key: str
    label: str
    inward: bool
    members: tuple[Ref, ...]
    shown: int

    @property
    def title(self) -> str:
        """The family with its count: `→ supports: 3 of 12`."""
        return f"{'←' if self.inward else '→'} {self.label}: {self.shown} of {len(self.members)}"


@dataclass(frozen=True, slots=True)
class View:
    """What a person hid of a picture, all by IRI.

    `without` are nodes that were removed, `closed` entities that were collapsed (or, with a family, one kind of
    edge at them), `off` classes and roles that the legend switched off. What is `pinned` stays whatever is hidden.
    """

    without: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()


#: Nothing is hidden.
WHOLE: Final = View()


@dataclass(frozen=True, slots=True)
class Grown:
    """A picture with all that was ever opened on it: what `layout` places, and what a view shows a part of.

    `groups` are the members of each group by IRI, whether or not they are on the picture by now.
    """

    graph: Graph
    full: Picture
    groups: dict[str, tuple[Ref, ...]] = field(default_factory=dict)

    def families(self, ref: Ref, shown: Collection[str]) -> list[Family]:
        """The families of an entity, those with most members first; `shown` are the IRIs on the picture."""
        found = _families(self.graph.knowing([ref]), ref)
        families = [
            Family(
                key, edges[0].label, _is_inward(edges[0], ref.iri), others, sum(each.iri in shown for each in others)
            )
            for key, edges in found.items()
            for others in [_far_ends(edges, ref.iri)]
        ]
        return sorted(families, key=lambda family: (-len(family.members), family.key))

    def shown(self, view: View) -> Picture:
        """What a view leaves of the picture, with `hidden` counted anew.

        With what is hidden goes what nothing else on the picture leads to.
        """
        there = {node.ref.iri for node in self.full.nodes}
        rest = {iri: [ref for ref in members if ref.iri not in there] for iri, members in self.groups.items()}
        nodes = {node.ref.iri: node for node in self._left(view, rest)}
        edges = [edge for edge in self.full.edges if _is_seen(edge, view) and _ends(edge) <= nodes.keys()]
        firm = {*view.pinned, *self.full.opened}
        kept = _reached([iri for iri, node in nodes.items() if node.parent is None or iri in firm], edges)
        counted = tuple(self._counted(node, kept, rest) for iri, node in nodes.items() if iri in kept)
        return replace(self.full, nodes=counted, edges=tuple(edge for edge in edges if _ends(edge) <= kept))

    def _left(self, view: View, rest: dict[str, list[Ref]]) -> Iterable[Node]:
        """The nodes that are not hidden themselves, nor lie under something collapsed; no group that is empty."""
        under: set[str] = set()
        for node in self.full.nodes:
            iri = node.ref.iri
            if node.parent in view.closed or node.parent in under:
                under.add(iri)
            is_hidden = iri in view.without or node.ref.kind in view.off or iri in under
            if (iri in view.pinned or not is_hidden) and rest.get(iri, True):
                yield node

    def _counted(self, node: Node, kept: Collection[str], rest: dict[str, list[Ref]]) -> Node:
        iri = node.ref.iri
        if iri in rest:
            return replace(node, ref=_group_ref(iri, rest[iri]))
        return replace(node, hidden=sum(ref.iri not in kept for ref in self.graph.neighbours(iri)))


# ── Growing ──────────────────────────────────────────────────────────────────


def grown(graph: Graph, openings: Sequence[Opening], first: int = FIRST, later: int = LATER) -> Grown:
    """The picture that these openings make, one after the other.

    The first brings up to `first` nodes, each later one up to `later`; what is too much is folded into
    groups, the largest families first, or else left to the next opening. Neighbours come in the order of
    `Graph.neighbours`: by class, services and choices first, then by how well they are connected. What an opening
    adds does not depend on later ones.
    """
    growing = _Growing(graph.knowing(opening.ref for opening in openings))
    for number, opening in enumerate(openings):
        growing.open(opening, number, later if number else first)
    return growing.done(tuple(opening.ref.iri for opening in openings))


class _Growing:
    """What is on a picture while it grows: entities, where each came from, and groups."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._refs: dict[str, Ref] = {}
        self._parents: dict[str, tuple[str | None, int]] = {}
        self._groups: dict[str, tuple[Edge, int]] = {}

    def open(self, opening: Opening, number: int, room: int) -> None:
        """Bring what an opening adds, `room` nodes at most."""
        focus = opening.ref
        self._parents.setdefault(focus.iri, (None, number))
        self._refs.setdefault(focus.iri, focus)
        fresh = self._fresh(opening)
        folds = {} if opening.family else _folds(fresh, room)
        folded = {ref.iri for refs in folds.values() for ref in refs}
        single = [ref for refs in fresh.values() for ref in refs if ref.iri not in folded]
        order = {ref.iri: place for place, ref in enumerate(self._graph.neighbours(focus.iri))}
        for ref in _first(sorted(single, key=lambda ref: order[ref.iri]), focus, room - len(folds)):
            self._refs[ref.iri], self._parents[ref.iri] = ref, (focus.iri, number)
        for key, refs in folds.items():
            edge = self._group_edge(focus, key, refs)
            self._groups[edge.target.iri] = (edge, number)

    def _fresh(self, opening: Opening) -> dict[str, list[Ref]]:
        """The neighbours that are not on the picture, by family and class.

        What is in a group waits until that is opened, or until nothing else is left.
        """
        focus, found = opening.ref, defaultdict[str, list[Ref]](list)
        families = _families(self._graph, focus)
        keys = {other.iri: key for key, edges in reversed(families.items()) for other in _far_ends(edges, focus.iri)}
        for ref in self._graph.neighbours(focus.iri):
            key = f"{keys[ref.iri]}~{slug(ref.kind)}"
            if ref.iri not in self._refs and opening.asks_for(ref, families, key):
                found[key].append(ref)
        waiting = {key for key in found if f"{focus.iri}~{key}" in self._groups}
        if opening.family or waiting == found.keys():
            return found
        return {key: refs for key, refs in found.items() if key not in waiting}

    def _group_edge(self, focus: Ref, key: str, refs: Sequence[Ref]) -> Edge:
        wanted = {ref.iri for ref in refs}
        family = key.rpartition("~")[0]
        edges = [edge for edge in _families(self._graph, focus)[family] if _ends(edge) & wanted]
        return Edge(focus, _group_ref(f"{focus.iri}~{key}", refs), edges[0].label, members=tuple(edges))

    def done(self, opened: tuple[str, ...]) -> Grown:
        """The picture, in the order of the openings."""
        wide = self._graph.knowing(self._refs.values())
        plain = wide.picture(self._refs, self._parents, opened)
        edges = [edge for edge, _ in self._groups.values()]
        nodes = [Node(edge.target, edge.source.iri, 0, 0, number) for edge, number in self._groups.values()]
        ordered = tuple(sorted((*plain.nodes, *nodes), key=lambda node: node.opening))
        groups = {edge.target.iri: _far_ends(edge.members, edge.source.iri) for edge in edges}
        return Grown(wide, Picture(ordered, (*plain.edges, *edges), opened), groups)


def _folds(fresh: dict[str, list[Ref]], room: int) -> dict[str, list[Ref]]:
    """What to fold, by family, so that the rest has room: large families of classes that tell little come first.

    Where that would leave more than a third of the room empty, the first of them stay outside.
    """
    spare = room - sum(map(len, fresh.values()))
    folds: dict[str, list[Ref]] = {}
    for key, refs in sorted(fresh.items(), key=lambda item: -len(item[1]) * (_TELLING + class_rank(item[1][0].kind))):
        if spare >= 0:
            break
        if len(refs) >= _SMALLEST_GROUP:
            folds[key] = refs
            spare += len(refs) - 1
    if 3 * spare <= room:
        return folds
    return {key: refs[spare // len(folds) :] for key, refs in folds.items()}


def _first(fresh: Sequence[Ref], focus: Ref, room: int) -> Sequence[Ref]:
    """What there is room for, but elements of APIs beside an entity only where that leaves half of it free."""
    own = [ref for ref in fresh if ref.kind not in API_KINDS]
    is_full = focus.kind not in API_KINDS and len(own) > room // 2
    return (own if is_full else fresh)[: max(room, 0)]


# ── Families ─────────────────────────────────────────────────────────────────


def _families(graph: Graph, ref: Ref) -> dict[str, list[Edge]]:
    """The edges at an entity by family: `supports`, `supports~in`."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.touching(ref.iri):
        found[_key(edge, ref.iri)].append(edge)
    return dict(found)


def _key(edge: Edge, iri: str) -> str:
    return slug(edge.label) + (f"~{_IN}" if _is_inward(edge, iri) else "")


def _is_inward(edge: Edge, iri: str) -> bool:
    return edge.source.iri != iri


def _far_ends(edges: Iterable[Edge], iri: str) -> tuple[Ref, ...]:
    """What the edges at an entity lead to, each once."""
    ends = (edge.source if _is_inward(edge, iri) else edge.target for edge in edges)
    return tuple({ref.iri: ref for ref in ends}.values())


def _group_ref(iri: str, refs: Sequence[Ref]) -> Ref:
    """A group as a node: `12 data formats`."""
    return Ref(iri, f"{len(refs):,} {plural(refs[0].kind)}" if refs else "", GROUP)


# ── Views ────────────────────────────────────────────────────────────────────


def _ends(edge: Edge) -> set[str]:
    return {edge.source.iri, edge.target.iri}


def _is_seen(edge: Edge, view: View) -> bool:
    """Whether neither the legend nor a closed family hides an edge."""
    closed = {f"{iri}~{_key(edge, iri)}" for iri in _ends(edge)} if view.closed else set()
    return role(edge) not in view.off and not closed & view.closed


def _reached(start: Iterable[str], edges: Iterable[Edge]) -> set[str]:
    """What edges lead to from some nodes, and these."""
    beside: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for iri in _ends(edge):
            beside[iri] |= _ends(edge)
    found, waiting = set(), list(start)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting += beside[iri]
    return found
