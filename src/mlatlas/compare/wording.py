"""What every showing of a comparison has in common: signs, the lines of a cell, what is hidden."""

from __future__ import annotations

from typing import Final, NamedTuple

from mlatlas.compare.records import Cell, Claim, CompareRow, Comparison
from mlatlas.facts import Source, Verdict

#: How a cell with contradicting claims is headed.
CONFLICT: Final = "⚠ conflict"
_YES, _NO, _UNKNOWN = "✓", "✗", "—"


class Line(NamedTuple):
    """One claim of a cell.

    `sign` stands beside the word, for colour must never be all there is; values have none. `comparable`
    is the number in the row's unit, `against` how it stands to the baseline, `remarks` what qualifies it.
    """

    text: str
    sign: str = ""
    comparable: str | None = None
    against: str | None = None
    remarks: tuple[str, ...] = ()
    verdict: Verdict | None = None
    sources: tuple[Source, ...] = ()

    @property
    def full(self) -> str:
        """The text with the number in the row's unit: `60 minutes = 3600 s`."""
        return f"{self.text} = {self.comparable}" if self.comparable else self.text

    @property
    def signed(self) -> str:
        """The full text after its sign: `✓ yes`."""
        return f"{self.sign} {self.full}".strip()

    @property
    def doubt(self) -> str | None:
        """The verdict, where it is worth a word: unless it is `confirmed`."""
        return None if self.verdict == "confirmed" else self.verdict

    @property
    def details(self) -> tuple[str, ...]:
        """All that stands beneath the text, for formats that have no special place for any of it."""
        return tuple(text for text in (self.against, *self.remarks, self.doubt) if text)


def lines(row: CompareRow, cell: Cell) -> list[Line]:
    """The cell line by line; a scope that the whole row shares is left to the row's heading."""
    if not cell.claims:
        return [Line(cell.text, _UNKNOWN if cell.state == "not-stated" else "")]
    found = [_line(row, claim) for claim in cell.claims]
    # The number of a cell is that of its first claim: the affirmed come first, and of them the unconditional.
    first = found[0]._replace(comparable=cell.comparable, against=cell.against_baseline)
    return [first, *found[1:]]


def _line(row: CompareRow, claim: Claim) -> Line:
    scope = (claim.scope,) if claim.scope and claim.scope != row.scope else ()
    return Line(
        text=claim.text,
        sign=_sign(row, claim),
        remarks=(*scope, *claim.remarks),
        verdict=claim.verdict,
        sources=claim.sources,
    )


def _sign(row: CompareRow, claim: Claim) -> str:
    if claim.holds:
        return _YES if row.property.yes_no else ""
    return _NO


def heading(row: CompareRow) -> str:
    """The row's label, with the scope where all its claims share one."""
    return f"{row.label}, {row.scope}" if row.scope else row.label


def hidden_note(comparison: Comparison) -> str | None:
    """Says that the view leaves rows out, lest that read as missing data."""
    left_out = {
        "in which all are alike hidden": comparison.hidden_equal,
        "of which the filter shows nothing": comparison.hidden_filtered,
        "left out on demand": len(comparison.dropped),
    }
    notes = [f"{count} {'row' if count == 1 else 'rows'} {why}" for why, count in left_out.items() if count]
    return ", ".join(notes) or None
