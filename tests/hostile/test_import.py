"""Hostile folders, looked at with `mlatlas check --root` each in a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import folders
from hostile.canary import Canary
from hostile.cases import REFUSED
from hostile.conftest import check_end
from hostile.folders import Folder
from hostile.importing import Checker, checker
from mlatlas.resources import data_root

CASES = [case for group in folders.ALL.values() for case in group]
_SLOWEST = 15.0


@pytest.fixture(scope="module")
def checking() -> Iterator[Checker]:
    with checker() as started:
        yield started


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_refused_in_a_sentence(case: Folder, checking: Checker, bird: Canary, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    for name in ("ontology.ttl", "shapes.ttl"):
        shutil.copy(data_root() / name, root)
    case.make(root, bird.host, str(bird.file))
    check_end(checking.check(root, tmp_path / "log"), REFUSED, bird, _SLOWEST)
