"""What changed, as JSON and as text for a terminal."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from mlatlas.changes import KINDS, Change, Changes
from mlatlas.changes_text import PLURALS, as_json, counts, effects, table
from mlatlas.terms import aws
from mlatlas.versions import Effect, LostElement, Report

BROKEN = Effect(
    "F072", "shapes.Memory.max", "6144", "9000", "agrees", "disagrees", "disagrees with botocore 2: 9000", None
)
MENDED = Effect("F073", "shapes.Size.max", "200", "200", "disagrees", "agrees", "agrees with botocore 2: 200", None)
ITEMS = (
    Change("jobs", "operation", "operations.StopJob", "added", None, "StopJob"),
    *(Change("jobs", "enum value", "shapes.Kind.enum", "added", None, f"value-{number:02}") for number in range(20)),
    Change("jobs", "enum value", "shapes.Kind.enum", "removed", "old-value", None),
    Change("jobs", "limit", "shapes.Name.max", "changed", 63, 64),
    *(Change("jobs", "limit", f"shapes.Size{number:02}.min", "removed", 1, None) for number in range(15)),
    Change("lamps", "service", "metadata", "removed", "Lamp Service", None),
)


def report(*found: Effect, items: tuple[Change, ...] = ITEMS, lost: tuple[LostElement, ...] = ()) -> Report:
    return Report(Changes("1.0.0", "2.0.0", ("jobs", "lamps"), items, {"jobs": 7}), found, lost)


def shown(what: object, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(what)
    return out.getvalue()


def test_json_has_all_and_sorts_it_by_what_happened() -> None:
    lost = LostElement("kb:job", aws("jobs", "operations.X"))
    found = json.loads(json.dumps(as_json(report(BROKEN, MENDED, lost=(lost,)))))
    assert (found["old"], found["new"], found["services"]) == ("1.0.0", "2.0.0", ["jobs", "lamps"])
    assert [len(found[what]) for what in ("added", "removed", "changed")] == [21, 17, 1]
    assert found["changed"] == [
        {"service": "jobs", "kind": "limit", "path": "shapes.Name.max", "before": 63, "after": 64}
    ]
    assert [each["statement"] for each in found["broken_statements"]] == ["F072"]
    assert set(found["broken_statements"][0]) >= {"statement", "path", "expected", "observed", "before", "after"}
    assert [each["statement"] for each in found["mended_statements"]] == ["F073"]
    assert found["lost_elements"] == [{"entity": "kb:job", "element": aws("jobs", "operations.X")}]
    assert found["rewritten_documentation"] == {"jobs": 7}


def test_counts_leave_out_what_there_is_none_of() -> None:
    assert counts(ITEMS) == {
        "service": {"removed": 1},
        "operation": {"added": 1},
        "enum value": {"added": 20, "removed": 1},
        "limit": {"removed": 15, "changed": 1},
    }
    assert counts([]) == {}


def test_every_kind_has_a_plural() -> None:
    assert set(PLURALS) == set(KINDS)


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_groups_counts_and_cuts(width: int) -> None:
    text = shown(table(report(BROKEN)), width)
    assert max(map(len, text.splitlines())) <= width
    lines = [line.strip() for line in text.splitlines()]
    assert "botocore 1.0.0 → 2.0.0, 2 services: 21 added, 17 removed, 1 changed;" in " ".join(lines)
    assert "1 curated statement breaks:" in lines
    assert "- F072 disagrees with botocore 2: 9000" in lines
    assert "enum values: 20 added, 1 removed" in lines
    assert "- Kind: old-value" in lines
    assert "~ Name.max: 63 → 64" in lines
    assert "… and 12 more" in " ".join(lines)  # 8 of 20 values
    assert "… and 4 more; --format json has all" in lines  # 12 of 16 limits
    assert "- Lamp Service" in lines


def test_markup_in_a_pattern_stays_text() -> None:
    items = (Change("jobs", "limit", "shapes.A.pattern", "changed", "[bold]", "[/]" + "x" * 200),)
    text = shown(table(report(items=items)))
    assert "[bold] → [/]xxx" in " ".join(text.split())
    assert "x" * 200 not in "".join(text.split())


def test_effects_say_whether_anything_breaks() -> None:
    assert "No curated statement breaks." in shown(effects([]))
    assert "these checks agree with the new version only" in shown(effects([MENDED]))
    both = shown(effects([BROKEN, BROKEN, MENDED]))
    assert both.startswith("1 curated statement breaks:")
    assert "+ F073" in both


def test_a_lost_element_is_named() -> None:
    lost = LostElement("kb:job", aws("jobs", "operations.X"))
    assert "kb:job points to aws:jobs.operations.X, which is gone" in shown(table(report(lost=(lost,))))
