"""How labels are broken into lines and how large their boxes are, measured without a browser.

The picture is drawn in Arial. Its advance widths are those of Helvetica, and the fonts that stand in
for it (Liberation Sans, Arimo) have the same ones, so a sum of them is the width in any browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

#: Characters a line, and where the label is a sentence; longer words are broken at humps and underscores, or hard.
LINE: Final = 16
LONG_LINE: Final = 56
_HARD_LINE: Final = 22
_MOST_LINES: Final = 5
#: Space between the text and the border of its box, and the width of a thick border.
_MARGIN: Final = 7.0
_BORDER: Final = 2.0

#: Advance widths in thousandths of the font size → the characters that have them.
_ADVANCES: Final = {
    222: "ijl'",
    278: " !,./:;I[]\\ft|",
    350: '()-`r{}"*',
    500: "Jckszxvy",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    944: "W%",
}
_ADVANCE_OF: Final = {sign: advance for advance, signs in _ADVANCES.items() for sign in signs}
_USUAL: Final = 556
_WIDE: Final = 1000
_FIRST_WIDE: Final = 0x1100


@dataclass(frozen=True, slots=True)
class Box:
    """Width and height of a rectangle, in units of the canvas (pixels at zoom 1)."""

    width: float
    height: float


def text_width(text: str, size: float) -> float:
    """The width of one line of text in Arial.

    >>> text_width("IIII", 20), text_width("WWWW", 20)
    (22.24, 75.52)
    """
    return sum(map(_advance, text)) * size / 1000


def _advance(sign: str) -> int:
    return _ADVANCE_OF.get(sign, _WIDE if ord(sign) >= _FIRST_WIDE else _USUAL)


@cache
def wrap(label: str, line: int = LINE) -> tuple[str, ...]:
    """A label in lines of about 16 characters, or as many as said; what does not fit into five lines ends in `…`.

    >>> wrap("SageMaker automatic model tuning")
    ('SageMaker', 'automatic model', 'tuning')
    >>> wrap("IDENTICAL_DATA_AND_ALGORITHM"), wrap("ModelExplainabilityMonitor")
    (('IDENTICAL_DATA_', 'AND_ALGORITHM'), ('Model', 'Explainability', 'Monitor'))
    """
    lines: list[str] = []
    for word in label.split():
        for number, piece in enumerate(_pieces(word)):
            space = " " if number == 0 else ""
            if lines and len(lines[-1]) + len(space) + len(piece) <= line:
                lines[-1] += space + piece
            else:
                lines.append(piece)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1] + " …"]
    return tuple(lines) or ("",)


def _pieces(word: str) -> list[str]:
    """The parts at which a word that is too long for a line may be broken."""
    if len(word) <= LINE:
        return [word]
    humps = re.split(r"(?<=[_/.-])(?=.)|(?<=[a-z])(?=[A-Z])", word)
    return [hump[at : at + _HARD_LINE] for hump in humps for at in range(0, len(hump), _HARD_LINE)]


def with_count(lines: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The lines of a label with `+n` after them, for `n` neighbours that are not shown.

    >>> with_count(("Amazon", "SageMaker"), 12)
    ('Amazon', 'SageMaker +12')
    """
    if count == 0:
        return lines
    return (*lines[:-1], f"{lines[-1]} +{count}")


def box(lines: tuple[str, ...], size: float) -> Box:
    """The box of a label, with margin and border."""
    width = max(text_width(line, size) for line in lines)
    rim = 2 * (_MARGIN + _BORDER)
    return Box(width + rim, len(lines) * size + rim)
