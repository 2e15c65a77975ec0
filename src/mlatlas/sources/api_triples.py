"""An API model as triples: the service, its operations, its shapes and their members, in the service's own graph.

They are written as N-Quads, the fastest way into a store: all of AWS's models together are 2.8 million triples.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from mlatlas import terms
from mlatlas.errors import DataError
from mlatlas.sources import plain_text as texts
from mlatlas.sources.api_models import Model
from mlatlas.sources.plain_text import plain_text
from mlatlas.terms import RDF, RDFS, UNIT, XSD, api_graph, atlas, aws

#: Subject, predicate and object, each as N-Quads writes it.
Triple = tuple[str, str, str]

#: What the bounds of a shape count; those of numbers have no unit.
_UNITS: Final = {
    "string": atlas("character"),
    "blob": UNIT + "BYTE",
    "list": atlas("item"),
    "map": atlas("entry"),
}
_ODD: Final = re.compile(r"[^\w.~-]", re.ASCII)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class ApiGraph:
    """The graph of one service: `content` is N-Quads in UTF-8 with `triples` lines, no two of them equal."""

    service: str
    api_version: str
    triples: int
    content: bytes


def digest() -> str:
    """A fingerprint (hex) of everything that decides which triples a model becomes."""
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in (texts, terms))
    return hashlib.sha256(code + Path(__file__).read_bytes()).hexdigest()[:12]


def api_graph_of(service: str, model: Model) -> ApiGraph:
    """The graph of a service, from its model.

    Raises `DataError` that names the service where the model lacks a part that every model has.

    >>> model = {"metadata": {"apiVersion": "2016-06-10"}, "operations": {}, "shapes": {}}
    >>> graph = api_graph_of("polly", model)
    >>> graph.triples, graph.content.decode().splitlines()[1]
    (3, '<https://w3id.org/mlatlas/aws/polly> <http://www.w3.org/2000/01/rdf-schema#label> "polly" \
<https://w3id.org/mlatlas/graph/api/polly> .')
    """
    end = f" {_iri(api_graph(_tame(service)))} .\n"
    try:
        lines = [f"{subject} {predicate} {value}{end}" for subject, predicate, value in triples(service, model)]
        version = str(model["metadata"].get("apiVersion", ""))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise DataError(f"{service}: not a complete API model ({problem}); install botocore anew") from error
    return ApiGraph(service, version, len(lines), "".join(lines).encode("utf-8", "replace"))


def triples(service: str, model: Model) -> Iterator[Triple]:
    """The triples of a service's model, each once."""
    yield from _service(service, model)
    for name, operation in model["operations"].items():
        yield from _operation(service, name, operation)
    for name, shape in model["shapes"].items():
        yield from _shape(service, name, shape)


# ── The parts of a model ─────────────────────────────────────────────────────


def _service(service: str, model: Model) -> Iterator[Triple]:
    api, metadata = _node(service), model["metadata"]
    yield api, _iri(RDF + "type"), _term("ApiService")
    yield api, _iri(RDFS + "label"), _text(metadata.get("serviceFullName", service))
    for name in ("serviceId", "apiVersion", "protocol", "endpointPrefix"):
        if name in metadata:
            yield api, _term(name), _text(metadata[name])
    yield from _remarks(api, model)
    for name in model["operations"]:
        yield api, _term("operation"), _node(service, f"operations.{name}")


def _operation(service: str, name: str, operation: Model) -> Iterator[Triple]:
    node = _node(service, f"operations.{name}")
    yield from _element(service, node, "Operation", name)
    http = operation.get("http", {})
    for key, term in (("method", "httpMethod"), ("requestUri", "httpUri")):
        if key in http:
            yield node, _term(term), _text(http[key])
    yield from _reference(service, node, "input", operation.get("input"))
    yield from _reference(service, node, "output", operation.get("output"))
    for error in dict.fromkeys(error["shape"] for error in operation.get("errors", ())):
        yield node, _term("error"), _node(service, f"shapes.{error}")
    yield from _remarks(node, operation)


