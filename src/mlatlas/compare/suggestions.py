"""Comparisons that are worth a look: the options of each choice, what people confuse, operations of one API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import networkx as nx

from mlatlas.compare.rows import FEWEST, MOST
from mlatlas.facts import Link, Ref

Why = Literal["choice", "confused", "api"]
#: The labels of the structural links that suggestions are made from.
OPTION_OF: Final = "option of"
CONFUSED: Final = "often confused with"


class Suggestion(NamedTuple):
    """Two to six things for a comparison, and why."""

    why: Why
    title: str
    things: tuple[Ref, ...]


def suggestions(links: Iterable[Link], elements: Callable[[str], Sequence[Ref]]) -> list[Suggestion]:
    """All that the graph knows, each set of things once; `elements` gives those of APIs by which a thing is used."""
    known = list(links)
    found: dict[frozenset[str], Suggestion] = {}
    for each in (*_choices(known), *_confused(known), *_operations(known, elements)):
        if FEWEST <= len(each.things) <= MOST:
            found.setdefault(frozenset(thing.iri for thing in each.things), each)
    return list(found.values())


def _options(links: Iterable[Link]) -> dict[Ref, list[Ref]]:
    """The options of each choice, both by label."""
    found: dict[Ref, set[Ref]] = defaultdict(set)
    for link in links:
        if link.label == OPTION_OF:
            found[link.target].add(link.source)
    return {choice: _by_label(found[choice]) for choice in _by_label(found)}


def _by_label(refs: Iterable[Ref]) -> list[Ref]:
    return sorted(refs, key=lambda ref: ref.label.casefold())


def _choices(links: Iterable[Link]) -> Iterator[Suggestion]:
    for choice, options in _options(links).items():
        told = f"all {len(options)}" if len(options) <= MOST else f"{MOST} of {len(options)}"
        yield Suggestion("choice", f"{choice.label}: {told}", tuple(options[:MOST]))


def _confused(links: Iterable[Link]) -> Iterator[Suggestion]:
    """What is confused with the same thing is confused with each other."""
    pairs: nx.Graph[Ref] = nx.Graph()
    pairs.add_edges_from((link.source, link.target) for link in links if link.label == CONFUSED)
    sets = [_by_label(each) for each in nx.connected_components(pairs)]
    for things in sorted(sets, key=lambda each: each[0].label.casefold()):
        labels = [thing.label for thing in things]
        yield Suggestion("confused", f"{', '.join(labels[:-1])} or {labels[-1]}", tuple(things))


def _operations(links: Iterable[Link], elements: Callable[[str], Sequence[Ref]]) -> Iterator[Suggestion]:
    for choice, options in _options(links).items():
        used = (element for option in options for element in elements(option.iri))
        operations = tuple(dict.fromkeys(element for element in used if element.kind == "Operation"))
        yield Suggestion("api", f"{choice.label}, in the API", operations[:MOST])
