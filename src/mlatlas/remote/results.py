"""Answers of a server, read while their bytes come in: tables as SPARQL JSON, graphs as N-Triples.

https://www.w3.org/TR/sparql11-results-json/. A reader takes pieces (`feed`) until it has enough, and at the
end says what was wrong with them (`finish`).
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Final

JSON: Final = "application/sparql-results+json"
N_TRIPLES: Final = "application/n-triples"

#: A term as the JSON of results writes it: `type`, `value`, and of a literal perhaps `datatype` or `xml:lang`.
Cell = dict[str, str]

_BINDINGS: Final = re.compile(r'"bindings"\s*:\s*\[')
_GAP: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder()
#: The head of a table is never longer than this.
_HEAD_CHARACTERS: Final = 1_000_000
_WORDS: Final = 2000
#: How Virtuoso 7 calls the answer to ASK, which it gives as a table of one row, or of none for "no".
_ASKED: Final = "__ASK_RETVAL"


class Broken(Exception):  # noqa: N818
    """An answer that is none, or not a whole one; its text ends with these words, if there are any."""


class Table:
    """The answer to SELECT or ASK; at most so many rows and bytes of their terms, without a number all.

    >>> table = Table()
    >>> table.feed(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "val')
    False
    >>> table.feed(b'ue": "kb:a"}}]}}')
    False
    >>> table.finish()
    >>> table.variables, table.rows
    (['x'], [{'x': {'type': 'uri', 'value': 'kb:a'}}])
    """

    def __init__(self, rows: int | None = None, size: int | None = None) -> None:
        self.rows: list[dict[str, Cell]] = []
        self.variables: list[str] = []
        self.truth: bool | None = None
        self.truncated = False
        self._most_rows = rows
        self._left = size
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._head = ""
        self._text = ""

    def feed(self, piece: bytes) -> bool:
        """Take a piece, and say whether that is enough."""
        self._text += self._decode(piece)
        if not self._head:
            found = _BINDINGS.search(self._text)
            if found is None:
                return len(self._text) > _HEAD_CHARACTERS
            self._head, self._text = self._text[: found.end()], self._text[found.end() :]
        self._read_rows()
        if self._left is not None and len(self._text) > self._left + _HEAD_CHARACTERS:
            self.truncated = True
        return self.truncated

    def _read_rows(self) -> None:
        """Read the rows that are there in full, and keep the text of the rest."""
        position = self._next(0)
        while self._text.startswith("{", position) and not self.truncated:
            try:
                row, end = _DECODER.raw_decode(self._text, position)
            except ValueError:  # its end has not come in yet
                break
            if not all(map(_is_cell, row.values())):
                break
            self._keep(row)
            position = self._next(end)
        self._text = self._text[position:]

    def _next(self, position: int) -> int:
        gap = _GAP.match(self._text, position)
        return gap.end() if gap else position

    def _keep(self, row: dict[str, Cell]) -> None:
        if self._left is not None:
            self._left -= sum(len(part.encode()) for cell in row.values() for part in cell.values() if part)
        full = self._most_rows is not None and len(self.rows) >= self._most_rows
        if full or (self._left is not None and self._left < 0):
            self.truncated = True
        else:
            self.rows.append(row)

    def finish(self) -> None:
        """Read what is around the rows. Raises `Broken` where the document has no right end, or is none at all."""
        rest = "]}}" if self.truncated else self._text
        if self._head and not rest.startswith("]"):
            raise Broken(rest[-_WORDS:])
        try:
            document = json.loads(self._head + rest)
            self.variables = [str(name) for name in document["head"].get("vars", ())]
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Broken(rest[-_WORDS:]) from None
        if "boolean" in document:
            self.truth = document["boolean"] is True
        elif self.variables == [_ASKED]:
            self.truth = [row[_ASKED]["value"] for row in self.rows] == ["1"]
        elif not self._head:
            raise Broken(rest[-_WORDS:])


def _is_cell(cell: object) -> bool:
    return isinstance(cell, dict) and isinstance(cell.get("value"), str) and "type" in cell


class Triples:
    """The answer to CONSTRUCT or DESCRIBE, as lines of N-Triples; at most so many lines and bytes."""

    def __init__(self, rows: int | None = None, size: int | None = None) -> None:
        self.truncated = False
        self._lines: dict[bytes, None] = {}  # a graph is a set of triples, but engines may send one of them twice
        self._most_rows = rows
        self._left = size
        self._rest = b""

    def feed(self, piece: bytes) -> bool:
        """Take a piece, and say whether that is enough."""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        for line in whole:
            self._keep(line.strip())
        if self._left is not None and len(self._rest) > self._left:
            self.truncated = True
        return self.truncated

    def _keep(self, line: bytes) -> None:
        if self.truncated or not line or line.startswith(b"#") or line in self._lines:
            return
        if self._left is not None:
            self._left -= len(line)
        full = self._most_rows is not None and len(self._lines) >= self._most_rows
        if full or (self._left is not None and self._left < 0):
            self.truncated = True
        else:
            self._lines[line] = None

    def finish(self) -> None:
        """Raise `Broken` where the last line is not whole."""
        if not self.truncated:
            self._keep(self._rest.strip())
            if self._lines and not next(reversed(self._lines)).endswith(b"."):
                raise Broken(next(reversed(self._lines))[-_WORDS:].decode("utf-8", "replace"))

    @property
    def content(self) -> bytes:
        """The triples as N-Triples."""
        return b"\n".join([*self._lines, b""])
