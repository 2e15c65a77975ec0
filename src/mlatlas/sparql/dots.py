"""Names with several dots, which SPARQL allows and the engine's parser does not.

`aws:sagemaker.shapes.TrainingJobName` is one name, but the parser stops before its second dot. With the dots
escaped, which means the same, it reads the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mlatlas.sparql.text import Token

_DOT: Final = re.compile(r"(?<!\\)\.")
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_READABLE: Final = 1


def dots(tokens: Sequence[Token]) -> list[int]:
    """The offsets of the dots that have to be escaped.

    >>> from mlatlas.sparql.text import tokenise
    >>> dots(list(tokenise("DESCRIBE aws:a.b.c")))
    [14, 16]
    """
    found = []
    for token in tokens:
        inside = [token.start + dot.start() for dot in _DOT.finditer(token.text)]
        if token.kind == "prefixed name" and len(inside) > _READABLE:
            found += inside
    return found


def escaped(text: str, offsets: Sequence[int]) -> str:
    r"""The text with the characters at these offsets escaped.

    >>> escaped("DESCRIBE aws:a.b.c", [14, 16])
    'DESCRIBE aws:a\\.b\\.c'
    """
    starts = [0, *offsets]
    return "\\".join(text[start:end] for start, end in zip(starts, [*offsets, len(text)], strict=True))


def in_original(reason: str, text: str, offsets: Sequence[int]) -> str:
    """The engine's words about an escaped text with the place that it means in the original.

    >>> in_original("error at 1:22: no", "DESCRIBE aws:a.b.c }", [14, 16])
    'error at 1:20: no'
    """
    found = _PLACE.match(reason)
    if found is None:
        return reason
    line, column = int(found[1]), int(found[2])
    start = sum(len(each) + 1 for each in text.split("\n")[: line - 1])
    for offset in offsets:
        if start <= offset < start + column - 1 and "\n" not in text[start:offset]:
            column -= 1
    return f"error at {line}:{column}{reason[found.end() :]}"
