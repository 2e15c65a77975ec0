"""The changes between two versions as rows of a table, with links to what of them Explore knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final
from urllib.parse import quote

from mlatlas.changes import Change, Changes, Kind, What
from mlatlas.terms import aws, entity_slug

Row = dict[str, Any]

#: The widths of the columns in pixels.
WIDTHS: Final = {"Service": 130, "Kind": 115, "What": 75, "Path": 330, "Before": 170, "After": 170, "Explore": 70}
_ROW_HEIGHT: Final = 35
_MOST_HEIGHT: Final = 460
#: The kinds of change after which a part of a model is there or not there.
_PARTS: Final = frozenset({"service", "operation", "member", "shape"})


def rows(
    changes: Changes, kinds: Collection[Kind], whats: Collection[What], stored: Mapping[str, str] | None = None
) -> list[Row]:
    """One row for each change that is wanted.

    `stored` says which version of botocore the store has of which service: what of a change is in there is linked.
    """
    absent = _absent(changes, stored or {})
    return [
        {
            "Service": change.service,
            "Kind": change.kind,
            "What": change.what,
            "Path": change.path,
            "Before": _shown(change.before),
            "After": _shown(change.after),
            "Explore": _address(change, stored or {}, absent),
        }
        for change in changes.items
        if change.kind in kinds and change.what in whats
    ]


def height(shown: Collection[Row]) -> int:
    """The height in pixels of a table of these rows with its head; a long one scrolls."""
    return min(_ROW_HEIGHT * (len(shown) + 1) + 3, _MOST_HEIGHT)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _address(change: Change, stored: Mapping[str, str], absent: AbstractSet[tuple[str, str]]) -> str:
    """The address of the changed thing in Explore; empty where the store does not have it."""
    shape = ".".join(change.element.split(".")[:2])
    if change.service not in stored or absent & {(change.service, change.element), (change.service, shape)}:
        return ""
    slug = quote(entity_slug(aws(change.service, change.element)), safe=":")
    return f"./?open={slug}&node={slug}"


def _absent(changes: Changes, stored: Mapping[str, str]) -> set[tuple[str, str]]:
    """The things that the version in the store does not have: what came after it, or went before."""
    versions = {"removed": changes.new, "added": changes.old, "changed": changes.old}
    return {
        (change.service, change.element)
        for change in changes.items
        if change.kind in _PARTS and stored.get(change.service) == versions[change.what]
    }
