"""What Explore shows, and how it is written in the page's address: one codec for both directions.

`?open=amazon-sagemaker,data-capture&node=data-capture&as=table` opens two entities one after the other,
shows the page of the second, and the graph as a table. An empty address is the map of topics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from mlatlas.app.address import short

View = Literal["graph", "table"]

#: So many openings make a picture that nobody can read any more.
MOST_OPENED: Final = 12
_PARAMETERS: Final = ("open", "node", "as")


@dataclass(frozen=True, slots=True)
class State:
    """The opened entities in their order, the selected one, and the form; entities are named by slug."""

    opened: tuple[str, ...] = ()
    node: str | None = None
    view: View = "graph"

    def select(self, slug: str) -> State:
        """Show the page of this entity; the graph stays."""
        return replace(self, node=slug)

    def open(self, slug: str) -> State:
        """Bring the neighbours of this entity onto the graph and show its page.

        A full graph starts afresh from it.
        """
        full = len(self.opened) >= MOST_OPENED
        return replace(self, opened=(slug,) if full else (*self.opened, slug), node=slug)

    def start(self, slug: str) -> State:
        """Start afresh from this entity."""
        return replace(self, opened=(slug,), node=slug)

    def undo(self) -> State:
        """Take back the last opening.

        >>> State(("dropout", "overfitting"), "overfitting").undo()
        State(opened=('dropout',), node='dropout', view='graph')
        """
        rest = self.opened[:-1]
        return replace(self, opened=rest, node=rest[-1] if rest else None)

    def home(self) -> State:
        """Back to the map of topics."""
        return replace(self, opened=(), node=None)

    def show(self, view: View) -> State:
        """The same as a graph or as a table."""
        return replace(self, view=view)


def read(params: Mapping[str, str], knows: Callable[[str], bool]) -> tuple[State, list[str]]:
    """The state that an address asks for, and what of the address made no sense.

    `knows` tells whether an entity has a slug. Where no entity is selected, the last one opened is. Never
    raises, whatever the address says.

    >>> read({"open": "dropout,nonsense", "as": "table"}, {"dropout"}.__contains__)
    (State(opened=('dropout',), node='dropout', view='table'), ['open=nonsense: no such entity'])
    """
    ignored = [f"{short(name)}: no such parameter" for name in params if name not in _PARAMETERS]
    wanted = [slug for slug in params.get("open", "").split(",") if slug]
    opened = [slug for slug in wanted if knows(slug)]
    ignored += [f"open={short(slug)}: no such entity" for slug in wanted if slug not in opened]
    if len(opened) > MOST_OPENED:
        ignored.append(f"open: only the first {MOST_OPENED} entities are opened")
    node = params.get("node") or None
    if node is not None and not knows(node):
        ignored.append(f"node={short(node)}: no such entity")
        node = None
    opened = opened[:MOST_OPENED]
    if node is None and opened:
        node = opened[-1]
    return State(tuple(opened), node, _view(params.get("as", "graph"), ignored)), ignored


def _view(text: str, ignored: list[str]) -> View:
    for view in get_args(View):
        if text == view:
            return view  # type: ignore[no-any-return]
    ignored.append(f"as={short(text)}: choose graph or table")
    return "graph"


def write(state: State) -> dict[str, str]:
    """The parameters of the address of a state; `read` gives the state back (with the last opened selected).

    >>> write(State(("dropout",), "dropout"))
    {'open': 'dropout', 'node': 'dropout'}
    """
    params = {
        "open": ",".join(state.opened),
        "node": state.node or "",
        "as": "" if state.view == "graph" else state.view,
    }
    return {name: value for name, value in params.items() if value}
