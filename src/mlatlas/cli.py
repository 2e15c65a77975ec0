"""The command line: `mlatlas app, serve, build, facts, search, compare, choose, path, query, check, changes, export`.

Every command works on `Atlas` only. Answers go to standard output, everything else to standard error.
Exit codes: 2 for bad input, 3 for a query that was stopped, 1 for the rest.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from mlatlas import api_text, changes_text, exchange, files, terminal, versions
from mlatlas.atlas import Atlas
from mlatlas.choose import formats as chosen
from mlatlas.choose import table as choice_table
from mlatlas.cli_options import (
    ChooseFormat,
    CompareFormat,
    ExportFormat,
    FactsFormat,
    Limit,
    QueryFormat,
    Remote,
    TextFormat,
)
from mlatlas.compare.arrange import arranged, refuse_unknown
from mlatlas.conflicts import Conflict
from mlatlas.errors import AtlasError, BadRequest
from mlatlas.facts import Statement
from mlatlas.installation import build_store, check_data, fetch_authorities
from mlatlas.launch import launch
from mlatlas.progress import BuildBar

app = typer.Typer(
    help="AWS machine learning as a knowledge graph: see it, query it, compare in it, choose from it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_out = Console()


@app.command("app")
def run_app(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    endpoint: Remote = None,
) -> None:
    """Start the app in this terminal and print its address."""
    _open(endpoint)
    launch(host, port, endpoint)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8890,
    cors: Annotated[list[str] | None, typer.Option(help="A site whose pages may ask, or *; may be repeated.")] = None,
    app_address: Annotated[str | None, typer.Option("--app", help="The address of the app, for people.")] = None,
    log_queries: Annotated[bool, typer.Option("--log-queries", help="Log queries as text, not as digest.")] = False,
    endpoint: Remote = None,
) -> None:
    """Answer SPARQL over HTTP in this terminal, and print the address."""
    from mlatlas.server import Settings, serve  # noqa: PLC0415 - a third of the start-up time, and no other command needs it

    serve(_open(endpoint), host, port, Settings(tuple(cors or ()), app_address, log_queries))


@app.command()
def build(
    services: Annotated[
        list[str] | None,
        typer.Option(help="API models to put in: ml, all, none, or names with commas between them; else as before."),
    ] = None,
    format: Annotated[TextFormat, typer.Option()] = TextFormat.TABLE,
) -> None:
    """Build the store from the curated files and AWS's API models, and publish it."""
    wanted = [name for text in services for name in text.split(",") if name.strip()] if services else None
    with BuildBar() as bar:
        report = build_store(bar, wanted)
    if format is TextFormat.JSON:
        _json(exchange.build_report(report))
    else:
        made = f"{report.statements} statements, {report.services} API models, {report.triples:,} triples"
        _out.print(f"{made} in {report.seconds:.1f} s: {report.path}", soft_wrap=True)
    for skipped in report.skipped:
        _say(f"mlatlas: {skipped.service} is left out: {skipped.reason}")
    if report.skipped:
        raise typer.Exit(1)


