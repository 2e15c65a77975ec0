"""A comparison as JSON, CSV, Markdown, LaTeX and HTML.

Each export obeys the view (rows hidden or not, order, baseline, pivot), carries the source of every cell,
and names the graph it was made from (`graph`: "ML Atlas 0.1.0, built …").
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from mlatlas.citations import Citations, source_json
from mlatlas.compare.page import document
from mlatlas.compare.records import Cell, CompareRow, Comparison
from mlatlas.compare.wording import CONFLICT, Line, heading, hidden_note, lines
from mlatlas.facts import Ref, Source
from mlatlas.markdown import linked, marked
from mlatlas.quantities import number, symbol
from mlatlas.spreadsheet import harmless

_Grid = list[list[str]]


class Format(NamedTuple):
    """A way to write a comparison down: the file's ending, its media type, and the writer.

    The writer takes the comparison, the name of the graph, and whether things are rows (`pivot`).
    """

    suffix: str
    media_type: str
    write: Callable[[Comparison, str, bool], str]


# ── JSON ─────────────────────────────────────────────────────────────────────


def to_json(comparison: Comparison, graph: str) -> dict[str, Any]:
    """The comparison for scripts; numbers are in the unit of their row, `unit` is its sign."""
    return {
        "entities": [_entity(entity) for entity in comparison.entities],
        "baseline": comparison.baseline.slug if comparison.baseline else None,
        "hidden_equal": comparison.hidden_equal,
        "hidden_filtered": comparison.hidden_filtered,
        "rows": [_row(row) for row in comparison.rows],
        "dropped": [row.key for row in comparison.dropped],
        "graph": graph,
    }


def _entity(entity: Ref) -> dict[str, str]:
    return {"iri": entity.iri, "slug": entity.slug, "label": entity.label, "class": entity.kind}


def _row(row: CompareRow) -> dict[str, Any]:
    return {
        "property": row.property.iri,
        "key": row.key,
        "label": row.label,
        "group": row.group,
        "bound": row.bound,
        "object": row.object.iri if row.object else None,
        "scope": row.scope,
        "equal": row.equal,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "state": cell.state,
        "text": cell.text,
        "value": _value(cell),
        "unit": symbol(cell.unit) if cell.unit and cell.value is not None else None,
        "delta": None if cell.delta is None else number(cell.delta),
        "ratio": None if cell.ratio is None else number(cell.ratio),
        "better": cell.better,
        "condition": cell.condition,
        "verdict": cell.verdict,
        "statements": list(cell.statements),
        "sources": [source_json(source) for source in cell.sources],
    }


def _value(cell: Cell) -> int | float | str | bool | None:
    """What a script compares: a number, true or false, a text; nothing where nothing is certain."""
    if cell.value is not None:
        return number(cell.value)
    certain: dict[str, str | bool] = {"yes": True, "no": False, "value": cell.text}
    return certain.get(cell.state)


# ── CSV ──────────────────────────────────────────────────────────────────────


def to_csv(comparison: Comparison, graph: str, pivot: bool = False) -> str:
    """The comparison for spreadsheets; beside each thing a column with its sources, last the graph.

    It stays a plain table: where the view leaves rows out, one more column before the graph says how many, on
    every line, as the graph stands on every line. A table that has lost all its rows has no line to say it on.
    """
    note = hidden_note(comparison)
    closing = {**({"left out": note} if note else {}), "graph": graph}
    head = ["group", "property"]
    for entity in comparison.entities:
        head += [entity.label, f"{entity.label}: sources"]
    grid = [[*head, *closing]]
    for row in comparison.rows:
        cells = [text for cell in row.cells for text in (_one_line(row, cell), _citation(cell))]
        grid.append([row.group, heading(row), *cells, *closing.values()])
    written = io.StringIO()
    csv.writer(written).writerows([harmless(text) for text in line] for line in _turned(grid, pivot))
    return written.getvalue()


def _one_line(row: CompareRow, cell: Cell) -> str:
    said = "; ".join(_in_brackets(line) for line in lines(row, cell))
    return f"conflict: {said}" if cell.state == "conflict" else said


def _in_brackets(line: Line) -> str:
    return f"{line.full} ({'; '.join(line.details)})" if line.details else line.full


def _citation(cell: Cell) -> str:
    return "; ".join(f"{source.text} <{source.url}>" if source.url else source.text for source in cell.sources)


def _turned(grid: _Grid, pivot: bool) -> _Grid:
    return [list(column) for column in zip(*grid, strict=True)] if pivot else grid


# ── Markdown ─────────────────────────────────────────────────────────────────


def to_markdown(comparison: Comparison, graph: str, pivot: bool = False) -> str:
    """The comparison as a table of GitHub's Markdown, with the sources as footnotes."""
    cited = Citations()
    grid = [["", "", *(f"**{marked(entity.label)}**" for entity in comparison.entities)]]
    for row in comparison.rows:
        cells = [_markdown_cell(row, cell, cited) for cell in row.cells]
        grid.append([marked(row.group), marked(heading(row)), *cells])
    head, *body = _turned(grid, pivot)
    table = [_bars(head), _bars("---" for _ in head), *map(_bars, body)]
    notes = [f"[^{number_}]: {_markdown_source(source)}" for number_, source in cited.listed()]
    return "\n".join([*table, "", *_closing(comparison, marked(graph)), "", *notes, ""])


