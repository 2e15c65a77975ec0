"""What is true of the project as a whole: its sizes, its wheel, and what its texts promise."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src" / "mlatlas").as_posix())
def test_a_module_stays_small(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 400, f"{path.name} has {lines} lines: it wants to be two"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9][\w.\[\]-]*==)", text, flags=re.MULTILINE)[1:]
    assert len(pinned) > 50
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_wheel_carries_data_and_app(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    expected = {"ontology.ttl", "shapes.ttl", "streamlit_app.py", "graph/inference-options.ttl"}
    assert {f"mlatlas/data/{name}" for name in expected} <= names
    assert {"mlatlas/queries/statements.rq", "mlatlas/app/pages/explore.py", "mlatlas/app/components/graph.js"} <= names


def test_the_readme_names_every_command() -> None:
    from mlatlas.cli import app  # noqa: PLC0415

    readme = (ROOT / "README.md").read_text("utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    missing = [name for name in names if f"mlatlas {name}" not in readme]
    assert not missing


def test_every_picture_and_page_that_texts_link_to_exists() -> None:
    for page in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"


def test_the_list_of_decisions_names_each_record() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^\d+\. \[(.+)\]\((.+)\)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    records = [(path.read_text("utf-8").splitlines()[0].split(". ", 1)[1], path.name) for path in folder.glob("0*.md")]
    assert listed == sorted(records, key=lambda record: record[1])


def test_the_entry_of_the_app_is_short() -> None:
    assert (ROOT / "streamlit_app.py").read_text("utf-8").count("\n") <= 40
