"""Which API models a botocore has, and what is in one; broken ones are named."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from fake_models import JOBS, models, wheel
from mlatlas.errors import BadRequest, DataError
from mlatlas.sources.api_models import Models
from mlatlas.sources.packages import Package


@pytest.fixture(scope="module")
def here() -> Models:
    return Models.installed()


def test_the_installed_models_are_those_of_the_package(here: Models) -> None:
    assert len(here.services) > 400
    assert {"sagemaker", "sagemaker-runtime", "bedrock-runtime", "polly"} <= set(here.services)
    assert here.api_version("sagemaker") == "2017-07-24"
    model = here.read("sagemaker")
    assert model["metadata"]["serviceId"] == "SageMaker"
    assert model["shapes"]["ServerlessMemorySizeInMB"]["max"] == 6144


def test_services_are_chosen_by_name_and_by_group(here: Models) -> None:
    assert here.choose(["polly", " SageMaker ", "polly"]) == ("polly", "sagemaker")
    assert here.choose(["all"]) == here.services
    assert here.choose(["none"]) == ()
    chosen = here.choose(["ml"])
    assert {"glue", "sagemaker", "kendra-ranking", "healthlake"} <= set(chosen)
    assert not {"s3", "ec2", "iam"} & set(chosen)
    assert here.choose(["ml", "s3"]) == tuple(sorted([*chosen, "s3"]))


@pytest.mark.parametrize(
    ("name", "hint"),
    [("sagemakr", "did you mean sagemaker"), ("../polly", "unknown service"), ("%%%%", "use ml, all, none")],
)
def test_an_unknown_service_has_near_names(name: str, hint: str, here: Models) -> None:
    with pytest.raises(BadRequest, match=hint):
        here.choose([name])


def test_a_wheel_reads_like_a_folder(tmp_path: Path) -> None:
    packed = Models(Package("botocore", "1.0.0", zipfile.Path(wheel(tmp_path, "1.0.0", {"jobs": JOBS, "glue": JOBS}))))
    unpacked = models(tmp_path, "1.0.0", {"jobs": JOBS, "glue": JOBS})
    assert packed.services == unpacked.services == ("glue", "jobs")
    assert packed.read("jobs") == unpacked.read("jobs") == JOBS
    assert packed.api_version("jobs") == "2020-01-01"


def test_the_newest_model_of_a_service_counts(tmp_path: Path) -> None:
    found = models(tmp_path, "1.0.0", {"jobs": JOBS})
    folder = tmp_path / "1.0.0/botocore/data/jobs"
    for date, text in (("2019-01-01", "old"), ("2021-06-01", "new")):
        (folder / date).mkdir()
        model = {**JOBS, "metadata": {"serviceFullName": text}}
        (folder / date / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(model).encode()))
    (folder / "2022-01-01").mkdir()  # holds no model
    assert found.api_version("jobs") == "2021-06-01"
    assert found.read("jobs")["metadata"]["serviceFullName"] == "new"


def test_folders_without_a_model_are_no_services(tmp_path: Path) -> None:
    found = models(tmp_path, "1.0.0", {"jobs": JOBS})
    (tmp_path / "1.0.0/botocore/data/nothing/2020-01-01").mkdir(parents=True)
    (tmp_path / "1.0.0/botocore/data/endpoints.json").touch()
    assert found.services == ("jobs",)
    with pytest.raises(DataError, match=r"botocore 1\.0\.0: no API model of the service nothing"):
        found.read("nothing")


BROKEN = {
    "empty": b"",
    "no gzip": b"{}",
    "cut off": gzip.compress(json.dumps(JOBS).encode())[:-40],
    "no JSON": gzip.compress(b"{"),
    "not UTF-8": gzip.compress(b"\xff\xfe\xff"),
    "a list": gzip.compress(b"[]"),
    "a part missing": gzip.compress(b'{"metadata": {}, "operations": {}}'),
    "a part that is no object": gzip.compress(b'{"metadata": {}, "operations": [], "shapes": {}}'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_named(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "botocore/data/jobs/2020-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json.gz").write_bytes(BROKEN[name])
    with pytest.raises(DataError, match=r"botocore 9: jobs/2020-01-01/service-2\.json\.gz: .*install botocore anew"):
        Models(Package("botocore", "9", tmp_path)).read("jobs")


def test_a_damaged_wheel_is_named(tmp_path: Path) -> None:
    path = wheel(tmp_path, "1.0.0", {"jobs": JOBS})
    content = bytearray(path.read_bytes())
    at = content.index(b"service-2.json.gz") + 60
    content[at : at + 20] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a readable API model"):
        Models(Package("botocore", "1.0.0", zipfile.Path(path))).read("jobs")


def test_without_botocore_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlatlas.sources.packages.installed", lambda _: None)
    with pytest.raises(DataError, match="pip install botocore"):
        Models.installed()
