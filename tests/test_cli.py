"""The command line as scripts see it: answers, formats, errors and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rdflib
import typer
from typer.testing import CliRunner

from fake_models import wheel
from mlatlas.cli import app
from mlatlas.sources.api_models import Models

CONTRACT = {
    "id", "subject", "subject_label", "property", "property_label", "object", "object_label", "value", "unit", "as_written",
    "bound", "holds", "condition", "through", "scope", "verdict", "corrected_by", "sources", "checks",
}  # fmt: skip


def run(*words: str, env: dict[str, str] | None = None, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run `mlatlas` as a person does, on the store of the tests."""
    command = [sys.executable, "-c", "from mlatlas.cli import main; main()", *words]
    environment = {**os.environ, "COLUMNS": "120", **(env or {})}
    return subprocess.run(
        command, env=environment, input=given, capture_output=True, text=True, check=False, timeout=120
    )


def answer(*words: str) -> Any:
    """The JSON that a command prints."""
    done = run(*words, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_facts_of_serverless_inference() -> None:
    found = answer("facts", "serverless-inference")
    limits = {(f["property_label"], f["value"], f["unit"]) for f in found if f["bound"] == "maximum"}
    assert limits >= {("memory", 6, "GB"), ("concurrent requests", 200, "requests"), ("processing time", 60, "s")}
    vpc = next(f for f in found if f["object_label"] == "VPC configuration")
    assert vpc["holds"] is False


def test_facts_hold_every_fact_of_the_notes() -> None:
    found = answer("facts")
    assert {f["id"] for f in found} >= {f"F{number:03}" for number in range(1, 191)}
    assert all(set(f) >= CONTRACT for f in found)
    assert all(set(source) == {"label", "url", "section", "version"} for f in found for source in f["sources"])


def test_facts_by_verdict_name_their_correction() -> None:
    found = answer("facts", "--verdict", "contradicted")
    assert {f["id"] for f in found} == {"F095", "F096", "F097", "F177", "E094"}
    assert all(f["corrected_by"] for f in found)


def test_facts_as_csv() -> None:
    done = run("facts", "serverless-inference", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    memory = next(row for row in rows if row["id"] == "F072")
    assert (memory["value"], memory["unit"], memory["holds"]) == ("6", "GB", "true")
    assert "ServerlessMemorySizeInMB" in memory["sources"]


def test_facts_as_table_say_it_in_sentences() -> None:
    shown = run("facts", "serverless-inference").stdout
    assert "Serverless inference does not support VPC configuration" in shown
    assert "confirmed" in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT ?who ?value ?unit { ?s a atlas:Limit ; atlas:subject ?who ; atlas:property atlas:memory ;"
            " atlas:bound atlas:maximum ; atlas:value ?value ; atlas:unit ?unit }",
            {"who": "serverless-inference", "value": "6", "unit": "GigaBYTE"},
        ),
        (
            "SELECT ?class { ?s atlas:subject kb:sagemaker-model-monitor ; atlas:property atlas:hasCapability ;"
            " atlas:object kb:bias-detection ; atlas:through ?class }",
            {"class": "model-bias-monitor"},
        ),
    ],
)
def test_the_two_queries_of_the_design_answer(query: str, expected: dict[str, str]) -> None:
    rows = answer("query", query)["results"]["bindings"]
    assert expected in [{name: term["value"].rsplit("/", 1)[-1] for name, term in row.items()} for row in rows]


def test_a_query_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "ask.rq"
    path.write_text("ASK { kb:dropout a atlas:Technique }", "utf-8")
    assert run("query", "--file", str(path)).stdout.strip() == "yes"
    assert run("query", "-", given="ASK { kb:dropout a atlas:Service }").stdout.strip() == "no"


def test_a_construct_query_gives_turtle() -> None:
    query = "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a atlas:Option ; skos:prefLabel ?l }"
    graph = rdflib.Graph().parse(data=run("query", query, "--format", "turtle").stdout, format="turtle")
    assert len(graph) >= 4


def test_compare_gives_states_units_and_sources() -> None:
    options = ["real-time-inference", "serverless-inference", "asynchronous-inference", "batch-transform"]
    found = answer("compare", *options)
    rows = {row["label"]: row["cells"] for row in found["rows"]}
    states = {cell["state"] for cells in rows.values() for cell in cells}
    assert states <= {"value", "yes", "no", "not-applicable", "not-stated", "conflict"}
    assert {"value", "no", "not-stated"} <= states
    assert all(cell["sources"] for cells in rows.values() for cell in cells if cell["state"] in {"value", "yes", "no"})
    vpc = rows["supports VPC configuration"]
    assert [cell["state"] for cell in vpc] == ["yes", "no", "yes", "yes"]


