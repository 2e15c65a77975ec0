"""An endpoint over HTTP: what is sent, and what each failure is called."""

from __future__ import annotations

import gzip
import time

import pytest

from engines_here import free_port
from mlatlas.errors import BadRequest, Busy, StoreError
from mlatlas.remote import Endpoint
from mlatlas.remote.failures import Refused, Unfinished
from mlatlas.remote.http import Credentials, Question
from strange_server import Answers, Handler, hangs_up, says, serving, table

QUESTION = Question("ASK { }", "application/sparql-results+json")
HIDDEN = "s3cr3t-w0rd"


def ask(endpoint: Endpoint, seconds: float = 5, question: Question = QUESTION) -> bytes:
    content = bytearray()
    endpoint.ask(question, lambda piece: bool(content.extend(piece)), seconds)
    return bytes(content)


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"MLATLAS_ENDPOINT_{name}", raising=False)


# ── What is sent ─────────────────────────────────────────────────────────────


def test_a_query_is_posted_as_a_form() -> None:
    with serving(says(table({"x": "ä"}))) as server:
        question = Question("SELECT ('ä&=' AS ?x) {}", "text/csv", ("http://a/1", "http://a/2"), ("http://a/3",))
        assert ask(Endpoint(server.address), question=question) == table({"x": "ä"}).encode()
    (asked,) = server.asked
    assert asked.form == {
        "query": ["SELECT ('ä&=' AS ?x) {}"],
        "default-graph-uri": ["http://a/1", "http://a/2"],
        "named-graph-uri": ["http://a/3"],
    }
    assert asked.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert asked.headers["accept"] == "text/csv"
    assert "authorization" not in asked.headers


def test_user_and_password_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT_USER", "ada")
    monkeypatch.setenv("MLATLAS_ENDPOINT_PASSWORD", "lovelace")
    with serving(says(table())) as server:
        ask(Endpoint(server.address))
    assert server.asked[0].headers["authorization"] == "Basic YWRhOmxvdmVsYWNl"


def test_a_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT_TOKEN", HIDDEN)
    with serving(says(table())) as server:
        ask(Endpoint(server.address))
    assert server.asked[0].headers["authorization"] == f"Bearer {HIDDEN}"


def test_packed_answers_are_unpacked() -> None:
    packed = gzip.compress(table({"x": "a"}).encode())
    with serving(says(packed, Content_Encoding="gzip")) as server:
        assert ask(Endpoint(server.address)) == table({"x": "a"}).encode()