def _shape(service: str, name: str, shape: Model) -> Iterator[Triple]:
    node = _node(service, f"shapes.{name}")
    yield from _element(service, node, "Shape", name)
    yield node, _term("shapeType"), _text(shape["type"])
    yield from _bounds(node, shape)
    if shape.get("sensitive"):
        yield node, _term("sensitive"), _boolean(True)
    for key, term in (("member", "element"), ("key", "mapKey"), ("value", "mapValue")):
        yield from _reference(service, node, term, shape.get(key))
    yield from _remarks(node, shape)
    required = frozenset(shape.get("required", ()))
    for part, member in shape.get("members", {}).items():
        inside = _node(service, f"shapes.{name}.members.{part}")
        yield node, _term("member"), inside
        yield from _member(service, inside, part, member, part in required)


def _bounds(node: str, shape: Model) -> Iterator[Triple]:
    bounds = [name for name in ("min", "max") if name in shape]
    for name in bounds:
        yield node, _term(name), _number(shape[name])
    if bounds and shape["type"] in _UNITS:
        yield node, _term("unit"), _iri(_UNITS[shape["type"]])
    if "pattern" in shape:
        yield node, _term("pattern"), _text(shape["pattern"])
    for value in dict.fromkeys(shape.get("enum", ())):
        yield node, _term("enumValue"), _text(value)


def _member(service: str, node: str, name: str, member: Model, required: bool) -> Iterator[Triple]:
    yield from _element(service, node, "Member", name)
    yield from _reference(service, node, "target", member)
    yield node, _term("required"), _boolean(required)
    if "location" in member:
        yield node, _term("location"), _text(member["location"])
    yield from _remarks(node, member)


def _element(service: str, node: str, kind: str, label: str) -> Iterator[Triple]:
    yield node, _iri(RDF + "type"), _term(kind)
    yield node, _iri(RDFS + "label"), _text(label)
    yield node, _term("inService"), _node(service)


def _reference(service: str, node: str, term: str, target: Model | None) -> Iterator[Triple]:
    if target is not None:
        yield node, _term(term), _node(service, f"shapes.{target['shape']}")


def _remarks(node: str, part: Model) -> Iterator[Triple]:
    """What the model says about any part: its documentation, and that it is deprecated."""
    documentation = plain_text(part.get("documentation") or "")
    if documentation:
        yield node, _term("documentation"), _text(documentation)
    if part.get("deprecated"):
        yield node, _term("deprecated"), _boolean(True)
        message = _deprecation(part.get("deprecatedSince"), part.get("deprecatedMessage"))
        if message:
            yield node, _term("deprecatedMessage"), _text(message)


def _deprecation(since: str | None, message: str | None) -> str:
    """Since when, and the model's own words.

    >>> _deprecation("2026-04-07", "Use <b>CreateJob</b>.")
    'Deprecated since 2026-04-07. Use CreateJob.'
    """
    return " ".join(filter(None, (since and f"Deprecated since {since}.", plain_text(message or ""))))


# ── The terms of N-Quads ─────────────────────────────────────────────────────


def _node(service: str, path: str = "") -> str:
    return _iri(aws(_tame(service), _tame(path)))


@cache
def _term(name: str) -> str:
    return _iri(atlas(name))


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _tame(name: str) -> str:
    """A name as it may stand in an IRI; no name of AWS's needs a change.

    >>> _tame("Job"), _tame("my job")
    ('Job', 'my%20job')
    """
    return _ODD.sub(lambda found: quote(found[0], safe="", errors="replace"), name)


def _text(value: Any) -> str:
    return f'"{str(value).translate(_ESCAPES)}"'


def _boolean(value: bool) -> str:
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def _number(value: float) -> str:
    """A whole number, or a decimal written out.

    >>> _number(1e-05)
    '"0.00001"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if isinstance(value, int):
        return f'"{value}"^^<{XSD}integer>'
    return f'"{Decimal(repr(value)):f}"^^<{XSD}decimal>'
