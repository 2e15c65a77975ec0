"""Builds, each in a process of its own as a person starts it: wall time, triples, peak memory, first answer."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

FIRST_QUESTION = (
    "import time; from mlatlas.atlas import Atlas; start = time.perf_counter();"
    "Atlas.open().entity('dropout'); print(1000 * (time.perf_counter() - start))"
)


@dataclass(frozen=True)
class Build:
    """A measured build: wall time in seconds, peak memory in MB, first answer in milliseconds."""

    name: str
    seconds: float
    services: int
    triples: int
    peak: float
    first: float


def builds(home: Path) -> list[Build]:
    """All the builds of the table, in a folder that ends with the ML services in it."""
    curated = build(home, "the curated facts alone", "none")
    every = build(home, "all services", "all")
    shutil.rmtree(home / "api")
    return [
        curated,
        build(home, "the ML services", "ml"),
        build(home, "the ML services again, API models as before", "ml"),
        every,
    ]


def first_answer_ms(home: Path) -> float:
    """Open the store and answer the first question, each time in a new process."""
    command, environment = [sys.executable, "-c", FIRST_QUESTION], {**os.environ, "MLATLAS_HOME": str(home)}
    answers = [subprocess.run(command, env=environment, capture_output=True, check=True).stdout for _ in range(5)]
    return statistics.median(map(float, answers))


def build(home: Path, name: str, services: str) -> Build:
    command = [sys.executable, "-c", "from mlatlas.cli import main; main()"]
    start = time.perf_counter()
    with subprocess.Popen(
        [*command, "build", "--services", services, "--format", "json"],
        env={**os.environ, "MLATLAS_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None  # noqa: S101
        report = json.load(process.stdout)
        _, _, used = os.wait4(process.pid, 0)  # a build is one process: its peak is the peak
        process.returncode = 0
    seconds = time.perf_counter() - start
    return Build(name, seconds, report["services"], report["triples"], used.ru_maxrss / 1024, first_answer_ms(home))
