"""The folder of stores: one builder at a time, and a finished store published by one rename.

A store is a folder: `data/` (the triples) and `manifest.json` (what is in it, from which files).
`stores/current` is a symbolic link that one rename moves from the old store to the new one, so that
readers see either, never something between; a build that fails or is killed leaves the old one.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import platformdirs

from mlatlas.errors import StoreError

_UNFINISHED: Final = ".building-"
_LINK: Final = ".link-"
_KEPT_STORES: Final = 3


def home() -> Path:
    """The folder for everything the atlas keeps: `$MLATLAS_HOME`, or the user's data folder."""
    return Path(os.environ.get("MLATLAS_HOME") or platformdirs.user_data_path("mlatlas", appauthor=False))


def current(folder: Path | None = None) -> Path:
    """The published store in `folder` (default: `home()`), as the link that `build` moves."""
    return (folder or home()) / "stores" / "current"


def manifest(folder: Path | None = None) -> dict[str, Any]:
    """What the published store says about itself; empty where there is none, or none that can be read."""
    try:
        content = json.loads((current(folder) / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def only_builder(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Be the only one who builds in `folder`; `wait` is called once where another has to finish first.

    The system gives the lock back when its process ends, however that ends: what unfinished builds left
    behind is nobody's then, and is removed here. Raises `StoreError` where the folder cannot be written.
    """
    stores = folder / "stores"
    try:
        stores.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".building").open("w")
    except OSError as error:
        raise _unwritable(folder, error) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep_unfinished(stores)
        yield


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """A new folder for a store under construction; it is removed unless `publish` gave it another name.

    Raises `StoreError` where it, or what is done with it, fails for want of rights or space.
    """
    work = folder / "stores" / f"{_UNFINISHED}{secrets.token_hex(4)}"
    try:
        work.mkdir()  # unlike tempfile's, it has the rights that people expect
        yield work
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def publish(work: Path) -> Path:
    """Give the finished store its name, then move the link `current` to it in one rename."""
    stores = work.parent
    target = stores / datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    work.rename(target)
    link = stores / f"{_LINK}{target.name}"
    link.symlink_to(target.name)
    link.replace(stores / "current")
    _sweep_old(target)
    return target


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(f"{folder}: cannot be written ({error.strerror or error}); set MLATLAS_HOME to another folder")


def _sweep_unfinished(stores: Path) -> None:
    """Remove what builds left behind that were killed."""
    for path in stores.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in stores.glob(f"{_LINK}*"):
        path.unlink(missing_ok=True)


def _sweep_old(newest: Path) -> None:
    """Remove old stores, but the newest few: somebody may still be reading those."""
    others = sorted(path for path in newest.parent.iterdir() if path.name[0].isdigit() and path != newest)
    for path in others[: 1 - _KEPT_STORES]:
        shutil.rmtree(path, ignore_errors=True)
