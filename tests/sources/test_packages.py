"""Packages as data: installed, in the cache, fetched with pip from a folder; never from the network."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_models import JOBS, wheel
from mlatlas.errors import BadRequest, FetchError
from mlatlas.sources import packages
from mlatlas.sources.packages import Package


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache; pip knows no index and finds only the wheels that lie in the folder `shop`."""
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shop"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (tmp_path / "shop").mkdir()
    return tmp_path / "cache" / "wheels"


def fake_pip(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Another program in the place of Python, so that pip does what the test wants."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


# ── Reading ──────────────────────────────────────────────────────────────────


def test_a_folder_and_a_wheel_read_alike(tmp_path: Path) -> None:
    path = wheel(tmp_path, "1.0.0", {"jobs": JOBS, "polly": JOBS})
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path / "unpacked")
    for package in (
        Package("botocore", "1.0.0", zipfile.Path(path)),
        Package("botocore", "1.0.0", tmp_path / "unpacked"),
    ):
        assert package.label == "botocore 1.0.0"
        assert package.has("botocore/__init__.py")
        assert not package.has("botocore/data")
        assert "Version: 1.0.0" in package.read("botocore-1.0.0.dist-info/METADATA")
        assert package.glob("botocore/data/*/*/service-2.json.gz") == [
            f"botocore/data/{service}/2020-01-01/service-2.json.gz" for service in ("jobs", "polly")
        ]
        assert package.glob("botocore/*.json.gz") == []
        with pytest.raises(FileNotFoundError):
            package.read("botocore/nothing.py")


def test_the_installed_package_is_found_and_another_is_not() -> None:
    here = packages.installed("botocore")
    assert here is not None
    assert packages.find("botocore", here.version) == here
    assert packages.installed("no-such-package-at-all") is None
    assert packages.find("botocore", "0.0.1") is None


def test_the_cache_lists_versions_the_newest_first(wheels: Path) -> None:
    for version in ("1.9.0", "1.10.0", "1.10.0rc1", "1.2.30"):
        wheel(wheels, version, {})
    (wheels / "botocore_extra-9.0.0-py3-none-any.whl").touch()
    assert packages.cached_versions("botocore") == ["1.10.0", "1.10.0rc1", "1.9.0", "1.2.30"]


def test_a_broken_wheel_in_the_cache_is_none(wheels: Path) -> None:
    whole = wheel(wheels, "1.0.0", {"jobs": JOBS})
    whole.write_bytes(whole.read_bytes()[:100])
    assert packages.cached("botocore", "1.0.0") is None


@given(st.text())
def test_a_version_is_digits_and_points_and_no_option(text: str) -> None:
    if packages.is_version(text):
        assert text.isascii()
        assert text[0].isdigit()
        assert text.replace(".", "").isalnum()


@pytest.mark.parametrize("text", ["1.44.5", "1", "1.0rc1"])
def test_what_a_version_looks_like(text: str) -> None:
    assert packages.is_version(text)


# ── Fetching ─────────────────────────────────────────────────────────────────


def test_a_version_is_fetched_once(tmp_path: Path, wheels: Path) -> None:
    offered = wheel(tmp_path / "shop", "1.0.0", {"jobs": JOBS})
    assert packages.fetch("botocore", "1.0.0").version == "1.0.0"
    assert [path.name for path in wheels.iterdir()] == [offered.name]
    offered.unlink()
    assert packages.fetch("botocore", "1.0.0").has("botocore/__init__.py")


def test_pip_completes_a_version(tmp_path: Path) -> None:
    wheel(tmp_path / "shop", "1.3.0", {})
    assert packages.fetch("botocore", "1.3").version == "1.3.0"


def test_a_broken_wheel_is_fetched_anew(tmp_path: Path, wheels: Path) -> None:
    wheel(tmp_path / "shop", "1.0.0", {})
    wheels.mkdir(parents=True)
    (wheels / "botocore-1.0.0-py3-none-any.whl").write_bytes(b"PK")
    assert packages.fetch("botocore", "1.0.0").has("botocore/__init__.py")


@pytest.mark.parametrize("text", ["", "abc", "1..2", "1.0 --pre", "-1", "../1.0", "١.٢", "1" * 99, "1.0\n"])
def test_a_text_that_is_no_version_never_reaches_pip(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_pip(monkeypatch, tmp_path, "touch " + str(tmp_path / "called"))
    with pytest.raises(BadRequest, match="is no version: write it like"):
        packages.fetch("botocore", text)
    assert not (tmp_path / "called").exists()


def test_a_version_that_was_never_published_names_the_newest(tmp_path: Path) -> None:
    for version in ("1.0.0", "1.1.0", "1.2.0", "1.10.0"):
        wheel(tmp_path / "shop", version, {})
    with pytest.raises(BadRequest, match=r"has no version 1\.5\.0: the newest are 1\.1\.0, 1\.2\.0, 1\.10\.0"):
        packages.fetch("botocore", "1.5.0")


def test_without_an_index_the_error_says_what_to_do(wheels: Path) -> None:
    with pytest.raises(FetchError, match="out of reach; go online, or put the wheel into") as caught:
        packages.fetch("botocore", "1.0.0")
    assert str(wheels) in str(caught.value)
    assert list(wheels.iterdir()) == []


def test_an_index_that_does_not_answer_says_nothing_about_versions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = ["WARNING: Retrying after connection broken by X", "ERROR: (from versions: 1.43.106, 1.43.107)"]
    fake_pip(monkeypatch, tmp_path, "".join(f"echo '{line}' >&2\n" for line in lines) + "exit 1")
    with pytest.raises(FetchError, match="out of reach"):
        packages.fetch("botocore", "1.0.0")


def test_a_python_without_pip_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_pip(monkeypatch, tmp_path, "echo '/x/python: No module named pip' >&2\nexit 1")
    with pytest.raises(FetchError, match="has no pip; run `python -m ensurepip`"):
        packages.fetch("botocore", "1.0.0")


def test_a_download_that_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_pip(monkeypatch, tmp_path, "exec sleep 20")
    monkeypatch.setattr(packages, "_FETCH_SECONDS", 0.1)
    with pytest.raises(FetchError, match="check the connection"):
        packages.fetch("botocore", "1.0.0")


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "file"))
    with pytest.raises(FetchError, match=r"cannot be written .*; set MLATLAS_CACHE"):
        packages.fetch("botocore", "1.0.0")


def test_the_cache_does_not_grow_for_ever(tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "KEPT", 3)
    for number in range(3):
        old = wheel(wheels, f"1.{number}.0", {})
        os.utime(old, (1000 - number, 1000 - number))  # the first is the youngest of them
    other = wheels / "sagemaker-1.0.0-py3-none-any.whl"
    other.touch()
    wheel(tmp_path / "shop", "0.1.0", {})
    packages.fetch("botocore", "0.1.0")
    assert packages.cached_versions("botocore") == ["1.1.0", "1.0.0", "0.1.0"]
    assert other.exists()


def test_what_a_killed_download_left_is_swept(tmp_path: Path, wheels: Path) -> None:
    left, running = wheels / ".fetching-left", wheels / ".fetching-running"
    for folder in (left, running):
        folder.mkdir(parents=True)
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    wheel(tmp_path / "shop", "1.0.0", {})
    packages.fetch("botocore", "1.0.0")
    assert not left.exists()
    assert running.exists()
