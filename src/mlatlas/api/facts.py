"""What API models say, as statements: made when they are asked for, from the triples of the model.

The id of a statement is its subject's curie and the place below it (`aws:sagemaker.shapes.TrainingJobName.max`);
its source is the model, with the path at which it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from mlatlas.api import properties as known
from mlatlas.api.elements import Bounds, Member, Service, place, quantity, whole_label
from mlatlas.api.reader import Element, Reader
from mlatlas.facts import Bound, Property, Ref, Source, Statement

#: How the operations begin by which people know a service.
_DOING: Final = ("Create", "Start", "Invoke", "Detect", "Run")
_ENDS: Final[tuple[tuple[str, Bound], ...]] = (("min", "minimum"), ("max", "maximum"))


def facts(reader: Reader, ref: Ref) -> list[Statement]:
    """The statements about an element, in the order in which pages show them."""
    element = reader.element(ref.iri)
    found = [*_call(element), *_own_members(reader, element), *_links(element)]
    if ref.kind == "Shape":
        found += bounds(element.service, ref, element.bounds, element.path)
    elif ref.kind == "Member":
        found += _held(reader, element)
    return sorted(found, key=lambda one: one.property.group.rank)


def mentions(reader: Reader, ref: Ref) -> list[Statement]:
    """The statements about other elements that lead to this one; members are labelled with their structure."""
    if ref.kind == "Member":
        return list(_memberships(reader, ref))
    uses = [(source, link) for source, link in reader.uses(ref.iri) if link in known.LINKS]
    return [
        _joined(reader.service(source.iri), replace(source, label=whole_label(source)), link, ref)
        for source, link in uses
    ]


def edges(reader: Reader, ref: Ref) -> list[Statement]:
    """The statements that join an element with others, from either side; the most telling first.

    An operation is joined with the members of its input, and so not with the structure that holds them.
    """
    element = reader.element(ref.iri)
    said = [*mentions(reader, ref), *_own_members(reader, element), *_links(element)]
    return sorted((one for one in said if one.property != known.LINKS["input"]), key=lambda one: _place(ref, one))


def _place(ref: Ref, statement: Statement) -> bool:
    """What may be left out, and operations that only look things up, come after the rest."""
    if statement.property == known.LINKS["operation"] and statement.subject == ref:
        return statement.object is not None and not statement.object.label.startswith(_DOING)
    return statement.subject == ref and statement.property == known.ACCEPTS


# ── Parts ────────────────────────────────────────────────────────────────────


def _call(element: Element) -> Iterator[Statement]:
    service, ref, path = element.service, element.ref, element.path
    if element.text("httpUri") not in {"", "/"}:
        called = f"{element.text('httpMethod')} {element.text('httpUri')}"
        yield say(service, ref, known.CALLED, "http", f"{path}.http", text=called)
    if element.is_said("deprecated"):
        yield say(service, ref, known.DEPRECATED, "deprecated", f"{path}.deprecated", text="deprecated")
    for name, property_ in known.TEXTS.items():
        if element.text(name):
            inside = f"{path}.{name}" if path else f"metadata.{name}"
            yield say(service, ref, property_, name, inside, text=element.text(name))


def _links(element: Element) -> Iterator[Statement]:
    for name in known.LINKS:
        for target in element.refs(name):
            yield _joined(element.service, element.ref, name, target)


def _joined(service: Service, source: Ref, name: str, target: Ref) -> Statement:
    """What the model says under this name of two elements."""
    path = place(source.iri)[1]
    inside = f"{path}.{name}" if path else f"operations.{target.label}"
    return say(service, source, known.LINKS[name], f"{name}.{target.label}", inside, object=target)


def _own_members(reader: Reader, element: Element) -> Iterator[Statement]:
    """The members of a structure; of an operation, those of its input."""
    structure = next(iter(element.refs("input")), element.ref)
    step = "input" if structure != element.ref else "members"
    if element.ref.kind in {"Operation", "Shape"} and structure.kind == "Shape":
        for member in reader.members(structure.iri):
            yield _membership(element.service, element.ref, member, step)


def _memberships(reader: Reader, ref: Ref) -> Iterator[Statement]:
    member, service = reader.member(ref.iri), reader.service(ref.iri)
    for operation in reader.operations_with(member):
        yield _membership(service, operation, member, "input")
    yield _membership(service, member.structure, member, "members")


def _membership(service: Service, subject: Ref, member: Member, step: str) -> Statement:
    property_ = known.REQUIRES if member.required else known.ACCEPTS
    path, note = place(member.ref.iri)[1], member.bounds.summary
    if member.deprecated:
        note += ", deprecated"
    return say(service, subject, property_, f"{step}.{member.ref.label}", path, object=member.ref, note=note)


def _held(reader: Reader, element: Element) -> Iterator[Statement]:
    """The bounds of what a member holds; they stand in the model at its shape."""
    member = reader.member(element.ref.iri)
    yield from bounds(element.service, element.ref, member.bounds, place(member.target.iri)[1])


def bounds(service: Service, ref: Ref, what: Bounds, path: str) -> Iterator[Statement]:
    """Type, smallest, largest, pattern and values as statements about `ref`; `path` is that of the shape."""
    yield say(service, ref, known.TYPE, "type", f"{path}.type", text=what.type)
    yield from limits_at(service, ref, what, path)
    if what.pattern:
        yield say(service, ref, known.PATTERN, "pattern", f"{path}.pattern", text=what.pattern)
    for value in what.values:
        yield say(service, ref, known.ALLOWS, f"enum.{value}", f"{path}.enum", text=value)


def limits_at(service: Service, ref: Ref, what: Bounds, path: str, at: str = "") -> Iterator[Statement]:
    """Smallest and largest of `ref`, or of what lies in it at the path `at`; `path` is that of the shape."""
    for (name, bound), value in zip(_ENDS, (what.stated_minimum, what.maximum), strict=True):
        if value is not None:
            tail = f"{at}.{name}" if at else name
            property_ = known.bound(name, at or what.measure, at)
            limit: dict[str, Any] = {"kind": "Limit", "quantity": quantity(value, what.unit), "bound": bound}
            yield say(service, ref, property_, tail, f"{path}.{name}", **limit)


def say(service: Service, subject: Ref, property_: Property, tail: str, path: str, **what: Any) -> Statement:
    """A statement about `subject`: `tail` ends its id, `path` is its place in the model, `what` are more fields."""
    source = Source(service.authority, None, path, service.version or None)
    fields: dict[str, Any] = {"kind": "Statement", **what}
    return Statement(
        id=f"{subject.slug}.{tail}", fact="", subject=subject, property=property_, holds=True, verdict="confirmed",
        sources=(source,), **fields,
    )  # fmt: skip
