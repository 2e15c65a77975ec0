"""SPARQL as text: tokens with their places, cut exactly as the engine cuts them.

The engine reads without a tokeniser of its own: keywords need no blank after them, and a `<` is an
IRI or "less than" depending on the grammar. Where that leaves two readings that end in different places,
a query could hide a clause from whoever reads it the other way; such a `<` is refused here.

>>> [(token.kind, token.text) for token in tokenise("ASK { ?s a kb:dropout }")][2:4]
[('variable', '?s'), ('word', 'a')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from mlatlas.errors import BadQuery

Kind = Literal["word", "variable", "iri", "prefixed name", "string", "number", "blank node", "language tag", "sign"]

#: Words that structure a query.
KEYWORDS: Final = (
    "SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "WHERE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "OPTIONAL",
    "UNION", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "UNDEF", "EXISTS", "NOT", "IN", "AS", "GROUP",
    "BY", "HAVING", "ORDER", "ASC", "DESC", "LIMIT", "OFFSET", "SEPARATOR", "TRUE", "FALSE",
)  # fmt: skip
#: Words that are called with arguments.
FUNCTIONS: Final = (
    "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "LANGMATCHES", "DATATYPE",
    "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE",
    "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH",
    "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1",
    "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "sameTerm", "isIRI", "isURI",
    "isBLANK", "isLITERAL", "isNUMERIC", "REGEX", "SUBSTR", "REPLACE",
)  # fmt: skip

_ESCAPED: Final = r"\\[tbnrf\\\"']|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
#: A prefix ends within so many signs; without an end, each word of `a.a.a.…` would be read to the end of the text.
_PREFIX: Final = r"(?:[A-Za-z](?:[A-Za-z0-9_.-]{0,200}[A-Za-z0-9_-])?)?:"
_LOCAL: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_IRI_BODY: Final = r"[^\x00-\x20<>\"{}|^`\\]*"
# Grammar of SPARQL 1.1, section 19.8, but with ASCII names only.
_PATTERNS: Final[tuple[tuple[Kind, str], ...]] = (
    ("string", rf"'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*'''" + rf'|"""(?:"{{0,2}}(?:[^"\\]|{_ESCAPED}))*"""'),
    ("string", rf"(?!''')'(?:[^'\\\n\r]|{_ESCAPED})*'" + rf'|(?!""")"(?:[^"\\\n\r]|{_ESCAPED})*"'),
    ("variable", r"[?$][A-Za-z0-9_]+"),
    ("blank node", r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"),
    (
        "prefixed name",
        rf"{_PREFIX}(?:(?:[A-Za-z0-9_:]|{_LOCAL})(?:(?:[A-Za-z0-9_:.-]|{_LOCAL})*(?:[A-Za-z0-9_:-]|{_LOCAL}))?)?",
    ),
    ("language tag", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    ("number", r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"),
    ("word", r"[A-Za-z][A-Za-z0-9_]*"),
    ("sign", r"\^\^|\|\||&&|[!<>]=|[{}()\[\];,.=<>!|/*+\-^?]"),
)
_SCANNERS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_IRI: Final = re.compile(f"<{_IRI_BODY}>")
#: No expression starts like this: `http:` would be a name, and no operator reads `//`.
_FULL_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_EXPRESSION_SIGNS: Final = frozenset("&,()")
_LONGEST_REASON: Final = 300
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind, its text, and where it starts (counted from 0)."""

    kind: Kind
    text: str
    start: int

    def says(self, word: str) -> bool:
        """Whether this is the keyword `word`; keywords have no case."""
        return self.kind == "word" and self.text.upper() == word


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Line and column, both from 1, of an offset.

    >>> place("ASK\n{ }", 4)
    (2, 1)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def fault(text: str, offset: int, reason: str) -> BadQuery:
    """An error at an offset of the query, in one sentence that begins with line and column.

    Of a reason that repeats a very long word, beginning and end are told.
    """
    if len(reason) > _LONGEST_REASON:
        reason = f"{reason[: _LONGEST_REASON // 2]} … {reason[-_LONGEST_REASON // 2 :]}"
    line, column = place(text, offset)
    return BadQuery(f"line {line}, column {column}: {reason}", line, column)


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a query, without blanks and comments.

    Raises `BadQuery` where something is no token, and at a `<` that can be read in two ways.
    """
    position = _skip(text, 0)
    previous: Token | None = None
    brackets: list[str] = []
    while position < len(text):
        token = _iri(text, position, previous, brackets) if text[position] == "<" else _token(text, position)
        if token.text in _OPENING:
            brackets.append(token.text)
        elif token.text in _OPENING.values() and brackets:
            brackets.pop()
        yield token
        previous = token
        position = _skip(text, position + len(token.text))


def _skip(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _token(text: str, position: int) -> Token:
    for kind, scanner in _SCANNERS:
        if found := scanner.match(text, position):
            return Token(kind, found[0], position)
    sign = text[position]
    if sign in "\"'":
        raise fault(text, position, f"the string that starts with {sign} is not closed, or has a wrong \\ escape")
    if not sign.isascii():
        reason = f"{sign!r} may stand only in strings, comments and full IRIs (<…>)"
        raise fault(text, position, reason)
    raise fault(text, position, f"{sign!r} has no meaning here")


def _iri(text: str, position: int, previous: Token | None, brackets: list[str]) -> Token:
    """The token at a `<`: an IRI, or the operator, which stands only between operands in parentheses."""
    iri = _IRI.match(text, position)
    if not brackets or brackets[-1] != "(":
        if iri is None:
            raise fault(text, position, "this < starts no IRI; IRIs look like <http://example.org/thing>")
        return Token("iri", iri[0], position)
    if iri is None:
        return _token(text, position)
    if _FULL_IRI.match(text, position):
        return Token("iri", iri[0], position)
    if "'" in iri[0] or "#" in iri[0]:
        reason = "this < may be an IRI or 'less than'; put a blank after it, or write the IRI in full"
        raise fault(text, position, reason)
    # `a<b>c` is no expression: between the two signs must stand an "and", or the end of an argument.
    is_operator = _ends_operand(previous) and not _EXPRESSION_SIGNS.isdisjoint(iri[0])
    return _token(text, position) if is_operator else Token("iri", iri[0], position)


def _ends_operand(token: Token | None) -> bool:
    if token is None:
        return False
    if token.kind == "word":
        return token.text.upper() in {"TRUE", "FALSE", "UNDEF"}
    return token.kind != "sign" or token.text in {")", "]", "}"}
