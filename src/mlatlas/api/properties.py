"""The properties that statements about APIs are made with, and the headings under which they stand."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from mlatlas.facts import Group, Property, ValueKind
from mlatlas.terms import atlas


def _group(rank: int, label: str) -> Group:
    key = f"api-{label.lower().replace(' ', '-')}"
    return Group(key, label, f"Not: {label}", 100 + rank)


CALL: Final = _group(0, "Call")
REQUIRED: Final = _group(1, "Required input")
OPTIONAL: Final = _group(2, "Optional input")
LIMITS: Final = _group(3, "Limits")
VALUES: Final = _group(4, "Values")
STRUCTURE: Final = _group(5, "Structure")
OUTPUT: Final = _group(6, "Output and errors")
OPERATIONS: Final = _group(7, "Operations")


def _property(  # noqa: PLR0913 - one place writes them all
    name: str, label: str, inverse: str, group: Group, comment: str, *, kind: ValueKind = "entity", yes_no: bool = False
) -> Property:
    return Property(atlas(name), label, f"not: {label}", inverse, comment, group, kind, yes_no)


def _text(name: str, label: str, group: Group, comment: str) -> Property:
    return _property(name, label, "", group, comment, kind="text")


REQUIRES: Final = _property(
    "required", "requires", "is required by", REQUIRED, "A member without which a request is refused.", yes_no=True
)
ACCEPTS: Final = _property(
    "member", "accepts", "is accepted by", OPTIONAL, "A member that may be left out.", yes_no=True
)
#: Properties that lead from one element to another, by their local name in the model.
LINKS: Final = {
    "target": _property("target", "has the shape", "is the shape of", STRUCTURE, "The shape of a member's value."),
    "input": _property("input", "takes the input", "is the input of", STRUCTURE, "What a request sends."),
    "output": _property("output", "returns", "is returned by", OUTPUT, "What a response brings."),
    "error": _property("error", "may fail with", "is an error of", OUTPUT, "An error that may be answered."),
    "element": _property("element", "is a list of", "is an item of", STRUCTURE, "The shape of the items."),
    "mapKey": _property("mapKey", "has keys of the shape", "is a key of", STRUCTURE, "The shape of the keys."),
    "mapValue": _property("mapValue", "has values of the shape", "is a value of", STRUCTURE, "The shape of values."),
    "operation": _property("operation", "offers", "is offered by", OPERATIONS, "A call of the API.", yes_no=True),
}

TYPE: Final = _text("shapeType", "is of the type", LIMITS, "The type of a value.")
PATTERN: Final = _text("pattern", "must match", LIMITS, "A regular expression for the whole text.")
ALLOWS: Final = _property(
    "enumValue", "allows the value", "", VALUES, "One of the texts that are allowed.", kind="text", yes_no=True
)
CALLED: Final = _text("httpUri", "is called by", CALL, "Method and path of the HTTP request.")
DEPRECATED: Final = _text("deprecated", "is", CALL, "Whether the model advises against it.")
#: Properties that lead to a text of the model, by their local name in it.
TEXTS: Final = {
    "deprecatedMessage": _text("deprecatedMessage", "is deprecated:", CALL, "Since when, and what to use instead."),
    "serviceId": _text("serviceId", "is known to AWS's tools as", CALL, "The id of the service."),
    "apiVersion": _text("apiVersion", "has the API version", CALL, "The version of the API."),
    "protocol": _text("protocol", "speaks the protocol", CALL, "How requests are written."),
    "endpointPrefix": _text("endpointPrefix", "has the endpoint prefix", CALL, "How its host names begin."),
    "location": _text("location", "travels in the", STRUCTURE, "Where in the HTTP message it is."),
}


def bound(which: str, label: str, path: str = "") -> Property:
    """The property of a smallest (`min`) or largest (`max`) value, of the subject or of what lies at a path in it."""
    name = f"{which}.{quote(path)}" if path else which
    return _property(name, label, "", LIMITS, "A bound that the model states.", kind="quantity")


def at(path: str, group: Group) -> Property:
    """The property of what may stand at a path of an input: one row of a comparison."""
    return _text(f"input.{quote(path)}", path, group, "Whether it must be there, its type and its values.")
