"""The folder of stores: one builder at a time, old stores swept, what killed builds left swept too."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from mlatlas import publish
from mlatlas.errors import StoreError

HOLD = """
import sys, time; from pathlib import Path; from mlatlas import publish
with publish.only_builder(Path(sys.argv[1]), lambda: None):
    print("mine", flush=True); time.sleep(float(sys.argv[2]))
"""


def published(folder: Path) -> Path:
    with publish.only_builder(folder, lambda: None), publish.work_folder(folder) as work:
        (work / "manifest.json").write_text('{"triples": 1}', "utf-8")
        return publish.publish(work)


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "stores").iterdir()}


def test_a_published_store_is_the_current_one(tmp_path: Path) -> None:
    first = published(tmp_path)
    assert publish.current(tmp_path).resolve() == first.resolve()
    second = published(tmp_path)
    assert publish.current(tmp_path).resolve() == second.resolve()
    assert names(tmp_path) == {"current", first.name, second.name}


def test_old_stores_are_swept_but_the_newest_kept(tmp_path: Path) -> None:
    made = [published(tmp_path).name for _ in range(5)]
    assert publish.current(tmp_path).resolve().name == made[-1]
    assert names(tmp_path) == {"current", *made[-3:]}


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    store = published(tmp_path)
    with pytest.raises(ZeroDivisionError), publish.only_builder(tmp_path, lambda: None), publish.work_folder(tmp_path):
        raise ZeroDivisionError
    assert names(tmp_path) == {"current", store.name}


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"cannot be written \(No space left.*set MLATLAS_HOME to another folder"),
        publish.only_builder(tmp_path, lambda: None),
        publish.work_folder(tmp_path),
    ):
        raise OSError(28, "No space left on device")


def test_what_killed_builds_left_is_swept_by_the_next(tmp_path: Path) -> None:
    store = published(tmp_path)
    (tmp_path / "stores" / ".building-dead" / "data").mkdir(parents=True)
    (tmp_path / "stores" / ".link-dead").symlink_to("nowhere")
    with publish.only_builder(tmp_path, lambda: None):
        assert names(tmp_path) == {"current", store.name}


def test_a_second_builder_waits_until_the_first_has_ended(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), "60"], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "mine\n"
    waited: list[float] = []

    def wait() -> None:
        waited.append(time.monotonic())
        other.kill()  # the system gives back what a killed builder held

    with publish.only_builder(tmp_path, wait):
        assert len(waited) == 1
    other.wait()
    other.stdout.close()


def test_nobody_waits_for_a_builder_that_has_ended(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", HOLD, str(tmp_path), "0"], check=True, stdout=subprocess.DEVNULL)
    with publish.only_builder(tmp_path, lambda: pytest.fail("waited")):
        pass


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_manifest_that_cannot_be_read_is_empty(tmp_path: Path, text: str) -> None:
    assert publish.manifest(tmp_path) == {}
    store = published(tmp_path)
    assert publish.manifest(tmp_path) == {"triples": 1}
    (store / "manifest.json").write_text(text, "utf-8")
    assert publish.manifest(tmp_path) == {}
