"""Published Python packages, read as data: installed ones, or wheels in a cache. None is ever imported or installed."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import platformdirs

from mlatlas.errors import BadRequest, FetchError

_FETCH_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Package:
    """A package in one version. `root` holds its modules and data, as a folder or inside a wheel."""

    name: str
    version: str
    root: Traversable

    @property
    def label(self) -> str:
        """The package as people cite it: `botocore 1.44.5`."""
        return f"{self.name} {self.version}"

    def has(self, file: str) -> bool:
        """Whether the package holds this file (`sagemaker/tuner.py`)."""
        return self.root.joinpath(*file.split("/")).is_file()

    def read(self, file: str) -> str:
        """The text of a file. Raises `FileNotFoundError` where there is none."""
        return self.root.joinpath(*file.split("/")).read_text("utf-8")


def cache() -> Path:
    """The folder of fetched wheels: `$MLATLAS_CACHE`, or one in the user's cache folder."""
    return Path(os.environ.get("MLATLAS_CACHE") or platformdirs.user_cache_path("mlatlas", appauthor=False)) / "wheels"


def installed(name: str) -> Package | None:
    """The installed version of a package; None where it is not installed."""
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    return Package(name, distribution.version, Path(str(distribution.locate_file(""))))


def cached(name: str, version: str) -> Package | None:
    """A wheel that was fetched before; None where there is none, or only a broken one."""
    stem = re.sub(r"[-_.]+", "_", name).lower()
    for path in sorted(cache().glob(f"{stem}-{version}-*.whl")):
        try:
            return Package(name, version, zipfile.Path(path))
        except (OSError, zipfile.BadZipFile):
            continue
    return None


def find(name: str, version: str) -> Package | None:
    """This version of a package, installed or in the cache; None where neither has it."""
    here = installed(name)
    return here if here is not None and here.version == version else cached(name, version)


def fetch(name: str, version: str) -> Package:
    """This version of a package; what is neither installed nor in the cache is downloaded with pip into the cache.

    Raises `BadRequest` for a text that is no version or a version that was never published, and `FetchError`
    where the package index cannot be reached.
    """
    if not re.fullmatch(r"\d+(\.\w+)*", version):
        raise BadRequest(f"'{version}' is no version: write it like 1.44.5")
    found = find(name, version)
    if found is None:
        _download(name, version)
        found = cached(name, version)
    if found is None:
        raise FetchError(f"{name} {version}: the downloaded wheel cannot be read; try again")
    return found


def _download(name: str, version: str) -> None:
    """Let pip put the wheel into a new folder, and move it from there: a broken download is never in the cache."""
    folder = cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as work:
            _pip_download(f"{name}=={version}", work)
            for wheel in Path(work).glob("*.whl"):
                wheel.replace(folder / wheel.name)
    except OSError as error:
        raise FetchError(
            f"{folder}: cannot be written ({error.strerror}); set MLATLAS_CACHE to another folder"
        ) from error


def _pip_download(requirement: str, folder: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    try:
        done = subprocess.run(  # noqa: S603 - the name is ours, the version was checked
            [*command, "--disable-pip-version-check", "--dest", folder, requirement],
            capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"{requirement}: not fetched within {_FETCH_SECONDS} s; check the connection") from error
    if done.returncode:
        raise _failure(requirement, done.stderr)


def _failure(requirement: str, output: str) -> BadRequest | FetchError:
    """Why pip gave up: it lists the published versions where only this one does not exist."""
    listed = re.search(r"from versions: ([^)]+)\)", output)
    name, _, version = requirement.partition("==")
    if listed and listed[1].strip() != "none":
        newest = listed[1].split(", ")[-3:]
        return BadRequest(f"{name} has no version {version}: the newest are {', '.join(newest)}")
    place = f"go online, or put the wheel into {cache()}"
    return FetchError(f"{name} {version} could not be fetched: the package index is out of reach; {place}")
