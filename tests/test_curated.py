"""Reading curated files: all or nothing, and the error says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlatlas.errors import DataError
from mlatlas.sources import curated


def test_lines_are_found(curated_copy: Path) -> None:
    data = curated.read(curated_copy)
    file, line = data.locate("https://w3id.org/mlatlas/statement/F072")
    assert file == "graph/inference-options.ttl"
    text = (curated_copy / file).read_text("utf-8").splitlines()
    assert line is not None
    assert text[line - 1].startswith("stmt:F072 ")


def test_an_iri_that_is_the_start_of_another_is_not_taken_for_it(curated_copy: Path) -> None:
    data = curated.read(curated_copy)
    assert data.locate("https://w3id.org/mlatlas/statement/F07") == ("graph", None)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("kb:a a atlas:Option .\n", "prefix kb"),
        ("@prefix kb: <https://w3id.org/mlatlas/id/> .\n\nkb:a kb:b\n", "line 3|line 4"),
        ('<http://a> <http://b> "open .\n', "line 1"),
    ],
)
def test_broken_turtle_names_file_line_and_cause(curated_copy: Path, text: str, cause: str) -> None:
    (curated_copy / "graph" / "broken.ttl").write_text(text, "utf-8")
    with pytest.raises(DataError, match=cause) as raised:
        curated.read(curated_copy)
    assert raised.value.file == "graph/broken.ttl"
    assert raised.value.line is not None
    assert str(raised.value).startswith("graph/broken.ttl, line ")


def test_a_missing_prefix_is_offered(curated_copy: Path) -> None:
    (curated_copy / "graph" / "broken.ttl").write_text("kb:a kb:b kb:c .", "utf-8")
    with pytest.raises(DataError, match=r"add `@prefix kb: <https://w3id.org/mlatlas/id/> \.`"):
        curated.read(curated_copy)


def test_a_file_that_is_not_utf8_is_named(curated_copy: Path) -> None:
    (curated_copy / "graph" / "latin.ttl").write_bytes(b'<http://a> <http://b> "\xe9" .')
    with pytest.raises(DataError, match=r"graph/latin\.ttl: byte \d+ is not UTF-8; save the file as UTF-8"):
        curated.read(curated_copy)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ontology\.ttl: file not found"):
        curated.read(tmp_path)


def test_the_digest_follows_every_file(curated_copy: Path) -> None:
    before = curated.digest(curated_copy)
    assert curated.digest(curated_copy) == before
    (curated_copy / "graph" / "new.ttl").write_text("", "utf-8")
    assert curated.digest(curated_copy) != before
