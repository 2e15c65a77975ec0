"""What was found to break no rule is known again, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas import build, check, sound
from mlatlas.errors import DataError


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_files_are_known_until_one_is_changed(curated_copy: Path, cache: Path) -> None:
    assert not sound.is_known(curated_copy)
    sound.remember(curated_copy)
    assert sound.is_known(curated_copy)
    file = curated_copy / "graph" / "kendra.ttl"
    file.write_text(f"{file.read_text('utf-8')}# a remark\n", "utf-8")
    assert not sound.is_known(curated_copy)


def test_a_check_remembers_what_is_sound_only(curated_copy: Path, cache: Path) -> None:
    file = curated_copy / "graph" / "kendra.ttl"
    before = file.read_text("utf-8")
    file.write_text(before.replace("skos:definition", "rdfs:comment", 1), "utf-8")
    assert check.check(curated_copy).violations
    assert not sound.is_known(curated_copy)
    with pytest.raises(DataError):
        build.build(curated_copy, cache / "home", services=("none",))
    assert not sound.is_known(curated_copy)
    file.write_text(before, "utf-8")
    build.build(curated_copy, cache / "home", services=("none",))
    assert sound.is_known(curated_copy)


def test_a_cache_that_cannot_be_written_is_no_error(curated_copy: Path, cache: Path) -> None:
    cache.write_text("a file in its place", "utf-8")
    sound.remember(curated_copy)
    assert not sound.is_known(curated_copy)
