"""A query cut into its triple patterns, so that each can be counted by itself.

>>> [pattern.text for pattern in patterns("SELECT * { ?a atlas:supports ?b ; atlas:optionOf [] }")]
['?a atlas:supports ?b', '?a atlas:optionOf ?_1']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mlatlas.sparql.check import check
from mlatlas.sparql.grammar import explain
from mlatlas.sparql.text import Token, place
from mlatlas.terms import RDF

#: Groups that only keep or drop solutions of the others.
_FILTERING: Final = frozenset({"MINUS", "EXISTS"})
#: Groups that stand beside the others without multiplying them: alternatives, and single rows.
_HARMLESS: Final = _FILTERING | {"UNION", "TOTAL"}
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_LITERAL_TAIL: Final = frozenset({"language tag"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern. Lists and brackets are written out, with `?_1`, `?_2` … for what has no name.

    `start` is where it stands in the query (from 0) and `line` the same as a line (from 1); `graph` is the term
    of the GRAPH clause around it, if there is one. An `unbounded` one goes any number of steps from anything to
    anything: by itself it has far more matches than any query wants.
    """

    text: str
    start: int
    line: int
    variables: frozenset[str]
    graph: str = ""
    unbounded: bool = False


@dataclass(slots=True)
class _Group:
    """What stands between two braces: its own patterns, variables tied by BIND or VALUES, and groups inside."""

    kind: str = ""
    patterns: list[Pattern] = field(default_factory=list)
    ties: list[frozenset[str]] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    projected: frozenset[str] | None = None

    def variables(self, without: _Group | None = None) -> frozenset[str]:
        """The variables that the group shares with its surroundings; those of one group inside may be left out."""
        if self.projected is not None:
            return self.projected
        inner = (group.variables() for group in self.groups if group.kind not in _FILTERING and group is not without)
        return frozenset().union(*(pattern.variables for pattern in self.patterns), *self.ties, *inner)

    def walk(self) -> Iterator[Pattern]:
        """All patterns, also those of groups inside."""
        yield from self.patterns
        for group in self.groups:
            yield from group.walk()


def patterns(text: str) -> list[Pattern]:
    """The triple patterns of a query, in the order of the text.

    Raises `BadQuery` for a query that is refused or no SPARQL.
    """
    return sorted(_read(text).walk(), key=lambda pattern: pattern.start)


def products(text: str) -> list[tuple[list[Pattern], list[Pattern]]]:
    """Where a query multiplies: patterns, and others of the same group that share no variable with them.

    >>> [[one.text for one in part] for part in products("SELECT * { ?a atlas:supports ?b . ?c atlas:optionOf ?d }")[0]]
    [['?a atlas:supports ?b'], ['?c atlas:optionOf ?d']]

    Raises `BadQuery` for a query that is refused or no SPARQL.
    """
    return list(_products(_read(text), [], frozenset()))


def count_query(text: str, pattern: Pattern, most: int) -> str:
    """A query that counts the matches of one pattern of `text`, up to `most` and one more.

    It is made of the visitor's own words only, and goes through the same check as they do.
    """
    inner = f"GRAPH {pattern.graph} {{ {pattern.text} }}" if pattern.graph else pattern.text
    select = f"SELECT (COUNT(*) AS ?matches) WHERE {{ SELECT * WHERE {{ {inner} }} LIMIT {most + 1} }}"
    return f"{_prologue(check(text))}{select}"


def _prologue(tokens: Sequence[Token]) -> str:
    lines = []
    for position, token in enumerate(tokens):
        if token.says("PREFIX"):
            lines.append(f"PREFIX {tokens[position + 1].text} {tokens[position + 2].text}\n")
        elif token.says("BASE"):
            lines.append(f"BASE {tokens[position + 1].text}\n")
    return "".join(lines)


# ── Patterns that share nothing ──────────────────────────────────────────────


def _products(
    group: _Group, beside: list[Pattern], outside: frozenset[str]
) -> Iterator[tuple[list[Pattern], list[Pattern]]]:
    """Those of a group that stands `beside` other patterns, or only shares the variables `outside` with them."""
    parts = [([pattern], pattern.variables) for pattern in group.patterns if pattern.variables]
    for inner in group.groups:
        found = [pattern for pattern in inner.walk() if pattern.variables]
        if found and inner.kind not in _HARMLESS:
            parts.append((found, inner.variables()))
    ties = [*group.ties, *(inner.variables() for inner in group.groups if inner.kind == "UNION")]
    first, *others = _connected([*parts, (beside, outside)], ties) or [[]]
    for other in others:
        yield first, other
    own = [*beside, *(pattern for found, _ in parts for pattern in found)]
    for inner in group.groups:
        shared = outside | group.variables(without=inner) if inner.projected is None else frozenset()
        if inner.kind == "UNION":
            for branch in inner.groups:
                yield from _products(branch, own, shared)
        else:
            yield from _products(inner, [], shared)


