"""A comparison as a table of the terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlatlas.citations import Citations
from mlatlas.compare.records import Cell, CompareRow, Comparison
from mlatlas.compare.wording import CONFLICT, Line, hidden_note, lines
from mlatlas.tables import references

_STYLES = {
    "yes": "green",
    "no": "red",
    "conflict": "bold yellow",
    "not-stated": "dim",
    "not-applicable": "dim",
    "not-shown": "dim",
}


def render(comparison: Comparison, graph: str) -> RenderableType:
    """The table with, beneath it, the sources its numbers stand for, and the name of the graph."""
    cited = Citations()
    table = render_table(comparison, cited)
    closing = " · ".join(text for text in (hidden_note(comparison), graph) if text)
    return Group(table, references(cited), Text(closing, "dim"))


def render_table(comparison: Comparison, cited: Citations | None = None) -> Table:
    """The table alone; reads well from 100 columns on. `cited` collects what its numbers stand for."""
    cited = cited if cited is not None else Citations()
    table = Table(box=SIMPLE_HEAD, show_lines=False, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column("", ratio=5, min_width=14, overflow="fold")
    for entity in comparison.entities:
        note = "\nbaseline" if entity == comparison.baseline else ""
        table.add_column(Text(entity.label).append(note, "dim"), ratio=4, overflow="fold")
    group = ""
    for row in comparison.rows:
        if row.group != group:
            group = row.group
            table.add_section()
            table.add_row(Text(group, "bold"))
        table.add_row(_head(row), *(_cell(row, cell, cited) for cell in row.cells))
    return table


def _head(row: CompareRow) -> Padding:
    return Padding(Text(row.label).append(f"\n{row.scope}" if row.scope else "", "dim"), (0, 0, 0, 1))


def _cell(row: CompareRow, cell: Cell, cited: Citations) -> Text:
    style = _STYLES.get(cell.state, "")
    if cell.state == "not-applicable":
        return Text("n/a", style)
    said = [_line(line, style, cited) for line in lines(row, cell)]
    return Text("\n").join([Text(CONFLICT, style), *said] if cell.state == "conflict" else said)


def _line(line: Line, style: str, cited: Citations) -> Text:
    numbers = ",".join(map(str, cited.numbers(line.sources)))
    text = Text(f"{line.sign} {line.text}".strip(), style).append(f" [{numbers}]" if numbers else "", "dim not bold")
    text.append(f"\n= {line.comparable}" if line.comparable else "")
    for detail in line.details:
        text.append(f"\n{detail}", "italic")
    return text
