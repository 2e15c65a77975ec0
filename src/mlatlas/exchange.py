"""Records as the plain structures that scripts rely on: the JSON and CSV of the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from mlatlas.build import BuildReport
from mlatlas.check import CheckReport
from mlatlas.checked import line
from mlatlas.citations import source_json
from mlatlas.conflicts import Conflict
from mlatlas.facts import Check, Source, Statement
from mlatlas.picture.neighbourhood import Edge
from mlatlas.picture.paths import Path, told
from mlatlas.quantities import number, symbol
from mlatlas.search import Hit
from mlatlas.spreadsheet import harmless


def statement(record: Statement, conflicts: Iterable[Conflict] = ()) -> dict[str, Any]:
    """A statement as JSON; `value` is a number where there is a unit, else a text or None.

    Of `conflicts`, those are told that the statement takes part in.
    """
    quantity = record.quantity
    return {
        "id": record.id,
        "subject": record.subject.iri,
        "subject_label": record.subject.label,
        "property": record.property.iri,
        "property_label": record.property.label,
        "object": record.object.iri if record.object else None,
        "object_label": record.object.label if record.object else None,
        "value": number(quantity.value) if quantity else record.text,
        "unit": symbol(quantity.unit) if quantity else None,
        "as_written": quantity.as_written if quantity else None,
        "bound": record.bound,
        "holds": record.holds,
        "condition": record.condition.text if record.condition else None,
        "through": ", ".join(means.label for means in record.through) or None,
        "scope": record.scope,
        "valid_from": record.valid_from.isoformat() if record.valid_from else None,
        "valid_through": record.valid_through.isoformat() if record.valid_through else None,
        "verdict": record.verdict,
        "corrected_by": record.corrected_by,
        "note": record.note,
        "sources": [source(cited) for cited in record.sources],
        "checks": [check(one) for one in record.checks],
        "conflicts": [_conflict(record, one) for one in conflicts if one.concerns(record)],
    }


def check(record: Check) -> dict[str, Any]:
    """A check as JSON; `agrees` is None where it was not run."""
    return {
        "authority": record.authority,
        "path": record.path,
        "expected": record.expected,
        "observed": record.observed,
        "agrees": record.agrees,
        "role": record.role,
        "outcome": record.outcome,
        "evidence": record.evidence,
        "reads_text": record.reads_text,
        "element": record.element,
    }


def _conflict(record: Statement, conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "with": [other.id for other in conflict.others(record)],
        "reason": conflict.reason,
    }


def source(record: Source) -> dict[str, str | None]:
    """A source as JSON, its creator in the label."""
    label = f"{record.label}, {record.creator}" if record.creator else record.label
    return {**source_json(record), "label": label}


def hit(record: Hit) -> dict[str, Any]:
    """A found entity as JSON; `score` is 1 at best."""
    entity = record.entity
    return {
        "iri": entity.iri,
        "label": entity.label,
        "class": entity.kind,
        "score": record.score,
        "matched": record.matched,
        "reason": record.reason,
    }


def paths(records: Sequence[Path]) -> dict[str, Any]:
    """Ways between two entities as one graph, each node and edge once, and each way by itself."""
    refs = {ref.iri: ref for path in records for ref in path.nodes}
    edges = {edge.key: edge for path in records for edge in path.edges}
    return {
        "nodes": [{"iri": ref.iri, "label": ref.label, "class": ref.kind} for ref in refs.values()],
        "edges": [edge(one) for one in edges.values()],
        "paths": [{"nodes": [ref.iri for ref in path.nodes], "sentences": list(path.sentences)} for path in records],
    }


def edge(record: Edge) -> dict[str, Any]:
    """An edge as JSON; `statement` is None for a structural link."""
    return {
        "source": record.source.iri,
        "target": record.target.iri,
        "label": record.label,
        "statement": record.statement.id if record.statement else None,
        "sentence": told(record),
    }


def build_report(record: BuildReport) -> dict[str, Any]:
    """What a build made, as JSON."""
    return asdict(record)


def check_report(record: CheckReport) -> dict[str, Any]:
    """What a check found, as JSON; `checks` counts the checks against authorities by outcome."""
    return {
        "statements": record.statements,
        "files": record.files,
        "verdicts": record.verdicts,
        "violations": [asdict(violation) for violation in record.violations],
        "checks": record.checks,
        "checked_statements": record.checked,
        "absent_authorities": list(record.absent),
        "changed": [],
    }


def statements_csv(records: Iterable[Statement]) -> str:
    """Statements as CSV with a header; lists are joined with `; `, and no cell is a spreadsheet formula.

    Of a check, the line for people is told.
    """
    rows = map(statement_row, records)
    out = io.StringIO()
    columns = statement_columns()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def statement_row(record: Statement) -> dict[str, Any]:
    """A statement by the names of `statement_columns`; of a check, the line for people."""
    return {**statement(record), "checks": list(map(line, record.checks))}


def statement_columns() -> list[str]:
    """The columns of statements in CSV, in order."""
    return [
        "id", "subject", "subject_label", "property", "property_label", "object", "object_label", "value", "unit",
        "as_written", "bound", "holds", "condition", "through", "scope", "valid_from", "valid_through", "verdict",
        "corrected_by", "note", "sources", "checks",
    ]  # fmt: skip


def cell(value: object) -> object:
    """A value as it may stand in a CSV file: lists joined, and no text that a spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = "; ".join(_cited(part) if isinstance(part, dict) else str(part) for part in value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    return harmless(value) if isinstance(value, str) else value


def _cited(part: dict[str, str | None]) -> str:
    work = ", ".join(text for text in (part["label"], part["version"]) if text)
    return f"{work}: {part['section']}" if part["section"] else work
