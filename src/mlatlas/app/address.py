"""What the codecs between address and state share."""

from __future__ import annotations

from typing import Final

from mlatlas.errors import cut

_LONGEST: Final = 40


def short(text: str, longest: int = _LONGEST) -> str:
    """A text from the address as it may be shown: of at most so many signs, and printable.

    >>> short("a\\0b"), len(short("x" * 99))
    ('a�b', 41)
    """
    return cut("".join(sign if sign.isprintable() else "�" for sign in text[: longest + 1]), longest)


def quoted(text: str) -> str:
    """The same in quotation marks."""
    return f"'{short(text)}'"
