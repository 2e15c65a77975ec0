"""What the Compare page shows, and the address that says so: `?things=a,b&differences=1&baseline=a&pivot=1`.

Rows that were left out and rows that were moved follow (`&drop=memory.maximum,cost&order=latencyClass:1`), then
the form (`&as=graph`) and a filter (`&verdict=confirmed&checked=checked&source=…`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from mlatlas.app import filtering
from mlatlas.app.address import quoted
from mlatlas.app.filtering import VERDICTS, Filter
from mlatlas.compare.arrange import Place
from mlatlas.compare.rows import MOST
from mlatlas.errors import UnknownEntity
from mlatlas.facts import STANDING

#: As many names as are looked up before the rest is ignored unread.
_MOST_NAMES: Final = 12
#: Claims that do not stand are in no cell of their own.
STANDING_VERDICTS: Final = tuple(verdict for verdict in VERDICTS if verdict in STANDING)
_FLAGS: Final = {"1": True, "0": False}
_PARAMETERS: Final = ("things", "differences", "baseline", "pivot", "drop", "order", "as")
#: As many rows as are read from an address, and the length of a name that a row may have.
_MOST_ROWS: Final = 200
_LONGEST_ROW: Final = 200
_HIGHEST_PLACE: Final = 9999

Form = Literal["table", "graph"]
FORMS: Final[tuple[Form, ...]] = ("table", "graph")


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: slugs in their order, and how.

    `drop` names rows, properties or groups that are left out, `order` the rows that were moved.
    """

    things: tuple[str, ...] = ()
    differences: bool = False
    baseline: str | None = None
    pivot: bool = False
    filter: Filter = field(default_factory=Filter)
    drop: tuple[str, ...] = ()
    order: tuple[Place, ...] = ()
    form: Form = "table"

    def parameters(self) -> dict[str, str]:
        """The view as parameters of an address; what is at its default is left out.

        >>> View(("csv", "apache-orc"), differences=True).parameters()
        {'things': 'csv,apache-orc', 'differences': '1'}
        """
        said = {
            "things": ",".join(self.things),
            "differences": "1" if self.differences else "",
            "baseline": self.baseline or "",
            "pivot": "1" if self.pivot else "",
            "drop": ",".join(self.drop),
            "order": ",".join(f"{place.row}:{place.position}" for place in self.order),
            "as": "" if self.form == "table" else self.form,
        }
        return {name: text for name, text in said.items() if text} | self.filter.parameters()


def read(
    parameters: Mapping[str, str], slug_of: Callable[[str], str], works: Collection[str] = ()
) -> tuple[View, list[str]]:
    """The view that an address asks for, and what of the address made no sense.

    `slug_of` gives the slug of an entity by any of its names, or raises `UnknownEntity`; `works` are the
    labels of all works that are cited.
    """
    known = (*_PARAMETERS, *filtering.PARAMETERS)
    ignored = [f"{quoted(name)} is no parameter of this page" for name in parameters if name not in known]
    chosen, senseless = filtering.read(parameters, works, STANDING_VERDICTS)
    ignored += senseless
    things = _things(parameters.get("things", ""), slug_of, ignored)
    view = View(
        things=things,
        differences=_flag(parameters, "differences", ignored),
        baseline=_baseline(parameters, things, slug_of, ignored),
        pivot=_flag(parameters, "pivot", ignored),
        filter=chosen,
        drop=_names(parameters, "drop", ignored),
        order=_order(parameters, ignored),
        form=_form(parameters, ignored),
    )
    return view, ignored


def _things(text: str, slug_of: Callable[[str], str], ignored: list[str]) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    found: list[str] = []
    for name in names[:_MOST_NAMES]:
        try:
            slug = slug_of(name)
        except UnknownEntity as error:
            ignored.append(_unknown(error, name))
            continue
        if slug in found:
            ignored.append(f"{quoted(name)} is there twice")
        elif len(found) == MOST:
            ignored.append(f"{quoted(name)}, for {MOST} things are the most")
        else:
            found.append(slug)
    if len(names) > _MOST_NAMES:
        ignored.append(f"{len(names) - _MOST_NAMES} more names")
    return tuple(found)


def _unknown(error: UnknownEntity, name: str, role: str = "thing") -> str:
    hint = f", did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
    return f"unknown {role} {quoted(name)}{hint}"


def _baseline(
    parameters: Mapping[str, str], things: Sequence[str], slug_of: Callable[[str], str], ignored: list[str]
) -> str | None:
    name = parameters.get("baseline", "")
    if not name:
        return None
    try:
        slug = slug_of(name)
    except UnknownEntity as error:
        ignored.append(_unknown(error, name, "baseline"))
        return None
    if slug not in things:
        ignored.append(f"the baseline {quoted(name)}, which is none of the things")
        return None
    return slug


def _flag(parameters: Mapping[str, str], name: str, ignored: list[str]) -> bool:
    text = parameters.get(name, "0")
    if text not in _FLAGS:
        ignored.append(f"{name}={quoted(text)}, which is neither 0 nor 1")
    return _FLAGS.get(text, False)


def _names(parameters: Mapping[str, str], name: str, ignored: list[str]) -> tuple[str, ...]:
    """The parts of a list, each once; whether rows are called so is for the comparison to say."""
    parts = list(dict.fromkeys(part.strip() for part in parameters.get(name, "").split(",") if part.strip()))
    if len(parts) > _MOST_ROWS:
        ignored.append(f"{len(parts) - _MOST_ROWS} more names in {name}")
    ignored += [f"{name}={quoted(part)}, which is too long" for part in parts[:_MOST_ROWS] if len(part) > _LONGEST_ROW]
    return tuple(part for part in parts[:_MOST_ROWS] if len(part) <= _LONGEST_ROW)


def _order(parameters: Mapping[str, str], ignored: list[str]) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for part in _names(parameters, "order", ignored):
        row, _, position = part.rpartition(":")
        is_number = position.isascii() and position.isdigit() and len(position) <= len(str(_HIGHEST_PLACE))
        if not row or not is_number or int(position) == 0:
            ignored.append(f"order={quoted(part)}, which is no row with its place")
        elif row in found:
            ignored.append(f"order={quoted(part)}, for this row has a place")
        else:
            found[row] = Place(row, int(position))
    return tuple(found.values())


def _form(parameters: Mapping[str, str], ignored: list[str]) -> Form:
    text = parameters.get("as", "table")
    for form in FORMS:
        if text == form:
            return form
    ignored.append(f"as={quoted(text)}: choose {' or '.join(FORMS)}")
    return "table"