def test_compare_leaves_rows_out_and_says_so() -> None:
    options = ["apache-parquet", "apache-orc"]
    whole, left = (
        answer("compare", *options),
        answer("compare", *options, "--drop", "support", "--drop", "How it works"),
    )
    assert {row["group"] for row in whole["rows"]} - {row["group"] for row in left["rows"]} >= {"Supports"}
    assert len(left["rows"]) + len(left["dropped"]) == len(whole["rows"])
    shown = run("compare", *options, "--drop", "support", "--pivot", "--format", "markdown").stdout
    assert "left out on demand" in shown
    assert shown.splitlines()[3].startswith("| **Apache Parquet** |")


def test_compare_reads_well_in_a_terminal() -> None:
    done = run("compare", "real-time-inference", "serverless-inference", "asynchronous-inference", "batch-transform")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 120
    assert any("Serverless" in line and "Batch" in line for line in lines)
    assert "6 GB" in done.stdout


@pytest.mark.parametrize("form", ["csv", "markdown", "latex", "html"])
def test_every_export_of_a_comparison_names_both(form: str) -> None:
    shown = run("compare", "apache-parquet", "apache-orc", "--format", form).stdout
    assert "Apache Parquet" in shown
    assert "Apache ORC" in shown


def test_a_path_is_told() -> None:
    shown = run("path", "sagemaker-model-monitor", "shapley-values").stdout
    assert "SageMaker Model Monitor → " in shown
    assert "feature attribution" in shown.lower()
    found = answer("path", "sagemaker-model-monitor", "shapley-values")
    assert {"nodes", "edges"} <= set(found)
    known = {node["iri"] for node in found["nodes"]}
    assert all(edge["source"] in known and edge["target"] in known for edge in found["edges"])


def test_search_forgives() -> None:
    found = answer("search", "serverles inferense")
    assert found[0]["label"] == "Serverless inference"
    assert set(found[0]) >= {"iri", "label", "class", "score"}


def test_build_reports(tmp_path: Path) -> None:
    home = {"MLATLAS_HOME": str(tmp_path)}
    done = run("build", "--services", "polly, translate", "--services", "textract", "--format", "json", env=home)
    report = json.loads(done.stdout)
    assert set(report) == {"statements", "triples", "services", "seconds", "path", "skipped"}
    assert report["statements"] >= 190
    assert (report["services"], report["skipped"]) == (3, [])
    assert "3 API models" in run("build", env=home).stdout


