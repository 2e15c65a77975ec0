"""The curated facts: `graph/*.ttl` with `ontology.ttl` and `shapes.ttl`, read all or nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from mlatlas.errors import DataError
from mlatlas.terms import PREFIXES, RDF, shorten

_MOST_BYTES: Final = 1_000_000
_SHACL: Final = "http://www.w3.org/ns/shacl#"
#: Rules and data are looked at and run nothing: no queries, no scripts, and no markup that a reader would parse.
_RUNS: Final = frozenset(
    _SHACL + name for name in ("sparql", "select", "ask", "construct", "js", "jsLibrary", "rule", "target")
)
_MARKUP: Final = frozenset(RDF + name for name in ("XMLLiteral", "HTML"))


@dataclass(frozen=True)
class TurtleFile:
    """One file, parsed: its name relative to the data's root, its text and its triples."""

    name: str
    text: str
    triples: tuple[ox.Triple, ...]

    def line_of(self, iri: str) -> int | None:
        """The line (from 1) on which the description of `iri` begins; None if it is not in this file."""
        names = "|".join(re.escape(name) for name in (shorten(iri), f"<{iri}>"))
        found = re.search(rf"^(?:{names})(?=[\s;])", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else None


@dataclass(frozen=True)
class Curated:
    """All curated files. `digest` changes whenever any of them changes."""

    ontology: TurtleFile
    shapes: TurtleFile
    graph: tuple[TurtleFile, ...]

    @property
    def triples(self) -> list[ox.Triple]:
        """The triples of all graph files together."""
        return [triple for file in self.graph for triple in file.triples]

    def locate(self, iri: str) -> tuple[str, int | None]:
        """File and line where `iri` is described: `("graph/glue.ttl", 17)`, or `("graph", None)`."""
        for file in (*self.graph, self.ontology):
            line = file.line_of(iri)
            if line is not None:
                return file.name, line
        return "graph", None


def files(root: Path) -> list[Path]:
    """The curated files under `root`, the vocabulary first.

    Raises `DataError` where a required file is missing, and at one that is none, leads elsewhere or is too large.
    """
    fixed = [root / "ontology.ttl", root / "shapes.ttl"]
    graph = sorted((root / "graph").glob("*.ttl"))
    for path in fixed:
        if not path.is_file():
            raise DataError(f"{path}: file not found; it belongs beside the folder graph/")
    if not graph:
        raise DataError(f"{root / 'graph'}: no Turtle files found; put the facts there")
    for path in fixed + graph:
        _check_place(root, path)
    return fixed + graph


def _check_place(root: Path, path: Path) -> None:
    """Folders come from anywhere: a link may lead to somebody's secrets, and a pipe never ends."""
    if not path.is_file():
        raise DataError(f"{path}: this is no file; take it away")
    if not path.resolve().is_relative_to(root.resolve()):
        raise DataError(f"{path}: this link leads out of the folder; put the file itself there")
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise DataError(f"{path}: the file has {size:,} bytes, and {_MOST_BYTES:,} are the most; make two of it")


def digest(root: Path) -> str:
    """A fingerprint (hex) of everything that `read` would read."""
    total = hashlib.sha256()
    for path in files(root):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def read(root: Path) -> Curated:
    """Parse all curated files.

    Raises `DataError` with file, line, column and cause at the first text that is not Turtle.
    """
    ontology, shapes, *graph = (_parse(root, path) for path in files(root))
    return Curated(ontology, shapes, tuple(graph))


def _parse(root: Path, path: Path) -> TurtleFile:
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8")
        triples = [
            ox.Triple(quad.subject, quad.predicate, quad.object) for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
        ]
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8", name) from error
    except SyntaxError as error:
        message = f"{name}, line {error.lineno}, column {error.offset}: {_cause(error)}"
        raise DataError(message, name, error.lineno) from error
    _check_content(name, triples)
    return TurtleFile(name, text, tuple(triples))


def _check_content(name: str, triples: list[ox.Triple]) -> None:
    for triple in triples:
        if triple.predicate.value in _RUNS:
            raise DataError(f"{name}: {shorten(triple.predicate.value)} would run something; rules only look", name)
        if isinstance(triple.object, ox.Literal) and triple.object.datatype.value in _MARKUP:
            raise DataError(f"{name}: a text is marked as {shorten(triple.object.datatype.value)}, not plain", name)


def _cause(error: SyntaxError) -> str:
    message = re.sub(r"^Parser error (?:at|between|on) .*?: ", "", str(error.msg))
    unknown = re.search(r"prefix (\w+):", message)
    if unknown and unknown[1] in PREFIXES:
        return f"{message}; add `@prefix {unknown[1]}: <{PREFIXES[unknown[1]]}> .` at the top"
    return message
