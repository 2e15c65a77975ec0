"""A query's answer as a file: what it is called, and Apache Parquet with the types of RDF kept.

The other formats are those of SPARQL and RDF: see `sandbox.formats`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from mlatlas.sandbox import Answer, Term
from mlatlas.sandbox.formats import formats_for, written
from mlatlas.terms import XSD, slug

PARQUET: Final = "parquet"
#: Format → what its button says, in the order of the buttons.
LABELS: Final = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", PARQUET: "Parquet",
    "turtle": "Turtle", "ntriples": "N-Triples", "json-ld": "JSON-LD", "rdf-xml": "RDF/XML",
}  # fmt: skip
_SUFFIXES: Final = {
    "json": "srj", "xml": "srx", "turtle": "ttl", "ntriples": "nt", "json-ld": "jsonld", "rdf-xml": "rdf",
}  # fmt: skip
_PARQUET_TYPE: Final = "application/vnd.apache.parquet"
_DIGITS: Final = 38
_LEFT: Final = 20
_WHOLE: Final = frozenset(
    XSD + name
    for name in ("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)


def offered(answer: Answer) -> list[str]:
    """The formats in which an answer can be had."""
    fitting = {*formats_for(answer.kind), *([PARQUET] if answer.kind == "select" else [])}
    return [name for name in LABELS if name in fitting]


def media_type(answer: Answer, form: str) -> str:
    """The media type of a format, without its parameters."""
    return _PARQUET_TYPE if form == PARQUET else formats_for(answer.kind)[form].partition(";")[0]


def file_name(manifest: Mapping[str, Any], title: str, form: str) -> str:
    """The name of a file: it says the version of the graph and the day it was built.

    >>> file_name({"version": "0.1.0", "built": "2026-11-23T14:14:32+00:00"}, "Query 1", "turtle")
    'mlatlas-0.1.0-20261123-query-1.ttl'
    """
    built = re.sub(r"\D", "", str(manifest["built"])[:10])
    return f"mlatlas-{manifest['version']}-{built}-{slug(title) or 'answer'}.{_SUFFIXES.get(form, form)}"


def content(answer: Answer, form: str, about: Mapping[str, str]) -> bytes:
    """The bytes of a file. `about` goes into a Parquet file as its metadata."""
    return parquet(answer, about) if form == PARQUET else written(answer, form).content


# ── Parquet ──────────────────────────────────────────────────────────────────


def parquet(answer: Answer, about: Mapping[str, str]) -> bytes:
    """A table as Apache Parquet, with metadata.

    Whole numbers are int64, decimals decimal128, doubles float64; booleans, dates and times are what they are; IRIs
    and texts are texts. A column of several types, or with a value that its type cannot hold, is text.
    """
    columns = [_column([row[index] for row in answer.rows]) for index in range(len(answer.variables))]
    fields = [pa.field(name, column.type) for name, column in zip(answer.variables, columns, strict=True)]
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=dict(about)))
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _column(terms: Sequence[Term | None]) -> pa.Array:
    datatypes = {term.datatype if term.kind == "literal" else None for term in terms if term}
    texts = [term.value if term else None for term in terms]
    reader = _reader(datatypes)
    if reader is None:
        return pa.array(texts, pa.string())
    read, type_ = reader
    try:
        return pa.array([None if text is None else read(text) for text in texts], type_)
    except (ValueError, ArithmeticError, KeyError, pa.ArrowException):
        return pa.array(texts, pa.string())


def _reader(datatypes: set[str | None]) -> tuple[Callable[[str], Any], pa.DataType] | None:
    """How texts of these datatypes are read, and into which type."""
    if not datatypes or None in datatypes:
        return None
    if datatypes <= _WHOLE:
        return int, pa.int64()
    if datatypes <= {*_WHOLE, XSD + "decimal"}:
        return Decimal, pa.decimal128(_DIGITS, _DIGITS - _LEFT)
    if datatypes <= {*_WHOLE, XSD + "decimal", XSD + "double", XSD + "float"}:
        return float, pa.float64()
    single: dict[str | None, tuple[Callable[[str], Any], pa.DataType]] = {
        XSD + "boolean": ({"true": True, "1": True, "false": False, "0": False}.__getitem__, pa.bool_()),
        XSD + "date": (date.fromisoformat, pa.date32()),
        XSD + "dateTime": (_moment, pa.timestamp("us", tz="UTC")),
    }
    return single.get(next(iter(datatypes))) if len(datatypes) == 1 else None


def _moment(text: str) -> datetime:
    """A point in time; one without a zone is no point in time."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(text)
    return read
