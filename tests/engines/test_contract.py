"""The command line gives the same answers on every engine: the store here, an Oxigraph server, a Virtuoso."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

import mlatlas
from engines_here import ENGINES, oxigraph
from mlatlas import build, cli
from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError, StoreError
from mlatlas.queries import examples
from mlatlas.remote import Endpoint, RemoteStore
from mlatlas.resources import data_root
from mlatlas.sandbox import kind_of
from mlatlas.store import Iri, Row, Text
from mlatlas.terms import KB, STMT, aws
from mlatlas.terms import atlas as term

SERVICES = ("polly", "translate")
QUERIES = Path(mlatlas.__file__).parent / "queries"


@dataclass(frozen=True)
class Seen:
    """What a command gave."""

    code: int
    output: bytes
    error: str


Run = Callable[..., Seen]
KEPT: dict[tuple[str, ...], Seen] = {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the curated facts and two small services."""
    folder = tmp_path_factory.mktemp("small")
    build.build(data_root(), folder, None, SERVICES)
    return folder


@pytest.fixture(scope="module")
def dump(home: Path) -> Path:
    """All of that store as N-Quads, as `mlatlas export --format nquads --api` writes it."""
    path = home / "dump" / "atlas.nq"
    path.parent.mkdir()
    with path.open("wb") as file:
        Atlas.open(home).write(file, "nquads", api=True)
    return path


