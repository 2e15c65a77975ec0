"""The answer of a CONSTRUCT or DESCRIBE query as a picture: its resources as nodes, its triples as lines.

Triples that lead to a literal are left to the table. A triple that a statement of the atlas says carries
that statement, so that its line shows verdict and source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from mlatlas.facts import Ref, Statement
from mlatlas.picture.neighbourhood import Edge, Node, Picture
from mlatlas.sandbox import Answer, Term
from mlatlas.terms import local, shorten

#: A pane holds about so many labels without overlap.
MOST_NODES: Final = 60

#: Subject, property and object of a statement, as IRIs.
Triple = tuple[str, str, str]


def statements_by_triple(statements: Iterable[Statement]) -> dict[Triple, Statement]:
    """The statements that hold and stand, by the triple that they say."""
    return {
        (statement.subject.iri, statement.property.iri, statement.object.iri): statement
        for statement in statements
        if statement.object is not None and statement.holds and statement.stands
    }


def picture(answer: Answer, entities: Mapping[str, Ref], known: Mapping[Triple, Statement]) -> Picture:
    """The resources of the answer and the lines between them; of more than `MOST_NODES`, the best connected."""
    edges = [_edge(row, entities, known) for row in answer.rows if _joins_resources(row)]
    degree = Counter(end.iri for edge in edges for end in (edge.source, edge.target))
    kept = {iri for iri, _ in degree.most_common(MOST_NODES)}
    shown = [edge for edge in edges if {edge.source.iri, edge.target.iri} <= kept]
    refs = {end.iri: end for edge in shown for end in (edge.source, edge.target)}
    nodes = tuple(Node(ref, parent=None, hidden=0, degree=degree[ref.iri]) for ref in refs.values())
    return Picture(nodes, tuple(shown))


def resources(answer: Answer) -> int:
    """How many resources the triples of the answer join, shown or not."""
    return len({term.value for row in answer.rows if _joins_resources(row) for term in (row[0], row[2]) if term})


def _joins_resources(row: tuple[Term | None, ...]) -> bool:
    subject, _, target = row
    return bool(subject and target and target.kind in {"iri", "bnode"} and subject.value != target.value)


def _edge(row: tuple[Term | None, ...], entities: Mapping[str, Ref], known: Mapping[Triple, Statement]) -> Edge:
    subject, predicate, target = (term for term in row if term is not None)
    statement = known.get((subject.value, predicate.value, target.value))
    label = statement.property.label if statement else local(predicate.value)
    return Edge(_ref(subject, entities), _ref(target, entities), label, statement)


def _ref(term: Term, entities: Mapping[str, Ref]) -> Ref:
    if term.kind == "bnode":
        return Ref(f"_:{term.value}", "(no name)", "")
    return entities.get(term.value) or Ref(term.value, shorten(term.value).strip("<>"), "")
