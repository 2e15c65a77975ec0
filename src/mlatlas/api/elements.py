"""Records of what lies in an API model, and their names: the IRI of an element is its place in the model.

>>> ref_of(aws("sagemaker", "shapes.Tag.members.Key"))
Ref(iri='https://w3id.org/mlatlas/aws/sagemaker.shapes.Tag.members.Key', label='Key', kind='Member')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mlatlas.facts import Quantity, Ref
from mlatlas.quantities import plain, symbol
from mlatlas.terms import AWS, UNIT, aws

#: The classes of elements, the most telling first.
KINDS: Final = ("ApiService", "Operation", "Shape", "Member")

_SECTIONS: Final = {"operations": "Operation", "shapes": "Shape", "members": "Member"}
#: How a number is measured where its name says so: `VolumeSizeInGB`.
_UNITS_IN_NAMES: Final = {
    "Bytes": "BYTE", "KB": "KiloBYTE", "MB": "MegaBYTE", "GB": "GigaBYTE", "Milliseconds": "MilliSEC",
    "Seconds": "SEC", "Minutes": "MIN", "Hours": "HR", "Days": "DAY",
}  # fmt: skip
_UNIT_IN_NAME: Final = re.compile(rf"In({'|'.join(_UNITS_IN_NAMES)})$")
_PATH: Final = re.compile(r"operations\.[\w%~-]+|shapes\.[\w%~-]+(\.members\.[\w%~-]+)?", re.ASCII)
_UNITLESS: Final = UNIT + "UNITLESS"
_MOST_VALUES: Final = 6


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose API is in the store; `source` is the package and the version that it was read from."""

    name: str
    ref: Ref
    api_version: str
    package: str
    version: str

    @property
    def authority(self) -> str:
        """The model as people cite it: `botocore API model sagemaker 2017-07-24`."""
        return f"{self.package} API model {self.name} {self.api_version}".strip()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the model allows for a value: type, smallest and largest, pattern, and the values of an enum.

    `minimum` and `maximum` are in `unit` (IRI): characters of a string, bytes of a blob, items of a list, entries
    of a map; of a number what its name says (`VolumeSizeInGB`), or none.
    """

    type: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = _UNITLESS
    pattern: str | None = None
    values: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """What of the value is bounded: the length of a string, the size of a list, map or blob, else the value."""
        return {"string": "length", "blob": "size", "list": "size", "map": "size"}.get(self.type, "value")

    @property
    def stated_minimum(self) -> Decimal | None:
        """The smallest, unless it is a length or a size of nought, which bounds nothing."""
        return None if self.minimum == 0 and self.measure != "value" else self.minimum

    @property
    def range(self) -> str:
        """Smallest and largest in words: `1 to 63 characters`; empty where the model names neither."""
        smallest, largest = self.stated_minimum, self.maximum
        if smallest is None or largest is None:
            ends = (("min.", smallest), ("max.", largest))
            return "".join(f"{word} {amount(value, self.unit)}" for word, value in ends if value is not None)
        if smallest == largest:
            return f"exactly {amount(largest, self.unit)}"
        return f"{plain(smallest)} to {amount(largest, self.unit)}"

    @property
    def allowed(self) -> str:
        """The values of an enum in words, of many only the number."""
        if len(self.values) > _MOST_VALUES:
            return f"one of {len(self.values)} values"
        return " or ".join(self.values)

    @property
    def summary(self) -> str:
        """Everything in one line.

        >>> Bounds("integer", Decimal(1), Decimal(6), UNIT + "GigaBYTE").summary
        'integer, 1 to 6 GB'
        """
        pattern = f"matches {self.pattern}" if self.pattern and self.pattern != ".*" else ""
        return ", ".join(part for part in (self.type, self.range, self.allowed, pattern) if part)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a structure, with the bounds of what it holds; `target` is the shape of that."""

    ref: Ref
    structure: Ref
    required: bool
    target: Ref
    bounds: Bounds
    location: str = ""
    deprecated: bool = False


def amount(value: Decimal, unit: str) -> str:
    """A number with its unit: `1 character`, `63 characters`."""
    sign = symbol(unit)
    if value == 1:
        sign = {"characters": "character", "items": "item", "entries": "entry"}.get(sign, sign)
    return f"{plain(value)} {sign}".strip()


def quantity(value: Decimal, unit: str) -> Quantity:
    """A bound as a quantity."""
    return Quantity(value, unit, amount(value, unit))


def unit_of(stated: str | None, *names: str) -> str:
    """The unit of a bound: the stated one, or what one of the names of a number says.

    >>> unit_of(None, "VolumeSizeInGB") == UNIT + "GigaBYTE"
    True
    """
    said = [_UNIT_IN_NAME.search(name) for name in names]
    found = next((UNIT + _UNITS_IN_NAMES[match[1]] for match in said if match), _UNITLESS)
    return stated or found


# ── Names ────────────────────────────────────────────────────────────────────


def is_element(iri: str) -> bool:
    """Whether an IRI names something of an API."""
    return iri.startswith(AWS)


def place(iri: str) -> tuple[str, str]:
    """The service and the path in its model: `("sagemaker", "shapes.Tag")`; a service has an empty path."""
    service, _, path = iri.removeprefix(AWS).partition(".")
    return service, path


def kind_of(iri: str) -> str:
    """The class of the element with an IRI.

    >>> kind_of(aws("sagemaker")), kind_of(aws("sagemaker", "shapes.Tag.members.Key"))
    ('ApiService', 'Member')
    """
    parts = place(iri)[1].split(".")
    return _SECTIONS[parts[-2]] if len(parts) > 1 else "ApiService"


def ref_of(iri: str) -> Ref:
    """The element with an IRI; a service is labelled with its name. Whether it is in the store is not looked at."""
    service, path = place(iri)
    return Ref(iri, path.rpartition(".")[2] or service, kind_of(iri))


def element_at(iri: str) -> Ref | None:
    """The element with an IRI, labelled with what it lies in; None for an IRI that cannot be one.

    >>> element_at(aws("sagemaker", "nonsense"))
    """
    service, path = place(iri)
    if not is_element(iri) or not service or (path and not _PATH.fullmatch(path)):
        return None
    ref = ref_of(iri)
    return Ref(ref.iri, whole_label(ref), ref.kind)


def whole_label(ref: Ref) -> str:
    """The label of an element; that of a member with its structure, for many members have the same.

    >>> whole_label(ref_of(aws("sagemaker", "shapes.Tag.members.Key")))
    'Tag.Key'
    """
    return f"{place(ref.iri)[1].split('.')[1]}.{ref.label}" if ref.kind == "Member" else ref.label


def short_name(ref: Ref) -> str:
    """The name of an element with its service, as people may type it: `sagemaker.Tag.Key`."""
    service, path = place(ref.iri)
    return f"{service}.{whole_label(ref)}" if path else service


def candidates(name: str, services: Sequence[str]) -> list[str]:
    """The IRIs that a name may mean, the likeliest first; it names the service.

    >>> candidates("sagemaker.Tag.Key", ["sagemaker"])
    ['https://w3id.org/mlatlas/aws/sagemaker.shapes.Tag.members.Key']
    """
    service, _, path = name.removeprefix(AWS).removeprefix("aws:").partition(".")
    if service not in services:
        return []
    shape, _, member = path.partition(".")
    paths = [path, f"operations.{path}", f"shapes.{path}", f"shapes.{shape}.members.{member}"]
    return [aws(service, one) for one in paths if not path or _PATH.fullmatch(one)][: None if path else 1]
