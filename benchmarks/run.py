"""Measure what DESIGN promises, side by side in one run, and write it to benchmarks/README.md.

    make bench

Medians in milliseconds. rdflib in memory and raw pyoxigraph answer the same queries on the same triples.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from builds import builds

from mlatlas.atlas import Atlas
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
    rdflib_graph = atlas.to_rdflib(api=True)
    rows = []
    for name, (query, given) in QUESTIONS.items():
        text = bind(query_text(query), given)
        ours = median_ms(lambda q=query, g=given: atlas.store.select(query_text(q), g))
        direct = median_ms(lambda t=text: list(raw.query(t, use_default_graph_as_union=True, prefixes=PREFIXES)))
        memory = median_ms(lambda t=text: list(rdflib_graph.query(t)), runs=5)
        rows.append((name, ours, direct, memory))
    return rows


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
    built = builds(home)
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
        text = report(Path(folder))
    (HERE / "README.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
