"""Two versions of botocore, and what their differences do to the curated facts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from fake_models import models, wheel
from mlatlas import versions
from mlatlas.errors import BadRequest, FetchError
from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.sources.api_models import Model, Models
from mlatlas.sources.curated import Curated, TurtleFile
from mlatlas.terms import atlas, aws, kb
from mlatlas.versions import Effect

CHECKED = ("comprehend", "sagemaker", "sagemaker-runtime")


@pytest.fixture(scope="module")
def data() -> Curated:
    return curated.read(data_root())


@pytest.fixture(scope="module")
def whole() -> dict[str, Model]:
    """The models of the installed botocore that most checks look into."""
    here = Models.installed()
    return {service: here.read(service) for service in CHECKED}


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which pip takes wheels; there is no index, and the cache is empty."""
    monkeypatch.setenv("MLATLAS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "shop"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return tmp_path / "shop"


def effects(folder: Path, data: Curated, whole: dict[str, Model], change: Callable[[Any], object]) -> list[Effect]:
    """The effects of a change in the model of SageMaker; `change` is given the shapes."""
    sagemaker = {**whole["sagemaker"], "shapes": dict(whole["sagemaker"]["shapes"])}
    change(sagemaker["shapes"])
    old = models(folder, "1.0.0", whole)
    new = models(folder, "99.0.0", {**whole, "sagemaker": sagemaker})
    return list(versions.effects(data, old, new))


def test_a_raised_limit_breaks_the_statement_that_states_it(
    tmp_path: Path, data: Curated, whole: dict[str, Model]
) -> None:
    raised = {**whole["sagemaker"]["shapes"]["ServerlessMemorySizeInMB"], "max": 10240}
    found = effects(tmp_path, data, whole, lambda shapes: shapes.update(ServerlessMemorySizeInMB=raised))
    (effect,) = [each for each in found if each.path == "shapes.ServerlessMemorySizeInMB.max"]
    assert (effect.statement, effect.before, effect.after, effect.observed) == ("F072", "agrees", "disagrees", "10240")
    assert effect.is_broken
    assert effect.element == aws("sagemaker", "shapes.ServerlessMemorySizeInMB")
    assert "botocore 99.0.0" in effect.evidence
    assert {each.statement for each in found} == {"F072"}


def test_a_path_that_is_gone_is_said(tmp_path: Path, data: Curated, whole: dict[str, Model]) -> None:
    found = effects(tmp_path, data, whole, lambda shapes: shapes.pop("ServerlessMaxConcurrency"))
    (effect,) = [each for each in found if each.path == "shapes.ServerlessMaxConcurrency.max"]
    assert (effect.statement, effect.after, effect.observed) == ("F073", "no such path", None)
    assert "the model has no such path since botocore 99.0.0" in effect.evidence


def test_the_other_way_round_the_check_is_mended(tmp_path: Path, data: Curated, whole: dict[str, Model]) -> None:
    without = {**whole["sagemaker"], "shapes": dict(whole["sagemaker"]["shapes"])}
    del without["shapes"]["ServerlessMaxConcurrency"]
    old = models(tmp_path, "0.1.0", {**whole, "sagemaker": without})
    found = versions.effects(data, old, models(tmp_path, "99.0.0", whole))
    assert [each.is_broken for each in found] == [False] * len(found)
    assert "shapes.ServerlessMaxConcurrency.max" in {each.path for each in found}


def test_the_same_models_have_no_effect(tmp_path: Path, data: Curated, whole: dict[str, Model]) -> None:
    assert effects(tmp_path, data, whole, lambda _: None) == []


def test_an_element_that_is_gone_is_lost(tmp_path: Path, whole: dict[str, Model]) -> None:
    def link(element: str) -> ox.Triple:
        return ox.Triple(ox.NamedNode(kb("x")), ox.NamedNode(atlas("apiElement")), ox.NamedNode(element))

    gone, kept = aws("sagemaker", "operations.CreateModel"), aws("sagemaker", "shapes.ModelName")
    member = aws("sagemaker", "shapes.CreateModelInput.members.ModelName")
    never, service = aws("sagemaker", "operations.Nonsense"), aws("comprehend")
    file = TurtleFile("graph/x.ttl", "", tuple(map(link, (gone, kept, member, never, service))))
    data = Curated(file, file, (file,))
    sagemaker = {**whole["sagemaker"], "operations": dict(whole["sagemaker"]["operations"])}
    del sagemaker["operations"]["CreateModel"]
    old, new = models(tmp_path, "1.0.0", whole), models(tmp_path, "2.0.0", {"sagemaker": sagemaker})
    assert [(lost.entity, lost.element) for lost in versions.lost_elements(data, old, new)] == [
        ("kb:x", service),
        ("kb:x", gone),
    ]


# ── Versions ─────────────────────────────────────────────────────────────────


def test_the_installed_version_is_at_hand_and_first(shop: Path) -> None:
    here = versions.installed()
    assert versions.at_hand() == [here]
    assert versions.fetch("installed").version == versions.fetch(here).version == here
    assert "polly" in versions.known_services()


def test_a_version_is_fetched_and_told_of_once(shop: Path, whole: dict[str, Model]) -> None:
    wheel(shop, "0.1.0", {"comprehend": whole["comprehend"]})
    heard: list[str] = []
    assert not versions.is_at_hand("0.1.0")
    assert versions.fetch("0.1.0", heard.append).services == ("comprehend",)
    assert versions.fetch("0.1.0", heard.append).version == "0.1.0"
    assert heard == ["Fetching botocore 0.1.0 …"]
    assert versions.is_at_hand("0.1.0")
    assert versions.at_hand()[1:] == ["0.1.0"]


def test_one_download_at_a_time(shop: Path) -> None:
    wheel(shop, "0.1.0", {})
    with versions._fetching, pytest.raises(FetchError, match="another version is being fetched"):
        versions.fetch("0.1.0")
    assert versions.fetch("0.1.0").version == "0.1.0"


def test_a_download_that_failed_does_not_block_the_next(shop: Path) -> None:
    for _ in range(2):
        with pytest.raises(FetchError, match="out of reach"):
            versions.fetch("0.1.0")


def test_only_the_chosen_services_count(shop: Path, whole: dict[str, Model]) -> None:
    changed = {**whole["sagemaker"], "shapes": dict(whole["sagemaker"]["shapes"])}
    del changed["shapes"]["ServerlessMemorySizeInMB"]
    wheel(shop, "99.0.0", {**whole, "sagemaker": changed})
    report = versions.compare("installed", "99.0.0", ["comprehend"])
    assert (report.effects, report.lost, report.changes.items) == ((), (), ())
    report = versions.compare("installed", "99.0.0", ["sagemaker"])
    assert "F072" in {each.statement for each in report.broken}
    assert report.mended == ()
    assert {(each.kind, each.what) for each in report.changes.items} >= {("shape", "removed")}
    with pytest.raises(BadRequest, match="did you mean comprehend"):
        versions.compare("installed", "99.0.0", ["comprehed"])


def test_checking_against_a_version(curated_copy: Path, shop: Path, whole: dict[str, Model]) -> None:
    wheel(shop, "99.0.0", whole)
    report, found = versions.check_against("99.0.0", curated_copy)
    assert report.checks["agrees"] > 60
    # The made-up version has three services only: what is checked in others has no path any more.
    assert found
    assert all(each.is_broken and each.after == "no such path" for each in found)
    gone = [broken for broken in report.violations if "has no such path" in broken.rule]
    assert len(gone) == len(found)
    left = versions.without(report, found).violations
    assert left
    assert {broken.subject.partition(":")[0] for broken in left} == {"kb"}  # atlas:apiElement that is not there


def test_against_a_version_broken_turtle_is_still_told(curated_copy: Path, shop: Path, whole: dict[str, Model]) -> None:
    (curated_copy / "graph" / "glue.ttl").write_text("nonsense", "utf-8")
    wheel(shop, "99.0.0", whole)
    report, found = versions.check_against("99.0.0", curated_copy)
    assert report.violations[0].file == "graph/glue.ttl"
    assert found == ()
