"""What a visitor's query may not do, found in the very text that runs.

No engine here can parse a query without starting to run it, so the check reads tokens. It refuses what
reaches out of the store (SERVICE, FROM), what would change it, and what is made to break the engine
(size, nesting), and it names the common slips (prefixes, brackets, words) better than the engine does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from mlatlas.errors import BadQuery
from mlatlas.sparql.text import FUNCTIONS, KEYWORDS, Token, fault, tokenise
from mlatlas.terms import PREFIXES

MAX_BYTES: Final = 100_000
MAX_TOKENS: Final = 10_000
MAX_DEPTH: Final = 64

_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES: Final = frozenset(
    {"LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING"}
)
#: Every word of SPARQL in capitals → as it is written.
WORDS: Final = {word.upper(): word for word in (*KEYWORDS, *FUNCTIONS)}
#: What other languages say with words.
SIGNS: Final = {"AND": "&&", "OR": "||", "IS": "="}
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
# Other engines put such escapes back before they read the query: there \u0027 ends a string.
_ABSOLUTE: Final = re.compile("<[A-Za-z][A-Za-z0-9+.-]*:")
_ASCII_ESCAPE: Final = re.compile(r"\\u00[0-7][0-9A-Fa-f]|\\U000000[0-7][0-9A-Fa-f]")


def check(text: str) -> list[Token]:
    """The tokens of a query that may run.

    Raises `BadQuery`, in one sentence with line and column, for a query that may not.

    >>> len(check("ASK { ?s ?p 'SERVICE' } # LOAD <file:///etc/passwd>"))
    6
    >>> check("ASK { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    mlatlas.errors.BadQuery: line 1, column 7: SERVICE is refused: queries reach nothing but the atlas
    """
    _check_text(text)
    tokens = []
    for token in tokenise(text):
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            raise BadQuery(f"the query has more than {MAX_TOKENS:,} words and signs; make it shorter")
    if not tokens:
        raise BadQuery("the query is empty; start with SELECT, ASK, CONSTRUCT or DESCRIBE")
    _check_words(text, tokens)
    _check_form(text, tokens)
    _check_brackets(text, tokens)
    _check_names(text, tokens)
    return tokens


def _check_text(text: str) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise fault(text, error.start, "this character cannot be written as UTF-8") from None
    if size > MAX_BYTES:
        raise BadQuery(f"the query has {size:,} bytes; {MAX_BYTES:,} are the most")
    if "\0" in text:
        raise fault(text, text.index("\0"), "a NUL character is refused")
    if escape := _ASCII_ESCAPE.search(text):
        raise fault(text, escape.start(), f"write the character itself instead of {escape[0]}")


def _check_words(text: str, tokens: Sequence[Token]) -> None:
    for position, token in enumerate(tokens):
        if token.kind == "word":
            _check_word(text, token)
        elif token.kind == "prefixed name" and _hides_service(tokens, position):
            raise fault(text, token.start, "SERVICE is refused: queries reach nothing but the atlas")


def _check_word(text: str, token: Token) -> None:
    word = token.text.upper()
    if word in WORDS or token.text == "a":
        return
    if word in {"SERVICE", "SILENT"}:
        reason = "SERVICE is refused: queries reach nothing but the atlas"
    elif word in {"FROM", "NAMED"}:
        reason = "FROM is refused: queries see the whole atlas; GRAPH picks a part of it"
    elif word in _UPDATES:
        reason = f"{word} is refused: queries only read; use SELECT, ASK, CONSTRUCT or DESCRIBE"
    else:
        reason = f"'{token.text}' is no word of SPARQL; {_word_hint(word)}"
    raise fault(text, token.start, reason)


def _word_hint(word: str) -> str:
    near = [SIGNS[word]] if word in SIGNS else get_close_matches(word, WORDS, n=1)
    return f"did you mean {WORDS.get(near[0], near[0])}?" if near else "variables start with ?, names with a prefix"


def _hides_service(tokens: Sequence[Token], position: int) -> bool:
    """Whether the engine may read `SERVICEkb:x {` where a prefixed name is seen: it wants no blank after keywords.

    Before a brace, a prefixed name stands only after GRAPH and, outside all braces, after DESCRIBE.
    """
    following = tokens[position + 1 : position + 2]
    if not following or following[0].text != "{":
        return False
    if position and tokens[position - 1].says("GRAPH"):
        return False
    return "SERVICE" in tokens[position].text.partition(":")[0].upper()


def _check_form(text: str, tokens: Sequence[Token]) -> None:
    words = (token for token in tokens if token.kind in {"word", "sign"})
    first = next((token for token in words if token.text.upper() not in {"PREFIX", "BASE"}), None)
    if first is None:
        raise BadQuery("the query has prefixes only; add SELECT, ASK, CONSTRUCT or DESCRIBE")
    if first.text.upper() not in _FORMS:
        raise fault(text, first.start, f"a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {first.text}")


def _check_brackets(text: str, tokens: Sequence[Token]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "sign" and token.text in _PAIRS:
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                raise fault(text, token.start, f"brackets are nested more than {MAX_DEPTH} deep")
        elif token.kind == "sign" and token.text in _PAIRS.values():
            if not opened:
                raise fault(text, token.start, f"this {token.text} closes nothing")
            if _PAIRS[opened[-1].text] != token.text:
                raise fault(text, token.start, f"found {token.text} where {_PAIRS[opened[-1].text]} is missing")
            opened.pop()
    if opened:
        raise fault(
            text, opened[-1].start, f"this {opened[-1].text} is not closed; {_PAIRS[opened[-1].text]} is missing"
        )


def _check_names(text: str, tokens: Sequence[Token]) -> None:
    known: dict[str, str] = dict(PREFIXES)
    based = any(token.says("BASE") for token in tokens)
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "iri" and not based and not _ABSOLUTE.match(token.text):
            raise fault(text, token.start, f"{token.text} is relative; write the IRI in full, or use a prefix")
        if token.kind != "prefixed name":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.says("PREFIX"):
            known[prefix] = ""
        elif prefix not in known:
            raise fault(text, token.start, f"the prefix {prefix}: is not declared; {_prefix_hint(prefix, known)}")


def _prefix_hint(prefix: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(prefix, known, n=1) if prefix else []
    return f"did you mean {near[0]}:?" if near else f"add PREFIX {prefix}: <…>"
