"""AWS's own API models, as the package botocore ships them: which there are, and what is in one."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from typing import Any, Final

from rapidfuzz import process

from mlatlas.errors import BadRequest, DataError
from mlatlas.sources import packages
from mlatlas.sources.packages import Package
from mlatlas.terms import AWS

PACKAGE: Final = "botocore"
#: The services of machine learning, as patterns over botocore's names.
ML: Final = (
    "bedrock*", "comprehend*", "databrew", "forecast*", "frauddetector", "glue", "healthlake", "kendra*", "lex*",
    "lookout*", "personalize*", "polly", "quicksight", "rekognition", "sagemaker*", "textract", "transcribe",
    "translate",
)  # fmt: skip
_FILES: Final = ("service-2.json.gz", "service-2.json")

Model = dict[str, Any]


@dataclass(frozen=True)
class Models:
    """The API models of one version of botocore.

    >>> Models.installed().choose(["polly"])
    ('polly',)
    """

    package: Package

    @classmethod
    def installed(cls) -> Models:
        """The models of the installed botocore. Raises `DataError` where it is not installed."""
        package = packages.installed(PACKAGE)
        if package is None:
            raise DataError("the package botocore is not installed: run `pip install botocore`")
        return cls(package)

    @property
    def version(self) -> str:
        """The version of botocore."""
        return self.package.version

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The names of all services that have a model, sorted."""
        found = (file for name in _FILES for file in self.package.glob(f"botocore/data/*/*/{name}"))
        return tuple(sorted({file.split("/")[2] for file in found}))

    def choose(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The services that are meant by names, or by `ml`, `all` or `none`; sorted, each once.

        Raises `BadRequest` with the nearest names for one that does not exist.
        """
        chosen: set[str] = set()
        for name in wanted:
            chosen.update(self._meant(name.strip().lower()))
        return tuple(sorted(chosen))

    def _meant(self, name: str) -> Sequence[str]:
        if name == "none":
            return ()
        if name == "all":
            return self.services
        if name == "ml":
            return [service for service in self.services if any(fnmatchcase(service, known) for known in ML)]
        if name in self.services:
            return (name,)
        near = [found for found, _, _ in process.extract(name, self.services, limit=3, score_cutoff=60)]
        hint = f"did you mean {' or '.join(near)}?" if near else "use ml, all, none, or a name that botocore knows"
        raise BadRequest(f"unknown service '{name}': {hint}")

    def api_version(self, service: str) -> str:
        """The date that names the newest version of a service's API: `2017-07-24`."""
        return self._file(service)[0]

    def read(self, service: str) -> Model:
        """The model of a service: its `metadata`, `operations` and `shapes`.

        Raises `DataError` that names the file where it is missing, cut off or no model.
        """
        version, file = self._file(service)
        name = f"{self.package.label}: {service}/{version}/{file.name}"
        try:
            content = file.read_bytes()
            model = json.loads(gzip.decompress(content) if file.name.endswith(".gz") else content)
            if not all(isinstance(model[part], dict) for part in ("metadata", "operations", "shapes")):
                raise DataError(f"{name}: a part of it is no object; install botocore anew")
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, zipfile.BadZipFile) as error:
            raise DataError(f"{name}: not a readable API model ({_brief(error)}); install botocore anew") from error
        return dict(model)

    @property
    def _data(self) -> Traversable:
        return self.package.root.joinpath("botocore", "data")

    def _file(self, service: str) -> tuple[str, Traversable]:
        found = _newest(self._data.joinpath(service))
        if found is None:
            raise DataError(f"{self.package.label}: no API model of the service {service}")
        return found


class Elements:
    """Which parts the API models of one version have; each model is read once.

    >>> Elements(Models.installed()).has(AWS + "polly.operations.DescribeVoices")
    True
    """

    def __init__(self, models: Models) -> None:
        self._models = models
        self._read = cache(models.read)

    def has(self, iri: str) -> bool:
        """Whether there is what an IRI (`aws:sagemaker.shapes.Tag.members.Key`) names.

        Raises `DataError` for a model that cannot be read.
        """
        service, _, path = iri.removeprefix(AWS).partition(".")
        if service not in self._models.services:
            return False
        inside: object = self._read(service)
        for step in filter(None, path.split(".")):
            if not isinstance(inside, dict) or step not in inside:
                return False
            inside = inside[step]
        return True


def _newest(folder: Traversable) -> tuple[str, Traversable] | None:
    """The version of the newest model in a service's folder, and its file."""
    if not folder.is_dir():
        return None
    for version in sorted((child for child in folder.iterdir() if child.is_dir()), key=_name, reverse=True):
        for name in _FILES:
            if version.joinpath(name).is_file():
                return version.name, version.joinpath(name)
    return None


def _name(place: Traversable) -> str:
    return place.name


def _brief(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
