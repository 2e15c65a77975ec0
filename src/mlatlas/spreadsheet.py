"""Cells that a spreadsheet shows but does not run, for every CSV that the atlas writes."""

from __future__ import annotations

from typing import Final

#: Spreadsheets run a cell that starts like this; the full-width signs too, in East Asian editions.
_FORMULA_STARTS: Final = tuple("=+-−@\t\r\n＝＋－＠")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what starts like one gets an apostrophe before it.

    >>> harmless("=HYPERLINK(A1)"), harmless("6 GB")
    ("'=HYPERLINK(A1)", '6 GB')
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
