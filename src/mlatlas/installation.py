"""What is done to this installation: its store is built, its curated files are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mlatlas import build as building
from mlatlas import check as checking
from mlatlas.build import BuildReport, Progress
from mlatlas.check import CheckReport
from mlatlas.resources import data_root


def build_store(progress: Progress | None = None, services: Sequence[str] | None = None) -> BuildReport:
    """Build and publish the store of this installation: its curated files, and the API models of `services`.

    These are names, or `ml`, `all`, `none`; without them, those that were asked for last time, at first `ml`.
    Raises `BadRequest` for an unknown service.
    """
    return building.build(data_root(), None, progress, services)


def check_data(root: Path | None = None) -> CheckReport:
    """Check the curated files under `root` (default: this installation's) against every rule and authority."""
    return checking.check(root or data_root())


def fetch_authorities(tell: Callable[[str], None], root: Path | None = None) -> None:
    """Download the packages that checks look into and this machine lacks; `tell` is told of each."""
    checking.fetch_authorities(root or data_root(), tell)
