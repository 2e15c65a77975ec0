"""What the Compare page shows, and the address that says so: `?things=a,b&differences=1&baseline=a&pivot=1`.

A filter may follow (`&verdict=confirmed&checked=checked&source=…`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mlatlas.app import filtering
from mlatlas.app.address import quoted
from mlatlas.app.filtering import VERDICTS, Filter
from mlatlas.errors import UnknownEntity
from mlatlas.facts import STANDING

#: As many things as `compare` takes, and as many names as are looked up before the rest is ignored unread.
MOST_THINGS: Final = 6
_MOST_NAMES: Final = 12
#: Claims that do not stand are in no cell of their own.
STANDING_VERDICTS: Final = tuple(verdict for verdict in VERDICTS if verdict in STANDING)
_FLAGS: Final = {"1": True, "0": False}
_PARAMETERS: Final = ("things", "differences", "baseline", "pivot")


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: slugs in their order, and how."""

    things: tuple[str, ...] = ()
    differences: bool = False
    baseline: str | None = None
    pivot: bool = False
    filter: Filter = field(default_factory=Filter)

    def parameters(self) -> dict[str, str]:
        """The view as parameters of an address; what is at its default is left out.

        >>> View(("csv", "apache-orc"), differences=True).parameters()
        {'things': 'csv,apache-orc', 'differences': '1'}
        """
        said = {"things": ",".join(self.things)} if self.things else {}
        if self.differences:
            said["differences"] = "1"
        if self.baseline:
            said["baseline"] = self.baseline
        if self.pivot:
            said["pivot"] = "1"
        return said | self.filter.parameters()


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
    differences = _flag(parameters, "differences", ignored)
    pivot = _flag(parameters, "pivot", ignored)
    return View(things, differences, _baseline(parameters, things, slug_of, ignored), pivot, chosen), ignored


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
        elif len(found) == MOST_THINGS:
            ignored.append(f"{quoted(name)}, for {MOST_THINGS} things are the most")
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
