"""Measure what DESIGN promises, side by side in one run, and write it to benchmarks/README.md.

    make bench

Medians in milliseconds. rdflib in memory and raw pyoxigraph answer the same queries on the same triples.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from mlatlas.atlas import Atlas
from mlatlas.build import build, current
from mlatlas.resources import data_root, query_text
from mlatlas.store import bind
from mlatlas.terms import KB, PREFIXES
from mlatlas.terms import atlas as term

RUNS = 15
HERE = Path(__file__).parent

#: The product's questions: name, shipped query, what is bound.
QUESTIONS = {
    "one entity": ("entities", {"entity": KB + "sagemaker-model-monitor"}),
    "its names": ("names", {"entity": KB + "sagemaker-model-monitor"}),
    "facts about it": ("statements", {"role": term("subject"), "about": KB + "sagemaker-model-monitor"}),
    "their sources": ("sources", {"role": term("subject"), "about": KB + "sagemaker-model-monitor"}),
    "facts that point to it": ("statements", {"role": term("object"), "about": KB + "amazon-sagemaker"}),
    "links of it": ("links", {"source": KB + "sagemaker-model-monitor"}),
    "all properties": ("properties", {}),
}


def median_ms(task: Callable[[], object], runs: int = RUNS) -> float:
    """The median wall time of a task, after one warm-up."""
    task()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def questions(atlas: Atlas) -> list[tuple[str, float, float, float]]:
    """Each question through the atlas's store, raw pyoxigraph and rdflib in memory."""
    raw = ox.Store.read_only(str(atlas.store.path / "data"))
    rdflib_graph = atlas.to_rdflib()
    rows = []
    for name, (query, given) in QUESTIONS.items():
        text = bind(query_text(query), given)
        ours = median_ms(lambda q=query, g=given: atlas.store.select(query_text(q), g))
        direct = median_ms(lambda t=text: list(raw.query(t, use_default_graph_as_union=True, prefixes=PREFIXES)))
        memory = median_ms(lambda t=text: list(rdflib_graph.query(t)), runs=5)
        rows.append((name, ours, direct, memory))
    return rows


def first_answer_ms(home: Path) -> float:
    """Open the store and answer the first question, each time in a new process."""
    code = (
        "import time; from mlatlas.atlas import Atlas; start = time.perf_counter();"
        "Atlas.open().entity('dropout'); print(1000 * (time.perf_counter() - start))"
    )
    environment = {**os.environ, "MLATLAS_HOME": str(home)}
    times = [
        float(subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return statistics.median(times)


def pages_ms(home: Path) -> dict[str, float]:
    """A rerun of each page's script, without a browser."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415

    from mlatlas.app.pages import ALL  # noqa: PLC0415

    os.environ["MLATLAS_HOME"] = str(home)
    found = {}
    for path, title in ALL:
        app = AppTest.from_file(str(data_root() / "streamlit_app.py"), default_timeout=60).run()
        app.switch_page(path.relative_to(data_root()).as_posix()).run()
        found[title] = median_ms(app.run, runs=9)
    return found


def report(home: Path) -> str:
    """The whole page."""
    built = median_ms(lambda: build(data_root(), home), runs=5)
    opened = Atlas.open(home)
    rows = questions(opened)
    against_raw = statistics.geometric_mean(ours / direct for _, ours, direct, _ in rows)
    against_rdflib = statistics.geometric_mean(memory / ours for _, ours, _, memory in rows)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; medians in milliseconds, side by side in one run.",
        "",
        f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}.",
        f"Store: {opened.store.manifest['triples']:,} triples, {opened.store.manifest['statements']} statements.",
        "",
        "| what | ms |",
        "|---|---:|",
        f"| build and publish the store | {built:.0f} |",
        f"| open the store and answer the first question, in a new process | {first_answer_ms(home):.0f} |",
        f"| search with a typing error (`serverles inferense`) | {median_ms(lambda: opened.search('serverles inferense')):.2f} |",
        f"| neighbourhood of the largest hub | {median_ms(lambda: opened.neighbourhood(['amazon-sagemaker'])):.2f} |",
        f"| three paths between two entities | {median_ms(lambda: opened.path('sagemaker-model-monitor', 'shapley-values')):.1f} |",
        *(f"| script of the page {title} | {ms:.0f} |" for title, ms in pages_ms(home).items()),
        "",
        "| the product's questions | Atlas | raw pyoxigraph | rdflib in memory |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {ours:.2f} | {direct:.2f} | {memory:.1f} |" for name, ours, direct, memory in rows),
        "",
        f"Geometric means: {against_raw:.2f} × the time of raw pyoxigraph; {against_rdflib:.0f} × faster than rdflib in memory.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure in a folder of its own, write the page, and show it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        build(data_root(), home)
        assert current(home).exists()  # noqa: S101
        text = report(home)
    (HERE / "README.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
