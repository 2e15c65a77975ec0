"""Documentation of API models, which is written in HTML, as plain text."""

from __future__ import annotations

import html
import re
from typing import Final

#: Tags inside a sentence leave no gap; all others (paragraphs, items, breaks) end a word.
_INLINE: Final = re.compile(r"</?(?:a|b|code|em|i|span|strong|u)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[!/?]?[a-zA-Z][^>]*>")


def plain_text(documentation: str) -> str:
    """The words of a documentation, in one line.

    >>> plain_text("<p>Use <code>File</code> mode.</p><p>Sizes &lt; 5&nbsp;GB</p>")
    'Use File mode. Sizes < 5 GB'
    """
    words = html.unescape(_TAG.sub(" ", _INLINE.sub("", documentation)))
    return " ".join(words.split())
