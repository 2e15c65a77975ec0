"""What many tests share: a published store of the curated facts, and the atlas opened on it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlatlas.atlas import Atlas
from mlatlas.resources import data_root

ROOT = Path(__file__).parents[1]
# Where `make check` puts the packages that facts are checked against; nothing is fetched by a test.
os.environ.setdefault("MLATLAS_CACHE", str(ROOT / ".venv" / "cache"))


@pytest.fixture(scope="session", autouse=True)
def store_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a published store; MLATLAS_HOME points to it, so no test touches a person's own.

    The processes that share the tests share it too: one builds, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "mlatlas-home"
    before = os.environ.get("MLATLAS_HOME")
    os.environ["MLATLAS_HOME"] = str(folder)
    Atlas.open()
    yield folder
    if before is None:
        del os.environ["MLATLAS_HOME"]
    else:
        os.environ["MLATLAS_HOME"] = before


@pytest.fixture(scope="session")
def atlas(store_home: Path) -> Atlas:
    """The atlas of the curated facts."""
    return Atlas.open(store_home)


#: Files of which a copy to be broken keeps the statements; of the others it keeps the entities, to be quick.
_WHOLE = ("data-formats", "glue", "inference-options", "input-modes", "kendra", "quicksight", "sagemaker", "tuning")


@pytest.fixture
def curated_copy(tmp_path: Path) -> Path:
    """A copy of the curated files that a test may break, with the statements of a few of them."""
    copy = tmp_path / "data"
    (copy / "graph").mkdir(parents=True)
    for name in ("ontology.ttl", "shapes.ttl"):
        (copy / name).write_bytes((data_root() / name).read_bytes())
    for file in (data_root() / "graph").glob("*.ttl"):
        text = file.read_text("utf-8")
        (copy / "graph" / file.name).write_text(text if file.stem in _WHOLE else without_statements(text), "utf-8")
    return copy


def without_statements(text: str) -> str:
    """A file of the graph without its statements; whatever is described starts its line."""
    return "".join(part for part in re.split(r"(?m)^(?=\S)", text) if not part.startswith("stmt:"))
