"""`check`: a statement, a verdict or a check that an authority denies is named with file, line and repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas.check import check, fetch_authorities
from mlatlas.errors import FetchError
from mlatlas.resources import data_root
from mlatlas.sources import packages


def edit(root: Path, file: str, statement: str, before: str, after: str) -> int:
    """Change a text inside a statement; gives the line on which the statement begins."""
    path = root / "graph" / file
    text = path.read_text("utf-8")
    start = text.index(f"stmt:{statement} a ")
    place = text.index(before, start)
    path.write_text(text[:place] + after + text[place + len(before) :], "utf-8")
    return text.count("\n", 0, start) + 1


def test_the_curated_facts_pass() -> None:
    report = check(data_root())
    assert report.violations == ()
    assert set(report.checks) == {"agrees"}, f"not on this machine: {report.absent}; run `make check`"
    assert report.checks["agrees"] >= 133
    assert report.checked >= 98


def test_a_wrong_value_is_caught(curated_copy: Path) -> None:
    line = edit(curated_copy, "inference-options.ttl", "F072", "atlas:value 6 ", "atlas:value 5 ")
    (found,) = check(curated_copy).violations
    assert (found.file, found.line, found.subject) == ("graph/inference-options.ttl", line, "stmt:F072")
    assert "shapes.ServerlessMemorySizeInMB.max = 6144, not 5000 or 5120 MB (5 GB)" in found.rule
    assert "correct the statement" in found.repair


def test_a_path_that_is_gone_is_a_violation(curated_copy: Path) -> None:
    path = 'atlas:path "shapes.{}.max"'
    edit(curated_copy, "inference-options.ttl", "F073", path.format("ServerlessMaxConcurrency"), path.format("Gone"))
    (found,) = check(curated_copy).violations
    assert "has no such path: shapes.Gone.max" in found.rule


def test_a_refuted_statement_cannot_be_confirmed(curated_copy: Path) -> None:
    edit(
        curated_copy,
        "input-modes.ttl",
        "F095",
        "atlas:verdict atlas:contradicted ; atlas:correctedBy stmt:F095-exact",
        "atlas:verdict atlas:confirmed",
    )
    (found,) = (violation for violation in check(curated_copy).violations if "is refuted by" in violation.rule)
    assert found.subject == "stmt:F095"
    assert "atlas:correctedBy" in found.repair


def test_a_contradicted_statement_without_correction_is_a_violation(curated_copy: Path) -> None:
    edit(curated_copy, "input-modes.ttl", "F095", " ; atlas:correctedBy stmt:F095-exact", "")
    (found,) = check(curated_copy).violations
    assert "no statement says what is right" in found.rule


def test_absent_authorities_are_named_and_nothing_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path))
    report = check(data_root())
    assert report.violations == ()
    assert report.checks["not checked"] >= 42
    assert "smclarify 0.5" in report.absent


def test_what_is_missing_is_fetched_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path))
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(packages, "fetch", lambda name, version: asked.append((name, version)))
    told: list[str] = []
    fetch_authorities(data_root(), told.append)
    assert len(asked) == len(set(asked)) == len(told) >= 7
    assert "Fetching smclarify 0.5 …" in told


def test_offline_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path))
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch_authorities(data_root(), lambda _text: None)
