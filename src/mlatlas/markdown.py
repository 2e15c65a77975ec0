"""Texts of the data in Markdown, for every report and table that the atlas writes as a file."""

from __future__ import annotations

import re


def marked(text: str) -> str:
    r"""A text that stays text in Markdown, inside a table too.

    >>> marked("a|b <i> *c*")
    'a\\|b \\<i\\> \\*c\\*'
    """
    return re.sub(r"([\\`*_{}\[\]<>#|~&$!])", r"\\\1", " ".join(text.split()))


def linked(url: str | None) -> str:
    """An address of the web as it follows a text, which Markdown makes a link of; empty for any other.

    >>> linked("https://example.org/a"), linked("javascript:alert(1)"), linked(None)
    (' <https://example.org/a>', '', '')
    """
    return f" <{url}>" if url and re.fullmatch(r"https?://[^\s<>|]+", url) else ""
