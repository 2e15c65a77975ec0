"""Building and publishing: a failed or killed build leaves the store that was there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mlatlas import build as building
from mlatlas.errors import DataError, StoreError
from mlatlas.store import EmbeddedStore
from mlatlas.terms import KB, atlas

ASK_ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def _triples(folder: Path) -> int:
    return int(str(EmbeddedStore(building.current(folder).resolve()).select(ASK_ALL)[0]["n"]))


def test_a_build_reports_what_it_made(curated_copy: Path, tmp_path: Path) -> None:
    stages: list[tuple[str, int, int]] = []
    report = building.build(curated_copy, tmp_path / "home", lambda *step: stages.append(step))
    assert report.statements >= 190
    assert report.triples == EmbeddedStore(Path(report.path)).manifest["triples"]
    assert [done for _, done, _ in stages] == sorted(done for _, done, _ in stages)
    assert stages[-1][1] == stages[-1][2]


def test_direct_triples_are_derived_for_what_holds_without_condition(curated_copy: Path, tmp_path: Path) -> None:
    building.build(curated_copy, tmp_path)
    store = EmbeddedStore(building.current(tmp_path).resolve())
    query = """SELECT ?o WHERE { VALUES (?s ?p) { (UNDEF UNDEF) }
        GRAPH <https://w3id.org/mlatlas/graph/derived> { ?s ?p ?o } }"""
    given = {"s": KB + "sagemaker-model-monitor", "p": atlas("hasCapability")}
    derived = store.select(query, given)
    assert KB + "bias-detection" in {row["o"] for row in derived}


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("serverless-inference", "supports", "vpc-configuration"),  # denied
        ("asynchronous-inference", "incurs", "cost-while-idle"),  # under a condition
        ("fast-file-mode", "requires", "storage-for-the-entire-dataset"),  # contradicted
        ("xgboost", "hasParameter", "pos-weight"),  # contradicted
    ],
)
def test_nothing_is_derived_from_denied_conditional_or_wrong_claims(
    subject: str, predicate: str, value: str, store_home: Path
) -> None:
    store = EmbeddedStore(building.current(store_home).resolve())
    query = "SELECT * WHERE { VALUES (?s ?p ?o) { (UNDEF UNDEF UNDEF) } ?s ?p ?o }"
    rows = store.select(query, {"s": KB + subject, "p": atlas(predicate), "o": KB + value})
    assert rows == []


def test_broken_data_leaves_the_old_store(curated_copy: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    building.build(curated_copy, home)
    before = (building.current(home).resolve(), _triples(home))
    (curated_copy / "graph" / "broken.ttl").write_text("kb:x", "utf-8")
    with pytest.raises(DataError, match=r"graph/broken\.ttl, line 1"):
        building.build(curated_copy, home)
    assert (building.current(home).resolve(), _triples(home)) == before
    assert not list((home / "stores").glob(".building-*"))


def test_a_store_is_fresh_until_a_file_changes(curated_copy: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert not building.is_fresh(curated_copy, home)
    building.build(curated_copy, home)
    assert building.is_fresh(curated_copy, home)
    with (curated_copy / "graph" / "kendra.ttl").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert not building.is_fresh(curated_copy, home)


def test_an_opened_store_answers_while_newer_ones_are_published(curated_copy: Path, tmp_path: Path) -> None:
    building.build(curated_copy, tmp_path)
    store = EmbeddedStore(building.current(tmp_path).resolve())
    before = store.select(ASK_ALL)
    building.build(curated_copy, tmp_path)
    building.build(curated_copy, tmp_path)
    assert store.select(ASK_ALL) == before


def test_old_stores_are_swept_but_the_newest_kept(curated_copy: Path, tmp_path: Path) -> None:
    for _ in range(5):
        last = building.build(curated_copy, tmp_path)
    kept = [path for path in (tmp_path / "stores").iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(kept) == 3
    assert Path(last.path).resolve() == building.current(tmp_path).resolve()


def test_a_folder_that_cannot_be_written_is_named(curated_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(StoreError, match=r"cannot be written .*set MLATLAS_HOME"):
        building.build(curated_copy, tmp_path / "file")


def test_a_build_killed_at_any_moment_leaves_a_store_that_answers(curated_copy: Path, tmp_path: Path) -> None:
    building.build(curated_copy, tmp_path)
    expected = _triples(tmp_path)
    code = "import sys; from pathlib import Path; from mlatlas.build import build; build(Path(sys.argv[1]), Path(sys.argv[2]))"
    for moment in range(6):
        process = subprocess.Popen([sys.executable, "-c", code, str(curated_copy), str(tmp_path)])
        time.sleep(0.4 + 0.1 * moment)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert _triples(tmp_path) == expected
    assert building.build(curated_copy, tmp_path).triples == expected
