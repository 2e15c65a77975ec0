"""What differs between two versions of the API models: what a caller may send, must send, and gets back.

Names that nobody sends are no news by themselves. A shape that has only been renamed is one change of the kind
`shape`, and what else changed in it is told under its new name. What belongs to a new shape comes with it, and is
not told piece by piece. How requests travel (HTTP paths, headers) is left out: every SDK does that by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from mlatlas.errors import BadRequest
from mlatlas.sources.api_models import Model, Models

Kind = Literal[
    "service", "operation", "required member", "member", "enum value", "limit", "type", "deprecation", "error", "shape"
]
What = Literal["added", "removed", "changed"]
Value = str | int | float | None

#: The kinds, those that concern most callers first.
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_LIMITS: Final = ("min", "max", "pattern")
#: Where a shape says of what it is made, besides its members.
_PARTS: Final = ("member", "key", "value")
_WITH_LENGTH: Final = frozenset({"string", "blob", "list", "map"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in a service's model, at a path of the model (`shapes.TrainingJobName.max`).

    An enum value or a required member is itself `before` or `after`; where there was or is nothing, that is None.
    """

    service: str
    kind: Kind
    path: str
    what: What
    before: Value
    after: Value

    @property
    def element(self) -> str:
        """The path of the operation, shape or member that changed; empty for the service itself.

        >>> Change("sagemaker", "limit", "shapes.TrainingJobName.max", "changed", 63, 64).element
        'shapes.TrainingJobName'
        """
        names = self.path.split(".")
        if self.kind == "service":
            return ""
        if self.kind == "required member":
            return ".".join([*names[:2], "members", str(self.before if self.after is None else self.after)])
        return ".".join(names[: 4 if names[2:3] == ["members"] else 2])


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two versions of botocore in some services, by service and kind.

    `documentation` counts the operations, shapes and members of each service whose documentation reads otherwise.
    """

    old: str
    new: str
    services: tuple[str, ...]
    items: tuple[Change, ...]
    documentation: Mapping[str, int] = field(default_factory=dict)

    def of(self, what: What) -> tuple[Change, ...]:
        """What was added, removed or changed."""
        return tuple(change for change in self.items if change.what == what)


def services_of(old: Models, new: Models, wanted: Sequence[str]) -> tuple[str, ...]:
    """The services that are meant by names, or by `ml` or `all`, and that one of the two versions has; sorted.

    Raises `BadRequest` with the nearest names for one that neither has.
    """
    chosen: set[str] = set()
    for name in wanted:
        chosen.update(_chosen(old, new, name))
    return tuple(sorted(chosen))


def _chosen(old: Models, new: Models, name: str) -> tuple[str, ...]:
    try:
        found = new.choose([name])
    except BadRequest:
        if name.strip().lower() not in old.services:
            raise
        return old.choose([name])
    return found if found in [(), (name.strip().lower(),)] else (*found, *old.choose([name]))


def between(old: Models, new: Models, services: Iterable[str]) -> Changes:
    """What differs in these services; one that a version does not have was added or removed as a whole.

    Raises `DataError` that names the file where a model cannot be read.

    >>> here = Models.installed()
    >>> between(here, here, ["polly"]).items
    ()
    """
    chosen = tuple(services)
    found: list[Change] = []
    rewritten: dict[str, int] = {}
    for service in chosen:
        if service in old.services and service in new.services:
            pair = _Pair(service, old.read(service), new.read(service))
            found += pair.changes()
            rewritten[service] = pair.rewritten()
        else:
            found += _whole(service, old, new)
    return Changes(old.version, new.version, chosen, tuple(sorted(set(found), key=_order)), rewritten)


def _order(change: Change) -> tuple[str, int, str, str, str]:
    return change.service, KINDS.index(change.kind), change.path, str(change.before), str(change.after)


def _whole(service: str, old: Models, new: Models) -> Iterator[Change]:
    if service in old.services:
        yield Change(service, "service", "metadata", "removed", _name(old.read(service)), None)
    elif service in new.services:
        yield Change(service, "service", "metadata", "added", None, _name(new.read(service)))


def _name(model: Model) -> str:
    return str(model["metadata"].get("serviceFullName", ""))


# ── Two models of one service ────────────────────────────────────────────────


class _Pair:
    """The models of one service in both versions, and which shapes of the one are which of the other."""

    def __init__(self, service: str, old: Model, new: Model) -> None:
        self.service = service
        self.old = old
        self.new = new
        same = old["shapes"].keys() & new["shapes"].keys()
        self.shapes = {(name, name): None for name in same}
        self.operations = sorted(old["operations"].keys() & new["operations"].keys())
        self._alike: dict[tuple[str, str], bool] = {}
        self._find_renamed()

    def changes(self) -> Iterator[Change]:
        """Every difference, in no order."""
        yield from self._differ("service", "metadata.apiVersion", *self._both("metadata", "apiVersion"))
        yield from self._named("operation", "operations", self.old["operations"], self.new["operations"])
        for name in self.operations:
            yield from self._operation(name)
        for before, after in self.shapes:
            yield from self._shape(before, after)
        yield from self._shapes_that_came_or_went()

    def rewritten(self) -> int:
        """How many operations, shapes and members read otherwise than before."""
        pairs = [(self.old["operations"][name], self.new["operations"][name]) for name in self.operations]
        for before, after in self._described():
            pairs.append((before, after))
            members = _members(before), _members(after)
            pairs += [(members[0][name], members[1][name]) for name in members[0].keys() & members[1].keys()]
        return sum(before.get("documentation", "") != after.get("documentation", "") for before, after in pairs)

    def _described(self) -> Iterator[tuple[Model, Model]]:
        for before, after in self.shapes:
            yield self.old["shapes"][before], self.new["shapes"][after]

    def _both(self, *keys: str) -> tuple[Any, Any]:
        old, new = self.old, self.new
        for key in keys:
            old, new = old.get(key), new.get(key)  # type: ignore[assignment]
        return old, new

    # Which shape became which

    def _find_renamed(self) -> None:
        """Follow what refers to shapes; where a name went and another came at the same place, the shape was renamed."""
        for operation in self.operations:
            self._pair_parts(*self._both("operations", operation), keys=("input", "output"))
        waiting = list(self.shapes)
        while waiting:
            before, after = waiting.pop()
            old, new = self.old["shapes"][before], self.new["shapes"][after]
            waiting += self._pair_parts(old, new, _PARTS) + self._pair_parts(_members(old), _members(new))

    def _pair_parts(self, old: Model, new: Model, keys: Iterable[str] | None = None) -> list[tuple[str, str]]:
        found = []
        for key in (old.keys() & new.keys()) if keys is None else keys:
            pair = _target(old.get(key)), _target(new.get(key))
            if all(pair) and pair not in self.shapes and self._is_renamed(*pair):
                self.shapes[pair] = None
                found.append(pair)
        return found

    def _is_renamed(self, before: str, after: str) -> bool:
        old, new = self.old["shapes"], self.new["shapes"]
        return before in old and before not in new and after in new and after not in old

    # What is told

    def _change(self, kind: Kind, path: str, before: Value, after: Value) -> Change:
        what: What = "added" if before is None else "removed" if after is None else "changed"
        return Change(self.service, kind, path, what, before, after)

    def _differ(self, kind: Kind, path: str, before: Value, after: Value) -> Iterator[Change]:
        if before != after:
            yield self._change(kind, path, before, after)

    def _named(self, kind: Kind, path: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
        """Things that are known by their name came or went; the path leads to each."""
        before, after = set(old), set(new)
        yield from (self._change(kind, f"{path}.{name}", name, None) for name in before - after)
        yield from (self._change(kind, f"{path}.{name}", None, name) for name in after - before)

    def _listed(self, kind: Kind, path: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
        """Items of a list came or went; the path leads to the list. Their order means nothing."""
        before, after = set(old), set(new)
        yield from (self._change(kind, path, item, None) for item in before - after)
        yield from (self._change(kind, path, None, item) for item in after - before)

    def _operation(self, name: str) -> Iterator[Change]:
        old, new = self._both("operations", name)
        path = f"operations.{name}"
        yield from self._differ("deprecation", path, _deprecation(old), _deprecation(new))
        for part in ("input", "output"):
            yield from self._retargeted(f"{path}.{part}", old.get(part), new.get(part))
        errors = [{_target(error) for error in model.get("errors", [])} for model in (old, new)]
        yield from self._listed("error", f"{path}.errors", *errors)

    def _shape(self, before: str, after: str) -> Iterator[Change]:
        old, new = self.old["shapes"][before], self.new["shapes"][after]
        path = f"shapes.{after}"
        yield from self._differ("type", f"{path}.type", old["type"], new["type"])
        yield from self._differ("deprecation", path, _deprecation(old), _deprecation(new))
        for limit in _LIMITS:
            if not _same_limit(_limit(old, limit), _limit(new, limit)):
                yield self._change("limit", f"{path}.{limit}", _limit(old, limit), _limit(new, limit))
        yield from self._listed("enum value", f"{path}.enum", old.get("enum", []), new.get("enum", []))
        yield from self._listed("required member", f"{path}.required", old.get("required", []), new.get("required", []))
        yield from self._members(path, _members(old), _members(new))
        for part in _PARTS:
            yield from self._retargeted(f"{path}.{part}", old.get(part), new.get(part))

    def _members(self, path: str, old: Model, new: Model) -> Iterator[Change]:
        yield from self._named("member", f"{path}.members", old, new)
        for name in old.keys() & new.keys():
            member = f"{path}.members.{name}"
            yield from self._differ("deprecation", member, _deprecation(old[name]), _deprecation(new[name]))
            yield from self._retargeted(member, old[name], new[name])

    def _retargeted(self, path: str, old: Model | None, new: Model | None) -> Iterator[Change]:
        """Where something leads to another shape than before: told if that shape takes other values."""
        before, after = _target(old), _target(new)
        if (before, after) in self.shapes or (not before and not after):
            return
        if before and after and self._same_values(before, after):
            return
        told = _told(self.old["shapes"], before), _told(self.new["shapes"], after)
        yield from self._differ("type", path, *told)

    def _same_values(self, before: str, after: str) -> bool:
        """Whether two shapes of different names take the same values. Shapes may contain themselves."""
        known = self._alike.get((before, after))
        if known is not None:
            return known
        self._alike[before, after] = True
        old, new = self.old["shapes"].get(before, {}), self.new["shapes"].get(after, {})
        self._alike[before, after] = _outline(old) == _outline(new) and all(
            self._same_values(_target(part), _target(_parts(new)[key])) for key, part in _parts(old).items()
        )
        return self._alike[before, after]

    def _shapes_that_came_or_went(self) -> Iterator[Change]:
        renamed = [pair for pair in self.shapes if pair[0] != pair[1]]
        gone = self.old["shapes"].keys() - {before for before, _ in renamed}
        come = self.new["shapes"].keys() - {after for _, after in renamed}
        yield from self._named("shape", "shapes", gone - come, come - gone)
        for before, after in renamed:
            yield self._change("shape", f"shapes.{after}", before, after)


def _members(shape: Model) -> Model:
    return shape.get("members") or {}


def _parts(shape: Model) -> dict[str, Model]:
    """What a shape is made of, by the place at which it is."""
    return {**{key: shape[key] for key in _PARTS if key in shape}, **{f".{k}": v for k, v in _members(shape).items()}}


def _target(reference: Model | None) -> str:
    return str(reference.get("shape", "")) if reference else ""


def _limit(shape: Model, limit: str) -> Value:
    """A bound or the pattern of a shape; a length of at least 0 is none."""
    value: Value = shape.get(limit)
    return None if limit == "min" and value == 0 and shape.get("type") in _WITH_LENGTH else value


def _same_limit(before: Value, after: Value) -> bool:
    """Whether two limits are the same; brackets around a whole pattern change nothing."""
    return before in {after, f"({after})"} or after == f"({before})"


def _outline(shape: Model) -> tuple[object, ...]:
    """What decides which values a shape takes, but for the shapes it is made of."""
    limits = tuple(_limit(shape, limit) for limit in _LIMITS)
    names = (frozenset(shape.get(key) or ()) for key in ("enum", "required", "members"))
    return shape.get("type"), limits, *names, frozenset(_parts(shape))


def _told(shapes: Model, name: str) -> str | None:
    """A shape in words: `TrainingJobName (string, max 63)`; None where there is none."""
    if not name:
        return None
    shape = shapes.get(name, {})
    said = [str(shape.get("type", "unknown"))]
    said += [f"{limit} {_limit(shape, limit)}" for limit in _LIMITS if _limit(shape, limit) is not None]
    if shape.get("enum"):
        said.append(f"{len(shape['enum'])} enum values")
    return f"{name} ({', '.join(said)})"


def _deprecation(element: Model) -> str | None:
    """What the model says where it advises against something; None where it does not."""
    if not element.get("deprecated"):
        return None
    return str(element.get("deprecatedMessage") or "deprecated")