def _bars(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown_cell(row: CompareRow, cell: Cell, cited: Citations) -> str:
    said = []
    for line in lines(row, cell):
        details = "".join(f"<br>*{marked(detail)}*" for detail in line.details)
        notes = "".join(f"[^{number_}]" for number_ in cited.numbers(line.sources))
        said.append(f"{marked(line.signed)}{notes}{details}")
    return "<br>".join([CONFLICT, *said] if cell.state == "conflict" else said)


def _markdown_source(source: Source) -> str:
    link = linked(source.url)
    return f"{marked(source.text)}{link}" if link else marked(_address(source))


def _closing(comparison: Comparison, graph: str) -> list[str]:
    return [f"{text}." for text in (graph, hidden_note(comparison)) if text]


# ── LaTeX ────────────────────────────────────────────────────────────────────

#: More columns than this leave the page.
_MOST_COLUMNS: Final = 7
_LATIN: Final = 0x17F
_LATEX: Final[dict[str, str]] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "≠": r"$\neq$", "≥": r"$\geq$", "≤": r"$\leq$",
    "×": r"$\times$", "÷": r"$\div$", "−": r"$-$", "—": "---", "–": "--", "…": r"\dots{}", "→": r"$\to$",
    "≈": r"$\approx$", "±": r"$\pm$", "·": r"$\cdot$", "µ": r"$\mu$", "μ": r"$\mu$", "°": r"$^\circ$", "²": r"$^2$",
    "³": r"$^3$", "½": r"$\frac12$", "'": "'", "’": "'", "‘": "`", "“": "``", "”": "''", '"': "''", "\u00a0": "~",
    "✓": r"$\surd$", "✗": r"$\times$", "⚠": "!", "€": "EUR", "§": r"\S{}", "®": r"\textregistered{}",
}  # fmt: skip


def to_latex(comparison: Comparison, graph: str, pivot: bool = False) -> str:
    r"""The comparison as a LaTeX table that may run over several pages, with sources and the graph as notes.

    It needs `\usepackage{booktabs, longtable}`. It is turned where the rows fit beside each other as columns;
    where they do not, a remark in the file says so.
    """
    cited = Citations()
    fits = len(comparison.rows) < _MOST_COLUMNS
    head, body = (_latex_things if pivot and fits else _latex_rows)(comparison, cited)
    columns = len(head)
    share = f"p{{\\dimexpr {0.815 / (columns - 1):.3f}\\linewidth-2\\tabcolsep\\relax}}"
    notes = [f"\\textsuperscript{{{number_}}}~{_breakable(_address(source))}" for number_, source in cited.listed()]
    remark = ["% not turned: so many columns would leave the page"] if pivot and not fits else []
    return "\n".join([
        r"% needs \usepackage{booktabs, longtable}", *remark,
        r"\begingroup\footnotesize\raggedright",
        f"\\begin{{longtable}}{{@{{}}p{{0.18\\linewidth}}{share * (columns - 1)}@{{}}}}",
        r"\toprule", f"{_latex_line(head)}", r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot",
        *body, r"\end{longtable}",
        r"\noindent\scriptsize", "\\\\\n".join([*notes, *_closing(comparison, _tex(graph))]),
        r"\par\endgroup", "",
    ])  # fmt: skip


