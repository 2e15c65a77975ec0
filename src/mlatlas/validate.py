"""The rules of the curated data: SHACL shapes, and what SHACL cannot see (files, names, doubles)."""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from mlatlas.deadline import deadline
from mlatlas.opposites import opposites
from mlatlas.sources.api_models import Elements, Models
from mlatlas.sources.curated import Curated, TurtleFile
from mlatlas.terms import ATLAS, KB, SKOS, STMT, atlas, shorten, slug
from mlatlas.terms import RDF as RDF_NS

# It tells of ill-typed literals with a traceback each; they are violations here.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
_SHOWN = 40
#: A pattern can be such that it never comes to an end; all texts of the graph together take ours milliseconds.
_SECONDS = 5.0
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_TYPE = ox.NamedNode(RDF_NS + "type")
_PREF_LABEL = ox.NamedNode(SKOS + "prefLabel")
_API_ELEMENT = ox.NamedNode(atlas("apiElement"))
_ALT_LABEL = ox.NamedNode(SKOS + "altLabel")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: where, what, and how to repair it. `line` counts from 1."""

    file: str
    line: int | None
    subject: str
    rule: str
    repair: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.subject}: {self.rule}; {self.repair}"


def violations(data: Curated) -> list[Violation]:
    """Every broken rule, sorted by file and line; empty where the data is sound."""
    found = {*_shape_violations(data), *_name_violations(data), *_verdict_violations(data), *_opposite_violations(data)}
    return sorted(found, key=_place)


def _place(violation: Violation) -> tuple[str, int, str, str]:
    return violation.file, violation.line or 0, violation.subject, violation.rule


# ── SHACL ────────────────────────────────────────────────────────────────────


def _shape_violations(data: Curated) -> Iterator[Violation]:
    import pyshacl  # noqa: PLC0415 - costs half a second, and only `build` and `check` need it

    shapes = _rdflib(data.shapes.triples)
    graph = _rdflib([*data.triples, *data.ontology.triples])
    yield from _ill_typed(data, graph)
    bad = [*_bad_patterns(data, shapes, graph), *_lists(data, graph)]
    if bad:  # then no rule can be tried
        yield from bad
        return
    _, report, _ = pyshacl.validate(graph, shacl_graph=_flat(shapes), advanced=False)
    for result in report.objects(None, SH.result):
        owner = _described(graph, report.value(result, SH.focusNode))
        if owner is None or owner.startswith(ATLAS):
            continue
        shape = report.value(result, SH.sourceShape)
        rule = _told(shapes, shape, SH.message) or str(report.value(result, SH.resultMessage))
        repair = _told(shapes, shape, URIRef(atlas("repair"))) or "see shapes.ttl"
        yield _violation(data, owner, rule, repair)


def _flat(shapes: Graph) -> Graph:
    """The same shapes, where each property shape has the targets of its node shape.

    The validator tries a shape with targets on all of them at once, and one within another on each node alone.
    """
    flat = Graph() + shapes
    for owner, part in shapes.subject_objects(SH.property):
        targets = [(kind, node) for kind in _TARGETS for node in shapes.objects(owner, kind)]
        if targets:
            flat.remove((owner, SH.property, part))
            for kind, node in targets:
                flat.add((part, kind, node))
    return flat


def _told(shapes: Graph, shape: Node | None, how: URIRef) -> str | None:
    """What a shape, or the nearest one that it is a part of, says."""
    while shape is not None and (found := shapes.value(shape, how)) is None:
        shape = next(shapes.subjects(None, shape), None) if isinstance(shape, BNode) else None
    return None if shape is None else str(found)


def _ill_typed(data: Curated, graph: Graph) -> Iterator[Violation]:
    for subject, _, value in graph:
        if isinstance(value, Literal) and value.ill_typed:
            rule = f"'{value[:_SHOWN]}' is no {shorten(str(value.datatype))}"
            yield _violation(data, str(subject), rule, "correct it, or write it as a plain text")


def _lists(data: Curated, graph: Graph) -> Iterator[Violation]:
    """Lists in the files: nothing is said with one here, and the validator prints a long one for ages."""
    within = {*graph.objects(None, RDF.rest), *graph.objects(None, RDF.first)}
    for head in {*graph.subjects(RDF.first)} - within:
        owner = _described(graph, head) or "a list"
        yield _violation(data, owner, "something of it is a list", "write the values one by one, with commas between")


def _bad_patterns(data: Curated, shapes: Graph, graph: Graph) -> Iterator[Violation]:
    """The patterns of shapes that are none, or not through with the texts of the graph in time."""
    texts = {str(node) for triple in graph for node in triple}
    for shape, pattern in shapes.subject_objects(SH.pattern):
        flags = str(shapes.value(shape, SH.flags) or "")
        try:
            with deadline(_SECONDS):
                found = re.compile(str(pattern), re.IGNORECASE * ("i" in flags) | re.MULTILINE * ("m" in flags))
                for text in texts:
                    found.search(text)
        except TimeoutError:
            told = f"is not through after {_SECONDS:g} s", "write a simpler one"
        except (re.error, RecursionError, OverflowError) as error:
            told = f"is no regular expression: {error}", "correct it"
        else:
            continue
        home = _named(shapes, shape) or "sh:pattern"
        rule = f"the pattern '{str(pattern)[:_SHOWN]}' {told[0]}"
        yield Violation(data.shapes.name, data.shapes.line_of(home), shorten(home), rule, told[1])


def _described(graph: Graph, node: Node | None) -> str | None:
    """The IRI of what a node is, or is a part of; of what names it where nothing is said about it itself."""
    named = _named(graph, node)
    if named is None or (URIRef(named), None, None) in graph:
        return named
    return _named(graph, next(graph.subjects(None, URIRef(named)), None))


def _named(graph: Graph, node: Node | None) -> str | None:
    """The IRI of what a node is, or is a part of."""
    while node is not None and not isinstance(node, URIRef):
        node = next(graph.subjects(None, node), None)
    return None if node is None else str(node)


def _rdflib(triples: list[ox.Triple] | tuple[ox.Triple, ...]) -> Graph:
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


# ── Names and files ──────────────────────────────────────────────────────────


def _name_violations(data: Curated) -> Iterator[Violation]:
    yield from _defined_twice(data)
    yield from _undescribed(data)
    yield from _misnamed(data)


def _defined_twice(data: Curated) -> Iterator[Violation]:
    """An entity or a statement is described in one file only."""
    homes: dict[str, list[TurtleFile]] = defaultdict(list)
    for file in data.graph:
        for iri in _subjects(file):
            homes[iri].append(file)
    for iri, found in homes.items():
        for file in found[1:]:
            rule = f"it is already described in {found[0].name}"
            yield Violation(file.name, file.line_of(iri), shorten(iri), rule, "keep one description")


def _undescribed(data: Curated) -> Iterator[Violation]:
    """Whatever stands in the namespace of statements is one; a missing class hides it from the shapes."""
    typed = {
        triple.subject.value
        for triple in data.triples
        if triple.predicate == _TYPE and isinstance(triple.subject, ox.NamedNode)
    }
    for file in data.graph:
        for iri in _subjects(file):
            if iri not in typed:
                yield _violation(data, iri, "it has no class", "write `a atlas:…` as its first property")


def _misnamed(data: Curated) -> Iterator[Violation]:
    """The IRI of an entity is one of its labels in kebab-case, and no two entities share a label."""
    labels: dict[str, set[str]] = defaultdict(set)
    preferred: Counter[str] = Counter()
    owner: dict[str, str] = {}
    for triple in data.triples:
        if triple.predicate in {_PREF_LABEL, _ALT_LABEL} and isinstance(triple.subject, ox.NamedNode):
            labels[triple.subject.value].add(triple.object.value)  # type: ignore[union-attr]
        if triple.predicate == _PREF_LABEL and isinstance(triple.subject, ox.NamedNode):
            text = triple.object.value.casefold()  # type: ignore[union-attr]
            preferred[text] += 1
            if preferred[text] > 1:
                yield _violation(
                    data,
                    triple.subject.value,
                    f"its label is also that of {shorten(owner[text])}",
                    "make the labels differ",
                )
            owner[text] = triple.subject.value
    for iri, texts in labels.items():
        if iri.startswith(KB) and _bare(iri.removeprefix(KB)) not in {_bare(slug(text)) for text in texts}:
            yield _violation(
                data,
                iri,
                "its name is not one of its labels in kebab-case",
                f"call it kb:{slug(min(texts))}, or add the label",
            )


def _bare(name: str) -> str:
    """Without hyphens: kb:model-bias-monitor and kb:modelbiasmonitor both name ModelBiasMonitor."""
    return name.replace("-", "")


def _subjects(file: TurtleFile) -> list[str]:
    found = {t.subject.value: None for t in file.triples if isinstance(t.subject, ox.NamedNode)}
    return [iri for iri in found if iri.startswith((KB, STMT))]


# ── Verdicts ─────────────────────────────────────────────────────────────────


def _verdict_violations(data: Curated) -> Iterator[Violation]:
    """Wrong and outdated claims point to what is right; imprecise ones say how they are exact."""
    explained = {atlas("correctedBy"), atlas("condition"), SKOS + "note"}
    said: dict[str, set[str]] = defaultdict(set)
    verdicts: dict[str, str] = {}
    for triple in data.triples:
        if isinstance(triple.subject, ox.NamedNode):
            said[triple.subject.value].add(triple.predicate.value)
            if triple.predicate.value == atlas("verdict") and isinstance(triple.object, ox.NamedNode):
                verdicts[triple.subject.value] = triple.object.value.removeprefix(ATLAS)
    for iri, verdict in verdicts.items():
        if verdict in {"contradicted", "outdated"} and atlas("correctedBy") not in said[iri]:
            yield _violation(
                data,
                iri,
                f"it is {verdict} but no statement says what is right",
                "write that statement and point atlas:correctedBy to it",
            )
        if verdict == "imprecise" and not explained & said[iri]:
            yield _violation(
                data,
                iri,
                "it is imprecise but nothing says how it is exact",
                "add atlas:correctedBy, atlas:condition or skos:note",
            )


# ── Opposites ────────────────────────────────────────────────────────────────


def _opposite_violations(data: Curated) -> Iterator[Violation]:
    """Two statements do not say opposite things where both apply, unless they are marked as a conflict."""
    for found in opposites(data):
        file, line = data.locate(found.one)
        rule = f"it says the opposite of {shorten(found.one)} ({file}, line {line}): {found.how}"
        repair = (
            "give both a condition, a scope or dates that part them, correct one with atlas:correctedBy, or, where "
            "sources disagree, mark one with atlas:inConflictWith the other"
        )
        yield _violation(data, found.other, rule, repair)


# ── API elements ─────────────────────────────────────────────────────────────


def missing_elements(data: Curated, models: Models) -> list[Violation]:
    """A violation for each `atlas:apiElement` that the API models do not have; sorted by file and line."""
    elements = Elements(models)
    found = []
    for triple in data.triples:
        if triple.predicate == _API_ELEMENT and isinstance(triple.subject, ox.NamedNode):
            element = triple.object.value if isinstance(triple.object, ox.NamedNode) else ""
            if not elements.has(element):
                rule = f"{models.package.label} has no {shorten(element)}"
                repair = "correct the name, or take the link away where AWS has dropped it"
                found.append(_violation(data, triple.subject.value, rule, repair))
    return sorted(found, key=_place)


def _violation(data: Curated, iri: str, rule: str, repair: str) -> Violation:
    file, line = data.locate(iri)
    return Violation(file, line, shorten(iri), rule, repair)
