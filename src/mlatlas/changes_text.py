"""What changed between two versions of the API models, as JSON and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlatlas.changes import KINDS, Change, Changes, Kind, What
from mlatlas.errors import cut
from mlatlas.terms import shorten
from mlatlas.versions import Effect, LostElement, Report

#: How a kind is named where there are many of it.
PLURALS: Final[dict[Kind, str]] = {
    "service": "services", "operation": "operations", "required member": "required members", "member": "members",
    "enum value": "enum values", "limit": "limits", "type": "types", "deprecation": "deprecations",
    "error": "errors", "shape": "shapes",
}  # fmt: skip
_SIGNS: Final[dict[What, tuple[str, str]]] = {
    "added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow"),
}  # fmt: skip
#: So many lines of a kind, and so many names on a line; JSON has all.
_MOST_LINES: Final = 12
_MOST_NAMES: Final = 8
_LONGEST_VALUE: Final = 80


# ── JSON ─────────────────────────────────────────────────────────────────────


def as_json(report: Report) -> dict[str, Any]:
    """The whole report; each change with service, kind, path, before and after."""
    changes = report.changes
    return {
        "old": changes.old,
        "new": changes.new,
        "services": list(changes.services),
        "counts": counts(changes.items),
        "rewritten_documentation": dict(changes.documentation),
        "broken_statements": [effect(each) for each in report.broken],
        "mended_statements": [effect(each) for each in report.mended],
        "lost_elements": [asdict(lost) for lost in report.lost],
        "added": [_change(change) for change in changes.of("added")],
        "removed": [_change(change) for change in changes.of("removed")],
        "changed": [_change(change) for change in changes.of("changed")],
    }


def counts(items: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many changes there are, by kind and by what happened; kinds without any are left out.

    >>> counts([Change("polly", "limit", "shapes.A.max", "changed", 1, 2)])
    {'limit': {'changed': 1}}
    """
    counted = Counter((change.kind, change.what) for change in items)
    told: dict[str, dict[str, int]] = {
        kind: {str(what): counted[kind, what] for what in _SIGNS if counted[kind, what]} for kind in KINDS
    }
    return {kind: each for kind, each in told.items() if each}


def effect(record: Effect) -> dict[str, Any]:
    """A check that comes out otherwise; `before` and `after` are outcomes, `observed` is what the new version has."""
    return asdict(record)


def _change(change: Change) -> dict[str, Any]:
    return {
        "service": change.service,
        "kind": change.kind,
        "path": change.path,
        "before": change.before,
        "after": change.after,
    }


# ── Text ─────────────────────────────────────────────────────────────────────


def table(report: Report) -> RenderableType:
    """The report for people: totals, statements that break, then each service by kind; long lists are cut."""
    changes = report.changes
    parts: list[RenderableType] = [Text(_headline(changes), style="bold"), effects(report.effects), *_lost(report.lost)]
    for service, items in groupby(changes.items, key=lambda change: change.service):
        parts += ["", *_service(service, list(items), changes.documentation.get(service, 0))]
    return Group(*parts)


def _headline(changes: Changes) -> str:
    number = len(changes.services)
    where = changes.services[0] if number == 1 else f"{number} services"
    told = ", ".join(f"{len(changes.of(what)):,} {what}" for what in _SIGNS)
    rewritten = sum(changes.documentation.values())
    return f"botocore {changes.old} → {changes.new}, {where}: {told}; documentation of {rewritten:,} elements reworded"


def effects(found: Sequence[Effect]) -> RenderableType:
    """The statements whose checks come out otherwise, or that there are none."""
    broken = [each for each in found if each.is_broken]
    if not found:
        return Text("No curated statement breaks.", style="green")
    lines = Table.grid(padding=(0, 1))
    for each in found:
        sign, style = _SIGNS["removed" if each.is_broken else "added"]
        lines.add_row(Text(sign, style), Text(each.statement, style), Text(each.evidence))
    return Group(Text(_headed(broken), style="bold red" if broken else "green"), _indented(lines, 2))


def _headed(broken: Sequence[Effect]) -> str:
    number = len({each.statement for each in broken})
    if not number:
        return "No curated statement breaks; these checks agree with the new version only:"
    return f"{number} curated {'statement breaks' if number == 1 else 'statements break'}:"


def _lost(found: Sequence[LostElement]) -> Iterator[Text]:
    for lost in found:
        yield Text(f"  - {lost.entity} points to {shorten(lost.element)}, which is gone", style="red")


def _service(name: str, items: list[Change], rewritten: int) -> Iterator[RenderableType]:
    yield Text.assemble((name, "bold cyan"), f"  {len(items):,} changes, {rewritten:,} texts reworded")
    for kind, group in groupby(items, key=lambda change: change.kind):
        yield from _kind(kind, list(group))


def _kind(kind: Kind, items: list[Change]) -> Iterator[RenderableType]:
    counted = ", ".join(f"{number:,} {what}" for what, number in counts(items)[kind].items())
    yield Text.assemble((f"  {PLURALS[kind]}", "bold"), f": {counted}")
    lines = list(_lines(items))
    shown = Table.grid(padding=(0, 1))
    for sign, line in lines[:_MOST_LINES]:
        shown.add_row(sign, line)
    yield _indented(shown, 4)
    if len(lines) > _MOST_LINES:
        yield Text(f"    … and {len(lines) - _MOST_LINES} more; --format json has all", style="dim")


def _indented(table: Table, by: int) -> Padding:
    return Padding(table, (0, 0, 0, by), expand=False)


def _lines(items: list[Change]) -> Iterator[tuple[Text, Text]]:
    """Sign and text for each thing that changed; what came to or went from the same place is on one line."""
    for (place, what), group in groupby(sorted(items, key=_place), key=_place):
        sign, style = _SIGNS[what]
        owner = f"{place}: " if place else ""
        yield Text(sign, style), Text.assemble((owner, "bold"), _names([_told(change) for change in group]))


def _place(change: Change) -> tuple[str, What]:
    """Where something came or went; a line of its own for what has a value before and after, or a limit."""
    names = change.path.split(".")
    if change.kind in {"limit", "type", "deprecation"} or change.what == "changed":
        return ".".join(names[1:]), change.what
    if change.kind in {"service", "operation", "shape"}:
        return "", change.what
    return names[1], change.what


def _told(change: Change) -> str:
    if change.what == "changed":
        return f"{_value(change.before)} → {_value(change.after)}"
    return _value(change.after if change.before is None else change.before)


def _value(value: object) -> str:
    return cut(str(value), _LONGEST_VALUE)


def _names(names: list[str]) -> str:
    more = f" … and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
