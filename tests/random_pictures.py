"""Random graphs of entities, and pictures that grow on them by openings, for the laws of the layout."""

from __future__ import annotations

from hypothesis import strategies as some

from mlatlas.facts import Link, Ref
from mlatlas.picture.neighbourhood import Graph
from mlatlas.terms import kb

_LABELS = (
    "Dropout",
    "SageMaker automatic model tuning",
    "IDENTICAL_DATA_AND_ALGORITHM",
    "F1",
    "a b c d e f g h i j k l",
)
_KINDS = ("Service", "Feature", "Technique", "Phenomenon", "Topic")
_LINKS = ("related to", "narrower than", "option of")


@some.composite
def graphs(draw: some.DrawFn, most: int = 60) -> tuple[Graph, list[Ref]]:
    """A graph of up to `most` entities, and its entities."""
    size = draw(some.integers(2, most))
    refs = [
        Ref(kb(f"e{number}"), draw(some.sampled_from(_LABELS)), draw(some.sampled_from(_KINDS)))
        for number in range(size)
    ]
    ends = some.tuples(some.integers(0, size - 1), some.integers(0, size - 1), some.sampled_from(_LINKS))
    pairs = draw(some.lists(ends, min_size=size, max_size=3 * size))
    return Graph([], [Link(refs[a], refs[b], label) for a, b, label in pairs]), refs


@some.composite
def openings(draw: some.DrawFn) -> tuple[Graph, list[Ref]]:
    """A graph and some of its entities, to be opened one after the other; one may come twice."""
    graph, refs = draw(graphs())
    return graph, draw(some.lists(some.sampled_from(refs), min_size=1, max_size=4))
