"""Where names are defined in Python source, without importing it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mlatlas.sources.packages import Package
from mlatlas.verify.authorities import MISSING, Authorities, defined
from mlatlas.verify.plans import Plan

SOURCE = """
import sys
raise SystemExit("whoever imports me is wrong")
LIMIT: int = 5
NAMES = ["a"]
class Outer:
    kind = "outer"
    class Inner:
        async def run(self): ...
def function(): ...
"""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("LIMIT", "5"),
        ("NAMES", "line 5"),
        ("Outer", "line 6"),
        ("Outer.kind", "'outer'"),
        ("Outer.Inner.run", "line 9"),
        ("function", "line 10"),
    ],
)
def test_a_name_is_found(name: str, place: str) -> None:
    assert defined(ast.parse(SOURCE), name) == place


@pytest.mark.parametrize("name", ["sys", "Outer.run", "function.x", "Inner", "", "Outer.kind.x"])
def test_a_name_that_is_not_defined_is_missing(name: str) -> None:
    assert defined(ast.parse(SOURCE), name) is MISSING


def test_source_is_read_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "code.py").write_text(SOURCE, "utf-8")
    package = Package("pkg", "1.0", tmp_path)
    plan = Plan("F001", "b0", "pkg", "1.0", None, "pkg/code.py", "Outer.kind", "exists", (), "supporting")
    assert Authorities().look_up(plan, package) == "'outer'"


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    plan = Plan("F001", "b0", "pkg", "1.0", None, "pkg/gone.py", "pkg/gone.py", "exists", (), "supporting")
    assert Authorities().look_up(plan, Package("pkg", "1.0", tmp_path)) is MISSING