@pytest.fixture(scope="module", params=ENGINES)
def endpoint(request: pytest.FixtureRequest, dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of each engine in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    data = folder / dump.name
    data.write_bytes(dump.read_bytes())
    with ENGINES[request.param](folder, data) as address:
        yield address


@pytest.fixture(scope="module")
def there(endpoint: str) -> Iterator[Atlas]:
    """The atlas on each engine in turn."""
    with Atlas.open(endpoint=endpoint) as opened:
        yield opened


@pytest.fixture(scope="module")
def here(home: Path) -> Iterator[Atlas]:
    """The atlas on the store."""
    with Atlas.open(home) as opened:
        yield opened


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as a terminal of 120 columns does; what the store here answers is kept for the next engine."""
    monkeypatch.setenv("MLATLAS_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "120")

    def command(*words: str) -> Seen:
        if "--endpoint" in words:
            return seen(words)
        if words not in KEPT:
            KEPT[words] = seen(words)
        return KEPT[words]

    return command


@pytest.fixture
def opened(here: Atlas, there: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find both atlases opened: what reads all of an engine reads it once for all of them."""
    monkeypatch.setattr(cli, "_open", lambda endpoint: there if endpoint else here)


def seen(words: Sequence[str]) -> Seen:
    done = CliRunner().invoke(cli.app, words)
    if isinstance(done.exception, AtlasError):
        return Seen(done.exception.exit_code, done.stdout_bytes, str(done.exception))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Seen(done.exit_code, done.stdout_bytes, done.stderr)


ANSWERED = [
    ["facts", "serverless-inference"],
    ["facts", "serverless-inference", "--format", "csv"],
    ["facts", "polly.SynthesizeSpeech", "--format", "json"],
    ["facts", "aws:polly.shapes.VoiceId", "--format", "json"],
    ["facts", "translate", "--format", "json"],
    ["limits", "polly.SynthesizeSpeech", "--format", "json"],
    ["limits", "TranslateText"],
    ["search", "serverles inferense", "--format", "json"],
    ["search", "synthesise speech", "--format", "json"],
    ["search", "VoiceId", "--class", "Shape", "--format", "json"],
    ["search", "Größe 🧭"],
    ["compare", "real-time-inference", "serverless-inference", "batch-transform", "--format", "json"],
    ["compare", "apache-parquet", "apache-orc"],
    *(["compare", "apache-parquet", "apache-orc", "--format", form] for form in ("csv", "markdown", "latex", "html")),
    ["compare", "polly.SynthesizeSpeech", "polly.StartSpeechSynthesisTask", "--differences", "--format", "json"],
    ["choose", "--format", "json"],
    ["choose", "inference-option", "--format", "json"],
    ["choose", "inference-option", "--require", "payload >= 300 MB", "--prefer", "GPU = yes", "--format", "json"],
    ["choose", "bias-metric", "--require", "needs labels = no", "--require", "stage = before training"],
    ["choose", "Service", "--require", "supports != VPC configuration", "--format", "csv"],
    *(
        ["query", "SELECT ?x ?l ?n { ?x skos:prefLabel ?l . OPTIONAL { ?x skos:notation ?n } } ORDER BY ?l ?n LIMIT 50",
         "--format", form]
        for form in ("json", "csv", "tsv", "xml")
    ),
    ["query", "SELECT ?v ?w { ?s atlas:value ?v ; atlas:asWritten ?w } ORDER BY ?s", "--format", "csv"],
    ["query", "SELECT ?p ?o { aws:polly.shapes.SampleRate ?p ?o } ORDER BY ?p ?o", "--format", "tsv"],
    ["query", "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/mlatlas/graph/api/polly> { ?s ?p ?o } }", "--format", "json"],
    ["query", "SELECT ?x { ?x a atlas:Nothing }", "--format", "json"],
    ["query", "ASK { kb:dropout a skos:Concept }", "--format", "json"],
    ["query", "ASK { kb:dropout a atlas:Metric }", "--format", "xml"],
]  # fmt: skip
OF_ALL = [
    ["facts", "--format", "json"],
    ["facts", "--verdict", "contradicted", "--format", "json"],
    ["facts", "--source", "botocore", "--format", "json"],
    ["path", "sagemaker-model-monitor", "shapley-values", "--format", "json"],
    ["path", "dropout", "overfitting"],
    ["export", "--format", "csv"],
    ["export", "--format", "graphml"],
    ["export", "--format", "html"],
]


@pytest.mark.parametrize("words", ANSWERED, ids=" ".join)
def test_a_command_answers_alike(words: list[str], endpoint: str, run: Run) -> None:
    here, there = run(*words), run(*words, "--endpoint", endpoint)
    assert (there.code, there.error) == (0, "")
    assert here.code == 0
    assert there.output.decode() == here.output.decode()
    assert there.output


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("words", OF_ALL, ids=" ".join)
def test_a_command_that_reads_all_answers_alike(words: list[str], endpoint: str, run: Run) -> None:
    test_a_command_answers_alike(words, endpoint, run)


REFUSED = [
    ["facts", "serverles"],
    ["facts", "--verdict", "sure"],
    ["facts", "sagemaker.CreateModel"],
    ["search", "drift", "--class", "Animal"],
    ["compare", "dropout"],
    ["choose", "colour"],
    ["choose", "inference-option", "--require", "payload >= 3 min"],
    ["choose", "inference-option", "--require", "vpc = yes", "--require", "vpc = no"],
    ["choose", "--format", "csv"],
    ["path", "dropout", "dropout"],
    ["query"],
    ["query", "SELECT ?s WHERE { ?s ?p "],
    ["query", "SELECT * { ?s ?p }"],
    ["query", "DELETE WHERE { ?s ?p ?o }"],
    ["query", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"],
    ["query", "ASK {}", "--format", "turtle"],
    ["export", "--format", "csv", "--api"],
]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_bad_input_is_refused_alike(words: list[str], endpoint: str, run: Run) -> None:
    here, there = run(*words), run(*words, "--endpoint", endpoint)
    assert there == here
    assert there.code == 2
    assert there.error


@pytest.mark.parametrize("words", [["--format", "nquads"], ["--format", "nquads", "--api"], ["--format", "turtle"]])
def test_the_graph_is_exported_alike(words: list[str], endpoint: str, run: Run) -> None:
    form = ox.RdfFormat.N_QUADS if "nquads" in words else ox.RdfFormat.TURTLE
    here, there = run("export", *words), run("export", *words, "--endpoint", endpoint)
    assert there.error == ""
    assert canonical(there.output, form) == canonical(here.output, form)


def canonical(content: bytes, form: ox.RdfFormat) -> ox.Dataset:
    """The quads as a store keeps them (it writes 1 as true), with blank nodes named after their place."""
    store = ox.Store()
    store.load(content, format=form)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def test_a_graph_is_constructed_alike(endpoint: str, run: Run) -> None:
    words = ("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s atlas:subject kb:dropout ; ?p ?o }", "--format", "turtle")
    here, there = run(*words), run(*words, "--endpoint", endpoint)
    assert there.code == 0, there.error
    assert canonical(there.output, ox.RdfFormat.TURTLE) == canonical(here.output, ox.RdfFormat.TURTLE)
    assert b"F184" in there.output


def test_the_store_says_the_same_about_itself(here: Atlas, there: Atlas) -> None:
    ours, theirs = here.store.manifest, there.store.manifest
    assert {name: theirs[name] for name in ("version", "built", "triples", "botocore")} == {
        name: ours[name] for name in ("version", "built", "triples", "botocore")
    }
    assert set(theirs["services"]) == set(ours["services"]) == set(SERVICES)
    assert there.name == here.name
    assert there.counts() == here.counts()
    assert there.store.key != here.store.key


# ── Every shipped query ──────────────────────────────────────────────────────

GIVEN: dict[str, list[dict[str, str]]] = {
    "api-element": [{"element": aws("polly", "operations.SynthesizeSpeech")}],
    "api-uses": [{"element": aws("polly", "shapes.VoiceId")}],
    "api-members": [{"structure": aws("polly", "shapes.SynthesizeSpeechInput")}],
    "api-values": [{"structure": aws("polly", "shapes.SynthesizeSpeechInput")}],
    "api-labelled": [{"label": Text("VoiceId")}],
    "entities": [{}, {"entity": KB + "dropout"}],
    "names": [{}, {"entity": KB + "dropout"}],
    "topics": [{}, {"entity": KB + "dropout"}],
    "disputes": [{}, {"about": KB + "dropout"}],
    "links": [{}, {"source": KB + "serverless-inference"}, {"target": KB + "amazon-sagemaker"}],
    **{
        query: [
            {},
            {"role": term("subject"), "about": KB + "serverless-inference"},
            {"role": term("object"), "about": KB + "bias-detection"},
            {"role": term("through"), "about": KB + "model-bias-monitor"},
            {"role": term("subject"), "statement": STMT + "F072"},
        ]
        for query in ("statements", "sources", "checks")
    },
}
SHIPPED = [
    pytest.param(path, given, id=f"{path.stem} {' '.join(given)}")
    for path in sorted(QUERIES.glob("*.rq"))
    if path.stem != "derive"
    for given in GIVEN.get(path.stem, [{}])
]


def comparable(rows: list[Row]) -> list[str]:
    """Rows whose blank nodes have no name, in an order of their own; types count."""
    plain = [
        {name: (type(value).__name__, "_" if _is_blank(value) else str(value)) for name, value in row.items()}
        for row in rows
    ]
    return sorted(str(sorted(row.items())) for row in plain)


def _is_blank(value: object) -> bool:
    return isinstance(value, Iri) and not value.startswith(("http:", "https:", "pkg:"))


@pytest.mark.parametrize(("path", "given"), SHIPPED)
def test_a_shipped_query_gives_the_same_rows(path: Path, given: dict[str, str], here: Atlas, there: Atlas) -> None:
    query = path.read_text("utf-8")
    assert comparable(there.store.select(query, given)) == comparable(here.store.select(query, given))


@pytest.mark.parametrize("name", [example.name for example in examples()])
def test_an_example_gives_the_same_rows(name: str, here: Atlas, there: Atlas) -> None:
    (text,) = (example.text for example in examples() if example.name == name)
    if kind_of(text) == "graph":
        assert there.query(text, "turtle").rows
        return
    ours, theirs = (bindings(atlas.query(text).content) for atlas in (here, there))
    if name == "named-graphs":  # Virtuoso has some of its own
        assert set(ours) <= set(theirs)
    else:
        assert theirs == ours


def bindings(content: bytes) -> list[str]:
    """The rows of SPARQL JSON, or what it says yes or no to; blank nodes have no name."""
    document = json.loads(content)
    if "boolean" in document:
        return [str(document["boolean"])]
    rows = (
        sorted((name, cell["type"] == "bnode" or cell["value"]) for name, cell in row.items())
        for row in document["results"]["bindings"]
    )
    return sorted(map(str, rows))


# ── What a server may lack ───────────────────────────────────────────────────


def test_a_default_graph_that_is_no_union_is_named(dump: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path, dump) as address, pytest.raises(StoreError, match="default graph is not their union"):
        RemoteStore(Endpoint(address))


def test_a_server_without_the_atlas_is_named(tmp_path: Path) -> None:
    data = tmp_path / "other.nq"
    data.write_text("<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n", "utf-8")
    server = oxigraph(tmp_path, data, "--union-default-graph")
    with server as address, pytest.raises(StoreError, match="has no ML Atlas"):
        RemoteStore(Endpoint(address))
