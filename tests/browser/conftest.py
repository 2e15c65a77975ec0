"""The running app, and a browser page that reaches nothing but loopback."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_START_SECONDS = 60
expect.set_options(timeout=15_000)  # other tests keep the processors busy
_PLACES = "[...document.querySelectorAll('.stElementContainer')].map(part => part.getBoundingClientRect().y).join()"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _find_chromium() -> str | None:
    script = Path(__file__).parents[2] / "scripts" / "get_chromium.py"
    spec = importlib.util.spec_from_file_location("get_chromium", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: str | None = module.find_chromium()
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_app(home: Path, **environment: str) -> Iterator[str]:
    """The app on the store in `home`, as `mlatlas app` starts it, with more environment; gives its address."""
    port = free_port()
    command = [sys.executable, "-c", "from mlatlas.cli import main; main()", "app", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "MLATLAS_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", process)
        yield url
    finally:
        with suppress(ProcessLookupError):  # it may have ended by itself, and then that is the error to show
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def settled(page: Page) -> None:
    """Waits until the page's script has ended and nothing moves: parts of a page load after it, and push others."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    at_rest(page, _PLACES, milliseconds=250)


def at_rest(page: Page, expression: str, milliseconds: float = 80) -> Any:
    """The value of an expression, once it has stopped changing."""
    before: Any = None
    while (now := page.evaluate(expression)) != before:
        before = now
        page.wait_for_timeout(milliseconds)
    return now


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            output = process.stdout.read().decode() if process.stdout else ""
            raise AssertionError(f"the app ended: {output}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url} in {_START_SECONDS} s")


@pytest.fixture(scope="session")
def app_url(store_home: Path) -> Iterator[str]:
    """The address of the running app."""
    with running_app(store_home) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the tests fail under CI=true, and are skipped aloud elsewhere."""
    path = _find_chromium()
    if path is None:
        message = "no Chromium: run `python scripts/get_chromium.py`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=_ARGS)
        yield launched
        launched.close()


class Opener:
    """Opens pages in sessions of their own, and notes what they ask for beside loopback."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.refused: list[str] = []

    def context(self, **options: object) -> BrowserContext:
        """Storage, cookies and a cache of its own, for a window of 1280 × 720 where nothing else is said."""
        made = self._browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **options})  # type: ignore[arg-type]
        self._contexts.append(made)
        made.on("request", self._watch)  # not made.route(), with which nothing is cached
        made.set_default_timeout(20_000)
        return made

    def close(self) -> None:
        """Close all; nothing may have asked for anything but loopback."""
        for context in self._contexts:
            context.close()
        assert self.refused == [], "requests left loopback"

    def _watch(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname not in _LOOPBACK:
            self.refused.append(request.url)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in sessions of their own. At the end, no page may have asked for anything but loopback."""
    opener = Opener(browser)
    yield lambda **options: opener.context(**options).new_page()
    opener.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of 1280 × 720 in a session of its own."""
    return new_page()


@pytest.fixture(scope="module")
def module_page(browser: Browser) -> Iterator[Page]:
    opener = Opener(browser)
    yield opener.context().new_page()
    opener.close()


@pytest.fixture
def tab(module_page: Page) -> Page:
    """One page for all tests of a module, which opens an address three times as fast as a new one.

    On the server, each address that it opens is a session of its own; in the browser, what is stored stays.
    """
    module_page.set_viewport_size({"width": 1280, "height": 720})
    module_page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return module_page
