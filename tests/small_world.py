"""Three options and a data format with three properties, for the tests of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from mlatlas.compare.rows import CompareRow, Comparison, compare
from mlatlas.facts import Group, Property, Quantity, Ref, Source, Statement
from mlatlas.terms import UNIT, atlas, kb

SUPPORT = Group("support", "Supports", "Does not support", 3)
LIMITS = Group("limits", "Limits", "Not limited by", 2)
TIME = Property(
    atlas("processingTime"), "processing time", "not processing time", "", "", LIMITS, "quantity", False,
    unit=UNIT + "SEC", better_when="higher", applies_to=frozenset({"Option"}),
)  # fmt: skip
SUPPORTS = Property(atlas("supports"), "supports", "does not support", "", "", SUPPORT, "entity", True)
LATENCY = Property(atlas("latencyClass"), "latency class", "not of the class", "", "", SUPPORT, "entity", False)
PROPERTIES = {known.iri: known for known in (TIME, SUPPORTS, LATENCY)}

A, B, C = (Ref(kb(name), name.upper(), "Option") for name in "abc")
FORMAT = Ref(kb("csv"), "CSV", "DataFormat")
VPC = Ref(kb("vpc"), "VPC", "Capability")
REAL_TIME, NEAR = Ref(kb("rt"), "Real time", "Capability"), Ref(kb("nrt"), "Near real time", "Capability")
NOTES = Source("Notes")


def say(subject: Ref, known: Property, about: Ref | tuple[int, str], **more: Any) -> Statement:
    """A confirmed statement; `about` is its object, or number and unit."""
    number = isinstance(about, tuple)
    quantity = Quantity(Decimal(about[0]), UNIT + about[1], f"{about[0]} {about[1]}") if number else None
    fields: dict[str, Any] = {
        "id": f"{subject.slug}-{known.slug}-{about}", "kind": "Statement", "fact": "F001", "holds": True,
        "verdict": "confirmed", "object": None if number else about, "quantity": quantity,
        "bound": "maximum" if number else None, "sources": (NOTES,),
    }  # fmt: skip
    return Statement(subject=subject, property=known, **{**fields, **more})


def side_by_side(
    *statements: Statement,
    things: Sequence[Ref] = (A, B),
    baseline: str | None = None,
    differences: bool = False,
    **how: Any,
) -> Comparison:
    """A comparison of the things, each with those of the statements that are about it."""
    about = {thing.iri: [each for each in statements if each.subject == thing] for thing in things}
    return compare(things, about, PROPERTIES, baseline=baseline, differences=differences, **how)


def only_row(*statements: Statement, **how: Any) -> CompareRow:
    """The row of a comparison that has no other."""
    (row,) = side_by_side(*statements, **how).rows
    return row
