"""Building and publishing: a failed or killed build leaves the store that was there, the next one finishes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from fake_models import JOBS, models
from mlatlas import build as building
from mlatlas.errors import BadRequest, DataError, StoreError
from mlatlas.publish import manifest
from mlatlas.resources import data_root
from mlatlas.store import EmbeddedStore
from mlatlas.terms import api_graph

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMES = "SELECT ?name WHERE { ?entity skos:prefLabel ?name } ORDER BY ?name"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
NONE = ("none",)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A few curated files that are sound by themselves: building them takes a fraction of a second."""
    folder = tmp_path / "data"
    (folder / "graph").mkdir(parents=True)
    files = ("topics", "sources", "endpoint-features", "frameworks", "inference-options", "model-registry", "sagemaker")
    for name in ("ontology.ttl", "shapes.ttl", *(f"graph/{file}.ttl" for file in files)):
        shutil.copy(data_root() / name, folder / name)
    return folder


def touch(data: Path) -> None:
    with (data / "graph" / "topics.ttl").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")


def store(home: Path) -> EmbeddedStore:
    return EmbeddedStore(building.current(home).resolve())


def triples(home: Path) -> int:
    return int(str(store(home).select(COUNT)[0]["n"]))


def services(home: Path) -> set[str]:
    graphs = {str(row["g"]) for row in store(home).select(GRAPHS)}
    return {graph.removeprefix(api_graph("")) for graph in graphs if graph.startswith(api_graph(""))}


# ── What a build makes ───────────────────────────────────────────────────────


def test_a_build_reports_what_it_made(data: Path, tmp_path: Path) -> None:
    stages: list[tuple[str, int, int]] = []
    report = building.build(data, tmp_path / "home", lambda *step: stages.append(step), ["polly", "translate"])
    assert report.statements > 5
    assert (report.services, report.skipped) == (2, ())
    assert report.triples == triples(tmp_path / "home") == manifest(tmp_path / "home")["triples"]
    assert services(tmp_path / "home") == {"polly", "translate"} == {*manifest(tmp_path / "home")["services"]}
    assert [done for _, done, _ in stages] == sorted(done for _, done, _ in stages)
    assert stages[-1][1] == stages[-1][2] == 7
    assert any(stage.startswith("API models: 2 of 2, ") for stage, _, _ in stages)


def test_the_curated_facts_alone(data: Path, tmp_path: Path) -> None:
    report = building.build(data, tmp_path / "home", services=NONE)
    assert report.services == 0
    assert services(tmp_path / "home") == set()
    assert report.triples == triples(tmp_path / "home")


def test_an_unknown_service_is_refused_before_anything_else(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="did you mean polly"):
        building.build(data, tmp_path / "home", services=["poly"])
    assert not (tmp_path / "home").exists()


def test_a_corrupt_model_is_skipped_and_the_others_are_built(data: Path, tmp_path: Path) -> None:
    using = models(tmp_path, "1.0.0", {"glue": JOBS, "jobs": JOBS, "polly": JOBS})
    (tmp_path / "1.0.0/botocore/data/jobs/2020-01-01/service-2.json").write_text('{"metadata": {}, "opera', "utf-8")
    report = building.build(data, tmp_path / "home", services=["all"], models=using)
    assert services(tmp_path / "home") == {"glue", "polly"}
    (skipped,) = report.skipped
    assert skipped.service == "jobs"
    assert "jobs/2020-01-01/service-2.json: not a readable API model" in skipped.reason


# ── When to build again ──────────────────────────────────────────────────────


def test_a_store_is_fresh_until_a_file_changes(data: Path, tmp_path: Path) -> None:
    assert not building.is_fresh(data, tmp_path)
    building.build(data, tmp_path, services=NONE)
    assert building.is_fresh(data, tmp_path)
    touch(data)
    assert not building.is_fresh(data, tmp_path)


def test_a_store_is_fresh_until_botocore_changes(data: Path, tmp_path: Path) -> None:
    building.build(data, tmp_path / "home", services=NONE, models=models(tmp_path, "1.0.0", {}))
    assert not building.is_fresh(data, tmp_path / "home")


def test_a_store_is_fresh_until_a_missing_authority_comes(
    curated_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have = os.environ["MLATLAS_CACHE"]
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "empty"))
    building.build(curated_copy, tmp_path, services=NONE)
    assert ["sagemaker", "2.257.7"] in manifest(tmp_path)["absent"]
    assert building.is_fresh(curated_copy, tmp_path)
    monkeypatch.setenv("MLATLAS_CACHE", have)
    assert not building.is_fresh(curated_copy, tmp_path)
    building.refresh(curated_copy, tmp_path)
    assert manifest(tmp_path)["absent"] == []


def test_a_fresh_store_is_left_alone(data: Path, tmp_path: Path) -> None:
    building.build(data, tmp_path, services=NONE)
    before = building.current(tmp_path).resolve()
    building.refresh(data, tmp_path)
    assert building.current(tmp_path).resolve() == before


