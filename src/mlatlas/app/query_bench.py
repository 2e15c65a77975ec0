"""The workbench of one visitor as plain data: the tabs of the editor, and what was run before.

It is kept by the session and, as one text, by the browser's tab: so it outlives a reload of the page.
Pure logic; `query_view` shows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

#: So many tabs fit into a row, and so many queries into a list that is still looked through.
MOST_TABS: Final = 8
MOST_PAST: Final = 30
_LONGEST_NAME: Final = 30
#: Longer queries are not given to the browser to keep.
_LONGEST_KEPT: Final = 20_000

Kind = Literal["select", "ask", "graph", "error"]
_KINDS: Final = ("select", "ask", "graph", "error")


@dataclass(frozen=True, slots=True)
class Tab:
    """A query with a name. Another `revision` replaces what a person has typed meanwhile."""

    id: int
    name: str
    query: str
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A query that was run: when (seconds since 1970), with how many rows, in how many milliseconds."""

    query: str
    at: float
    kind: Kind
    rows: int = 0
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Bench:
    """Tabs in their order, the id of the open one, and what was run, latest first.

    `key` tells one bench from all others; `made` is how many tabs it ever had, so that no id comes twice.

    >>> Bench.start("ASK { }", "k").add("ASK { ?s ?p ?o }").names
    ('Query 1', 'Query 2')
    """

    key: str
    tabs: tuple[Tab, ...]
    open: int
    made: int = 1
    past: tuple[Past, ...] = ()

    @classmethod
    def start(cls, query: str, key: str) -> Bench:
        """A bench with one tab."""
        return cls(key, (Tab(1, "Query 1", query),), 1)

    @property
    def revision(self) -> str:
        """Tells the content of the open tab from that of all others, and from what it was filled with before."""
        return f"{self.key}.{self.open}.{self.tab.revision}"

    @property
    def tab(self) -> Tab:
        """The open tab."""
        return next(tab for tab in self.tabs if tab.id == self.open)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tabs."""
        return tuple(tab.name for tab in self.tabs)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another tab."""
        return len(self.tabs) >= MOST_TABS

    def write(self, query: str, id_: int | None = None) -> Bench:
        """Keep what was typed into a tab, or into the open one."""
        wanted = self.open if id_ is None else id_
        return replace(self, tabs=tuple(replace(tab, query=query) if tab.id == wanted else tab for tab in self.tabs))

    def fill(self, query: str) -> Bench:
        """Put a query into the open tab, in the place of what was typed there."""
        return self._with(replace(self.tab, query=query, revision=self.tab.revision + 1))

    def choose(self, id_: int) -> Bench:
        """Open a tab; one that is not there changes nothing."""
        return replace(self, open=id_) if any(tab.id == id_ for tab in self.tabs) else self

    def add(self, query: str = "") -> Bench:
        """Open another tab with a query; a full bench stays as it is."""
        if self.is_full:
            return self
        id_ = self.made + 1
        return replace(self, tabs=(*self.tabs, Tab(id_, self._free_name(), query)), open=id_, made=id_)

    def close(self, id_: int) -> Bench:
        """Close a tab; its neighbour opens. The last one is emptied instead."""
        places = [place for place, tab in enumerate(self.tabs) if tab.id == id_]
        if not places:
            return self
        if len(self.tabs) == 1:
            only = replace(self.tab, name="Query 1", query="", revision=self.tab.revision + 1)
            return replace(self, tabs=(only,))
        rest = self.tabs[: places[0]] + self.tabs[places[0] + 1 :]
        beside = rest[min(places[0], len(rest) - 1)].id
        return replace(self, tabs=rest, open=beside if id_ == self.open else self.open)

    def rename(self, id_: int, name: str) -> Bench:
        """Give a tab another name; an empty one changes nothing."""
        short = _short(name)
        return replace(
            self, tabs=tuple(replace(tab, name=short) if short and tab.id == id_ else tab for tab in self.tabs)
        )

    def remember(self, past: Past) -> Bench:
        """Keep a query that was run; the same one again takes the place of the earlier."""
        others = [one for one in self.past if one.query != past.query]
        return replace(self, past=(past, *others)[:MOST_PAST])

    def join(self, other: Bench, keep: bool) -> Bench:
        """The tabs and the past of `other`; where `keep` says so, with the query of this one in a tab that is open."""
        joined = replace(other, past=(*self.past, *other.past)[:MOST_PAST])
        if not keep:
            return joined
        same = next((tab.id for tab in joined.tabs if tab.query == self.tab.query), None)
        if same is not None:
            return joined.choose(same)
        return joined.fill(self.tab.query) if joined.is_full else joined.add(self.tab.query)

    def _with(self, changed: Tab) -> Bench:
        return replace(self, tabs=tuple(changed if tab.id == changed.id else tab for tab in self.tabs))

    def _free_name(self) -> str:
        numbers = range(1, MOST_TABS + 2)
        return next(name for number in numbers if (name := f"Query {number}") not in self.names)


def _short(name: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(printable.split())[:_LONGEST_NAME].strip()


# ── As a text ────────────────────────────────────────────────────────────────


def dump(bench: Bench) -> str:
    """The bench as one text for the browser to keep; very long queries of the past are left out."""
    past = [one for one in bench.past if len(one.query) <= _LONGEST_KEPT]
    return json.dumps(asdict(replace(bench, past=tuple(past))), ensure_ascii=False)


def load(text: str) -> Bench | None:
    """The bench that `dump` wrote, or None: never raises, whatever a browser sends.

    >>> load(dump(Bench.start("ASK { }", "k"))) == Bench.start("ASK { }", "k"), load("nonsense")
    (True, None)
    """
    try:
        read = json.loads(text)
        tabs = tuple(_tab(one) for one in read["tabs"][:MOST_TABS])
        past = tuple(_past(one) for one in read["past"][:MOST_PAST])
        bench = Bench(_text(read["key"]), tabs, int(read["open"]), int(read["made"]), past)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    ids = [tab.id for tab in bench.tabs]
    is_sound = bench.open in ids and len(set(ids)) == len(ids) and max(ids) <= bench.made
    return bench if is_sound else None


def _tab(read: Mapping[str, Any]) -> Tab:
    return Tab(int(read["id"]), _short(_text(read["name"])) or "Query", _text(read["query"]), int(read["revision"]))


def _past(read: Mapping[str, Any]) -> Past:
    kind = read["kind"]
    if kind not in _KINDS:
        raise ValueError(kind)
    at, ms = float(read["at"]), float(read["ms"])
    if not (0 <= at < 1e11 and 0 <= ms < 1e9):  # noqa: PLR2004 - the year 5138, and eleven days
        raise ValueError(at)
    return Past(_text(read["query"]), at, kind, int(read["rows"]), ms)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode("utf-8")  # half a surrogate pair can go nowhere
    return value
