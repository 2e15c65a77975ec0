"""What Explore shows, and how it is written in the page's address: one codec for both directions.

`?open=amazon-sagemaker,data-capture&node=data-capture&as=table` opens two entities one after the other,
shows the page of the second, and the graph as a table. An opening may be of one family of neighbours only:
`amazon-kendra~reads-the-format` (see `picture.growth`). What a person hid is said by `without` (removed), `closed`
(collapsed) and `off` (switched off in the legend); `pin` names what stays all the same. `way=dropout,overfitting`
shows how two entities are connected. An empty address is the
map of topics; `level=services` and `level=features` show more of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal, get_args

from mlatlas.app.address import short
from mlatlas.picture.looks import LOOKS, Role
from mlatlas.picture.overview import Level
from mlatlas.picture.shapes import Shape

View = Literal["graph", "table"]

#: So many openings make a picture that nobody can read any more.
MOST_OPENED: Final = 40
#: So many names an address holds of each kind.
_MOST_NAMES: Final = 60
#: Parameters that list entities → the field of the state.
_LISTS: Final = {"without": "without", "closed": "closed", "pin": "pinned"}
#: Parameters that choose one of a few → the field, and what there is to choose, the usual one first.
_CHOICES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "as": ("view", get_args(View)),
    "level": ("level", get_args(Level)),
    "layout": ("layout", get_args(Shape)),
}
_PARAMETERS: Final = ("open", "node", "off", "way", *_LISTS, *_CHOICES)
#: A way has two ends.
_ENDS: Final = 2
#: What may follow the name of an entity.
_FAMILY: Final = re.compile(r"(~[a-z0-9-]+)*")
_CAN_BE_OFF: Final = frozenset((*LOOKS, *get_args(Role)))


@dataclass(frozen=True, slots=True)
class State:
    """The opened entities in their order, the selected one, the form, and what is hidden; all named by slug."""

    opened: tuple[str, ...] = ()
    node: str | None = None
    view: View = "graph"
    without: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    level: Level = "topics"
    layout: Shape = "radial"
    way: tuple[str, ...] = ()

    def select(self, slug: str) -> State:
        """Show the page of this entity; the graph stays."""
        return replace(self, node=slug)

    def open(self, slug: str) -> State:
        """Bring the neighbours of this entity, or one family of them, onto the graph and show its page.

        What was collapsed comes back first. A full graph stays as it is.
        """
        if self.way:
            return self.start(entity_of(slug))
        if slug in self.closed:
            return replace(self, closed=_without(self.closed, slug), node=entity_of(slug))
        if self.is_full:
            return replace(self, node=entity_of(slug))
        return replace(self, opened=(*self.opened, slug), node=entity_of(slug))

    @property
    def is_full(self) -> bool:
        """Whether no more can be opened."""
        return len(self.opened) >= MOST_OPENED

    def start(self, slug: str) -> State:
        """Start afresh from this entity; the form and the layout stay."""
        return State((slug,), slug, self.view, level=self.level, layout=self.layout)

    def connect(self, start: str, end: str) -> State:
        """Show how two entities are connected.

        >>> State(("dropout",)).connect("dropout", "overfitting").way
        ('dropout', 'overfitting')
        """
        return State(view=self.view, level=self.level, layout=self.layout, way=(start, end))

    def undo(self) -> State:
        """Take back the last opening.

        >>> State(("dropout", "overfitting"), "overfitting").undo().opened
        ('dropout',)
        """
        rest = self.opened[:-1]
        return replace(self, opened=rest, node=entity_of(rest[-1]) if rest else None)

    def home(self) -> State:
        """Back to the map."""
        return State(view=self.view, level=self.level)

    def show(self, view: View) -> State:
        """The same as a graph or as a table."""
        return replace(self, view=view)

    def switch(self, field: Literal["without", "closed", "off", "pinned"], name: str) -> State:
        """Hide or pin something, or take that back where it is done already.

        >>> State(("dropout",)).switch("off", "Metric").off
        ('Metric',)
        """
        names: tuple[str, ...] = getattr(self, field)
        changed = _without(names, name) if name in names else (*names, name)[-_MOST_NAMES:]
        return replace(self, **{field: changed})  # type: ignore[arg-type] # mypy does not see the names

    @property
    def scene(self) -> str:
        """What the graph started from: an entity, the two ends of a way, or a level of the map."""
        if self.opened:
            return entity_of(self.opened[0])
        return "~".join(self.way) or f"map: {self.level}"

    @property
    def is_map(self) -> bool:
        """Whether the map is shown."""
        return not (self.opened or self.way)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is hidden."""
        return not (self.without or self.closed or self.off)


