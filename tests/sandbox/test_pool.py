"""Visitors' SPARQL in worker processes: answered, capped, stopped, and cut off from everything else."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from live_server import ENDLESS
from mlatlas.atlas import Atlas
from mlatlas.errors import BadQuery, BadRequest, Busy, QueryStopped, StoreError
from mlatlas.sandbox import Dataset, Handle, Limits, Sandbox, Term
from mlatlas.terms import CURATED, ONTOLOGY

GREEDY = "SELECT (STRLEN(?x30) AS ?n) { BIND ('aaaaaaaaaaaaaaaa' AS ?x0) " + " ".join(
    f"BIND (CONCAT(?x{step}, ?x{step}) AS ?x{step + 1})" for step in range(30)
)


@pytest.fixture(scope="module")
def store(atlas: Atlas) -> Path:
    return atlas.store.path


@pytest.fixture(scope="module")
def sandbox(store: Path) -> Iterator[Sandbox]:
    with Sandbox(store, limits=Limits(wall_seconds=1.5)) as opened:
        yield opened


# ── Answers ──────────────────────────────────────────────────────────────────


def test_a_table_has_typed_terms(sandbox: Sandbox) -> None:
    answer = sandbox.run("SELECT (kb:dropout AS ?a) (6 AS ?b) ('x'@en AS ?c) ('y' AS ?d) ?e { }")
    assert answer.kind == "select"
    assert answer.variables == ("a", "b", "c", "d", "e")
    assert answer.rows == (
        (
            Term("iri", "https://w3id.org/mlatlas/id/dropout"),
            Term("literal", "6", "http://www.w3.org/2001/XMLSchema#integer"),
            Term("literal", "x", None, "en"),
            Term("literal", "y"),
            None,
        ),
    )
    assert not answer.truncated
    assert answer.elapsed_ms >= 0


def test_select_star_keeps_the_order_of_the_query(sandbox: Sandbox) -> None:
    answer = sandbox.run("SELECT * { VALUES (?z ?a) { (1 2) } }")
    assert answer.variables == ("z", "a")
    assert [term.value for term in answer.rows[0] if term] == ["1", "2"]


def test_ask_says_yes_or_no(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK { ?s a atlas:Limit }").truth is True
    assert sandbox.run("ASK { ?s a atlas:Nothing }").truth is False


def test_a_graph_is_a_set(sandbox: Sandbox) -> None:
    answer = sandbox.run("CONSTRUCT { kb:a kb:b ?x } { VALUES ?x { 1 1 2 } }", "ntriples")
    assert answer.kind == "graph"
    assert answer.row_count == 2
    assert sandbox.run("DESCRIBE kb:serverless-inference", "turtle").row_count > 5


def test_the_default_graph_is_the_union_of_all(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK { ?p a atlas:Property . ?s atlas:property ?p }").truth


@pytest.mark.parametrize(("query", "format"), [("ASK { }", "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "json")])
def test_a_format_that_does_not_fit_is_refused_beforehand(sandbox: Sandbox, query: str, format: str) -> None:
    with pytest.raises(BadRequest, match=f"not as '{format}'"):
        sandbox.run(query, format)


# ── Caps ─────────────────────────────────────────────────────────────────────


def test_rows_are_capped_and_it_is_said(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(rows=10)) as small:
        assert (small.run("SELECT * { ?s ?p ?o }").row_count, small.run("SELECT * { ?s ?p ?o }").truncated) == (
            10,
            True,
        )
        exact = small.run("SELECT * { ?s ?p ?o } LIMIT 10")
        assert (exact.row_count, exact.truncated) == (10, False)


def test_bytes_are_capped_and_it_is_said(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(bytes=5_000)) as small:
        answer = small.run("SELECT * { ?s ?p ?o }")
    assert answer.truncated
    assert 1 < answer.row_count < 200


# ── Stops ────────────────────────────────────────────────────────────────────


def test_an_endless_query_is_stopped_while_others_are_answered(sandbox: Sandbox) -> None:
    assert sandbox.run("ASK { }").truth
    with ThreadPoolExecutor(1) as other:
        started = time.monotonic()
        endless = other.submit(sandbox.run, ENDLESS)
        time.sleep(0.2)
        asked = time.monotonic()
        assert sandbox.run("ASK { }").truth
        assert time.monotonic() - asked < 1
        with pytest.raises(QueryStopped, match=r"stopped after 1\.5 s; add a LIMIT"):
            endless.result()
        assert time.monotonic() - started < 1.5 + 2  # a second where the machine has nothing else to do
    assert sandbox.run("ASK { }").truth


def test_a_greedy_query_is_stopped(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(memory_bytes=128 * 1024**2)) as small:
        with pytest.raises(QueryStopped, match="needed more than 128 MB or went too deep"):
            small.run(GREEDY + " }")
        assert small.run("ASK { }").truth


def test_a_query_that_kills_its_worker_harms_nobody_else(store: Path) -> None:
    with Sandbox(store, workers=1) as small, ThreadPoolExecutor(1) as other:
        assert small.run("ASK { }").truth
        endless = other.submit(small.run, ENDLESS)
        time.sleep(0.2)
        (worker,) = small._hired - set(small._idle.queue)
        os.kill(worker._process.pid, signal.SIGSEGV)
        assert isinstance(endless.exception(), QueryStopped)
        assert small.run("ASK { }").truth


def test_an_idle_worker_that_was_killed_is_replaced_unnoticed(store: Path) -> None:
    with Sandbox(store, workers=1) as small:
        assert small.run("ASK { }").truth
        (worker,) = (each for each in small._hired if each._ready)
        os.kill(worker._process.pid, signal.SIGKILL)
        worker._process.wait()
        assert small.run("ASK { }").truth
        assert small.run("ASK { }").truth


def test_a_giant_union_harms_nobody(sandbox: Sandbox) -> None:
    with pytest.raises(BadQuery):
        sandbox.run("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " }")
    answer = sandbox.run("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 1_000) + " } LIMIT 1")
    assert answer.row_count == 1


def test_a_full_queue_is_told_at_once(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(wall_seconds=1, waiting=0)) as small, ThreadPoolExecutor(1) as other:
        endless = other.submit(small.run, ENDLESS)
        time.sleep(0.2)
        with pytest.raises(Busy, match="too many queries") as caught:
            small.run("ASK { }")
        assert caught.value.retry_after == 1
        assert isinstance(endless.exception(), QueryStopped)


def test_a_query_may_wait_its_turn(store: Path) -> None:
    with Sandbox(store, workers=1) as small, ThreadPoolExecutor(6) as visitors:
        answers = [visitors.submit(small.run, "ASK { }") for _ in range(6)]
        assert all(answer.result().truth for answer in answers)


# ── Visitors ─────────────────────────────────────────────────────────────────


def test_a_flood_of_one_visitor_keeps_nobody_else_waiting(store: Path) -> None:
    with Sandbox(store, limits=Limits(wall_seconds=1)) as shared, ThreadPoolExecutor(30) as flood:
        assert shared.run("ASK { }").truth
        endless = [flood.submit(shared.run, ENDLESS, visitor="flooder") for _ in range(30)]
        for _ in range(20):
            asked = time.monotonic()
            assert shared.run("ASK { }", visitor="other").truth
            assert time.monotonic() - asked < 1
        errors = [type(each.exception()) for each in endless]
    assert errors.count(Busy) >= 25
    assert QueryStopped in errors


def _niceness(sandbox: Sandbox) -> list[int]:
    return sorted(os.getpriority(os.PRIO_PROCESS, worker._process.pid) for worker in list(sandbox._hired))


def test_endless_queries_of_many_keep_nobody_waiting(store: Path) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with Sandbox(store) as shared, ThreadPoolExecutor(4) as crowd:
        endless = [crowd.submit(shared.run, ENDLESS, visitor=f"198.51.100.{number}") for number in range(4)]
        time.sleep(2.5)  # two have become long, and the two after them
        end = time.monotonic() + 3
        while _niceness(shared)[-1] == own and time.monotonic() < end:
            time.sleep(0.05)
        assert _niceness(shared)[-1] == min(own + 10, 19) or own > 9
        for number in range(20):
            asked = time.monotonic()
            assert shared.run("ASK { }", visitor=f"192.0.2.{number}").truth
            assert time.monotonic() - asked < 1
        assert len(shared._hired) <= 5
    errors = [each.exception() for each in endless]
    assert {type(error) for error in errors} == {QueryStopped, Busy}
    assert any("busy with long queries; try again in " in str(error) for error in errors)


def test_a_long_query_is_answered_and_its_worker_not_used_again(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlatlas.sandbox.turns._QUICK_SECONDS", 0.001)
    with Sandbox(store, workers=1) as hasty:
        assert hasty.run("ASK { }").truth
        while hasty._idle.qsize() != 2:
            time.sleep(0.01)
        before = set(hasty._hired)
        assert hasty.run("SELECT * { ?s ?p ?o }").row_count == 10_000
        assert not before <= hasty._hired
        assert _niceness(hasty)[-1] == os.getpriority(os.PRIO_PROCESS, 0)


def test_a_query_is_given_up_at_once_and_its_place_is_free(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(wall_seconds=30)) as small, ThreadPoolExecutor(1) as other:
        for _ in range(3):
            handle = Handle()
            endless = other.submit(small.run, ENDLESS, cancel=handle)
            time.sleep(0.2)
            started = time.monotonic()
            handle.cancel()
            assert isinstance(endless.exception(timeout=2), QueryStopped)
            assert small.run("ASK { }").truth
            assert time.monotonic() - started < 1


def test_a_query_that_was_given_up_beforehand_is_not_begun(sandbox: Sandbox) -> None:
    handle = Handle()
    handle.cancel()
    with pytest.raises(QueryStopped, match="given up"):
        sandbox.run("ASK { }", cancel=handle)


def test_a_spare_worker_takes_over_at_once(store: Path) -> None:
    with Sandbox(store, workers=1, limits=Limits(wall_seconds=0.2)) as small:
        assert small.run("ASK { }").truth
        while small._idle.qsize() != 2:
            time.sleep(0.01)
        with pytest.raises(QueryStopped):
            small.run(ENDLESS)
        assert small._idle.qsize() >= 1


def test_a_dataset_narrows_what_a_query_sees(sandbox: Sandbox) -> None:
    own = Dataset(default=(CURATED,), named=(ONTOLOGY,))
    assert sandbox.run("ASK { ?s a atlas:Limit }", dataset=own).truth
    assert not sandbox.run("ASK { ?p a atlas:Property }", dataset=own).truth
    assert sandbox.run("ASK { GRAPH ?g { ?p a atlas:Property } }", dataset=own).truth
    assert not sandbox.run("ASK { ?s ?p ?o }", dataset=Dataset(default=("http://example.org/",))).truth
    with pytest.raises(BadRequest, match="'x y' is no IRI of a graph"):
        sandbox.run("ASK { }", dataset=Dataset(named=("x y",)))


# ── Fences ───────────────────────────────────────────────────────────────────


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
def test_no_query_reaches_the_network_even_past_the_check(sandbox: Sandbox) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        reply = sandbox._reply(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", {})
        assert reply == {"error": "failed", "reason": ""}
        with pytest.raises(TimeoutError):
            listener.accept()


def test_errors_name_no_path_of_the_machine(sandbox: Sandbox) -> None:
    with pytest.raises(BadQuery) as caught:
        sandbox.run("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert "passwd" not in str(caught.value)


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mlatlas build"):
        Sandbox(tmp_path)


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with Sandbox(tmp_path, workers=1) as broken, pytest.raises(StoreError, match="could not open the store"):
        broken.run("ASK { }")


# ── Ends ─────────────────────────────────────────────────────────────────────


def test_closing_ends_the_workers(store: Path) -> None:
    sandbox = Sandbox(store)
    sandbox.run("ASK { }")
    processes = [worker._process for worker in sandbox._hired]
    sandbox.close()
    assert [process.returncode for process in processes] == [-signal.SIGKILL] * 3
    with pytest.raises(Busy, match="shut down"):
        sandbox.run("ASK { }")


def test_workers_end_with_a_parent_that_is_killed(store: Path) -> None:
    """And a caller's script is not run a second time: it has no guard around its main part."""
    script = textwrap.dedent(
        """
        import os, sys, threading
        from pathlib import Path
        from mlatlas.sandbox import Sandbox
        print("once", flush=True)
        sandbox = Sandbox(Path(sys.argv[1]))
        sandbox.run("ASK { }")
        print(*(worker._process.pid for worker in sandbox._hired), flush=True)
        threading.Timer(0.3, lambda: os.kill(os.getpid(), 9)).start()
        sandbox.run(sys.argv[2])
        """
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(store), ENDLESS], capture_output=True, text=True, timeout=30, check=False
    )
    once, pids = ended.stdout.splitlines()
    assert once == "once"
    end = time.monotonic() + 2
    while any(_lives(int(pid)) for pid in pids.split()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_lives(int(pid)) for pid in pids.split())


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "\nState:\tZ" in status.read_text())