@app.command()
def facts(
    entity: Annotated[str | None, typer.Argument(help="An entity by slug, IRI or label; all without it.")] = None,
    verdict: Annotated[str | None, typer.Option(help="Only statements with this verdict.")] = None,
    source: Annotated[str | None, typer.Option(help="Only statements with a source that contains this text.")] = None,
    api: Annotated[bool, typer.Option("--api", help="Add what API models say of an entity's operations.")] = False,
    format: Annotated[FactsFormat, typer.Option()] = FactsFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """List the statements about an entity or an API's operation, shape or member; or all curated ones."""
    atlas = _open(endpoint)
    found = atlas.facts(entity, verdict=verdict, source=source, api=api)
    _facts(found, atlas.disputes(entity) if entity else atlas.conflicts, format)


@app.command()
def limits(
    entity: Annotated[str, typer.Argument(help="An operation or shape of an API, or an entity that is used by some.")],
    format: Annotated[FactsFormat, typer.Option()] = FactsFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """List every limit of what an API's operation takes, however deep it lies in the request."""
    atlas = _open(endpoint)
    _facts(atlas.limits(entity), [], format)


def _facts(found: list[Statement], disputes: list[Conflict], format: FactsFormat) -> None:
    if format is FactsFormat.JSON:
        _json([exchange.statement(statement, disputes) for statement in found])
    elif format is FactsFormat.CSV:
        _text(exchange.statements_csv(found))
    else:
        curated = [statement for statement in found if statement.fact]
        modelled = [statement for statement in found if not statement.fact]
        if curated or not found:
            _out.print(terminal.statements(curated, disputes) if found else "No statement matches.")
        if modelled:
            _out.print(api_text.model_facts(modelled))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What to look for; typing errors are forgiven.")],
    kind: Annotated[str | None, typer.Option("--class", help="Only entities of this class, such as Option.")] = None,
    limit: Limit = 10,
    format: Annotated[TextFormat, typer.Option()] = TextFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """Find entities by name, acronym or API literal."""
    found = _open(endpoint).search(text, kind, limit)
    if format is TextFormat.JSON:
        _json([exchange.hit(one) for one in found])
    else:
        _out.print(terminal.hits(found) if found else f"Nothing is called anything like '{text}'.", markup=False)


@app.command()
def compare(
    entities: Annotated[list[str], typer.Argument(help="Two to six entities.")],
    differences: Annotated[bool, typer.Option("--differences", help="Hide rows in which all are equal.")] = False,
    baseline: Annotated[str | None, typer.Option(help="Show quantities relative to this entity.")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="Leave out this row, property or group; repeatable.")] = None,
    pivot: Annotated[bool, typer.Option("--pivot", help="Entities as rows, in csv, markdown, latex and html.")] = False,
    format: Annotated[CompareFormat, typer.Option()] = CompareFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """Put two to six entities side by side."""
    atlas = _open(endpoint)
    whole = atlas.compare(*entities, baseline=baseline)
    refuse_unknown(whole, drop or ())
    result = arranged(whole, drop=drop or (), differences=differences)
    if format is CompareFormat.TABLE:
        _out.print(terminal.comparison(result, atlas.name))
    else:
        _text(atlas.format_comparison(result, format.value, pivot))


@app.command()
def choose(
    choice: Annotated[
        str | None, typer.Argument(help="A choice or a class; without one, all choices are listed.")
    ] = None,
    require: Annotated[
        list[str] | None, typer.Option(help='What must be, as in "payload >= 300 MB"; repeat it.')
    ] = None,
    prefer: Annotated[list[str] | None, typer.Option(help="What is only wished for, and ranks; repeat it.")] = None,
    format: Annotated[ChooseFormat, typer.Option()] = ChooseFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """Say which options meet requirements, and why the others do not."""
    atlas = _open(endpoint)
    if choice is None:
        found = atlas.choices()
        _both(format, chosen.choices_json(found), choice_table.render_choices(found))
    elif not require and not prefer:
        options = atlas.options(choice)
        _both(format, chosen.criteria_json(options.criteria, options.empty),
              choice_table.render_criteria(options.criteria, options.empty))  # fmt: skip
    else:
        decision = atlas.choose(choice, require or (), prefer or ())
        if format is ChooseFormat.TABLE:
            _out.print(choice_table.render(decision, atlas.name))
        else:
            _text(chosen.FORMATS[format.value].write(decision, atlas.name))


def _both(format: ChooseFormat, data: Any, table: Table) -> None:
    """A list as JSON, or else as a table; the other formats are for decisions alone."""
    if format not in {ChooseFormat.TABLE, ChooseFormat.JSON}:
        raise BadRequest(f"a list has no format '{format.value}': choose table or json, or state a requirement")
    if format is ChooseFormat.JSON:
        _json(data)
    else:
        _out.print(table)


@app.command()
def path(
    start: Annotated[str, typer.Argument(help="The entity to start from.")],
    end: Annotated[str, typer.Argument(help="The entity to reach.")],
    most: Annotated[int, typer.Option(min=1, max=20, help="How many ways to show.")] = 3,
    format: Annotated[TextFormat, typer.Option()] = TextFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """Show how two entities are connected."""
    found = _open(endpoint).path(start, end, most)
    if format is TextFormat.JSON:
        _json(exchange.paths(found))
    elif found:
        _out.print(terminal.paths(found))
    else:
        _out.print(f"No chain of statements connects '{start}' and '{end}'.", markup=False)


@app.command()
def query(
    text: Annotated[str | None, typer.Argument(help="A SPARQL 1.1 query; - reads standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from this file.")] = None,
    format: Annotated[QueryFormat, typer.Option()] = QueryFormat.TABLE,
    endpoint: Remote = None,
) -> None:
    """Ask the graph a SPARQL query, in a process of its own that is stopped at its limits."""
    question = _question(text, file)
    with _open(endpoint) as atlas:
        if format is QueryFormat.TABLE:
            answer = atlas.query(question, "table")
            _out.print(terminal.answer(answer))
        else:
            answer = atlas.query(question, format.value)
            sys.stdout.buffer.write(answer.content)
            sys.stdout.buffer.flush()
    if answer.truncated:
        _say(f"Truncated at {answer.row_count:,} rows of more: narrow the query, or page with LIMIT and OFFSET.")


def _question(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise BadRequest("give the query either as text or with --file")
    if text == "-":
        return sys.stdin.read()
    if file is None:
        return text or ""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{file}: cannot be read as UTF-8 text; name another file") from error


@app.command()
def check(
    root: Annotated[Path | None, typer.Option(help="The folder of graph/, ontology.ttl and shapes.ttl.")] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="First download the authorities that are missing.")] = False,
    against: Annotated[str | None, typer.Option(help="Look into this version of botocore instead.")] = None,
    format: Annotated[TextFormat, typer.Option()] = TextFormat.TABLE,
) -> None:
    """Check the curated files against every rule and authority; exit code 1 where one is broken."""
    if fetch:
        fetch_authorities(_say, root)
    report, changed = versions.check_against(against, root, _say) if against else (check_data(root), ())
    if format is TextFormat.JSON:
        _json({**exchange.check_report(report), "changed": [changes_text.effect(each) for each in changed]})
    else:
        _out.print(terminal.check(versions.without(report, changed)), markup=False)
        if against:
            _out.print(changes_text.effects(changed))
    if report.violations:
        raise typer.Exit(1)


@app.command()
def changes(
    old: Annotated[str, typer.Argument(help="A version of botocore, such as 1.41.5, or `installed`.")],
    new: Annotated[str, typer.Argument(help="The version to hold against it.")] = versions.INSTALLED,
    services: Annotated[str, typer.Option(help="ml, all, or names with commas between them.")] = "ml",
    format: Annotated[TextFormat, typer.Option()] = TextFormat.TABLE,
) -> None:
    """Tell what changed between two versions of AWS's API models, and which curated statements that breaks."""
    report = versions.compare(old, new, services.split(","), _say)
    if format is TextFormat.JSON:
        _json(changes_text.as_json(report))
    else:
        _out.print(changes_text.table(report))


@app.command()
def export(
    format: Annotated[ExportFormat, typer.Option()] = ExportFormat.TURTLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    api: Annotated[bool, typer.Option("--api", help="With the API models, which are far more than the rest.")] = False,
    endpoint: Remote = None,
) -> None:
    """Take the whole graph away."""
    atlas = _open(endpoint)
    if output is None:
        atlas.write(sys.stdout.buffer, format.value, api)
        sys.stdout.buffer.flush()
        return
    with files.replacing(output) as file:
        atlas.write(file, format.value, api)
    _say(f"{output.stat().st_size:,} bytes written to {output}")


def _open(endpoint: str | None) -> Atlas:
    """The atlas, here or at an endpoint; where a store has to be built first, a progress bar says so."""
    with BuildBar() as bar:
        return Atlas.open(progress=bar, endpoint=endpoint)


def _json(value: Any) -> None:
    _text(json.dumps(value, ensure_ascii=False, indent=2))


def _text(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def main() -> NoReturn:
    """Run the command line; errors of the atlas become one or two plain lines and an exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a C locale must not break a dash
    try:
        app()
        sys.stdout.flush()
    except AtlasError as error:
        _say(f"mlatlas: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has seen enough; Python must not complain about it on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
