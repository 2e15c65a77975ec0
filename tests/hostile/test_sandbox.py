"""Hostile queries in the sandbox: where the app, the command line and the endpoint run them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from hostile import costly, reaching
from hostile.canary import Canary
from hostile.cases import Query
from hostile.conftest import check_end
from hostile.ways import Bystander, through_sandbox
from mlatlas.atlas import Atlas
from mlatlas.sandbox import Limits, Sandbox

CASES = [case for case in (*reaching.ALL, *costly.ALL) if isinstance(case.text, str)]


def test_the_corpus_is_large_and_every_case_has_a_name() -> None:
    names = [str(case) for case in (*reaching.ALL, *costly.ALL)]
    assert len(names) == len(set(names)) >= 200


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_ends_in_order(case: Query, sandbox: Sandbox, bird: Canary) -> None:
    text = case.filled(bird.host, str(bird.file))
    assert isinstance(text, str)
    check_end(through_sandbox(sandbox, text), case.may, bird)


def test_afterwards_it_answers_as_before(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK { ?s a atlas:Limit }").truth


def test_while_they_run_others_are_answered(atlas: Atlas) -> None:
    """Each runs for three seconds here: whoever had to wait for one of them would wait longer than a second."""
    with Sandbox(atlas.store.path, limits=Limits(wall_seconds=3)) as sandbox, ThreadPoolExecutor(4) as flood:
        bystander = Bystander(lambda: sandbox.run("ASK { }", visitor="another"))
        with bystander.asking():
            for case in costly.ENDLESS[:1]:
                ends = flood.map(through_sandbox, [sandbox] * 4, [str(case.text)] * 4)
                assert {end.outcome for end in ends} <= {"stopped", "failed"}  # failed: no turn for so many
    assert bystander.refusals == []
    assert bystander.answers > 20
    assert bystander.slowest < 1