def _connected(
    parts: Iterable[tuple[list[Pattern], frozenset[str]]], ties: Iterable[frozenset[str]]
) -> list[list[Pattern]]:
    """The patterns in clusters: those of a cluster hang together by shared variables."""
    clusters: list[tuple[list[Pattern], frozenset[str]]] = []
    for found, variables in (*(part for part in parts if part[1]), *(([], tie) for tie in ties if tie)):
        touching = [cluster for cluster in clusters if cluster[1] & variables]
        clusters = [cluster for cluster in clusters if cluster not in touching]
        merged = [pattern for cluster in touching for pattern in cluster[0]]
        clusters.append(([*merged, *found], variables.union(*(cluster[1] for cluster in touching))))
    ordered = (sorted(kept, key=lambda one: one.start) for kept, _ in clusters if kept)
    return sorted(ordered, key=lambda kept: kept[0].start)


# ── Reading ──────────────────────────────────────────────────────────────────


def _read(text: str) -> _Group:
    tokens = check(text)
    slip = explain(text, tokens)
    if slip is not None:
        raise slip
    return _Reader(text, tokens).query()


class _Reader:
    """Reads the tokens of a query that the grammar accepts; so it looks for nothing that is wrong."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._position = 0
        self._unnamed = 0
        self._graph = ""

    def query(self) -> _Group:
        """The outermost group; an empty one where the query has none."""
        template = any(token.says("CONSTRUCT") for token in self._tokens)
        while not self._is_done() and not self._at("{"):
            self._skip_one()
        if template and not self._said("WHERE", back=1):
            self._skip_one()
        self._take("WHERE")
        group = self._group("") if self._at("{") else _Group()
        while not self._is_done():
            if self._take("VALUES"):
                self._values(group)
            else:
                self._position += 1
        return group

    # Tokens

    def _is_done(self) -> bool:
        return self._position >= len(self._tokens)

    def _at(self, *signs: str) -> bool:
        return not self._is_done() and self._tokens[self._position].text in signs

    def _said(self, word: str, back: int = 0) -> bool:
        position = self._position - back
        return 0 <= position < len(self._tokens) and self._tokens[position].says(word)

    def _take(self, *options: str) -> bool:
        """Step over a word or sign, if it is the next."""
        found = self._at(*options) or any(self._said(option) for option in options)
        self._position += found
        return found

    def _next(self) -> Token:
        token = self._tokens[self._position]
        self._position += 1
        return token

    def _skip_one(self) -> list[Token]:
        """Step over one token, or over everything up to the bracket that closes; give what was stepped over."""
        start, closing = self._position, _CLOSING.get(self._next().text)
        while closing and not self._take(closing):
            self._skip_one()
        return list(self._tokens[start : self._position])

    # Groups

    def _group(self, kind: str) -> _Group:
        group = _Group(kind)
        self._take("{")
        if self._said("SELECT"):
            self._subselect(group)
        while not self._take("}"):
            self._part(group)
        return group

    def _subselect(self, group: _Group) -> None:
        items, computes = [], False
        while not self._at("{"):
            computes |= self._at("(")
            items += self._projected()
        inner = self._group("")
        group.groups.append(inner)
        group.projected = frozenset(items) if items else inner.variables()
        groups = False
        while not self._at("}"):
            groups |= self._said("GROUP")
            if self._take("VALUES"):
                self._values(inner)
            else:
                self._skip_one()
        if computes and not groups:
            group.kind = "TOTAL"  # one row, which multiplies nothing

    def _projected(self) -> list[str]:
        """The variable that an item of SELECT gives; of `(… AS ?x)` the last."""
        return [token.text for token in self._skip_one() if token.kind == "variable"][-1:]

    def _part(self, group: _Group) -> None:
        if self._take("."):
            return
        if self._take("OPTIONAL", "MINUS"):
            group.groups.append(self._group(self._tokens[self._position - 1].text.upper()))
        elif self._take("GRAPH"):
            self._named_graph(group)
        elif self._at("{"):
            self._union(group)
        elif self._take("FILTER"):
            self._filter(group)
        elif self._take("BIND"):
            group.ties.append(frozenset(token.text for token in self._skip_one() if token.kind == "variable"))
        elif self._take("VALUES"):
            self._values(group)
        else:
            self._triples(group)

    def _named_graph(self, group: _Group) -> None:
        before, token = self._graph, self._next()
        self._graph = token.text
        inner = self._group("GRAPH")
        if token.kind == "variable":
            inner.ties.append(frozenset({token.text}))
        group.groups.append(inner)
        self._graph = before

    def _union(self, group: _Group) -> None:
        branches = [self._group("")]
        while self._take("UNION"):
            branches.append(self._group(""))
        group.groups.append(_Group("UNION", groups=branches) if len(branches) > 1 else branches[0])

    def _filter(self, group: _Group) -> None:
        """Step over a constraint, into every EXISTS."""
        depth = 0
        while True:
            if self._take("EXISTS"):
                group.groups.append(self._group("EXISTS"))
            else:
                sign = self._next().text
                depth += (sign == "(") - (sign == ")")
                if sign != ")":
                    continue
            if depth == 0:
                return

    def _values(self, group: _Group) -> None:
        named = [token.text for token in self._skip_one() if token.kind == "variable"]
        self._skip_one()
        group.ties.append(frozenset(named))

    # Triples

    def _triples(self, group: _Group) -> None:
        is_bare = self._at("[", "(")
        subject = self._term(group)
        if not (is_bare and self._at(".", "}")) and not self._is_next_part():
            self._properties(group, subject)

    def _is_next_part(self) -> bool:
        words = ("OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES")
        return self._at("{") or any(self._said(word) for word in words)

    def _properties(self, group: _Group, subject: str) -> None:
        while True:
            start = self._position
            verb = self._verb()
            self._add(group, start, subject, verb, self._term(group))
            while self._take(","):
                self._add(group, start, subject, verb, self._term(group))
            while self._take(";"):
                pass
            if self._at(".", "}", "]") or self._is_next_part():
                return

    def _verb(self) -> str:
        start = self._position
        if self._next().kind == "variable":
            return self._tokens[start].text
        self._position = start
        self._path()
        return self._written(start)

    def _path(self) -> None:
        while True:
            self._take("^")
            self._take("!")
            self._take("^")
            self._skip_one()
            self._take("?", "*", "+")
            if not self._take("|", "/"):
                return

    def _term(self, group: _Group) -> str:
        start, token = self._position, self._next()
        if token.text == "[":
            name = self._fresh()
            if not self._at("]"):
                self._properties(group, name)
            self._take("]")
            return name
        if token.text == "(":
            return self._collection(group)
        if token.kind == "blank node":
            return f"?_{token.text[2:].replace('.', '_').replace('-', '_')}"
        if token.text in {"+", "-"} or self._tokens_kind() in _LITERAL_TAIL or self._at("^^"):
            self._position += 1 + self._at("^^")
        return self._written(start)

    def _tokens_kind(self) -> str:
        return "" if self._is_done() else self._tokens[self._position].kind

    def _collection(self, group: _Group) -> str:
        """A list, as the triples that it stands for."""
        if self._take(")"):
            return f"<{RDF}nil>"
        start, name = self._position, self._fresh()
        self._add(group, start, name, f"<{RDF}first>", self._term(group))
        self._add(group, start, name, f"<{RDF}rest>", self._collection(group))
        return name

    def _fresh(self) -> str:
        self._unnamed += 1
        name = f"?_{self._unnamed}"
        return self._fresh() if name in self._text else name

    def _written(self, start: int) -> str:
        last = self._tokens[self._position - 1]
        return " ".join(self._text[self._tokens[start].start : last.start + len(last.text)].split())

    def _add(self, group: _Group, position: int, subject: str, verb: str, target: str) -> None:
        """Keep a pattern whose verb, or else first term, is the token at `position`."""
        terms = (subject, verb, target)
        variables = frozenset(term for term in (*terms, self._graph) if term[:1] in {"?", "$"})
        start = self._tokens[position].start
        is_path = verb[:1] != "?" and not verb.startswith("<") and bool({"*", "+"} & set(verb))
        group.patterns.append(
            Pattern(
                " ".join(terms), start, place(self._text, start)[0], variables, self._graph,
                unbounded=is_path and {subject, target} <= variables,
            )
        )  # fmt: skip
