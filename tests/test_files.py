from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas import files
from mlatlas.errors import BadRequest


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    target.write_bytes(b"old")
    files.write(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"x\.txt: cannot be written .*choose another place"):
        files.write(tmp_path / "missing" / "x.txt", b"")
