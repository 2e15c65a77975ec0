"""A comparison as HTML: an accessible table, and a page that stands alone.

Everything that comes from the data is escaped. The look is in `page.css`; the table carries only
class names, and works in light and dark because the style follows `color-scheme`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from mlatlas.compare.bars import bars
from mlatlas.compare.cells import cell_html
from mlatlas.compare.records import CompareRow, Comparison
from mlatlas.compare.wording import hidden_note
from mlatlas.facts import Ref

_STYLE: Final = Path(__file__).with_name("page.css")
#: Gives the address of the page about a thing.
Address = Callable[[Ref], str]


@cache
def style() -> str:
    """The style sheet of the table."""
    return _STYLE.read_text("utf-8")


def document(comparison: Comparison, graph: str, pivot: bool = False) -> str:
    """A page that stands alone: no script, nothing that is fetched. `graph` names what it was made from."""
    title = " · ".join(entity.label for entity in comparison.entities)
    closing = " · ".join(text for text in (graph, hidden_note(comparison)) if text)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f'<body class="comparison-page">\n<h1>{escape(title)}</h1>\n'
        f"{table(comparison, pivot)}\n<p>{escape(closing)}</p>\n</body>\n</html>\n"
    )


def table(comparison: Comparison, pivot: bool = False, address: Address | None = None) -> str:
    """The table in a region that scrolls, with its head and first column in sight; style it with `style()`.

    Properties are rows and things are columns; `pivot` swaps them. With an `address` for things their names are
    links, and everything has the buttons by which a script moves it and leaves it out.
    """
    inside = _Table(comparison, address)
    label = "Comparison of " + ", ".join(entity.label for entity in comparison.entities)
    columns = 1 + len(comparison.rows if pivot else comparison.entities)
    return (
        f'<div class="comparison" role="region" tabindex="0" aria-label="{_quoted(label)}">'
        f'<table class="{"pivoted" if pivot else "upright"}" style="--columns: {columns}">'
        f"{inside.things_as_rows() if pivot else inside.things_as_columns()}</table></div>"
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Writes the inside of the table, in either direction."""

    comparison: Comparison
    address: Address | None

    def things_as_columns(self) -> str:
        heads = "".join(self._thing(entity, "col") for entity in self.comparison.entities)
        bodies = "".join(self._group(*grouped) for grouped in _groups(self.comparison.rows))
        return f'<thead><tr><th scope="col">Property</th>{heads}</tr></thead>{bodies}'

    def _group(self, name: str, rows: Sequence[CompareRow]) -> str:
        columns = len(self.comparison.entities) + 1
        head = f'<th scope="rowgroup" colspan="{columns}">{self._group_name(name, rows[0])}</th>'
        body = "".join(f"<tr>{self._property(row, 'row')}{''.join(_cells(row))}</tr>" for row in rows)
        return f'<tbody><tr class="group">{head}</tr>{body}</tbody>'

    def things_as_rows(self) -> str:
        rows = self.comparison.rows
        groups = "".join(
            f'<th scope="colgroup" colspan="{len(inside)}">{self._group_name(name, inside[0])}</th>'
            for name, inside in _groups(rows)
        )
        heads = "".join(self._property(row, "col") for row in rows)
        columns = zip(*map(_cells, rows), strict=True) if rows else [()] * len(self.comparison.entities)
        pairs = zip(self.comparison.entities, columns, strict=True)
        body = "".join(f"<tr>{self._thing(entity, 'row')}{''.join(cells)}</tr>" for entity, cells in pairs)
        corner = '<th scope="col" rowspan="2">Thing</th>'
        return f'<thead><tr class="group">{corner}{groups}</tr><tr>{heads}</tr></thead><tbody>{body}</tbody>'

    # ── Heads ────────────────────────────────────────────────────────────────

    def _thing(self, entity: Ref, scope: str) -> str:
        is_base = entity == self.comparison.baseline
        note = "<small>baseline</small>" if is_base else ""
        if self.address is None:
            return f'<th scope="{scope}">{escape(entity.label)}{note}</th>'
        title = f'title="{_quoted(f"{entity.label} in Explore")}"'
        link = f'<a href="{_quoted(self.address(entity))}" target="_self" {title}>{escape(entity.label)}</a>'
        told = "No baseline" if is_base else f"Hold the others against {entity.label}"
        base = _button("baseline", "Δ", told, f' aria-pressed="{str(is_base).lower()}"')
        tools = f'<span class="tools">{base}{_move_and_drop(entity.label)}</span>'
        return f'<th scope="{scope}" data-thing="{_quoted(entity.slug)}">{tools}{link}{note}</th>'

    def _property(self, row: CompareRow, scope: str) -> str:
        scale = bars(row)
        notes = [row.scope, "bars by powers of ten" if scale and scale.is_log else None]
        note = "".join(f"<small>{escape(text)}</small>" for text in notes if text)
        alike = ' <span class="alike" title="All are alike">=</span>' if row.equal else ""
        head = f'scope="{scope}" title="{_quoted(row.property.comment)}"'
        if self.address is None:
            return f"<th {head}>{escape(row.label)}{alike}{note}</th>"
        tools = f'<span class="tools">{_move_and_drop(row.label)}</span>'
        return f'<th {head} data-row="{_quoted(row.key)}">{tools}{escape(row.label)}{alike}{note}</th>'

    def _group_name(self, name: str, first: CompareRow) -> str:
        if self.address is None:
            return f"<span>{escape(name)}</span>"
        drop = _button("drop", "×", f"Leave out all of {name}")
        key = _quoted(first.property.group.key)
        return f'<span data-group="{key}">{escape(name)}<span class="tools">{drop}</span></span>'


def _groups(rows: Iterable[CompareRow]) -> list[tuple[str, list[CompareRow]]]:
    return [(name, list(inside)) for name, inside in groupby(rows, key=lambda row: row.group)]


def _cells(row: CompareRow) -> list[str]:
    scale = bars(row)
    shares = scale.shares if scale else (None,) * len(row.cells)
    return [cell_html(row, cell, share) for cell, share in zip(row.cells, shares, strict=True)]


def _move_and_drop(label: str) -> str:
    told = f"Move {label}: drag it, or use the arrow keys; Delete leaves it out"
    return _button("move", "⠿", told, ' draggable="true"') + _button("drop", "×", f"Leave out {label}")


def _button(act: str, sign: str, told: str, more: str = "") -> str:
    label = _quoted(told)
    return f'<button type="button" data-act="{act}" title="{label}" aria-label="{label}"{more}>{sign}</button>'


def _quoted(text: str) -> str:
    return escape(text, quote=True)