def test_what_has_enough_is_sent_no_more() -> None:
    def endless(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.wfile.write(b"x" * 10_000)

    with serving(endless) as server:
        pieces: list[bytes] = []
        Endpoint(server.address).ask(QUESTION, lambda piece: pieces.append(piece) or len(pieces) > 3, 5)  # type: ignore[func-returns-value]
    assert len(pieces) == 4


# ── What goes wrong ──────────────────────────────────────────────────────────


def _too_short(handler: Handler) -> None:
    handler.begin(headers={"Content-Length": "100"})
    handler.wfile.write(b"{")
    hangs_up(handler)


FAILURES: dict[str, tuple[Answers, type[Exception], str]] = {
    "a page": (says("<html><body>Welcome", media_type="text/html; charset=utf-8"), StoreError, "a web page, not with results"),
    "unauthorized": (says("who?", 401), StoreError, "401 Unauthorized: it does not let us in; set MLATLAS_ENDPOINT_USER"),
    "forbidden": (says("", 403), StoreError, "403 Forbidden: it does not let us in"),
    "not found": (says("<html><h1>Nope</h1>", 404, "text/html"), StoreError, "404 Not Found: there is no SPARQL endpoint"),
    "no POST": (says("", 405), StoreError, "there is no SPARQL endpoint"),
    "moved": (
        says("", 301, Location=f"http://u:{HIDDEN}@example.org/new?key={HIDDEN}"),
        StoreError, "301 Moved Permanently: it has moved; give its new address, http://example.org/new",
    ),
    "moved nowhere": (says("", 302), StoreError, "302 Found"),
    "moved to nonsense": (says("", 302, Location="http://[::"), StoreError, "302 Found"),
    "crash": (says("Java heap space\n  at Foo.java", 500), StoreError, r"500 Internal Server Error: .*\(Java heap space at"),
    "down": (says("", 503), StoreError, "503 Service Unavailable"),
    "wrong query": (says("line 1: no", 400), Refused, "line 1: no"),
    "wrong query, no word": (says("", 400), Refused, "no reason given"),
    "too much": (says("", 429, Retry_After="7"), Busy, "429 Too Many Requests: it is asked too much; try again in 7 s"),
    "busy": (says("", 503, Retry_After="3"), Busy, "try again in 3 s"),
    "gateway": (says("", 504), Unfinished, "^$"),
    "hangs up": (hangs_up, StoreError, "broke off"),
    "nonsense": (lambda handler: handler.wfile.write(b"\x00\xffnonsense\r\n\r\n"), StoreError, "broke off"),
    "too short": (_too_short, StoreError, "broke off in the middle"),
    "not packed": (says("no gzip", Content_Encoding="gzip"), StoreError, "broke off"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_clear_sentence(name: str) -> None:
    answers, kind, sentence = FAILURES[name]
    with serving(answers) as server, pytest.raises(kind, match=sentence) as raised:
        ask(Endpoint(server.address), 2)
    message = str(raised.value)
    assert "\n" not in message
    assert HIDDEN not in message
    if kind is StoreError:
        assert message.startswith(server.address)


def test_nobody_there_is_said() -> None:
    with pytest.raises(StoreError, match=r"cannot be reached \(.+\): is the server running"):
        ask(Endpoint(f"http://127.0.0.1:{free_port()}/sparql"))


def test_a_host_that_does_not_exist_is_said() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        ask(Endpoint("http://nowhere.invalid/sparql"))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("12", 12), ("", 5), ("soon", 5), ("-3", 5), ("999999999", 86400), ("Wed, 21 Oct 2015 07:28:00 GMT", 1)],
)
def test_when_to_come_again_is_told(header: str, seconds: int) -> None:
    with serving(says("", 429, Retry_After=header)) as server, pytest.raises(Busy) as raised:
        ask(Endpoint(server.address))
    assert raised.value.retry_after == seconds


def test_a_secret_that_the_server_repeats_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLATLAS_ENDPOINT_TOKEN", HIDDEN)
    with serving(says(f"Bearer {HIDDEN} is unknown", 500)) as server:
        endpoint = Endpoint(server.address)
        with pytest.raises(StoreError) as raised:
            ask(endpoint)
    assert "is unknown" in str(raised.value)
    assert HIDDEN not in str(raised.value)
    assert HIDDEN not in repr(endpoint.__dict__)
    assert HIDDEN not in repr(Credentials.from_environment())


def _silent(handler: Handler) -> None:
    time.sleep(5)


def _dripping(handler: Handler) -> None:
    handler.begin()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("answers", [_silent, _dripping])
def test_the_time_limit_holds_for_the_whole(answers: Answers) -> None:
    with serving(answers) as server:
        started = time.monotonic()
        with pytest.raises(Unfinished):
            ask(Endpoint(server.address), 0.4)
    assert 0.3 < time.monotonic() - started < 1.4


def test_a_connection_that_was_closed_is_made_anew_once() -> None:
    def once(handler: Handler) -> None:
        (hangs_up if len(server.asked) == 2 else says(table()))(handler)

    with serving(once) as server:
        endpoint = Endpoint(server.address)
        assert ask(endpoint) == ask(endpoint) == table().encode()
    assert len(server.asked) == 3


def test_connections_are_kept() -> None:
    ports: set[int] = set()

    def note(handler: Handler) -> None:
        ports.add(handler.client_address[1])
        says(table())(handler)

    with serving(note) as server:
        endpoint = Endpoint(server.address)
        for _ in range(5):
            ask(endpoint)
    assert len(ports) == 1


# ── Addresses and credentials ────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address", ["", "nonsense", "ftp://example.org/", "http://", "http:///x", "http://[::", "http://a b/"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadRequest, match="write it like http://localhost:7878/query"):
        Endpoint(address)


@pytest.mark.parametrize("address", [f"http://ada:{HIDDEN}@example.org/", f"https://{HIDDEN}@example.org/sparql"])
def test_a_password_in_an_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(BadRequest, match="holds no password") as raised:
        Endpoint(address)
    assert HIDDEN not in str(raised.value)


def test_the_name_of_an_endpoint_has_no_key() -> None:
    assert Endpoint(f"http://example.org/sparql?key={HIDDEN}#x").name == "http://example.org/sparql"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"USER": "ada"}, "go together"),
        ({"PASSWORD": HIDDEN}, "go together"),
        ({"USER": "ada", "PASSWORD": "x", "TOKEN": HIDDEN}, "not both"),
        ({"USER": "ada:b", "PASSWORD": "x"}, "colon"),
        ({"TOKEN": f"{HIDDEN}\nX-Evil: 1"}, "signs that a token cannot have"),
        ({"TOKEN": f"{HIDDEN} ä"}, "signs that a token cannot have"),
    ],
)
def test_credentials_that_make_no_sense_are_refused(
    given: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"MLATLAS_ENDPOINT_{name}", value)
    with pytest.raises(BadRequest, match=sentence) as raised:
        Endpoint("http://127.0.0.1:1/")
    assert HIDDEN not in str(raised.value)
