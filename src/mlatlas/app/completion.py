"""What the query editor completes: the graph's entities, properties and classes, prefixes, SPARQL's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mlatlas.atlas import Atlas
from mlatlas.resources import query_text
from mlatlas.sparql.text import FUNCTIONS, KEYWORDS
from mlatlas.terms import PREFIXES, shorten

#: What of other vocabularies the graph is written in.
_BORROWED: Final = (
    ("a", "is of the class", "the class of a thing (rdf:type)"),
    ("rdfs:label", "label", "the name of a property, class or condition"),
    ("rdfs:comment", "comment", "what a property or class means"),
    ("rdfs:subClassOf", "subclass of", "the broader class"),
    ("skos:prefLabel", "label", "the name of an entity"),
    ("skos:altLabel", "other label", "what people also call an entity"),
    ("skos:notation", "notation", "the literal of the API or the SDK"),
    ("skos:definition", "definition", "what an entity is, in a sentence"),
    ("skos:broader", "broader", "the broader entity"),
    ("skos:related", "related", "a related entity"),
    ("skos:note", "note", "a remark on a statement"),
    ("dcterms:subject", "topic", "the topic of an entity"),
    ("dcterms:title", "title", "the title of a source"),
    ("dcterms:isPartOf", "part of", "the work that a source is a part of"),
    ("prov:wasDerivedFrom", "source", "where a statement comes from"),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """Terms as (prefixed name, label, what it is), prefixes as (prefix, namespace), and words."""

    terms: tuple[tuple[str, str, str], ...]
    prefixes: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


def completion(atlas: Atlas) -> Completion:
    """Everything that can be completed in a query on this graph."""
    entities = [(shorten(one.iri), one.label, f"{one.label} · {one.kind}") for one in atlas.entities()]
    rows = atlas.store.select(query_text("vocabulary"))
    vocabulary = [(shorten(str(row["term"])), str(row["label"]), str(row["comment"])) for row in rows]
    prefixes = tuple((f"{prefix}:", namespace) for prefix, namespace in PREFIXES.items())
    return Completion((*vocabulary, *_BORROWED, *entities), prefixes, (*KEYWORDS, *FUNCTIONS))
