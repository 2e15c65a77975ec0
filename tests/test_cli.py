"""The command line as scripts see it: answers, formats, errors and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rdflib

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
    assert limits == {("memory", 6, "GB"), ("concurrent requests", 200, "requests"), ("processing time", 60, "s")}
    vpc = next(f for f in found if f["object_label"] == "VPC configuration")
    assert vpc["holds"] is False


def test_facts_hold_every_fact_of_the_notes() -> None:
    found = answer("facts")
    assert {f["id"] for f in found} >= {f"F{number:03}" for number in range(1, 191)}
    assert all(set(f) >= CONTRACT for f in found)
    assert all(set(source) == {"label", "url", "section", "version"} for f in found for source in f["sources"])


def test_facts_by_verdict_name_their_correction() -> None:
    found = answer("facts", "--verdict", "contradicted")
    assert {f["id"] for f in found} == {"F095", "F096", "F097", "F177"}
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
    assert [{name: term["value"].rsplit("/", 1)[-1] for name, term in row.items()} for row in rows] == [expected]


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
    vpc = next(cells for label, cells in rows.items() if "VPC" in label)
    assert [cell["state"] for cell in vpc] == ["not-stated", "no", "not-stated", "not-stated"]


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


def test_build_reports() -> None:
    report = answer("build")
    assert set(report) == {"statements", "triples", "services", "seconds", "path"}
    assert report["statements"] >= 190


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
    for command in ("app", "build", "facts", "search", "compare", "path", "query", "check", "export"):
        assert "Usage" in run(command, "--help").stdout
