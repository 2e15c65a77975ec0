"""What tables of the terminal have in common; apart from `citations`, as pages need no terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from mlatlas.citations import Citations


def headed(*columns: str) -> Table:
    """An empty table without lines, its columns headed; what is too long for one goes on in its next line.

    >>> [column.header for column in headed("Name", "Class").columns]
    ['Name', 'Class']
    """
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def references(cited: Citations) -> Table:
    """The sources that were cited, each after its number.

    >>> from mlatlas.facts import Source
    >>> cited = Citations()
    >>> _ = cited.numbers([Source("Notes"), Source("Guide")])
    >>> references(cited).row_count
    2
    """
    listed = Table.grid(padding=(0, 1))
    for number, source in cited.listed():
        listed.add_row(Text(f"[{number}]", "dim"), Text(source.text, "dim"))
    return listed
