"""Hostile addresses and queries in the app, without a browser (tests/browser/test_hostile.py has one)."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from hostile import addresses, costly, reaching
from hostile.canary import Canary
from hostile.cases import Query
from hostile.conftest import SECONDS, check_end
from hostile.pages import Pages, opened
from hostile.ways import Bystander
from mlatlas.app import shared
from mlatlas.app.pages import ALL

#: Those without end all end alike, in the workers: a few will do here.
_LEFT_OUT = costly.ENDLESS[4:]
CASES = [case for case in (*reaching.ALL, *costly.ALL) if isinstance(case.text, str) and case not in _LEFT_OUT]
PAGES = {title: path for path, title in ALL}
_SLOWEST_PAGE = 5.0


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with opened(SECONDS) as found:
        found.open(PAGES["Choose"], addresses.CHOICE)  # the first page reads the facts, and is timed by no test
        yield found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_query_ends_in_order(case: Query, pages: Pages, bird: Canary) -> None:
    text = case.filled(bird.host, str(bird.file))
    assert isinstance(text, str)
    # The page looks at the answer and draws it: that takes its time as well.
    check_end(pages.ask(text), case.may, bird, SECONDS + _SLOWEST_PAGE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", addresses.ALL)
def test_a_page_opens_whatever_its_address_says(name: str, page: str, pages: Pages, bird: Canary) -> None:
    end = pages.open(PAGES[page], addresses.filled(addresses.ALL[name], bird.host, str(bird.file)))
    check_end(end, frozenset({"answered"}), bird, _SLOWEST_PAGE)
    assert "<script>window" not in end.said
    assert "<img src=x" not in end.said


def test_while_a_session_waits_another_is_answered(pages: Pages) -> None:
    bystander = Bystander(lambda: shared.atlas().query("ASK { }", visitor="another"))
    with bystander.asking():
        started = time.monotonic()
        while time.monotonic() - started < 2:
            pages.ask(str(costly.ENDLESS[0].text))
    assert bystander.refusals == []
    assert bystander.answers > 10
    assert bystander.slowest < 1
