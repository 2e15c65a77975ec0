"""The errors of ML Atlas.

::

    AtlasError                  everything below; the message is one clear sentence
     ├── DataError              curated data that cannot be used: file, line, cause
     ├── UnknownEntity          a name that no entity has, with the nearest names
     ├── BadQuery               SPARQL that is refused or does not parse
     ├── QueryStopped           SPARQL that was stopped at its limit
     ├── Busy                   SPARQL that got no turn, with the seconds after which it may
     ├── BadRequest             any other input that makes no sense
     ├── FetchError             a package that cannot be downloaded
     └── StoreError             a store that is missing, broken or of another version

Command lines turn them into exit codes (`exit_code`), pages into a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence


class AtlasError(Exception):
    """Base of all errors that a person can do something about."""

    exit_code = 1


class DataError(AtlasError):
    """Curated data cannot be used. `file` and `line` (from 1) say where, if one place is to blame."""

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        self.file = file
        self.line = line
        super().__init__(message)


class UnknownEntity(AtlasError):  # noqa: N818 - DESIGN names the errors
    """No entity has this name.

    >>> print(UnknownEntity("serverles", ["serverless-inference"]))
    unknown entity 'serverles': did you mean serverless-inference?
    """

    exit_code = 2

    def __init__(self, name: str, suggestions: Sequence[str] = (), hint: str | None = None) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        meant = f"did you mean {' or '.join(suggestions)}?" if suggestions else "try `mlatlas search`."
        hint = hint or meant
        super().__init__(f"unknown entity '{name}': {hint}")


class BadRequest(AtlasError):  # noqa: N818
    """An input that makes no sense, such as a comparison with one entity."""

    exit_code = 2


class BadQuery(AtlasError):  # noqa: N818
    """A SPARQL query that is refused or does not parse.

    `line` and `column` count from 1; they are None where the refusal concerns the whole text.
    """

    exit_code = 2

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(message)


class QueryStopped(AtlasError):  # noqa: N818
    """A SPARQL query that reached its limit of time or memory and was stopped."""

    exit_code = 3


class Busy(AtlasError):  # noqa: N818
    """A SPARQL query that got no turn, as too many others run or wait; `retry_after` seconds from now it may."""

    exit_code = 3

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class FetchError(AtlasError):
    """A package that is needed as an authority cannot be downloaded."""


class StoreError(AtlasError):
    """The store is missing, broken or made by another version."""


def cut(text: str, longest: int) -> str:
    """As much of what somebody typed as a sentence bears.

    >>> cut("serverless inference", 10)
    'serverless…'
    """
    return text if len(text) <= longest else f"{text[:longest]}…"
