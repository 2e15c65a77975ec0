"""Explore with data and addresses that nobody would wish for, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import running_app
from browser.test_explore import open_graph, place, positions, title, touching
from conftest import without_statements

MARKUP = "<img src=x onerror=alert(1)>"
HOSTILE = "img-src-x-onerror-alert-1"
ARABIC = "نموذج لغوي كبير"
LONG = "endless-name"
LETTERS = 5_000


def _named(slug: str, label: str, more: str = "") -> str:
    return f"""
    kb:{slug} a atlas:Feature ; skos:prefLabel "{label}" ; dcterms:subject kb:serving-inferences ;
        skos:related kb:dropout ; skos:definition "{label[:200]} ![x](http://evil.example/x.png)." {more} .
    """.replace("\n    kb:", "\nkb:")


@pytest.fixture(scope="module")
def strange_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app in a copy of the project with entities whose labels are strange."""
    root, home = tmp_path_factory.mktemp("strange-project"), tmp_path_factory.mktemp("strange-home")
    source = Path(__file__).parents[2]
    (root / "graph").mkdir()
    for file in (source / "graph").glob("*.ttl"):
        (root / "graph" / file.name).write_text(without_statements(file.read_text("utf-8")), "utf-8")
    for name in ("ontology.ttl", "shapes.ttl", "streamlit_app.py"):
        shutil.copy(source / name, root / name)
    (root / "src").symlink_to(source / "src")  # the data root is where the package is found
    prefixes = """
@prefix atlas: <https://w3id.org/mlatlas/ontology#> .
@prefix kb: <https://w3id.org/mlatlas/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
    strange = [
        _named(HOSTILE, MARKUP, '; skos:altLabel "<b>href</b>"'),
        _named("arabic-name", ARABIC, '; skos:altLabel "Arabic name"'),
        _named(LONG, "Endless name", f'; skos:altLabel "{"endless" * (LETTERS // 7)}"'),  # a label has 80 at most
    ]
    (root / "graph" / "strange.ttl").write_text(prefixes + "".join(strange), "utf-8")
    environment = {"PYTHONPATH": str(root / "src"), "MLATLAS_HOME": str(home)}
    build = [sys.executable, "-c", "from mlatlas.cli import main; main()", "build", "--services", "none"]
    subprocess.run(build, env={**os.environ, **environment}, check=True)
    with running_app(home, **environment) as url:
        yield url


def test_a_label_full_of_markup_stays_text(page: Page, strange_url: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_graph(page, strange_url + f"/?open={HOSTILE}")
    expect(title(page)).to_have_text(MARKUP)
    page.mouse.move(*place(page, HOSTILE))
    expect(page.locator(".vis-tooltip")).to_contain_text("<img")
    assert page.locator("img[src=x]").count() == 0
    box = page.get_by_role("combobox", name="Search")
    box.click()
    box.press_sequentially("img src", delay=15)
    expect(page.get_by_role("option").first).to_contain_text("<img")
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_right_to_left_and_endless_names_keep_the_page_whole(page: Page, strange_url: str) -> None:
    open_graph(page, f"{strange_url}/?open={LONG},dropout&node=arabic-name")
    expect(title(page)).to_have_text(ARABIC)
    assert touching(page) == []
    boxes = page.evaluate("__mlatlas.boxes()").values()
    assert max(box["bottom"] - box["top"] for box in boxes) < 200
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("/")
    page.keyboard.type(ARABIC, delay=10)
    expect(page.get_by_role("listbox", name="Found").get_by_role("option").first).to_contain_text(ARABIC)
    page.goto(f"{strange_url}/?open={LONG}")
    expect(title(page)).to_have_text("Endless name")
    expect(page.locator("article .names")).to_contain_text("endless" * 700)
    expect(page.locator(".pane")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("cut", [1, 10, 25])
def test_an_address_that_was_cut_opens_what_is_left_of_it(cut: int, page: Page, app_url: str) -> None:
    whole = "/?open=sagemaker-model-monitor,sagemaker-clarify&node=sagemaker-clarify&pin=data-capture&layout=force"
    open_graph(page, app_url + whole[:-cut])
    assert len(positions(page)) > 1
    expect(title(page)).to_have_text("SageMaker Clarify")


def test_an_unknown_thing_is_named_and_the_map_shown(page: Page, app_url: str) -> None:
    open_graph(page, f"{app_url}/?open={quote('no-such-thing')}")
    expect(page.get_by_test_id("stAlert")).to_contain_text(re.compile("no-such-thing"))
    expect(page.get_by_text("Machine learning on AWS, as a map")).to_be_visible()