def entity_of(token: str) -> str:
    """The entity that an opening, or a group, belongs to.

    >>> entity_of("amazon-kendra~reads-the-format")
    'amazon-kendra'
    """
    return token.split("~", 1)[0]


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)


def read(params: Mapping[str, str], knows: Callable[[str], bool]) -> tuple[State, list[str]]:
    """The state that an address asks for, and what of the address made no sense.

    `knows` tells whether an entity has a slug. Where no entity is selected, the last one opened is. Never
    raises, whatever the address says.

    >>> state, ignored = read({"open": "dropout,nonsense", "as": "table"}, {"dropout"}.__contains__)
    >>> (state.opened, state.node, state.view), ignored
    ((('dropout',), 'dropout', 'table'), ['open=nonsense: no such entity'])
    """
    ignored = [f"{short(name)}: no such parameter" for name in params if name not in _PARAMETERS]
    opened = _entities(params, "open", knows, ignored)
    if len(opened) > MOST_OPENED:
        ignored.append(f"open: only the first {MOST_OPENED} entities are opened")
    node = params.get("node") or None
    if node is not None and not knows(node):
        ignored.append(f"node={short(node)}: no such entity")
        node = None
    opened = opened[:MOST_OPENED]
    if node is None and opened:
        node = entity_of(opened[-1])
    state = State(opened, node, off=_off(params, ignored), way=_way(params, knows, ignored))
    lists = {field: _entities(params, name, knows, ignored)[:_MOST_NAMES] for name, field in _LISTS.items()}
    choices = {field: _choice(params, name, ignored) for name, (field, _) in _CHOICES.items()}
    return replace(state, **lists, **choices), ignored  # type: ignore[arg-type] # mypy does not see the names


def _names(params: Mapping[str, str], name: str) -> list[str]:
    return [text for text in params.get(name, "").split(",") if text]


def _entities(
    params: Mapping[str, str], name: str, knows: Callable[[str], bool], ignored: list[str]
) -> tuple[str, ...]:
    wanted = _names(params, name)
    known = [token for token in wanted if knows(entity_of(token)) and _FAMILY.fullmatch(token[len(entity_of(token)) :])]
    ignored += [f"{name}={short(token)}: no such entity" for token in wanted if token not in known]
    return tuple(known if name == "open" else dict.fromkeys(known))


def _way(params: Mapping[str, str], knows: Callable[[str], bool], ignored: list[str]) -> tuple[str, ...]:
    if "way" not in params:
        return ()
    ends = _entities(params, "way", knows, ignored)
    if len(ends) == _ENDS and "open" not in params and not any("~" in end for end in ends):
        return ends
    ignored.append("way: it takes two different entities, and nothing opened beside them")
    return ()


def _off(params: Mapping[str, str], ignored: list[str]) -> tuple[str, ...]:
    wanted = dict.fromkeys(_names(params, "off"))
    ignored += [f"off={short(name)}: no such class or kind of line" for name in wanted if name not in _CAN_BE_OFF]
    return tuple(name for name in wanted if name in _CAN_BE_OFF)


def _choice(params: Mapping[str, str], name: str, ignored: list[str]) -> str:
    known = _CHOICES[name][1]
    text = params.get(name, known[0])
    if text in known:
        return text
    ignored.append(f"{name}={short(text)}: choose {', '.join(known[:-1])} or {known[-1]}")
    return known[0]


def write(state: State) -> dict[str, str]:
    """The parameters of the address of a state; `read` gives the state back (with the last opened selected).

    >>> write(State(("dropout",), "dropout", off=("Metric",)))
    {'open': 'dropout', 'node': 'dropout', 'off': 'Metric'}
    """
    values: dict[str, Any] = {field.name: getattr(state, field.name) for field in fields(state)}
    params = {"open": ",".join(state.opened), "node": state.node or "", "off": ",".join(state.off)}
    params["way"] = ",".join(state.way)
    params |= {name: ",".join(values[field]) for name, field in _LISTS.items()}
    params |= {name: values[field] for name, (field, known) in _CHOICES.items() if values[field] != known[0]}
    return {name: value for name, value in params.items() if value}
