"""Folders of curated files that somebody made to be looked at with `mlatlas check --root`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hostile.cases import Outcome
from mlatlas.terms import PREFIXES

#: What the text of a case is written to.
FILE: Final = "graph/hostile.ttl"
_HEAD: Final = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
_THING: Final = "kb:thing a atlas:Capability ; skos:prefLabel 'thing' "
_LAUGHS: Final = (
    '<!DOCTYPE l [<!ENTITY a0 \\"lol\\">'
    + "".join(f'<!ENTITY a{n + 1} \\"{f"&a{n};" * 10}\\">' for n in range(9))
    + "]><l>&a9;</l>"
)
#: `mlatlas check` ends with one of these for every folder: broken rules (1), or a sentence on bad input (1, 2).
_REFUSED: Final = frozenset[Outcome]({"refused"})


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its name: the text of one file (bytes as they are), and what else is done to the folder."""

    name: str
    text: str | bytes
    change: Callable[[Path, str, str], object] | None = None

    def __str__(self) -> str:
        return self.name

    def make(self, root: Path, host: str, file: str) -> None:
        """Write the case into a folder that has ontology and shapes already."""
        (root / "graph").mkdir(exist_ok=True)
        text = self.text
        if isinstance(text, str):
            text = text.replace("@HOST@", host).replace("@FILE@", file).encode("utf-8", "surrogatepass")
        (root / FILE).write_bytes(text)
        if self.change is not None:
            self.change(root, host, file)


def _turtle(name: str, body: str) -> Folder:
    return Folder(name, f"{_HEAD}{body}\n")


def _more(name: str, said: str) -> Folder:
    """A thing of which more is said."""
    return _turtle(name, f"{_THING} ; {said} .")


def _shape(name: str, body: str) -> Folder:
    """More in shapes.ttl."""

    def add(root: Path, host: str, file: str) -> None:
        text = body.replace("@HOST@", host).replace("@FILE@", file)
        with (root / "shapes.ttl").open("a", encoding="utf-8") as shapes:
            shapes.write(f"\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n{_HEAD}{text}\n")

    return Folder(name, f"{_HEAD}{_THING} .\n", add)


def _placed(name: str, place: Callable[[Path, Path], object]) -> Folder:
    """Something in the place of a second file: called with its path and the canary's."""
    return Folder(name, f"{_HEAD}{_THING} .\n", lambda root, _, file: place(root / "graph" / "more.ttl", Path(file)))


def _check(name: str, about: str) -> Folder:
    """A check of a statement against a package."""
    return _turtle(
        name,
        "src:package a atlas:Source ; atlas:package 'streamlit' ; atlas:version '1' ; rdfs:label 'x' .\n"
        f"{_THING} .\nstmt:X001 a atlas:Statement ; atlas:subject kb:thing ; atlas:verdict atlas:confirmed ; "
        f"atlas:value 1 ; atlas:checkedBy [ atlas:authority src:package ; atlas:role atlas:supporting ; {about} ] .",
    )


def _link_folder(root: Path, _host: str, file: str) -> None:
    (root / FILE).unlink()
    (root / "graph").rmdir()
    (root / "graph").symlink_to(Path(file).parent)


TEXTS: Final = [
    Folder("no Turtle at all", "MZ\x90 this is no Turtle"),
    Folder("only NULs", b"\0" * 100_000),
    Folder("all bytes", bytes(range(256)) * 20),
    Folder("broken UTF-8", _HEAD.encode() + b"kb:a skos:note '\xff\xfe' ."),
    Folder("half a surrogate pair", f"{_HEAD}kb:a skos:note '\ud800' ."),
    Folder("UTF-16", f"{_HEAD}{_THING} .".encode("utf-16")),
    Folder("a byte order mark", f"\ufeff{_HEAD}{_THING} ."),
    Folder("line ends of Windows", f"{_HEAD}{_THING} .".replace("\n", "\r\n")),
    Folder("line ends of old Macs", f"{_HEAD}{_THING} .".replace("\n", "\r")),
    Folder("RDF/XML with an entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file://@FILE@">]><rdf:RDF>&x;</rdf:RDF>'),
    Folder("JSON-LD with a context", '{"@context": "http://@HOST@/c.jsonld", "@id": "urn:x"}'),
    Folder("N3 with rules", f"{_HEAD}{{ ?x a ?y }} => {{ ?y a ?x }} ."),
    _turtle("cut off in a text", f"{_THING} ; skos:note 'this is not"),
    _turtle("cut off in a statement", f"{_THING} ;"),
    _more("NUL in a text", "skos:note 'a\0b'"),
    _turtle("IRI with a blank", "<http://a b> a atlas:Capability ."),
    _turtle("IRI of a script", "<javascript:alert(1)> a atlas:Capability ; skos:prefLabel '<script>' ."),
    _turtle("base in the file system", "@base <file://@FILE@> .\n<> a atlas:Capability ."),
    _turtle("imports", "<urn:o> a owl:Ontology ; owl:imports <http://@HOST@/o.ttl> , <file://@FILE@> ."),
    _more("5,000 blank nodes, nested", f"skos:note {'[ skos:note ' * 5_000}1{' ]' * 5_000}"),
    _more("10,000 lists, nested", f"skos:note {'(' * 10_000}1{')' * 10_000}"),
    _turtle("30,000 triples, quoted", f"{'<<( ' * 30_000}kb:a kb:b kb:c{' )>>' * 30_000} kb:b kb:c ."),
    _more("a list of 10,000", f"skos:note ({' 1' * 10_000} )"),
    _more("a text of 20 MB", f"skos:note '{'x' * 20_000_000}'"),
    _more("a text of 400 kB", f"skos:note '{'x' * 400_000}'"),
    _more("a number of 20,000 digits", f"atlas:value {'9' * 20_000}"),
    _more("a decimal of 200,000 digits", f"atlas:value {'9' * 200_000}.5"),
    _more("a decimal beyond all", "atlas:value '1E9999999'^^xsd:decimal , '1e99999'^^xsd:double"),
    _more("a date beyond all", "skos:note '99999999-01-01T00:00:00Z'^^xsd:dateTime"),
    _more("a duration beyond all", "skos:note 'P99999999999999999999Y'^^xsd:duration"),
    _more("a billion laughs", f"skos:note \"{_LAUGHS}\"^^rdf:XMLLiteral"),
    _more("deep HTML", f"skos:note '{'<div>' * 20_000}'^^rdf:HTML"),
    _turtle("markup in a label", "kb:x a atlas:Capability ; skos:prefLabel '<img src=\"http://@HOST@/\">' ."),
    _turtle("a formula in a label", "kb:x a atlas:Capability ; skos:prefLabel '=HYPERLINK(\"http://@HOST@/\")' ."),
]  # fmt: skip

