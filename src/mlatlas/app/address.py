"""What the codecs between address and state share."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 40


def short(text: str) -> str:
    """A text from the address as it may be shown: of at most 40 signs, and printable.

    >>> short("a\\0b"), len(short("x" * 99))
    ('a�b', 41)
    """
    printable = "".join(sign if sign.isprintable() else "�" for sign in text[: _LONGEST + 1])
    return printable if len(printable) <= _LONGEST else printable[:_LONGEST] + "…"


def quoted(text: str) -> str:
    """The same in quotation marks."""
    return f"'{short(text)}'"