def test_build_refuses_an_unknown_service(tmp_path: Path) -> None:
    done = run("build", "--services", "polly,translat", env={"MLATLAS_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mlatlas: unknown service 'translat': did you mean translate")


def test_build_names_a_corrupt_model_and_builds_the_others(tmp_path: Path) -> None:
    """A copy of the installed botocore, of which one model is cut off."""
    real = Path(str(Models.installed().package.root))
    site = tmp_path / "site"
    for service in ("polly", "translate"):
        shutil.copytree(real / "botocore" / "data" / service, site / "botocore" / "data" / service)
    (about,) = real.glob("botocore-*.dist-info")
    shutil.copytree(about, site / about.name)
    (model,) = (site / "botocore" / "data" / "polly").glob("*/service-2.json.gz")
    model.write_bytes(model.read_bytes()[:1000])
    home = {"MLATLAS_HOME": str(tmp_path / "home"), "PYTHONPATH": str(site)}
    done = run("build", "--services", "all", "--format", "json", env=home)
    assert done.returncode == 1
    assert "mlatlas: polly is left out: botocore" in done.stderr
    report = json.loads(done.stdout)
    assert (report["services"], [skipped["service"] for skipped in report["skipped"]]) == (1, ["polly"])
    assert run("facts", "dropout", env=home).returncode == 0


def test_check_is_content() -> None:
    report = answer("check")
    assert report["violations"] == []
    assert {"statements", "violations", "checks", "changed"} <= set(report)


def test_check_names_file_line_rule_and_repair(curated_copy: Path) -> None:
    path = curated_copy / "graph" / "inference-options.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("atlas:unit unit:GigaBYTE ; ", "", 1), "utf-8")
    done = run("check", "--root", str(curated_copy))
    assert done.returncode == 1
    assert "graph/inference-options.ttl, line " in done.stdout
    assert "stmt:F072" in done.stdout
    report = json.loads(run("check", "--root", str(curated_copy), "--format", "json").stdout)
    assert set(report["violations"][0]) == {"file", "line", "subject", "rule", "repair"}


def test_check_of_broken_turtle_names_file_and_line(curated_copy: Path) -> None:
    (curated_copy / "graph" / "glue.ttl").write_text("@prefix kb: <https://w3id.org/mlatlas/id/> .\nkb:a kb:b", "utf-8")
    done = run("check", "--root", str(curated_copy))
    assert done.returncode == 1
    assert "graph/glue.ttl, line 2" in done.stdout


def test_export_to_a_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "atlas.nq"
    assert run("export", "--format", "nquads", "-o", str(target)).returncode == 0
    assert target.read_bytes().count(b"\n") > 5000
    assert [path.name for path in tmp_path.iterdir()] == ["atlas.nq"]


BAD = {
    "unknown entity": (["facts", "serverles"], 2, "unknown entity 'serverles': did you mean serverless-inference?"),
    "one to compare": (["compare", "dropout"], 2, "2 to 6"),
    "seven to compare": (
        ["compare", *(["dropout", "csv", "f1-score", "roc-auc", "python", "scala", "pytorch"])],
        2,
        "2 to 6",
    ),
    "unknown verdict": (["facts", "--verdict", "sure"], 2, "unknown verdict 'sure'"),
    "wrong SPARQL": (["query", "SELECT ?s WHERE { ?s ?p "], 2, "line 1, column"),
    "update": (["query", "DELETE WHERE { ?s ?p ?o }"], 2, "DELETE"),
    "service": (["query", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], 2, "SERVICE"),
    "no query": (["query"], 2, "--file"),
    "no such file": (["query", "--file", "/nonexistent.rq"], 2, "cannot be read"),
    "nowhere to write": (["export", "-o", "/nonexistent/atlas.ttl"], 2, "cannot be written"),
    "port taken by nobody's host": (["app", "--host", "256.0.0.1"], 2, "cannot listen"),
    "unknown class": (["search", "drift", "--class", "Animal"], 2, "unknown class 'Animal': choose from "),
    "unknown format": (["facts", "--format", "pdf"], 2, "pdf"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_sentence(name: str) -> None:
    words, code, sentence = BAD[name]
    done = run(*words)
    assert done.returncode == code, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_missing_store_is_built_with_a_progress_bar(tmp_path: Path) -> None:
    done = run("facts", "dropout", env={"MLATLAS_HOME": str(tmp_path / "fresh")})
    assert done.returncode == 0
    assert "Done" in done.stderr or "Publishing" in done.stderr
    assert (tmp_path / "fresh" / "stores" / "current").is_symlink()


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"{sys.executable} -c 'from mlatlas.cli import main; main()' facts --format json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)  # noqa: S607
    assert (done.stdout.strip(), done.stderr) == ("[", "")


def test_an_endless_query_ends_with_exit_code_3() -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", endless, env={"MLATLAS_QUERY_SECONDS": "1"})
    assert done.returncode == 3
    assert "stopped" in done.stderr


@pytest.mark.parametrize("seconds", ["soon", "-1", "nan", "1e9"])
def test_a_limit_that_makes_no_sense_is_said(seconds: str) -> None:
    done = run("query", "ASK {}", env={"MLATLAS_QUERY_SECONDS": seconds})
    assert done.returncode == 2
    assert f"MLATLAS_QUERY_SECONDS is '{seconds}'" in done.stderr


def test_a_class_may_be_written_as_people_do() -> None:
    assert {hit["class"] for hit in answer("search", "bias", "--class", "software class")} == {"SoftwareClass"}


def test_every_command_has_help() -> None:
    known = typer.main.get_command(app).list_commands(None)  # type: ignore[attr-defined]
    assert {"app", "build", "facts", "search", "compare", "choose", "path", "query", "check", "changes"} <= set(known)
    for command in known:
        assert "Usage" in CliRunner().invoke(app, [command, "--help"]).stdout


# ── Versions of the API models ───────────────────────────────────────────────


@pytest.fixture
def other_version(tmp_path: Path) -> dict[str, str]:
    """An environment in which pip finds one made-up botocore 0.1.0, and nothing else."""
    before = {service: Models.installed().read(service) for service in ("polly", "sagemaker")}
    before["sagemaker"]["shapes"]["ServerlessMemorySizeInMB"]["max"] = 3072
    before["polly"]["shapes"]["VoiceId"]["enum"].remove("Joanna")
    wheel(tmp_path / "shop", "0.1.0", before)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "shop"), "PIP_CONFIG_FILE": os.devnull}
    return {**offline, "MLATLAS_CACHE": str(tmp_path / "cache")}


def test_changes_name_what_was_added_and_fetching_is_told_aside(other_version: dict[str, str]) -> None:
    done = run("changes", "0.1.0", "installed", "--services", "polly", "--format", "json", env=other_version)
    assert done.returncode == 0
    assert done.stderr == "Fetching botocore 0.1.0 …\n"
    found = json.loads(done.stdout)
    assert {"old", "new", "services", "added", "removed", "changed", "broken_statements"} <= set(found)
    assert found["added"] == [
        {"service": "polly", "kind": "enum value", "path": "shapes.VoiceId.enum", "before": None, "after": "Joanna"}
    ]
    again = run("changes", "0.1.0", "--services", "polly", env={**other_version, "COLUMNS": "80"})
    assert again.stderr == ""
    assert "+ VoiceId: Joanna" in again.stdout
    assert max(map(len, again.stdout.splitlines())) <= 80


def test_a_statement_that_a_version_breaks_is_named(other_version: dict[str, str]) -> None:
    words = ("changes", "installed", "0.1.0", "--services", "sagemaker", "--format", "json")
    broken = json.loads(run(*words, env=other_version).stdout)["broken_statements"]
    assert [(each["statement"], each["observed"]) for each in broken] == [("F072", "3072")]


def test_check_against_a_version_names_what_changed(other_version: dict[str, str], curated_copy: Path) -> None:
    words = ("check", "--root", str(curated_copy), "--against")
    done = run(*words, "0.1.0", "--format", "json", env=other_version)
    assert done.returncode == 1
    changed = {each["path"]: each for each in json.loads(done.stdout)["changed"]}
    memory = changed["shapes.ServerlessMemorySizeInMB.max"]
    assert (memory["statement"], memory["observed"]) == ("F072", "3072")
    assert (memory["before"], memory["after"]) == ("agrees", "disagrees")
    installed = run(*words, "installed", env=other_version)
    assert installed.returncode == 0, installed.stdout
    assert "No curated statement breaks." in installed.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["changes", "latest"], 2, "'latest' is no version: write it like 1.44.5"),
        (["changes", "0.2.0"], 2, "botocore has no version 0.2.0: the newest are 0.1.0"),
        (["changes", "0.1.0", "--services", "poly"], 2, "unknown service 'poly': did you mean polly"),
        (["check", "--against", "1..2"], 2, "'1..2' is no version"),
    ],
)
def test_a_version_that_makes_no_sense_is_said(
    words: list[str], code: int, sentence: str, other_version: dict[str, str]
) -> None:
    done = run(*words, env=other_version)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_offline_a_version_cannot_be_fetched(other_version: dict[str, str], tmp_path: Path) -> None:
    next((tmp_path / "shop").iterdir()).unlink()
    done = run("changes", "0.1.0", env=other_version)
    assert done.returncode == 1
    assert "botocore 0.1.0 could not be fetched: the package index is out of reach; go online" in done.stderr


