"""Explore in a browser: the map from nothing, 30 clicks and 15 openings, and a graph of 5,000 things.

    .venv/bin/python benchmarks/clicks.py

The same on a store with the ML services and on one with all of them, each built in a folder of its own; or
`benchmarks/clicks.py HOME ...` on the stores that lie in these folders. A click counts from the button going down to the
first frame on which the panel shows the other thing; an opening, until the graph has more nodes as well.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sections
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser.conftest import _ARGS, _find_chromium, _wait_for, free_port, running_app
from mlatlas.atlas import Atlas
from mlatlas.installation import build_store

CLICKS, OPENINGS, RUNS = 30, 15, 3
_START = "/?open=sagemaker-model-monitor"
THINGS = 5_000
#: A page of one button, which draws a tree of so many things.
_MANY = f"""
import streamlit as st
from mlatlas.app.components import graph
from mlatlas.facts import Ref
from mlatlas.picture.neighbourhood import Edge, Node, Picture

if st.button("Draw"):
    refs = [Ref(f"https://example.org/{{n}}", f"Thing {{n}}", "Feature") for n in range({THINGS})]
    edges = tuple(Edge(refs[n // 7], refs[n], "part of") for n in range(1, {THINGS}))
    graph.show(Picture(tuple(Node(ref, None, 0, 0) for ref in refs), edges), key="many")
"""
_WAIT = 60_000
#: In the page: when the button last went down, and a promise of the frame on which something has become true.
_WATCH = """
globalThis.__title = () => {
  const find = (root) => root.querySelector("article h2") ??
    [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
  return find(document)?.textContent ?? "";
};
globalThis.__within = (isDone) => new Promise((tell) => {
  const look = (now) => isDone() ? tell(performance.now() - globalThis.__down) : requestAnimationFrame(look);
  requestAnimationFrame(look);
});
addEventListener("pointerdown", () => { globalThis.__down = performance.now(); }, true);
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured on a store of so many triples, in milliseconds."""

    triples: int
    cold: float
    warm: float
    clicks: list[float]
    openings: list[float]


def measured(home: Path, browser: Browser) -> Found:
    """All figures on the store in a folder, with an app of its own."""
    triples = Atlas.open(home).store.manifest["triples"]
    with running_app(home) as address:
        cold = first_paint(browser, address)
        warm = statistics.median(first_paint(browser, address) for _ in range(RUNS))
        with opened(browser, address + _START) as page:
            clicks = [click(page, number) for number in range(CLICKS)]
        with opened(browser, address + _START) as page:
            openings = [opening(page) for _ in range(OPENINGS)]
        return Found(triples, cold, warm, clicks, openings)


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which the graph is drawn, in a session of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(_WAIT)
    page.goto(address)
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    page.evaluate(_WATCH)
    page.wait_for_timeout(1_500)  # for what follows the first picture: the panel, the pane's size
    yield page
    context.close()


def first_paint(browser: Browser, address: str) -> float:
    """From asking for the page to the map being drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(_WAIT)
    page.goto(address, wait_until="commit")
    page.wait_for_function("globalThis.__mlatlas?.isReady")
    took = float(page.evaluate("performance.now()"))
    context.close()
    return took


def click(page: Page, number: int) -> float:
    """A click on one node after the other: until the panel shows it."""
    nodes = [iri for iri in page.evaluate("Object.keys(__mlatlas.positions())") if "~" not in iri]
    others = [iri for iri in nodes if iri != page.evaluate("__mlatlas.selected")]
    place = page.evaluate("iri => __mlatlas.locate(iri)", others[number % len(others)])
    before = page.evaluate("__title()")
    page.mouse.move(place["x"], place["y"])
    page.mouse.click(place["x"], place["y"])
    took = page.evaluate("before => __within(() => ![before, ''].includes(__title()))", before)
    page.wait_for_timeout(600)  # so that two clicks are no double click, and the script has run to its end
    return float(took)


def opening(page: Page) -> float:
    """The opening of a node that hides neighbours: until the graph has more nodes and the panel shows it."""
    labels = page.evaluate("__mlatlas.labels()")
    selected = page.evaluate("__mlatlas.selected")
    iri = next(iri for iri, label in reversed(labels.items()) if " +" in label and "~" not in iri and iri != selected)
    script = """([iri, before, count]) => {
      globalThis.__down = performance.now();
      __mlatlas.expand(iri);
      return __within(() => __title() !== before && Object.keys(__mlatlas.positions()).length > count);
    }"""
    took = page.evaluate(script, [iri, page.evaluate("__title()"), len(labels)])
    page.wait_for_timeout(600)
    return float(took)


def many(browser: Browser, folder: Path) -> float:
    """From a button being pressed to a graph of 5,000 things being drawn: places, message and drawing."""
    script = folder / "many.py"
    script.write_text(_MANY, "utf-8")
    with _streamlit(script) as address:
        times = []
        for _ in range(RUNS):
            context = browser.new_context(viewport={"width": 1280, "height": 720})
            page = context.new_page()
            page.goto(address)
            page.evaluate(_WATCH)
            page.get_by_role("button", name="Draw").click()
            times.append(float(page.evaluate("__within(() => globalThis.__mlatlas?.isReady)")))
            context.close()
    return statistics.median(times)


@contextmanager
def _streamlit(script: Path) -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def table(found: list[Found]) -> list[str]:
    """The figures of each store, in a column of its own."""
    rows: list[tuple[str, Callable[[Found], float]]] = [
        ("the map, the first page of a server that has just started", lambda one: one.cold),
        ("the map again", lambda one: one.warm),
        (f"a click: median of {CLICKS}", lambda one: statistics.median(one.clicks)),
        ("the slowest of these", lambda one: max(one.clicks)),
        (f"an opening: median of {OPENINGS}, one after the other", lambda one: statistics.median(one.openings)),
        ("the slowest of these", lambda one: max(one.openings)),
    ]
    return [
        "| in the browser, ms | " + " | ".join(f"{one.triples:,} triples" for one in found) + " |",
        "|---|" + "---:|" * len(found),
        *(f"| {name} | " + " | ".join(f"{figure(one):.0f}" for one in found) + " |" for name, figure in rows),
    ]


def main(homes: list[Path]) -> None:
    """Measure, write the section, and show it."""
    loaded, chromium = os.getloadavg()[0], _find_chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGS)
        found = [measured(home, browser) for home in homes or list(_built(Path(folder)))]
        drawn = many(browser, Path(folder))
        browser.close()
    body = [
        "Measured with `.venv/bin/python benchmarks/clicks.py`, in Chromium at 1280 × 720. A click counts from the button",
        "going down to the first frame on which the panel shows the other thing; an opening, until the graph has more nodes",
        f"as well. Load average before: {loaded:.1f}, on {os.cpu_count()} processors.",
        "",
        *table(found),
        "",
        f"A graph of {THINGS:,} things, from the button being pressed to its being drawn: {drawn:,.0f} ms.",
    ]
    sections.put("Explore in a browser", "\n".join(body))
    print("\n".join(body))


def _built(folder: Path) -> Iterator[Path]:
    """Stores with the ML services and with all of them."""
    for services in ("ml", "all"):
        home = folder / services
        os.environ["MLATLAS_HOME"] = str(home)
        build_store(services=[services])
        yield home


if __name__ == "__main__":
    main([Path(text) for text in sys.argv[1:]])