def _latex_line(cells: Iterable[str]) -> str:
    """A row; every cell is set flush left, for in narrow columns justified words are torn apart."""
    return " & ".join(rf"\raggedright {cell}" for cell in cells) + r" \tabularnewline"


def _latex_rows(comparison: Comparison, cited: Citations) -> tuple[list[str], list[str]]:
    """The head and the lines with a column for each thing."""
    found, group = [], ""
    for row in comparison.rows:
        if row.group != group:
            found += [r"\addlinespace"] if group else []
            group = row.group
            columns = len(comparison.entities) + 1
            found.append(f"\\multicolumn{{{columns}}}{{@{{}}l}}{{\\textit{{{_tex(group)}}}}} \\\\*")
        found.append(_latex_line([_tex(heading(row)), *(_latex_cell(row, cell, cited) for cell in row.cells)]))
    return ["", *(f"\\textbf{{{_tex(entity.label)}}}" for entity in comparison.entities)], found


def _latex_things(comparison: Comparison, cited: Citations) -> tuple[list[str], list[str]]:
    """The head and the lines with a column for each row."""
    found = []
    for position, entity in enumerate(comparison.entities):
        cells = [_latex_cell(row, row.cells[position], cited) for row in comparison.rows]
        found.append(_latex_line([f"\\textbf{{{_tex(entity.label)}}}", *cells]))
    return ["", *(_tex(heading(row)) for row in comparison.rows)], found


def _latex_cell(row: CompareRow, cell: Cell, cited: Citations) -> str:
    said = []
    for line in lines(row, cell):
        numbers = ",".join(map(str, cited.numbers(line.sources)))
        said.append(_breakable(_in_brackets(line)) + (f"\\textsuperscript{{{numbers}}}" if numbers else ""))
    return ("conflict: " if cell.state == "conflict" else "") + "; ".join(said)


def _tex(text: str) -> str:
    r"""Text that stays text in LaTeX.

    >>> print(_tex("50 % of $x_1$"))
    50 \% of \$x\_1\$
    """
    return "".join(_LATEX.get(sign) or _letter(sign) for sign in " ".join(text.split()))


def _breakable(text: str) -> str:
    """The same for addresses and paths, which may be broken after a slash or a dot."""
    return re.sub(r"(?<=[/.])(?=[A-Za-z])", r"\\allowbreak{}", _tex(text))


def _letter(sign: str) -> str:
    """A sign that every LaTeX engine sets; others by their number, for an unknown sign would stop an engine."""
    return sign if ord(sign) <= _LATIN and sign.isprintable() else rf"\texttt{{U+{ord(sign):04X}}}"


def _address(source: Source) -> str:
    return f"{source.text}, {source.url}" if source.url else source.text


# ── All of them ──────────────────────────────────────────────────────────────


def _json_text(comparison: Comparison, graph: str, _pivot: bool) -> str:
    return json.dumps(to_json(comparison, graph), indent=1, ensure_ascii=False) + "\n"


#: The formats by name, as the command line and the page offer them.
FORMATS: Final[dict[str, Format]] = {
    "csv": Format("csv", "text/csv", to_csv),
    "markdown": Format("md", "text/markdown", to_markdown),
    "latex": Format("tex", "application/x-tex", to_latex),
    "html": Format("html", "text/html", document),
    "json": Format("json", "application/json", _json_text),
}


def names(entities: Sequence[Ref]) -> str:
    """A file's name for a comparison: the slugs, joined.

    >>> names([Ref("https://w3id.org/mlatlas/id/csv", "CSV", "DataFormat")])
    'csv'
    """
    return "-vs-".join(entity.slug for entity in entities)