# ── APIs ─────────────────────────────────────────────────────────────────────


def test_facts_of_an_operation_are_those_of_its_model() -> None:
    found = {(fact["property_label"], fact["object_label"]) for fact in answer("facts", "sagemaker.CreateTrainingJob")}
    assert {("requires", "TrainingJobName"), ("accepts", "Tags"), ("may fail with", "ResourceInUse")} <= found
    shown = run("facts", "CreateTrainingJob").stdout
    assert "requires TrainingJobName: string, 1 to 63 characters" in shown
    assert "shapes.CreateTrainingJobRequest.members" in shown


def test_every_limit_of_an_operation() -> None:
    found = answer("limits", "CreateTrainingJob")
    limits = {(fact["property_label"], fact["bound"]): (fact["value"], fact["unit"]) for fact in found}
    assert limits["TrainingJobName", "maximum"] == (63, "characters")
    assert limits["StoppingCondition.MaxRuntimeInSeconds", "minimum"] == (1, "s")
    assert all(fact.keys() >= CONTRACT for fact in found)


def test_an_entity_can_bring_the_facts_of_its_api() -> None:
    curated, both = answer("facts", "batch-transform"), answer("facts", "batch-transform", "--api")
    assert [fact["id"] for fact in both[: len(curated)]] == [fact["id"] for fact in curated]
    assert "aws:sagemaker.operations.CreateTransformJob.input.TransformJobName" in {fact["id"] for fact in both}


def test_operations_can_be_compared() -> None:
    found = run("compare", "CreateTransformJob", "CreateEndpoint", "--format", "csv").stdout
    assert "TransformJobName" in found
    mixed = run("compare", "CreateTransformJob", "serverless-inference")
    assert mixed.returncode == 2
    assert "is a part of an API" in mixed.stderr


def test_an_api_that_is_not_in_the_store_is_told_how_to_get() -> None:
    done = run("facts", "events.PutRule")
    assert done.returncode == 2
    assert "run `mlatlas build --services ml,events`" in done.stderr
