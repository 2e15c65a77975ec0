"""What the query editor completes: the graph's entities, properties and classes, prefixes, SPARQL's words.

The names of APIs are too many to be sent to a browser all at once; they are looked up by what was typed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mlatlas.atlas import Atlas
from mlatlas.picture.looks import class_name
from mlatlas.quantities import UNITS
from mlatlas.resources import query_text
from mlatlas.sparql.text import FUNCTIONS, KEYWORDS
from mlatlas.terms import AWS, PREFIXES, UNIT, shorten

#: Prefixed name, label, what it is, and "class" for what stands after `a`.
Term = tuple[str, str, str, str]

#: What of other vocabularies the graph is written in.
_BORROWED: Final[tuple[Term, ...]] = (
    ("a", "is of the class", "the class of a thing (rdf:type)", ""),
    ("rdfs:label", "label", "the name of a property, class or condition", ""),
    ("rdfs:comment", "comment", "what a property or class means", ""),
    ("rdfs:subClassOf", "subclass of", "the broader class", ""),
    ("skos:prefLabel", "label", "the name of an entity", ""),
    ("skos:altLabel", "other label", "what people also call an entity", ""),
    ("skos:notation", "notation", "the literal of the API or the SDK", ""),
    ("skos:definition", "definition", "what an entity is, in a sentence", ""),
    ("skos:broader", "broader", "the broader entity", ""),
    ("skos:related", "related", "a related entity", ""),
    ("skos:note", "note", "a remark on a statement", ""),
    ("skos:Concept", "concept", "any entity of the atlas", "class"),
    ("dcterms:subject", "topic", "the topic of an entity", ""),
    ("dcterms:title", "title", "the title of a source", ""),
    ("dcterms:isPartOf", "part of", "the work that a source is a part of", ""),
    ("dcterms:source", "source", "the authority that a check looked into", ""),
    ("prov:wasDerivedFrom", "source", "where a statement comes from", ""),
    ("earl:Assertion", "assertion", "the outcome of a check", "class"),
    ("earl:subject", "subject", "the statement that a check is about", ""),
    ("earl:result", "result", "what a check found", ""),
    ("earl:outcome", "outcome", "whether a check passed", ""),
)
_MOST_ASKED: Final = 12


@dataclass(frozen=True)
class Completion:
    """Terms, prefixes as (prefix, namespace), words; and whether there are names of APIs to ask for."""

    terms: tuple[Term, ...]
    prefixes: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    has_api: bool = False

    @cached_property
    def packed(self) -> bytes:
        """The terms as JSON."""
        return json.dumps(self.terms, ensure_ascii=False).encode()


def completion(atlas: Atlas) -> Completion:
    """Everything that can be completed in a query on this graph at once."""
    entities = [(shorten(one.iri), one.label, f"{one.label} · {class_name(one.kind)}", "") for one in atlas.entities()]
    rows = atlas.store.select(query_text("vocabulary"))
    vocabulary = [_term(str(row["term"]), str(row["label"]), str(row["comment"])) for row in rows]
    signs = {iri: sign for iri, (_, sign) in UNITS.items() if iri.startswith(UNIT) and sign}
    units = [(shorten(iri), sign, f"the unit {sign}", "") for iri, sign in signs.items()]
    prefixes = tuple((f"{prefix}:", namespace) for prefix, namespace in PREFIXES.items())
    words = (*KEYWORDS, *FUNCTIONS)
    return Completion((*vocabulary, *_BORROWED, *units, *entities), prefixes, words, has_api=bool(atlas.api.services))


def _term(iri: str, label: str, comment: str) -> Term:
    name = shorten(iri)
    return name, label, comment, "class" if name.partition(":")[2][:1].isupper() else ""


def api_terms(atlas: Atlas, typed: str) -> tuple[Term, ...]:
    """The names of API elements that `typed` may become, best first; typing errors are forgiven.

    With a prefix, it is the start of a name: `aws:sagemaker.operations.Create`.
    """
    start = typed.removeprefix("aws:")
    path, _, word = start.rpartition(".")
    hits = atlas.api.search(word, limit=4 * _MOST_ASKED)
    if path:
        hits = [hit for hit in hits if hit.entity.iri.casefold().startswith((AWS + start).casefold())]
    hits.sort(key=lambda hit: not hit.entity.label.casefold().startswith(word.casefold()))
    found = [
        (shorten(hit.entity.iri), hit.entity.label, f"{class_name(hit.entity.kind)} · {hit.place}", "") for hit in hits
    ]
    return tuple(term for term in found if not term[0].startswith("<"))[:_MOST_ASKED]
