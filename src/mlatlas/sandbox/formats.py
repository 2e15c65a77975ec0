"""Answers as bytes: the W3C result formats for tables, the formats of RDF for graphs.

https://www.w3.org/TR/sparql11-results-json/, …-results-csv-tsv/ and https://www.w3.org/TR/rdf-sparql-XMLres/
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from mlatlas.errors import BadRequest
from mlatlas.sandbox.answers import Answer, AnswerKind, Term
from mlatlas.spreadsheet import harmless
from mlatlas.terms import PREFIXES, XSD

#: Format → media type, for SELECT and ASK.
TABLE_FORMATS: Final = {
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/sparql-results+xml",
}
#: Format → media type, for CONSTRUCT and DESCRIBE.
GRAPH_FORMATS: Final = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "json-ld": "application/ld+json",
    "rdf-xml": "application/rdf+xml",
}

_NUMERIC: Final = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_ENDS_IN_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*$")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def formats_for(kind: AnswerKind) -> dict[str, str]:
    """The formats in which an answer of this kind can be had, with their media types."""
    return GRAPH_FORMATS if kind == "graph" else TABLE_FORMATS


def check_format(kind: AnswerKind, form: str) -> None:
    """Raise `BadRequest` where an answer of this kind cannot be written in a format; "table" writes nothing."""
    fitting = formats_for(kind)
    if form not in {*fitting, "table"}:
        asked = "CONSTRUCT and DESCRIBE answer" if kind == "graph" else "SELECT and ASK answer"
        raise BadRequest(f"{asked} as {', '.join(fitting)}, not as '{form}'")


def written(answer: Answer, form: str) -> Answer:
    """The answer with its bytes in a format. Raises `BadRequest` where the format does not fit."""
    check_format(answer.kind, form)
    if form == "table":
        return answer
    return replace(answer, format=form, media_type=formats_for(answer.kind)[form], content=_WRITERS[form](answer))


def as_graph(triples: Iterable[tuple[Term, Term, Term]], form: str) -> Answer:
    """Triples that no query made, as an answer with its bytes in a format."""
    return written(Answer("graph", ("subject", "predicate", "object"), tuple(triples), None, 0, False), form)


# ── Tables ───────────────────────────────────────────────────────────────────


def _json(answer: Answer) -> bytes:
    if answer.kind == "ask":
        return json.dumps({"head": {}, "boolean": answer.truth}).encode()
    bindings = [
        {name: _json_term(term) for name, term in zip(answer.variables, row, strict=True) if term}
        for row in answer.rows
    ]
    document = {"head": {"vars": answer.variables}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False).encode()


def _json_term(term: Term) -> dict[str, str]:
    found = {"type": "uri" if term.kind == "iri" else term.kind, "value": term.value}
    if term.datatype:
        found["datatype"] = term.datatype
    if term.language:
        found["xml:lang"] = term.language
    return found


def _csv(answer: Answer) -> bytes:
    """CSV that a spreadsheet shows but does not run: see `spreadsheet_safe`."""
    if answer.kind == "ask":
        return f"{str(answer.truth).lower()}\r\n".encode()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(answer.variables)
    writer.writerows([spreadsheet_safe(term.value) if term else "" for term in row] for row in answer.rows)
    return text.getvalue().encode()


def spreadsheet_safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay as they are.

    >>> spreadsheet_safe("=HYPERLINK(A1)"), spreadsheet_safe("-3"), spreadsheet_safe("6 GB")
    ("'=HYPERLINK(A1)", '-3', '6 GB')
    """
    return cell if _NUMBER.fullmatch(cell) else harmless(cell)


def _tsv(answer: Answer) -> bytes:
    if answer.kind == "ask":
        return f"{str(answer.truth).lower()}\n".encode()
    head = "\t".join(f"?{name}" for name in answer.variables)
    rows = ("\t".join(_tsv_term(term) if term else "" for term in row) for row in answer.rows)
    return _lines([head, *rows])


def _tsv_term(term: Term) -> str:
    return term.value if term.datatype in _NUMERIC else _ntriples_term(term)


def _xml(answer: Answer) -> bytes:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in answer.variables)
    if answer.kind == "ask":
        body = f"<boolean>{str(answer.truth).lower()}</boolean>"
    else:
        body = "<results>" + "".join(_xml_row(answer.variables, row) for row in answer.rows) + "</results>"
    namespace = "http://www.w3.org/2005/sparql-results#"
    return f'<?xml version="1.0"?>\n<sparql xmlns="{namespace}"><head>{head}</head>{body}</sparql>\n'.encode()


def _xml_row(variables: Iterable[str], row: Iterable[Term | None]) -> str:
    cells = zip(variables, row, strict=True)
    inner = (f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in cells if term)
    return f"<result>{''.join(inner)}</result>"


def _xml_term(term: Term) -> str:
    name = "uri" if term.kind == "iri" else term.kind
    more = f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
    more += f" xml:lang={quoteattr(term.language)}" if term.language else ""
    text = escape(_NOT_IN_XML.sub("\ufffd", term.value))
    return f"<{name}{more}>{text}</{name}>"


# ── Graphs ───────────────────────────────────────────────────────────────────


def _ntriples(answer: Answer) -> bytes:
    return _lines(" ".join(_ntriples_term(term) for term in row if term) + " ." for row in answer.rows)


def _ntriples_term(term: Term) -> str:
    if term.kind == "iri":
        return f"<{term.value}>"
    if term.kind != "literal":
        return f"_:{term.value}" if term.kind == "bnode" else term.value
    text = term.value.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if term.language:
        return f'"{text}"@{term.language}'
    return f'"{text}"^^<{term.datatype}>' if term.datatype else f'"{text}"'


def _turtle(answer: Answer) -> bytes:
    return _serialised(answer, ox.RdfFormat.TURTLE, PREFIXES)


def _json_ld(answer: Answer) -> bytes:
    return _serialised(answer, ox.RdfFormat.JSON_LD)


def _rdf_xml(answer: Answer) -> bytes:
    """RDF/XML, which names elements after properties: one whose IRI does not end in a name cannot be written."""
    for _, known, _ in answer.rows:
        if known and not _ENDS_IN_NAME.search(known.value):
            raise BadRequest(f"RDF/XML cannot write the property <{known.value}>; ask for Turtle")
    rows = tuple(tuple(term and _in_xml(term) for term in row) for row in answer.rows)
    return _serialised(replace(answer, rows=rows), ox.RdfFormat.RDF_XML, PREFIXES)


def _in_xml(term: Term) -> Term:
    return term._replace(value=_NOT_IN_XML.sub("\ufffd", term.value))


def _serialised(answer: Answer, form: ox.RdfFormat, prefixes: dict[str, str] | None = None) -> bytes:
    triples = (quad.triple for quad in ox.parse(_ntriples(answer), format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=form, prefixes=prefixes) or b""


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


_WRITERS: Final[dict[str, Callable[[Answer], bytes]]] = {
    "json": _json,
    "csv": _csv,
    "tsv": _tsv,
    "xml": _xml,
    "turtle": _turtle,
    "ntriples": _ntriples,
    "json-ld": _json_ld,
    "rdf-xml": _rdf_xml,
}