def test_a_stale_store_keeps_the_services_that_were_asked_for(data: Path, tmp_path: Path) -> None:
    building.build(data, tmp_path, services=["polly"])
    touch(data)
    building.refresh(data, tmp_path)
    assert (services(tmp_path), building.is_fresh(data, tmp_path)) == ({"polly"}, True)
    assert building.build(data, tmp_path).services == 1
    assert building.build(data, tmp_path, services=[]).services == 0
    assert building.build(data, tmp_path).services == 0


def test_services_that_botocore_lost_are_forgotten(data: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    building.build(data, home, services=["glue", "jobs "], models=models(tmp_path, "1", {"glue": JOBS, "jobs": JOBS}))
    building.build(data, home, models=models(tmp_path, "1.1", {"glue": JOBS, "jobs": JOBS}))
    assert services(home) == {"glue", "jobs"}
    building.build(data, home, models=models(tmp_path, "2.0.0", {"glue": JOBS}))
    assert services(home) == {"glue"}
    building.build(data, home, models=models(tmp_path, "3.0.0", {}))
    assert services(home) == set()


def test_without_a_choice_the_services_of_machine_learning_are_built(data: Path, tmp_path: Path) -> None:
    using = models(tmp_path, "1.0.0", {"glue": JOBS, "s3": JOBS, "sagemaker": JOBS})
    building.build(data, tmp_path / "home", models=using)
    assert services(tmp_path / "home") == {"glue", "sagemaker"}


# ── What goes wrong leaves the old store ─────────────────────────────────────


def test_broken_data_leaves_the_old_store(data: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    building.build(data, home, services=["polly"])
    before = (building.current(home).resolve(), triples(home))
    (data / "graph" / "broken.ttl").write_text("kb:x", "utf-8")
    with pytest.raises(DataError, match=r"graph/broken\.ttl, line 1"):
        building.build(data, home)
    assert (building.current(home).resolve(), triples(home)) == before
    assert not list((home / "stores").glob(".building-*"))


def test_a_broken_rule_is_named(data: Path, tmp_path: Path) -> None:
    with (data / "graph" / "topics.ttl").open("a", encoding="utf-8") as file:
        file.write("\nkb:nothing a atlas:Option .\n")
    with pytest.raises(DataError, match=r"graph/topics\.ttl, line \d+: kb:nothing: "):
        building.build(data, tmp_path / "home", services=NONE)


def test_an_opened_store_answers_while_newer_ones_are_published(data: Path, tmp_path: Path) -> None:
    building.build(data, tmp_path, services=["polly"])
    opened = store(tmp_path)
    before = opened.select(COUNT)
    for chosen in (["polly"], ["translate"], NONE, NONE):
        building.build(data, tmp_path, services=chosen)
    assert opened.select(COUNT) == before


def test_a_folder_that_cannot_be_written_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(StoreError, match=r"cannot be written .*set MLATLAS_HOME"):
        building.build(data, tmp_path / "file", services=NONE)


# ── Killed, and two at once ──────────────────────────────────────────────────

BUILD = """
import sys; from pathlib import Path; from mlatlas.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), services=sys.argv[3].split(","))
"""


def started(data: Path, home: Path, chosen: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILD, str(data), str(home), chosen])


def seconds_of(process: subprocess.Popen[bytes], until: float) -> float | None:
    """How long a build took, or None where it had not ended by then."""
    begun = time.monotonic()
    with suppress(subprocess.TimeoutExpired):
        assert process.wait(until) == 0
        return time.monotonic() - begun
    return None


def test_two_builds_at_once_both_finish(data: Path, tmp_path: Path) -> None:
    both = [started(data, tmp_path / "home", "polly,translate"), started(data, tmp_path / "home", "polly,translate")]
    assert [process.wait() for process in both] == [0, 0]
    assert services(tmp_path / "home") == {"polly", "translate"}


def test_builds_killed_at_any_moment_leave_a_store_that_answers(data: Path, tmp_path: Path) -> None:
    seed = random.randrange(10**6)  # noqa: S311 - no secret
    print(f"seed {seed}")
    moments = random.Random(seed)  # noqa: S311
    home = tmp_path / "home"
    first = seconds_of(started(data, home, "comprehend,polly"), until=600)
    assert first
    # Other services each time: what is staged has to be loaded anew, and the kill may strike there too.
    longest = {"lexv2-models,textract": first, "comprehend,polly": first}
    names, killed = store(home).select(NAMES), 0
    while killed < 20:
        chosen = list(longest)[killed % 2]
        process = started(data, home, chosen)
        ended = seconds_of(process, until=moments.uniform(0.1, longest[chosen]))
        longest[chosen] = ended or longest[chosen]
        process.kill()
        killed += process.wait() != 0
        assert store(home).select(NAMES) == names
        assert triples(home) == manifest(home)["triples"]
    report = building.build(data, home, services=["polly", "translate"])
    assert report.triples == triples(home)
    assert services(home) == {"polly", "translate"}
    assert not [path for path in (home / "stores").iterdir() if path.name.startswith(".")]
