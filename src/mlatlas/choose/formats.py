"""A decision as JSON, CSV and Markdown; each carries the sources and the name of the graph."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from mlatlas.choose.records import (
    OUTCOME_SIGNS,
    Change,
    Decision,
    Judgement,
    Reason,
    Requirement,
    Sensitivity,
    Wanted,
)
from mlatlas.choose.requirements import Criteria, sample
from mlatlas.choose.wording import doubts, headline, reasoned, relaxations, summary, wishes
from mlatlas.citations import Citations, source_json
from mlatlas.facts import Choice, Criterion, Quantity, Ref
from mlatlas.markdown import linked, marked
from mlatlas.quantities import number, symbol
from mlatlas.spreadsheet import harmless


class Format(NamedTuple):
    """A way to write a decision down: the file's ending, its media type, and the writer."""

    suffix: str
    media_type: str
    write: Callable[[Decision, str], str]


# ── JSON ─────────────────────────────────────────────────────────────────────


def to_json(decision: Decision, graph: str) -> dict[str, Any]:
    """The decision for scripts; margins are in the unit that their requirement was written in."""
    return {
        "choice": decision.iri,
        "requirements": [_requirement(each) for each in decision.requirements],
        "options": [_judgement(each) for each in decision.judgements],
        "relax": [
            {
                "option": each.option.iri,
                "label": each.option.label,
                "outcome": each.outcome,
                "changes": [_change(change) for change in each.changes],
            }
            for each in decision.relaxations
        ],
        "sensitivity": [_sensitivity(each) for each in decision.sensitivities],
        "graph": graph,
    }


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "text": requirement.text,
        "property": requirement.criterion.property.iri,
        "object": requirement.criterion.object.iri if requirement.criterion.object else None,
        "operator": requirement.operator,
        "wanted": _wanted(requirement.wanted),
        "soft": requirement.soft,
    }


def _wanted(wanted: Wanted) -> Any:
    if isinstance(wanted, Quantity):
        return _quantity(wanted)
    return wanted.iri if isinstance(wanted, Ref) else wanted


def _quantity(amount: Quantity | None) -> dict[str, Any] | None:
    return None if amount is None else {"value": number(amount.value), "unit": symbol(amount.unit)}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "option": judgement.option.iri,
        "label": judgement.option.label,
        "outcome": judgement.outcome,
        "conditions": list(judgement.conditions),
        "wishes": judgement.wishes,
        "reasons": [_reason(each) for each in judgement.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "requirement": reason.requirement.text,
        "outcome": reason.outcome,
        "text": reason.text,
        "margin": _quantity(reason.margin),
        "condition": reason.condition,
        "statements": [statement.id for statement in reason.statements],
        "verdicts": list(reason.verdicts),
        "sources": [source_json(source) for source in reason.sources],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"requirement": change.requirement.text, "to": _quantity(change.to), "text": change.text}


def _sensitivity(sensitivity: Sensitivity) -> dict[str, Any]:
    return {
        "requirement": sensitivity.requirement.text,
        "options": [
            {"option": each.option.iri, "label": each.option.label, "to": _quantity(each.amount), "text": each.text}
            for each in sensitivity.thresholds
        ],
    }


def choices_json(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    """All choices for scripts."""
    return [
        {
            "iri": each.entity.iri,
            "slug": each.entity.slug,
            "label": each.entity.label,
            "options": [{"iri": option.iri, "label": option.label} for option in each.options],
        }
        for each in choices
    ]


def criteria_json(criteria: Criteria, empty: Callable[[Criterion], Sequence[Ref]]) -> list[dict[str, Any]]:
    """What can be asked for, for scripts; `empty` gives the options of which a criterion states nothing."""
    return [
        {
            "name": each.name,
            "property": each.property.iri,
            "object": each.object.iri if each.object else None,
            "kind": "yes or no" if each.object else each.property.value_kind,
            "unit": symbol(each.property.unit) if each.property.unit else None,
            "example": f"{each.name} {sample(each, criteria)}",
            "values": [] if each.object else [ref.label for ref in criteria.values.get(each.property.iri, ())],
            "not_stated": [option.iri for option in empty(each)],
        }
        for each in criteria.declared or criteria.further
    ]


# ── CSV ──────────────────────────────────────────────────────────────────────


def to_csv(decision: Decision, graph: str) -> str:
    """A line for each option and requirement, for spreadsheets."""
    grid = [["option", "outcome", "requirement", "kind", "result", "reason", "condition", "sources", "graph"]]
    for judgement in decision.judgements:
        for reason in judgement.reasons:
            kind = "wished for" if reason.requirement.soft else "required"
            cited = "; ".join(f"{source.text}{linked(source.url)}" for source in reason.sources)
            grid.append([
                judgement.option.label, judgement.outcome, reason.requirement.text, kind, reason.outcome,
                reason.text, reason.condition or "", cited, graph,
            ])  # fmt: skip
    written = io.StringIO()
    csv.writer(written).writerows([harmless(text) for text in line] for line in grid)
    return written.getvalue()


# ── Markdown ─────────────────────────────────────────────────────────────────


def to_markdown(decision: Decision, graph: str) -> str:
    """The decision as a report, with numbered sources."""
    cited = Citations()
    parts = [f"# {marked(decision.name)}", marked(summary(decision))]
    parts += [_option(decision, each, cited) for each in decision.judgements]
    if told := relaxations(decision):
        parts.append("## What could give way\n\n" + "\n".join(f"- {marked(line)}" for line in told))
    for each in decision.sensitivities:
        lines = [f"- {marked(f'{one.option.label}: {one.text}')}" for one in each.thresholds]
        parts.append(f"## Moving {marked(each.requirement.text)}\n\n" + "\n".join(lines))
    listed = [f"{index}. {marked(source.text)}{linked(source.url)}" for index, source in cited.listed()]
    return "\n\n".join([*parts, "## Sources\n\n" + "\n".join(listed), f"_{marked(graph)}_"]) + "\n"


def _option(decision: Decision, judgement: Judgement, cited: Citations) -> str:
    wish = wishes(decision, judgement)
    told = f"{judgement.option.label}: {headline(judgement)}{f' · {wish}' if wish else ''}"
    head = f"## {OUTCOME_SIGNS[judgement.outcome]} {marked(told)}"
    return "\n\n".join([head, "\n".join(_line(each, cited) for each in judgement.reasons)])


def _line(reason: Reason, cited: Citations) -> str:
    numbers = ",".join(map(str, cited.numbers(reason.sources)))
    doubt = doubts(reason)
    wish = " (wish)" if reason.requirement.soft else ""
    tail = f"{f' ({doubt})' if doubt else ''}{f' [{numbers}]' if numbers else ''}"
    asked = f"{OUTCOME_SIGNS[reason.outcome]} {marked(reason.requirement.text)}{wish}"
    return f"- {asked}: {marked(reasoned(reason) + tail)}"


# ── All of them ──────────────────────────────────────────────────────────────


def _json_text(decision: Decision, graph: str) -> str:
    return json.dumps(to_json(decision, graph), ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[dict[str, Format]] = {
    "csv": Format("csv", "text/csv", to_csv),
    "markdown": Format("md", "text/markdown", to_markdown),
    "json": Format("json", "application/json", _json_text),
}
