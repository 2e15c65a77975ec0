"""Where a machine can look things up: API models, and the files and Python source of packages."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import jmespath

from mlatlas.sources import packages
from mlatlas.sources.api_models import PACKAGE, Model, Models
from mlatlas.sources.packages import Package
from mlatlas.sources.plain_text import plain_text
from mlatlas.verify.plans import Plan


class Missing:
    """What a look-up gives where the authority has no such path; `None` is a value that a path may have."""


MISSING: Final = Missing()


class Authorities:
    """The authorities of this machine; each is read once.

    `botocore` names the API models to look into; without it, those of the installed botocore. Another package
    is looked for in the version of its source, then installed with the same major version; the cache of
    fetched wheels counts as this machine.
    """

    def __init__(self, botocore: Models | None = None) -> None:
        self._given = botocore
        self._packages: dict[tuple[str, str], Package | None] = {}
        self._models: dict[str, Model] = {}
        self._sources: dict[tuple[str, str], ast.Module] = {}

    @cached_property
    def botocore(self) -> Models:
        """The API models that are looked into."""
        return self._given or Models.installed()

    def package(self, plan: Plan) -> Package | None:
        """The package in which a check looks; None where this machine does not have it."""
        if plan.package == PACKAGE:
            return self.botocore.package
        key = plan.package, plan.version
        if key not in self._packages:
            self._packages[key] = packages.find(*key) or _same_major(*key)
        return self._packages[key]

    def look_up(self, plan: Plan, package: Package) -> Any:
        """What stands at the path of a check: a value of JSON, a text, or where a name is defined; or `MISSING`."""
        if plan.service is not None:
            return self._in_model(plan.service, plan.path)
        if plan.file is None or not package.has(plan.file):
            return MISSING
        if plan.reads_text:
            return package.read(plan.file)
        return self._in_source(package, plan.file, plan.path) if plan.path != plan.file else plan.file

    def _in_model(self, service: str, path: str) -> Any:
        if service not in self.botocore.services:
            return MISSING
        if service not in self._models:
            self._models[service] = self.botocore.read(service)
        found = jmespath.search(path, self._models[service])
        if found is None:
            return MISSING
        return plain_text(found) if path.endswith("documentation") else found

    def _in_source(self, package: Package, file: str, name: str) -> str | Missing:
        key = package.label, file
        if key not in self._sources:
            self._sources[key] = ast.parse(package.read(file), file)
        return defined(self._sources[key], name)


def defined(source: ast.Module, name: str) -> str | Missing:
    """Where Python source defines a dotted name, or the constant that it is: `line 464`, `'TransferLearning'`.

    >>> defined(ast.parse("class A:\\n    B = 'b'\\n    def c(self): ..."), "A.c")
    'line 3'
    """
    body: Iterable[ast.stmt] = source.body
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((statement for statement in body if part in _names(statement)), None)
        if found is None:
            return MISSING
        body = found.body if isinstance(found, ast.ClassDef) else ()
    value = getattr(found, "value", None)
    return repr(value.value) if isinstance(value, ast.Constant) else f"line {getattr(found, 'lineno', 0)}"


def _names(statement: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def _same_major(name: str, version: str) -> Package | None:
    here = packages.installed(name)
    return here if here is not None and here.version.split(".")[0] == version.split(".", maxsplit=1)[0] else None
