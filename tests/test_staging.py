"""The staged API models: loaded once, continued after an interruption, made anew where they no longer fit."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from fake_models import JOBS, fresh, models
from mlatlas import staging
from mlatlas.sources.api_models import Models
from mlatlas.sources.api_triples import api_graph_of
from mlatlas.staging import Staging
from mlatlas.terms import api_graph

EACH = api_graph_of("jobs", JOBS).triples


@pytest.fixture
def three(tmp_path: Path) -> Models:
    return models(tmp_path / "botocore", "1.0.0", {"glue": JOBS, "jobs": JOBS, "polly": JOBS})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "api"


def filled(place: Path, using: Models, *wanted: str) -> tuple[Staging, list[tuple[int, int]]]:
    """The staging with these services, and what was told while they were loaded."""
    told: list[tuple[int, int]] = []
    found = Staging(place, using)
    found.fill(wanted, lambda services, triples: told.append((services, triples)))
    return found, told


def in_copy(found: Staging, target: Path) -> dict[str, int]:
    """The services in a copy of the staging, and how many triples each has."""
    found.copy(target)
    store = ox.Store(str(target))
    names = [str(graph.value) for graph in store.named_graphs()]
    count = {name: len([*store.quads_for_pattern(None, None, None, ox.NamedNode(name))]) for name in names}
    return {name.removeprefix(api_graph("")): number for name, number in count.items()}


def test_a_copy_holds_what_was_wanted(place: Path, three: Models, tmp_path: Path) -> None:
    found, told = filled(place, three, "glue", "polly")
    assert in_copy(found, tmp_path / "copy") == {"glue": EACH, "polly": EACH}
    assert (found.triples, told) == (2 * EACH, [(2, 2 * EACH)])


def test_what_is_in_is_not_loaded_again(place: Path, three: Models, tmp_path: Path) -> None:
    filled(place, three, "glue")
    again, told = filled(place, three, "glue")
    assert told == []
    more, told = filled(place, three, "glue", "jobs")
    assert told == [(2, 2 * EACH)]
    assert again.services["glue"] == more.services["glue"]
    assert in_copy(more, tmp_path / "copy") == {"glue": EACH, "jobs": EACH}


def test_what_is_not_wanted_any_more_is_gone(place: Path, three: Models, tmp_path: Path) -> None:
    filled(place, three, "glue", "jobs", "polly")
    fewer, _ = filled(place, three, "polly")
    assert in_copy(fewer, tmp_path / "copy") == {"polly": EACH}


def test_no_service_leaves_what_is_staged(place: Path, three: Models, tmp_path: Path) -> None:
    filled(place, three, "glue")
    none, _ = filled(place, three)
    none.copy(tmp_path / "copy")
    assert (none.services, (tmp_path / "copy").exists()) == ({}, False)
    assert filled(place, three, "glue")[1] == []


def test_another_version_is_staged_anew_and_the_old_one_swept(place: Path, tmp_path: Path) -> None:
    changed = fresh()
    del changed["shapes"]["OtherName"]
    filled(place, models(tmp_path, "1.0.0", {"jobs": JOBS}), "jobs")
    newer, told = filled(place, models(tmp_path, "1.1.0", {"jobs": changed}), "jobs")
    assert told == [(1, newer.triples)]
    assert newer.triples < EACH
    assert [path.name.split("-")[0] for path in place.iterdir()] == ["1.1.0"]


def test_an_interrupted_load_is_continued(
    place: Path, three: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_BATCH", 1)

    def interrupt(services: int, _triples: int) -> None:
        if services == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Staging(place, three).fill(["glue", "jobs", "polly"], interrupt)
    found, told = filled(place, three, "glue", "jobs", "polly")
    assert told == [(3, 3 * EACH)]
    assert in_copy(found, tmp_path / "copy") == {"glue": EACH, "jobs": EACH, "polly": EACH}


def test_what_was_loaded_but_not_noted_is_loaded_again_without_harm(place: Path, three: Models, tmp_path: Path) -> None:
    filled(place, three, "glue", "jobs")
    (notes,) = place.glob("*/services.json")
    content = json.loads(notes.read_text("utf-8"))
    content["services"] = content["services"][:1]
    notes.write_text(json.dumps(content), "utf-8")
    found, _ = filled(place, three, "glue", "jobs")
    assert in_copy(found, tmp_path / "copy") == {"glue": EACH, "jobs": EACH}


@pytest.mark.parametrize("broken", ["services.json", "data/CURRENT"])
def test_a_broken_staging_is_made_anew(place: Path, three: Models, tmp_path: Path, broken: str) -> None:
    filled(place, three, "glue")
    (file,) = place.glob(f"*/{broken}")
    file.write_text("nonsense", "utf-8")
    found, told = filled(place, three, "glue")
    assert told == [(1, EACH)]
    assert in_copy(found, tmp_path / "copy") == {"glue": EACH}


def test_a_model_that_cannot_be_read_is_skipped_and_the_others_are_in(place: Path, tmp_path: Path) -> None:
    incomplete = {"metadata": {}, "operations": {}, "shapes": {"It": {}}}
    using = models(tmp_path, "1.0.0", {"glue": JOBS, "jobs": JOBS, "polly": incomplete})
    (tmp_path / "1.0.0/botocore/data/jobs/2020-01-01/service-2.json").write_text('{"metadata"', "utf-8")
    found, told = filled(place, using, "glue", "jobs", "polly")
    assert in_copy(found, tmp_path / "copy") == {"glue": EACH}
    assert [(one.service, one.reason.split(":")[0]) for one in found.skipped] == [
        ("jobs", "botocore 1.0.0"),
        ("polly", "polly"),
    ]
    assert told == [(3, EACH)]
