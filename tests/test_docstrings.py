"""The examples in docstrings run, and every public thing has a docstring."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import mlatlas

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(mlatlas.__path__, "mlatlas.")
    if not module.name.startswith("mlatlas.app.pages.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_public_things_are_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name}: add a docstring that says what the module is for"
    own = [thing for thing in vars(module).values() if getattr(thing, "__module__", None) == name]
    public = [thing for thing in own if inspect.isfunction(thing) or inspect.isclass(thing)]
    bare = [thing.__name__ for thing in public if not thing.__name__.startswith("_") and not thing.__doc__]
    assert not bare, f"{name}: add docstrings to {', '.join(bare)}"
