"""How much of what is in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlatlas.checked import checked
from mlatlas.facts import Ref, Statement


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in the graph: numbers by class, by verdict, by what a machine found and by source (work)."""

    entities: int
    statements: int
    negative: int
    limits: int
    triples: int
    by_class: dict[str, int]
    by_verdict: dict[str, int]
    by_checked: dict[str, int]
    by_source: dict[str, int]
    built: str
    version: str


def counted(entities: Collection[Ref], statements: Sequence[Statement], manifest: Mapping[str, Any]) -> Counts:
    """The numbers of curated entities and statements, in a store with this manifest."""
    works = Counter(source.label for statement in statements for source in {*statement.sources})
    return Counts(
        entities=len(entities),
        statements=len(statements),
        negative=sum(not statement.holds for statement in statements),
        limits=sum(statement.kind == "Limit" for statement in statements),
        triples=int(manifest["triples"]),
        by_class=dict(Counter(ref.kind for ref in entities).most_common()),
        by_verdict=dict(Counter(statement.verdict for statement in statements).most_common()),
        by_checked=dict(Counter(map(checked, statements))),
        by_source=dict(works.most_common()),
        built=str(manifest["built"]),
        version=str(manifest["version"]),
    )
