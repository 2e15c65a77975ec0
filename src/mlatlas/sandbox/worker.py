"""One worker: a process that opens the store read-only and answers queries until its pipe closes.

It runs as a script of its own, `python worker.py STORE PIPE LIMITS`, and imports nothing of the package:
so it is ready in well under 0.1 s, and it never runs its caller's main script a second time, as
`multiprocessing` would. Everything that goes through the pipe is plain tuples, texts and numbers.
"""

from __future__ import annotations

import ctypes
import json
import platform
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

PlainTerm = tuple[str, str, str | None, str | None]
PlainRow = tuple[PlainTerm | None, ...]
PlainGraphs = tuple[tuple[str, ...], tuple[str, ...]]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def main(store_path: str, pipe_number: str, limits_text: str) -> None:
    """Serve queries: each request is `(text, prefixes, graphs)`, each reply what `evaluate` gives."""
    limits = json.loads(limits_text)
    pipe: Connection[Any, Any] = Connection(int(pipe_number))
    die_with_parent()
    refuse_sockets()  # before the store is opened, so that the engine's threads inherit it
    store = ox.Store.read_only(store_path)
    limit_memory(limits["memory_bytes"])
    pipe.send("ready")
    while True:
        try:
            text, prefixes, graphs = pipe.recv()
        except EOFError:
            return
        # Whoever asked kills this process at the limit; the alarm is for one that nobody watches any more.
        signal.setitimer(signal.ITIMER_REAL, limits["wall_seconds"] + 1)
        pipe.send(evaluate(store, text, prefixes, graphs, limits))
        signal.setitimer(signal.ITIMER_REAL, 0)


# ── Queries ──────────────────────────────────────────────────────────────────


def evaluate(
    store: ox.Store, text: str, prefixes: dict[str, str], graphs: PlainGraphs | None, limits: dict[str, Any]
) -> dict[str, Any]:
    """The answer as plain data, within the `rows` and about the `bytes` of the limits; or `{"error": …, "reason": …}`.

    `graphs` are the IRIs of the default graph and of the named ones; without them, all named graphs are there,
    and the default graph is their union. `error` is "syntax", "memory" or "failed".
    """
    started = time.perf_counter()
    try:
        results = store.query(text, prefixes=prefixes, **_dataset(graphs))
        answer = _collect(results, limits["rows"], limits["bytes"])
    except SyntaxError as error:
        return {"error": "syntax", "reason": str(error)}
    except MemoryError:
        return {"error": "memory", "reason": ""}
    except (OSError, RuntimeError, ValueError):
        return {"error": "failed", "reason": ""}  # the engine's words may name paths of this machine
    return {**answer, "elapsed_ms": (time.perf_counter() - started) * 1000}


def _dataset(graphs: PlainGraphs | None) -> dict[str, Any]:
    if graphs is None:
        return {"use_default_graph_as_union": True}
    default, named = ([ox.NamedNode(graph) for graph in some] for some in graphs)
    return {"default_graph": default, "named_graphs": named}


def _collect(results: Any, rows: int, size: int) -> dict[str, Any]:
    if isinstance(results, ox.QueryBoolean):
        return {"kind": "ask", "variables": (), "rows": [], "truth": bool(results), "truncated": False}
    if isinstance(results, ox.QuerySolutions):
        kind, variables = "select", tuple(variable.value for variable in results.variables)
        found: Iterable[PlainRow] = (tuple(map(_plain, solution)) for solution in results)
    else:
        kind, variables = "graph", ("subject", "predicate", "object")
        found = _distinct(tuple(map(_plain, triple)) for triple in results)
    kept, truncated = _capped(found, rows, size)
    return {"kind": kind, "variables": variables, "rows": kept, "truth": None, "truncated": truncated}


def _distinct(rows: Iterable[PlainRow]) -> Iterator[PlainRow]:
    """A graph is a set of triples, but engines may build one of them twice."""
    seen: set[PlainRow] = set()
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row


def _capped(rows: Iterable[PlainRow], most: int, size: int) -> tuple[list[PlainRow], bool]:
    kept: list[PlainRow] = []
    used = 0
    for row in rows:
        used += sum(len(part.encode()) for term in row if term for part in term if part)
        if len(kept) >= most or used > size:
            return kept, True
        kept.append(row)
    return kept, False


def _plain(term: Any) -> PlainTerm | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value, None, None)
    if isinstance(term, ox.BlankNode):
        return ("bnode", term.value, None, None)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        return ("literal", term.value, None if datatype in {_STRING, _LANGUAGE_STRING} else datatype, term.language)
    return ("triple", str(term), None, None)


# ── Fences ───────────────────────────────────────────────────────────────────


def die_with_parent() -> None:
    """End when the thread that started this process ends (Linux); elsewhere the closing pipe does it."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        _prctl()(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)


def limit_memory(growth_bytes: int) -> None:
    """Let the process grow by so many bytes of address space from here on (Linux); leave no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        used = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + growth_bytes, used + growth_bytes))


#: Machine → (its AUDIT_ARCH number, the system calls that make or connect a socket).
_NETWORK_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 425)),  # socket, connect, io_uring_setup
    "aarch64": (0xC00000B7, (198, 203, 425)),
}


def refuse_sockets() -> bool:
    """Have the kernel refuse new sockets to this process and its threads; False where it cannot.

    A seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html) needs no privilege. It is
    the second fence: the text of a query was checked before, and this holds where that check should err.
    """
    if sys.platform != "linux" or platform.machine() not in _NETWORK_CALLS:
        return False
    program = _socket_filter(*_NETWORK_CALLS[platform.machine()])
    buffer = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    set_no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    prctl = _prctl()
    return prctl(set_no_new_privileges, 1, 0, 0, 0) == 0 and prctl(set_seccomp, filter_mode, header, 0, 0) == 0


def _socket_filter(architecture: int, refused: tuple[int, ...]) -> bytes:
    """A BPF program: refuse other architectures' calls, and those of `refused`; allow the rest."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    call_offset, architecture_offset, foreign_calls = 0, 4, 0x40000000
    allow, access_denied = 0x7FFF0000, 0x00050000 | 13
    to_refusal = count(len(refused) + 1, -1)  # jumps count the instructions in between
    instructions = [
        (load, 0, 0, architecture_offset),
        (equal, 0, len(refused) + 3, architecture),
        (load, 0, 0, call_offset),
        (at_least, next(to_refusal), 0, foreign_calls),
        *((equal, next(to_refusal), 0, call) for call in refused),
        (answer, 0, 0, allow),
        (answer, 0, 0, access_denied),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)


def _prctl() -> Callable[..., int]:
    prctl: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    return prctl


if __name__ == "__main__":
    main(*sys.argv[1:])
