"""What the page What changed shows, and the address that says so: `?old=1.41.5&new=1.44.5&services=sagemaker`.

An address compares versions that are on the machine and fetches none: that takes a press on a button.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from mlatlas.app.address import quoted
from mlatlas.changes import KINDS, Kind, What
from mlatlas.versions import is_version

#: Groups of services, which may stand beside the names of services.
GROUPS: Final = ("ml", "all")
WHATS: Final[tuple[What, ...]] = get_args(What)
#: Names of shapes are of use to few, and there are more of them than of all else.
USUAL_KINDS: Final[tuple[Kind, ...]] = tuple(kind for kind in KINDS if kind != "shape")
USUAL_SERVICES: Final = ("ml",)
_PARAMETERS: Final = ("old", "new", "services", "kinds", "what")
_MOST_NAMES: Final = 60


@dataclass(frozen=True, slots=True)
class View:
    """Which versions are compared in which services, and which of the changes are shown.

    Without `old` nothing is compared yet; without `new` it is the installed version.
    """

    old: str | None = None
    new: str | None = None
    services: tuple[str, ...] = USUAL_SERVICES
    kinds: tuple[Kind, ...] = USUAL_KINDS
    whats: tuple[What, ...] = WHATS

    def parameters(self) -> dict[str, str]:
        """The view as parameters of an address; what is usual is left out.

        >>> View("1.41.5", services=("sagemaker",), kinds=("limit", "enum value")).parameters()
        {'old': '1.41.5', 'services': 'sagemaker', 'kinds': 'limit,enum-value'}
        """
        said = {
            "old": self.old or "",
            "new": self.new or "",
            "services": _unless(self.services, USUAL_SERVICES),
            "kinds": _unless(self.kinds, USUAL_KINDS),
            "what": _unless(self.whats, WHATS),
        }
        return {name: text for name, text in said.items() if text}


def _unless(chosen: Sequence[str], usual: Sequence[str]) -> str:
    if tuple(chosen) == tuple(usual):
        return ""
    return ",".join(one.replace(" ", "-") for one in chosen) or "none"


def read(parameters: Mapping[str, str], known: Collection[str]) -> tuple[View, list[str]]:
    """The view that an address asks for, and what of the address made no sense; `known` has the names of services.

    Never raises, whatever the address says.

    >>> read({"old": "1.41.5", "kinds": "limit,nonsense"}, {"sagemaker"})[1]
    ["kinds 'nonsense' (there is none)"]
    """
    ignored = [f"{quoted(name)} is no parameter of this page" for name in parameters if name not in _PARAMETERS]
    services = _listed(parameters, "services", USUAL_SERVICES, {name: name for name in (*GROUPS, *known)}, ignored)
    kinds = _listed(parameters, "kinds", USUAL_KINDS, {kind.replace(" ", "-"): kind for kind in KINDS}, ignored)
    whats = _listed(parameters, "what", WHATS, {what: what for what in WHATS}, ignored)
    old, new = (_version(parameters, name, ignored) for name in ("old", "new"))
    return View(old, new, services, _in_order(KINDS, kinds), _in_order(WHATS, whats)), ignored


def _in_order(usual: tuple[Any, ...], chosen: Sequence[str]) -> tuple[Any, ...]:
    return tuple(one for one in usual if one in chosen)


def _version(parameters: Mapping[str, str], name: str, ignored: list[str]) -> str | None:
    text = parameters.get(name, "").strip()
    if text and not is_version(text):
        ignored.append(f"{name} {quoted(text)} (no version; write it like 1.44.5)")
        return None
    return text or None


def _listed(
    parameters: Mapping[str, str],
    name: str,
    usual: tuple[str, ...],
    known: Mapping[str, str],
    ignored: list[str],
) -> tuple[str, ...]:
    """The names in a parameter that are known, each once; the usual ones where it names none."""
    text = parameters.get(name, "")
    if text == "none":
        return ()
    wanted = [one.strip() for one in text.split(",") if one.strip()]
    found: dict[str, None] = {}
    for one in wanted[:_MOST_NAMES]:
        meant = known.get(one)
        if meant is None:
            ignored.append(f"{name} {quoted(one)} (there is none)")
        else:
            found[meant] = None
    if len(wanted) > _MOST_NAMES:
        ignored.append(f"{len(wanted) - _MOST_NAMES} more {name}")
    return tuple(found) or usual
