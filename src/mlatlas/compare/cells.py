"""A cell of a comparison as HTML: what is claimed, how it compares, and behind a chip where it comes from.

Everything that comes from the data is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from mlatlas.compare.records import Cell, CompareRow
from mlatlas.compare.wording import CONFLICT, Line, lines
from mlatlas.evidence import badge, fold
from mlatlas.facts import Statement

#: A cell with more claims than this shows one less than this, and folds the others.
_MOST_LINES: Final = 5


def cell_html(row: CompareRow, cell: Cell, share: float | None = None) -> str:
    """A `td`; `share` is the length of the bar beneath its number, from 0 to 1."""
    gain = {True: " better", False: " worse", None: ""}[cell.better]
    said = [_line(line, is_alone=len(cell.claims) == 1) for line in lines(row, cell)]
    if cell.state == "conflict":
        said = [f'<div class="said">{CONFLICT}</div>', *said, _reasons(cell)]
    inside = f'<div class="claims">{_folded(said)}{_bar(share)}</div>{_fold(cell)}'
    return f'<td class="{cell.state}{gain}"><div class="cell">{inside}</div></td>'


def _folded(said: Sequence[str]) -> str:
    """Long lists show how they begin; the rest is one step away."""
    if len(said) <= _MOST_LINES:
        return "".join(said)
    first, rest = said[: _MOST_LINES - 1], said[_MOST_LINES - 1 :]
    return f'{"".join(first)}<details class="more"><summary>{len(rest)} more</summary>{"".join(rest)}</details>'


def _line(line: Line, is_alone: bool) -> str:
    """A claim; the verdict of one that is alone in its cell stands with the sources."""
    doubt = "" if is_alone or line.verdict is None or not line.doubt else f" {badge(line.verdict)}"
    remarks = "".join(f"<small>{escape(remark)}</small>" for remark in line.remarks)
    against = f'<small class="against">{escape(line.against)}</small>' if line.against else ""
    number = f' <span class="number">= {escape(line.comparable)}</span>' if line.comparable else ""
    text = escape(f"{line.sign} {line.text}".strip())
    return f'<div class="said">{text}{number}{doubt}{against}{remarks}</div>'


def _bar(share: float | None) -> str:
    """The number stands above it as text, so nobody needs to see the bar."""
    return "" if share is None else f'<div class="bar" aria-hidden="true"><i style="width:{share:.2%}"></i></div>'


def _reasons(cell: Cell) -> str:
    """Why the claims disagree, and who says which."""
    reasons = dict.fromkeys(conflict.reason for conflict in cell.conflicts)
    said = [f"{claim.text}: {'; '.join(source.text for source in claim.sources)}" for claim in cell.claims]
    return "".join(f"<small>{escape(text)}</small>" for text in (*reasons, *said))


# ── Where it comes from ──────────────────────────────────────────────────────


def _fold(cell: Cell) -> str:
    """A chip with a source; behind it verdict, evidence, all sources and notes."""
    if cell.verdict is None:
        return ""
    notes = [f"Note: {escape(note)}" for note in cell.notes]
    replaced = [_replaced(statement, cell) for statement in cell.replaced]
    return fold(
        cell.verdict, cell.checked, cell.sources, cell.checks, [*notes, *replaced], corrects=bool(cell.replaced)
    )


def _replaced(statement: Statement, cell: Cell) -> str:
    reasons = " ".join(conflict.reason for conflict in cell.conflicts if conflict.concerns(statement))
    why = f" {reasons}" if reasons else f" {statement.note}" if statement.note else ""
    return f"Instead of: <s>{escape(statement.sentence)}</s> ({escape(statement.verdict)}).{escape(why)}"
