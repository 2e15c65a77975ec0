"""Measure what DESIGN promises, side by side in one run, and write it to benchmarks/README.md.

    make bench

Medians in milliseconds. All engines answer the same queries on the same triples.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import sections
from builds import builds

from engines import QUESTIONS, Result, measured
from mlatlas.atlas import Atlas
from mlatlas.resources import data_root

RUNS = 15


def median_ms(task: Callable[[], object], runs: int = RUNS) -> float:
    """The median wall time of a task, after one warm-up."""
    task()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def pages_ms(home: Path) -> dict[str, float]:
    """A rerun of each page's script, without a browser."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    from mlatlas.app.pages import ALL  # noqa: PLC0415

    os.environ["MLATLAS_HOME"] = str(home)
    AppTest.from_file(str(data_root() / "streamlit_app.py"), default_timeout=60).run()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()  # what the app reads ahead in the background
    found = {}
    for path, title in ALL:
        app = AppTest.from_file(str(data_root() / "streamlit_app.py"), default_timeout=60).run()
        app.switch_page(path.relative_to(data_root()).as_posix()).run()
        found[title] = median_ms(app.run, runs=9)
    return found


def engines_table(results: list[Result]) -> list[str]:
    """The questions by engine, with what each engine takes to be ready, and geometric means by family."""
    names = [result.engine.name for result in results]
    rows = [
        (f"{family}: {question}", [result.medians[number] for result in results])
        for number, (family, question, _, _) in enumerate(QUESTIONS)
    ]
    families = dict.fromkeys(family for family, *_ in QUESTIONS)
    means = [(f"**{family}**, geometric mean", [mean(result, family) for result in results]) for family in families]
    whole = ("**all**, geometric mean", [mean(result) for result in results])
    return [
        "| the product's questions, ms | " + " | ".join(names) + " |",
        "|---|" + "---:|" * len(names),
        *(
            f"| {name} | " + " | ".join(f"{ms:.2f}" for ms in figures) + " |"
            for name, figures in [*rows, *means, whole]
        ),
        "| to open or load, s | " + " | ".join(f"{result.engine.ready:.2f}" for result in results) + " |",
        "| memory for that, MB | " + " | ".join(f"{result.engine.memory:.0f}" for result in results) + " |",
        "",
        "ML Atlas gives plain Python values, the others terms of RDF. "
        + "; ".join(
            f"{mean(other) / mean(results[0]):.2f} × the time of ML Atlas: {other.engine.name}" for other in results[1:]
        )
        + ".",
    ]


def mean(result: Result, family: str | None = None) -> float:
    """The geometric mean of an engine's medians, over one family of questions or all."""
    found = [ms for (one, *_), ms in zip(QUESTIONS, result.medians, strict=True) if family in {None, one}]
    return statistics.geometric_mean(found)


def report(home: Path) -> str:
    """The whole page."""
    built = builds(home)
    opened = Atlas.open(home)
    results = measured(opened)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; medians in milliseconds, side by side in one run.",
        "",
        f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}.",
        f"Store: {opened.store.manifest['triples']:,} triples, {opened.store.manifest['statements']} statements.",
        "",
        "| build and publish, in a process of its own | s | services | triples | peak memory, MB | then open and first answer, ms |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {one.name} | {one.seconds:.1f} | {one.services} | {one.triples:,} | {one.peak:.0f} | {one.first:.0f} |"
            for one in built
        ),
        "",
        "| what, on the store with the ML services | ms |",
        "|---|---:|",
        f"| search with a typing error (`serverles inferense`) | {median_ms(lambda: opened.search('serverles inferense')):.2f} |",
        f"| neighbourhood of the largest hub | {median_ms(lambda: opened.neighbourhood(['amazon-sagemaker'])):.2f} |",
        f"| three paths between two entities | {median_ms(lambda: opened.path('sagemaker-model-monitor', 'shapley-values')):.1f} |",
        *(f"| script of the page {title} | {ms:.0f} |" for title, ms in pages_ms(home).items()),
        "",
        *engines_table(results),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure in a folder of its own, write the page, and show it."""
    with tempfile.TemporaryDirectory() as folder:
        text = report(Path(folder))
    sections.put_top(text)
    print(text)


if __name__ == "__main__":
    main()