PLACES: Final = [
    _placed("a link to a file outside", lambda path, file: path.symlink_to(file)),
    _placed("a link to a device", lambda path, _: path.symlink_to("/dev/zero")),
    _placed("a link to nothing", lambda path, _: path.symlink_to("nothing.ttl")),
    _placed("a link to itself", lambda path, _: path.symlink_to(path)),
    _placed("a folder", lambda path, _: path.mkdir()),
    _placed("a pipe", lambda path, _: os.mkfifo(path)),
    Folder("a link in the place of graph", "", _link_folder),
    Folder("shapes that are a link", _HEAD, lambda root, _, file: (
        (root / "shapes.ttl").unlink(), (root / "shapes.ttl").symlink_to(file))),
]  # fmt: skip

_QUERY: Final = "SELECT $this WHERE { $this ?p ?o . SERVICE <http://@HOST@/shacl> { ?x ?y ?z } }"
RULES: Final = [
    _shape("a rule with a query", f"kb:s a sh:NodeShape ; sh:targetClass atlas:Capability ; "
           f"sh:sparql [ sh:select '{_QUERY}' ] ."),
    _shape("a target with a query", f"kb:s a sh:NodeShape ; sh:nodeKind sh:IRI ; "
           f"sh:target [ a sh:SPARQLTarget ; sh:select '{_QUERY.replace('$this', '?this')}' ] ."),
    _shape("a rule with a script", "kb:s a sh:NodeShape ; sh:targetClass atlas:Capability ; "
           "sh:js [ sh:jsLibrary [ sh:jsLibraryURL 'http://@HOST@/a.js' ] ; sh:jsFunctionName 'a' ] ."),
    _shape("rules from elsewhere", "<urn:o> a owl:Ontology ; owl:imports <http://@HOST@/o.ttl> . "
           "<urn:o> sh:shapesGraph <http://@HOST@/s.ttl> ."),
    _shape("a rule of itself", "kb:s a sh:NodeShape ; sh:targetClass atlas:Capability ; sh:node kb:s ."),
]  # fmt: skip

_AWAY: Final = "../" * 15
CHECKS: Final = [
    _check("a check of a file above", f"atlas:file '{_AWAY}@FILE@' ; atlas:path 'x' ; "
           "atlas:test atlas:matchesPattern ; atlas:expected '.*'"),
    _check("a check of a file from the root", "atlas:file '@FILE@' ; atlas:path 'x' ; "
           "atlas:test atlas:matchesPattern ; atlas:expected '.*'"),
    _check("a check with a pattern that is none", "atlas:file 'streamlit/__init__.py' ; atlas:path 'x' ; "
           "atlas:test atlas:matchesPattern ; atlas:expected '((('"),
    _check("a check with a deep pattern", "atlas:file 'streamlit/__init__.py' ; atlas:path 'x' ; "
           f"atlas:test atlas:matchesPattern ; atlas:expected '{'(' * 9_000}{')' * 9_000}'"),
    _check("a check with a giant repetition", "atlas:file 'streamlit/__init__.py' ; atlas:path 'x' ; "
           "atlas:test atlas:matchesPattern ; atlas:expected 'a{99999999999999999999}'"),
    _check("a check of an unknown kind", "atlas:file 'streamlit/__init__.py' ; atlas:path 'streamlit/__init__.py' ; "
           "atlas:test atlas:no"),
    _check("a check that expects nothing", "atlas:file 'streamlit/__init__.py' ; atlas:path 'x' ; "
           "atlas:test atlas:matchesPattern"),
    _check("a check in a unit that is none", "atlas:file 'streamlit/__init__.py' ; "
           "atlas:path 'streamlit/__init__.py' ; atlas:test atlas:equals ; atlas:unit kb:no"),
]  # fmt: skip

ALL: Final[dict[str, list[Folder]]] = {
    "Turtle that is broken or made to break": TEXTS,
    "links, pipes and folders": PLACES,
    "rules that run something": RULES,
    "checks that look elsewhere": CHECKS,
}
