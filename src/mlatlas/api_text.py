"""What the command line shows of API models: statements under their headings, with their place in the model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, takewhile

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlatlas.facts import Ref, Statement

#: Of one heading, so many lines are shown; the other formats have all.
_MOST_LINES = 200


def model_facts(found: Sequence[Statement]) -> RenderableType:
    """Statements of API models: by their subject, then under the headings of their groups."""
    return Group(*(_about(subject, list(about)) for subject, about in groupby(found, key=lambda one: one.subject)))


def _about(subject: Ref, about: Sequence[Statement]) -> RenderableType:
    source = about[0].sources[0]
    parts: list[RenderableType] = [
        Text(subject.slug, style="bold"),
        Text(f"as in {source.label}, {source.version}", style="dim"),
    ]
    for heading, group in groupby(about, key=lambda one: one.property.group.label):
        parts += _section(heading, list(group))
    return Group(*parts)


def _section(heading: str, lines: Sequence[Statement]) -> list[RenderableType]:
    """A heading with the place in the model that all its lines share; a line shows what is its own of it."""
    shared = _shared([_place(statement) for statement in lines])
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(max_width=72, overflow="fold")
    table.add_column(max_width=44, style="dim", overflow="fold")
    for statement in lines[:_MOST_LINES]:
        told, own = _told(statement), _place(statement).removeprefix(f"{shared}.")
        table.add_row(told, "" if own in told else own)
    if len(lines) > _MOST_LINES:
        table.add_row(Text(f"… and {len(lines) - _MOST_LINES} more; --format json has all", style="dim"))
    title = Text.assemble((heading, "bold"), "  ", (shared, "dim"))
    return [title, Padding(table, (0, 0, 0, 2))]


def _place(statement: Statement) -> str:
    return statement.sources[0].section or ""


def _shared(places: Sequence[str]) -> str:
    """The beginning that paths have in common, in whole steps.

    >>> _shared(["shapes.A.members.B", "shapes.A.members.C"]), _shared(["shapes.A.min", "shapes.B.min"])
    ('shapes.A.members', 'shapes')
    """
    steps = zip(*(place.split(".")[:-1] for place in places), strict=False)
    return ".".join(step[0] for step in takewhile(lambda step: len({*step}) == 1, steps))


def _told(statement: Statement) -> Text:
    """The statement without its subject, which the title names: `requires TrainingJobName: string, …`."""
    between = ": " if statement.quantity is not None else " "
    note = f": {statement.note}" if statement.note else ""
    return Text(f"{statement.verb}{between}{statement.value_text}{note}")
