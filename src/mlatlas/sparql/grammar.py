"""Where a query leaves SPARQL's grammar, and what should stand there.

The engine's own messages name the last keyword it tried, often far from the slip. The grammar
(`grammar.ebnf`) can be read with one token of look-ahead, so the first token that does not fit is the slip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from mlatlas.errors import BadQuery
from mlatlas.sparql.text import FUNCTIONS, Token, fault

#: What people call the parts of a query; productions without a name are looked into.
_SPOKEN: Final = {
    "GroupGraphPattern": "a pattern in braces, { … }",
    "Projection": "the variables to select, or *",
    "ProjectedItem": "a variable, or (… AS ?name)",
    "PropertyList": "a property and its value",
    "Verb": "a property",
    "ObjectList": "a value",
    "Object": "a value",
    "Path": "a property",
    "PathElement": "a property",
    "VarOrTerm": "a variable, a name or a value",
    "VarOrIri": "a variable or a name",
    "Iri": "a name such as kb:dropout",
    "Arguments": "arguments in parentheses, ( … )",
    "Expression": "an expression",
    "Primary": "an expression",
    "Constraint": "a condition in parentheses, or a function",
    "GroupCondition": "a variable to group by",
    "OrderCondition": "a variable to order by",
    "DataBlock": "a variable with its values, ?x { … }",
    "end": "the end of the query",
}
_OWN_CALL: Final = frozenset({"COUNT", "GROUP_CONCAT"})
_FUNCTIONS: Final = frozenset(name.upper() for name in FUNCTIONS) - _OWN_CALL


@dataclass(frozen=True, slots=True)
class _Terminal:
    """A keyword or sign (`'SELECT'`), or any token of a kind (`<variable>`)."""

    text: str
    kind: bool

    def fits(self, token: Token | None) -> bool:
        if token is None:
            return self.text == "end"
        if not self.kind:
            return token.kind in {"word", "sign"} and self.text in {token.text.upper(), token.text}
        if self.text == "function":
            return token.kind == "word" and token.text.upper() in _FUNCTIONS
        return token.kind == self.text


@dataclass(frozen=True, slots=True)
class _Name:
    production: str


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """`part?` or, where `many`, `part*`."""

    part: _Node
    many: bool


_Node = _Terminal | _Name | _Sequence | _Choice | _Repeat


def explain(text: str, tokens: Sequence[Token]) -> BadQuery | None:
    """What is wrong with a query, as an error with line and column; None where the grammar accepts it.

    >>> from mlatlas.sparql.text import tokenise
    >>> text = "SELECT * WHERE { ?s ?p }"
    >>> print(explain(text, list(tokenise(text))))
    line 1, column 24: found } where a value is missing
    """
    position = 0
    stack: list[_Node] = [_Name("QueryUnit")]
    while stack:
        token = tokens[position] if position < len(tokens) else None
        node = stack.pop()
        if isinstance(node, _Terminal) and node.fits(token):
            position += 1
        elif isinstance(node, _Terminal) or not (_starts(node, token) or _may_be_empty(node)):
            return _slip(text, tokens, position, node)
        else:
            stack.extend(_unfold(node, token))
    return None


def _slip(text: str, tokens: Sequence[Token], position: int, wanted: _Node) -> BadQuery:
    missing = " or ".join(dict.fromkeys(_spoken(wanted)))
    if missing == "}" and position < len(tokens) and _starts(_Name("SameSubject"), tokens[position]):
        missing = "a . between two patterns, or }"
    if position < len(tokens):
        token = tokens[position]
        if missing == _SPOKEN["end"]:
            return fault(text, token.start, f"{token.text} does not fit here")
        return fault(text, token.start, f"found {token.text} where {missing} is missing")
    return fault(text, len(text.rstrip()), f"the query ends where {missing} is missing")


def _spoken(node: _Node) -> list[str]:
    """What a part of the grammar is called, in order of its options."""
    match node:
        case _Terminal(text, kind):
            return [_SPOKEN.get(text, f"a {text}") if kind else text]
        case _Name(production):
            name = _SPOKEN.get(production)
            return [name] if name else _spoken(_grammar()[production])
        case _Sequence(parts):
            return _spoken(next(part for part in parts if not _may_be_empty(part)))
        case _Choice(options):
            return [word for option in options for word in _spoken(option)]
        case _Repeat(part):
            return _spoken(part)


def _unfold(node: _Node, token: Token | None) -> list[_Node]:
    """What takes the place of a node on the stack (last comes first), given the token ahead."""
    match node:
        case _Name(production):
            return [_grammar()[production]]
        case _Sequence(parts):
            return list(reversed(parts))
        case _Choice(options):
            return [next((option for option in options if _starts(option, token)), options[-1])]
        case _Repeat(part, many) if _starts(part, token):
            return [node, part] if many else [part]
    return []


def _starts(node: _Node, token: Token | None) -> bool:
    """Whether the token can be the first of this part."""
    return any(terminal.fits(token) for terminal in _first(node))


@cache
def _first(node: _Node) -> frozenset[_Terminal]:
    match node:
        case _Terminal():
            return frozenset({node})
        case _Name(production):
            return _first(_grammar()[production])
        case _Choice(options):
            return frozenset().union(*map(_first, options))
        case _Repeat(part):
            return _first(part)
        case _Sequence(parts):
            found: frozenset[_Terminal] = frozenset()
            for part in parts:
                found |= _first(part)
                if not _may_be_empty(part):
                    break
            return found


@cache
def _may_be_empty(node: _Node) -> bool:
    match node:
        case _Name(production):
            return _may_be_empty(_grammar()[production])
        case _Sequence(parts):
            return all(map(_may_be_empty, parts))
        case _Choice(options):
            return any(map(_may_be_empty, options))
    return isinstance(node, _Repeat)


# ── Reading grammar.ebnf ──────────────────────────────────────────────────────

_SYMBOL: Final = re.compile(r"'[^']+'|<[a-z ]+>|\w+|[|?*()]")


@cache
def _grammar() -> dict[str, _Node]:
    text = Path(__file__).with_name("grammar.ebnf").read_text("utf-8")
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    productions = re.findall(r"^(\w+) ::= (.*(?:\n  .*)*)", text, flags=re.MULTILINE)
    return {name: _choice(_SYMBOL.findall(body)) for name, body in productions}


def _choice(symbols: list[str]) -> _Node:
    """Read options up to a closing parenthesis or the end; takes from the front of `symbols`."""
    options = [_sequence(symbols)]
    while symbols and symbols[0] == "|":
        symbols.pop(0)
        options.append(_sequence(symbols))
    return options[0] if len(options) == 1 else _Choice(tuple(options))


def _sequence(symbols: list[str]) -> _Node:
    parts: list[_Node] = []
    while symbols and symbols[0] not in {"|", ")"}:
        symbol = symbols.pop(0)
        if symbol in {"?", "*"}:
            parts.append(_Repeat(parts.pop(), many=symbol == "*"))
        elif symbol == "(":
            parts.append(_choice(symbols))
            symbols.pop(0)
        elif symbol[0] in "'<":
            parts.append(_Terminal(symbol[1:-1], kind=symbol[0] == "<"))
        else:
            parts.append(_Name(symbol))
    return parts[0] if len(parts) == 1 else _Sequence(tuple(parts))
