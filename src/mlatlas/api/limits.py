"""Every limit of what an operation takes, however deep it lies: `ResourceConfig.VolumeSizeInGB`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from mlatlas.api import facts
from mlatlas.api.elements import Bounds, place
from mlatlas.api.reader import Reader
from mlatlas.facts import Ref, Statement

#: An input of some services is a tree without end for practical purposes; the nearest limits are told.
MOST: Final = 1000
_DEEPEST: Final = 12


class _Spot(NamedTuple):
    """A value in an input: its path, its shape, and the structures that it lies in."""

    path: str
    shape: Ref
    bounds: Bounds
    inside: tuple[str, ...]


def limits(reader: Reader, ref: Ref) -> list[Statement]:
    """The smallest and largest of everything in an element, the nearest first, at most `MOST`.

    Of an operation that is its input; of a structure, list or map what it holds; of the rest itself. A structure
    that holds itself is looked into once.
    """
    service = reader.service(ref.iri)
    found: list[Statement] = []
    for spot in _walk(reader, _start(reader, ref)):
        found += facts.limits_at(service, ref, spot.bounds, place(spot.shape.iri)[1], spot.path)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _start(reader: Reader, ref: Ref) -> list[_Spot]:
    element = reader.element(ref.iri)
    shapes = element.refs("input") if ref.kind == "Operation" else element.refs("target")
    return [_Spot("", shape, reader.element(shape.iri).bounds, ()) for shape in shapes or [ref]]


def _walk(reader: Reader, start: list[_Spot]) -> Iterator[_Spot]:
    """All values, breadth first."""
    queue = deque(start)
    while queue:
        spot = queue.popleft()
        yield spot
        if spot.shape.iri not in spot.inside and len(spot.inside) < _DEEPEST:
            queue.extend(_below(reader, spot))


def _below(reader: Reader, spot: _Spot) -> Iterator[_Spot]:
    inside = (*spot.inside, spot.shape.iri)
    if spot.bounds.type == "structure":
        for member in reader.members(spot.shape.iri):
            yield _Spot(f"{spot.path}.{member.ref.label}".lstrip("."), member.target, member.bounds, inside)
    for name, step in (("element", "[]"), ("mapKey", "{key}"), ("mapValue", "{}")):
        if spot.bounds.type in {"list", "map"}:
            for shape in reader.element(spot.shape.iri).refs(name):
                yield _Spot(spot.path + step, shape, reader.element(shape.iri).bounds, inside)
