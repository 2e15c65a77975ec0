"""A comparison as HTML: an accessible table, and a page that stands alone.

Everything that comes from the data is escaped. The look is in `page.css`; the table carries only
class names, and works in light and dark because the style follows `color-scheme`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from mlatlas.checked import VERDICT_SIGNS, Checked
from mlatlas.checked import line as line_of
from mlatlas.compare.records import Cell, CompareRow, Comparison
from mlatlas.compare.wording import CONFLICT, Line, hidden_note, lines
from mlatlas.facts import Ref, Source, Statement, Verdict

#: What machines found, where it is worth a word in a cell.
_TELLING: Final[frozenset[Checked]] = frozenset({"checked", "checked in text", "not as expected"})
_STYLE: Final = Path(__file__).with_name("page.css")


@cache
def style() -> str:
    """The style sheet of the table."""
    return _STYLE.read_text("utf-8")


def document(comparison: Comparison, graph: str, pivot: bool = False) -> str:
    """A page that stands alone: no script, nothing that is fetched. `graph` names what it was made from."""
    title = " · ".join(entity.label for entity in comparison.entities)
    closing = " · ".join(text for text in (graph, hidden_note(comparison)) if text)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f'<body class="comparison-page">\n<h1>{escape(title)}</h1>\n'
        f"{table(comparison, pivot)}\n<p>{escape(closing)}</p>\n</body>\n</html>\n"
    )


def table(comparison: Comparison, pivot: bool = False) -> str:
    """The table in a region that scrolls, with its head and first column in sight; style it with `style()`.

    Properties are rows and things are columns; `pivot` swaps them.
    """
    inside = _things_as_rows(comparison) if pivot else _things_as_columns(comparison)
    label = "Comparison of " + ", ".join(entity.label for entity in comparison.entities)
    columns = 1 + len(comparison.rows if pivot else comparison.entities)
    return (
        f'<div class="comparison" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table class="{"pivoted" if pivot else "upright"}" style="--columns: {columns}">{inside}</table></div>'
    )


# ── Layouts ──────────────────────────────────────────────────────────────────


def _things_as_columns(comparison: Comparison) -> str:
    heads = "".join(_thing(entity, comparison.baseline, "col") for entity in comparison.entities)
    bodies = "".join(_group(comparison, *grouped) for grouped in _groups(comparison.rows))
    return f'<thead><tr><th scope="col">Property</th>{heads}</tr></thead>{bodies}'


def _group(comparison: Comparison, name: str, rows: Sequence[CompareRow]) -> str:
    columns = len(comparison.entities) + 1
    head = f'<tr class="group"><th scope="rowgroup" colspan="{columns}"><span>{escape(name)}</span></th></tr>'
    body = "".join(f"<tr>{_property(row, 'row')}{_cells(row)}</tr>" for row in rows)
    return f"<tbody>{head}{body}</tbody>"


def _cells(row: CompareRow) -> str:
    return "".join(_cell(row, cell) for cell in row.cells)


def _things_as_rows(comparison: Comparison) -> str:
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(rows)}"><span>{escape(name)}</span></th>'
        for name, rows in _groups(comparison.rows)
    )
    heads = "".join(_property(row, "col") for row in comparison.rows)
    body = "".join(
        f"<tr>{_thing(entity, comparison.baseline, 'row')}{_column(comparison, position)}</tr>"
        for position, entity in enumerate(comparison.entities)
    )
    corner = '<th scope="col" rowspan="2">Thing</th>'
    return f'<thead><tr class="group">{corner}{groups}</tr><tr>{heads}</tr></thead><tbody>{body}</tbody>'


def _column(comparison: Comparison, position: int) -> str:
    return "".join(_cell(row, row.cells[position]) for row in comparison.rows)


def _groups(rows: Iterable[CompareRow]) -> list[tuple[str, list[CompareRow]]]:
    return [(name, list(inside)) for name, inside in groupby(rows, key=lambda row: row.group)]


# ── Heads ────────────────────────────────────────────────────────────────────


def _thing(entity: Ref, baseline: Ref | None, scope: str) -> str:
    note = "<small>baseline</small>" if entity == baseline else ""
    return f'<th scope="{scope}">{escape(entity.label)}{note}</th>'


def _property(row: CompareRow, scope: str) -> str:
    note = f"<small>{escape(row.scope)}</small>" if row.scope else ""
    title = escape(row.property.comment, quote=True)
    return f'<th scope="{scope}" title="{title}">{escape(row.label)}{note}</th>'


# ── Cells ────────────────────────────────────────────────────────────────────


def _cell(row: CompareRow, cell: Cell) -> str:
    gain = {True: " better", False: " worse", None: ""}[cell.better]
    said = "".join(_line(line, is_alone=len(cell.claims) == 1) for line in lines(row, cell))
    if cell.state == "conflict":
        said = f'<div class="said">{CONFLICT}</div>{said}{_reasons(cell)}'
    inside = f'<div class="claims">{said}</div>{_fold(cell)}'
    return f'<td class="{cell.state}{gain}"><div class="cell">{inside}</div></td>'


def _line(line: Line, is_alone: bool) -> str:
    """A claim; the verdict of one that is alone in its cell stands with the sources."""
    doubt = "" if is_alone or line.verdict is None or not line.doubt else f" {_badge(line.verdict)}"
    remarks = "".join(f"<small>{escape(remark)}</small>" for remark in line.remarks)
    against = f'<small class="against">{escape(line.against)}</small>' if line.against else ""
    number = f' <span class="number">= {escape(line.comparable)}</span>' if line.comparable else ""
    text = escape(f"{line.sign} {line.text}".strip())
    return f'<div class="said">{text}{number}{doubt}{against}{remarks}</div>'


def _reasons(cell: Cell) -> str:
    """Why the claims disagree, and who says which."""
    reasons = dict.fromkeys(conflict.reason for conflict in cell.conflicts)
    said = [f"{claim.text}: {'; '.join(source.text for source in claim.sources)}" for claim in cell.claims]
    return "".join(f"<small>{escape(text)}</small>" for text in (*reasons, *said))


def _badge(verdict: Verdict, checked: Checked = "no check") -> str:
    machine = f'<span class="machine">{checked}</span>' if checked in _TELLING else ""
    return f'<span class="verdict {verdict}">{VERDICT_SIGNS[verdict]} {verdict}{machine}</span>'


def _fold(cell: Cell) -> str:
    """The verdict; behind it evidence, sources and notes. A fold opens with the keyboard too."""
    if cell.verdict is None:
        return ""
    count = len(cell.sources)
    checks = "".join(f"<li>{escape(line_of(check))}</li>" for check in cell.checks)
    items = "".join(f"<li>{_source(source)}</li>" for source in cell.sources)
    notes = "".join(f"<li>Note: {escape(note)}</li>" for note in cell.notes)
    replaced = "".join(f"<li>{_replaced(statement, cell)}</li>" for statement in cell.replaced)
    told = [f"{count} source{'s' if count > 1 else ''}" if count else "", "corrects a claim" if replaced else ""]
    summary = " · ".join(f"<span>{text}</span>" for text in told if text)
    return (
        f"<details><summary>{_badge(cell.verdict, cell.checked)} {summary}</summary>"
        f'{f"""<ul class="checks">{checks}</ul>""" if checks else ""}<ul>{items}{notes}{replaced}</ul></details>'
    )


def _replaced(statement: Statement, cell: Cell) -> str:
    reasons = " ".join(conflict.reason for conflict in cell.conflicts if conflict.concerns(statement))
    why = f" {reasons}" if reasons else f" {statement.note}" if statement.note else ""
    return f"Instead of: <s>{escape(statement.sentence)}</s> ({escape(statement.verdict)}).{escape(why)}"


def _source(source: Source) -> str:
    """The source as it is cited; only web addresses become links."""
    text = escape(source.text)
    if source.url is None or not source.url.startswith(("https://", "http://")):
        return text
    return f'<a href="{escape(source.url, quote=True)}" target="_blank" rel="noopener noreferrer">{text}</a>'
