"""Published Python packages, read as data: installed ones, or wheels in a cache. None is ever imported or installed."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import platformdirs

from mlatlas.errors import BadRequest, FetchError

_FETCH_SECONDS: Final = 300
#: So many wheels of one package stay in the cache: whoever may ask for versions must not be able to fill the disk.
KEPT: Final = 20
_STALE_SECONDS: Final = 3600
_LONGEST_VERSION: Final = 24


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
        parts = file.split("/")
        return ".." not in parts and self.root.joinpath(*parts).is_file()

    def read(self, file: str) -> str:
        """The text of a file. Raises `FileNotFoundError` where there is none, and where the name leads elsewhere."""
        parts = file.split("/")
        if ".." in parts:
            raise FileNotFoundError(file)
        return self.root.joinpath(*parts).read_text("utf-8")

    def glob(self, pattern: str) -> list[str]:
        """The files that a pattern names, sorted; `*` stands for one name (`botocore/data/*/*/service-2.json`)."""
        if isinstance(self.root, zipfile.Path):
            # Far faster than asking zipfile.Path folder by folder, which reads the list of all files each time.
            names = self.root.root.namelist()
            known = re.compile(r"[^/]+".join(map(re.escape, pattern.split("*"))))
            return sorted(name for name in names if known.fullmatch(name))
        folder = Path(str(self.root))
        return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.is_file())


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
    for path in _wheels(name):
        if _version(path) == version:
            try:
                return Package(name, version, zipfile.Path(path))
            except (OSError, zipfile.BadZipFile):
                continue
    return None


def cached_versions(name: str) -> list[str]:
    """The versions of a package whose wheels are in the cache, the newest first."""
    return sorted({_version(path) for path in _wheels(name)}, key=_rank, reverse=True)


def _wheels(name: str) -> list[Path]:
    """The wheels of a package in the cache, by name."""
    stem = re.sub(r"[-_.]+", "_", name).lower()
    return sorted(cache().glob(f"{stem}-*.whl"))


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def _rank(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in version.split(".")]


def find(name: str, version: str) -> Package | None:
    """This version of a package, installed or in the cache; None where neither has it."""
    here = installed(name)
    return here if here is not None and here.version == version else cached(name, version)


def fetch(name: str, version: str) -> Package:
    """This version of a package; what is neither installed nor in the cache is downloaded with pip into the cache.

    The cache keeps the newest `KEPT` downloads of a package. Raises `BadRequest` for a text that is no version or
    a version that was never published, and `FetchError` where the package index cannot be reached.
    """
    if not is_version(version):
        raise BadRequest(f"'{version}' is no version: write it like 1.44.5")
    found = find(name, version)
    if found is None:
        # pip knows 1.44 as 1.44.0: the wheel says which version it is.
        found = cached(name, _version(_download(name, version)))
    if found is None:
        raise FetchError(f"{name} {version}: the downloaded wheel cannot be read; try again")
    return found


def is_version(text: str) -> bool:
    """Whether a text can be a version of a package.

    >>> is_version("1.44.5"), is_version("1.44.5 --pre")
    (True, False)
    """
    return len(text) <= _LONGEST_VERSION and bool(re.fullmatch(r"[0-9]+(\.[0-9a-z]+)*", text))


def _download(name: str, version: str) -> Path:
    """Let pip put the wheel into a new folder, and move it from there: a broken download is never in the cache."""
    folder = cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as work:
            _pip_download(f"{name}=={version}", work)
            wheel = next(Path(work).glob("*.whl"))
            wheel.touch()
            fetched = wheel.replace(folder / wheel.name)
    except OSError as error:
        raise FetchError(
            f"{folder}: cannot be written ({error.strerror}); set MLATLAS_CACHE to another folder"
        ) from error
    _forget_oldest(name)
    return fetched


def _sweep(folder: Path) -> None:
    """Remove what downloads that were killed left behind."""
    for left in folder.glob(".fetching-*"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _forget_oldest(name: str) -> None:
    for wheel in sorted(_wheels(name), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        wheel.unlink(missing_ok=True)


def _pip_download(requirement: str, folder: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--retries=2"]
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
    name, _, version = requirement.partition("==")
    failed = f"{name} {version} could not be fetched"
    by_hand = f"put the wheel into {cache()}"
    if "No module named pip" in output:
        return FetchError(f"{failed}: this Python has no pip; run `python -m ensurepip`, or {by_hand}")
    listed = re.search(r"from versions: ([^)]+)\)", output)
    # An index that did not answer says nothing about the versions that others (a folder of wheels) do not have.
    is_complete = "connection broken" not in output and "Could not fetch URL" not in output
    if listed and listed[1].strip() != "none" and is_complete:
        newest = listed[1].split(", ")[-3:]
        return BadRequest(f"{name} has no version {version}: the newest are {', '.join(newest)}")
    return FetchError(f"{failed}: the package index is out of reach; go online, or {by_hand}")
