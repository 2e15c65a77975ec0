"""An answer as a picture: of a graph, its resources as nodes and its triples as lines; of a table, its entities.

Triples that lead to a literal are left to the table. A triple that a statement of the atlas says carries
that statement, so that its line shows verdict and source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from mlatlas.api.elements import element_at
from mlatlas.facts import Ref, Statement
from mlatlas.picture.neighbourhood import Edge, Node, Picture
from mlatlas.sandbox import Answer, Term
from mlatlas.terms import ATLAS, local, shorten

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
    return _of_edges([_edge(row, entities, known) for row in answer.rows if _joins_resources(row)])


def picture_of_table(answer: Answer, entities: Mapping[str, Ref], known: Mapping[Triple, Statement]) -> Picture:
    """The entities of a table: in each row, lines lead from the first to the others.

    A line is labelled with the property in a column between the two, or else with the other's variable.
    """
    columns = entity_columns(answer, entities)
    edges = [edge for row in answer.rows for edge in _row_edges(row, columns, answer.variables, entities, known)]
    return _of_edges(list({(edge.source, edge.label, edge.target): edge for edge in edges}.values()))


def can_be_drawn(answer: Answer, entities: Mapping[str, Ref]) -> bool:
    """Whether there are any lines to draw."""
    if answer.kind == "graph":
        return any(map(_joins_resources, answer.rows))
    columns = entity_columns(answer, entities)
    return any(len({row[index] for index in columns if row[index]}) > 1 for row in answer.rows)


def entity_columns(answer: Answer, entities: Mapping[str, Ref]) -> list[int]:
    """The columns that hold nothing but entities of the atlas and elements of APIs, as far as they hold anything."""
    columns = range(len(answer.variables))
    return [index for index in columns if _holds_entities([row[index] for row in answer.rows], entities)]


def _holds_entities(column: list[Term | None], entities: Mapping[str, Ref]) -> bool:
    values = {term.value if term.kind == "iri" else "" for term in column if term}
    return bool(values) and all(value in entities or element_at(value) for value in values)


def _row_edges(
    row: tuple[Term | None, ...],
    columns: list[int],
    variables: tuple[str, ...],
    entities: Mapping[str, Ref],
    known: Mapping[Triple, Statement],
) -> list[Edge]:
    filled = [index for index in columns if row[index]]
    found = []
    for index in filled[1:]:
        between = [term for term in row[filled[0] + 1 : index] if term and term.value.startswith(ATLAS)]
        verb = between[0] if len(between) == 1 else None
        ends = (row[filled[0]], verb or Term("iri", variables[index]), row[index])
        if _joins_resources(ends):
            found.append(_edge(ends, entities, known))
    return found


def _of_edges(edges: list[Edge]) -> Picture:
    """A picture of these edges; of more than `MOST_NODES` nodes, the best connected."""
    degree = Counter(end.iri for edge in edges for end in (edge.source, edge.target))
    kept = {iri for iri, _ in degree.most_common(MOST_NODES)}
    shown = [edge for edge in edges if {edge.source.iri, edge.target.iri} <= kept]
    refs = {end.iri: end for edge in shown for end in (edge.source, edge.target)}
    nodes = tuple(Node(ref, parent=None, hidden=0, degree=degree[ref.iri]) for ref in refs.values())
    return Picture(nodes, tuple(shown))


def resources(answer: Answer, entities: Mapping[str, Ref]) -> int:
    """How many resources the triples of the answer join, or its entity columns hold, shown or not."""
    if answer.kind == "select":
        columns = entity_columns(answer, entities)
        return len({term.value for row in answer.rows for index in columns if (term := row[index])})
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
    return entities.get(term.value) or element_at(term.value) or Ref(term.value, shorten(term.value).strip("<>"), "")
