"""What the command line shows people: statements, hits, paths, results and findings as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from mlatlas.atlas import Answer, CheckReport, Comparison, Conflict
from mlatlas.checked import checked, line
from mlatlas.compare.table import render
from mlatlas.facts import Statement
from mlatlas.picture.paths import Path
from mlatlas.sandbox import Term
from mlatlas.search import Hit
from mlatlas.tables import headed
from mlatlas.terms import shorten

#: Longer lines are hard to read, however wide the terminal.
_READABLE_WIDTH = 96
_VERDICT_STYLES = {
    "confirmed": "green",
    "imprecise": "yellow",
    "outdated": "dark_orange",
    "contradicted": "red",
    "unverified": "dim",
}
#: How counted checks read, by outcome.
_OUTCOMES = {"agrees": "agree", "disagrees": "disagree", "no such path": "find no such path", "not checked": "not run"}


def statements(found: Sequence[Statement], conflicts: Sequence[Conflict] = ()) -> Table:
    """Statements as sentences, each with its sources, the evidence of machines, and what disagrees with it.

    Those that are corrected are struck through and name the correction.
    """
    table = headed()
    table.add_column("Id", no_wrap=True)
    table.add_column("Statement", max_width=_READABLE_WIDTH, overflow="fold")
    table.add_column("Verdict", no_wrap=True)
    for statement in found:
        about = [conflict for conflict in conflicts if conflict.concerns(statement)]
        table.add_row(statement.id, _told(statement, about), _verdict(statement))
    return table


def _verdict(statement: Statement) -> Text:
    """The verdict, and beneath it how machines found it."""
    word = checked(statement)
    machine = Text("" if word == "no check" else f"\n{word}", style="bold red" if word == "not as expected" else "dim")
    return Text(statement.verdict, style=_VERDICT_STYLES[statement.verdict]).append_text(machine)


def _told(statement: Statement, conflicts: Sequence[Conflict]) -> Text:
    text = Text(statement.sentence, style="" if statement.stands else "strike")
    if statement.through:
        text.append(", through " + ", ".join(means.label for means in statement.through))
    if statement.corrected_by:
        text.append(f"\n→ right is {statement.corrected_by}", style="not strike bold")
    note = "" if conflicts else statement.note  # a conflict's reason has the notes of both sides
    for line_ in (note, _cited(statement)):
        if line_:
            text.append(f"\n{line_}", style="not strike dim")
    for check_ in statement.checks:
        text.append(f"\n{line(check_)}", style="not strike" if check_.agrees else "not strike dim")
    for conflict in conflicts:
        text.append(f"\n{_disagreement(statement, conflict)}", style="not strike")
    return text


def _disagreement(statement: Statement, conflict: Conflict) -> str:
    others = ", ".join(other.id for other in conflict.others(statement))
    if conflict.kind == "default and maximum":
        return f"⚠ not to be taken for {others}: {conflict.reason}"
    if conflict.kind == "imprecise":
        return f"≈ {'more exact than' if statement.stands else 'less exact than'} {others}: {conflict.reason}"
    return f"⚠ disagrees with {others}: {conflict.reason}"


def _cited(statement: Statement) -> str:
    """One source for all: the first authority, which stands behind the notes."""
    more = f" (+{len(statement.sources) - 1})" if len(statement.sources) > 1 else ""
    return f"[{statement.sources[min(1, len(statement.sources) - 1)].text}]{more}"


def hits(found: Sequence[Hit]) -> Table:
    """Found entities, best first, with the name that matched where it is not the label."""
    table = headed("Name", "Label", "Class", "Score")
    for hit in found:
        other = f" ({hit.matched})" if hit.matched != hit.entity.label else ""
        table.add_row(Text(hit.entity.slug), Text(hit.entity.label + other), hit.entity.kind, f"{hit.score:.2f}")
    return table


def paths(found: Sequence[Path]) -> Group:
    """Each way as a line of labels, and its steps as sentences."""
    parts: list[RenderableType] = []
    for number, path in enumerate(found, 1):
        parts.append(Text(f"{number}. " + " → ".join(ref.label for ref in path.nodes), style="bold"))
        parts += [Text(f"   {sentence}") for sentence in path.sentences]
    return Group(*parts)


def comparison(result: Comparison, graph: str) -> RenderableType:
    """Entities side by side, with numbered sources beneath."""
    return render(result, graph)


def answer(result: Answer) -> RenderableType:
    """The results of a query: rows, yes or no, or triples."""
    if result.kind == "ask":
        return Text("yes" if result.truth else "no")
    table = headed(*result.variables)
    counted = "1 row" if result.row_count == 1 else f"{result.row_count:,} rows"
    for row in result.rows:
        table.add_row(*(Text(_shown(term)) for term in row))
    return Group(table, Text(f"{counted} in {result.elapsed_ms:.1f} ms", style="dim"))


def check(report: CheckReport) -> RenderableType:
    """Broken rules with file, line, rule and repair, or that there are none; and how the checks went."""
    lines = [Text(str(violation)) for violation in report.violations]
    if lines:
        return Group(*lines, Text(f"{len(lines)} broken.", style="bold red"))
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items())
    lines.append(Text(f"{report.statements} statements in {report.files} files, no rule broken ({verdicts})."))
    told = ", ".join(f"{count} {_OUTCOMES[outcome]}" for outcome, count in report.checks.items())
    total = sum(report.checks.values())
    lines.append(Text(f"{total} checks against authorities: {told}; {report.checked} statements were checked."))
    if report.absent:
        lines.append(
            Text(f"Not on this machine: {', '.join(report.absent)}; `mlatlas check --fetch` gets them.", style="dim")
        )
    return Group(*lines)


def _shown(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if term.kind == "iri" else term.value
