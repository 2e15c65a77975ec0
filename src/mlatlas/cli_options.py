"""What the options of the command line may be: formats, and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class TextFormat(StrEnum):
    """How lists are shown."""

    TABLE = "table"
    JSON = "json"


class FactsFormat(StrEnum):
    """How statements are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class CompareFormat(StrEnum):
    """How a comparison is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    LATEX = "latex"
    HTML = "html"


class ChooseFormat(StrEnum):
    """How a decision is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class QueryFormat(StrEnum):
    """How the results of a query are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"


class ExportFormat(StrEnum):
    """The formats in which the graph can be taken away."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSON_LD = "json-ld"
    GRAPHML = "graphml"
    CSV = "csv"
    HTML = "html"


Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many answers at most.")]
Remote = Annotated[
    str | None, typer.Option("--endpoint", help="Ask the SPARQL server at this address; default: $MLATLAS_ENDPOINT.")
]
Choice = Annotated[
    str | None, typer.Argument(help="A choice, or a class such as Service; without one, all choices are listed.")
]
Require = Annotated[
    list[str] | None, typer.Option(help='What an option must meet, as in "payload >= 300 MB"; repeat it.')
]
Prefer = Annotated[list[str] | None, typer.Option(help="What is only wished for, and ranks what fits; repeat it.")]
