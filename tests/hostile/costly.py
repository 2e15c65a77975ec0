"""Queries that ask for too much: time, memory, depth, length; and texts that are no text."""

from __future__ import annotations

from typing import Final

from hostile.cases import ANSWERED, ENDS, REFUSED, STOPPED, Query, queries

_ALL: Final = "{ ?s ?p ?o }"
_PRODUCT: Final = "?a ?b ?c . ?d ?e ?f"
_ENDLESS: Final = f"{_PRODUCT} . ?g ?h ?i"
#: Concerns all three patterns, so that no engine can look at one of them alone.
_NEVER: Final = "FILTER (STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) < 0)"
_NUMBERS: Final = " ".join(map(str, range(2_000)))
_LONG: Final = 99_000

ENDLESS: Final = queries(
    "products, paths and sorting without end",
    STOPPED,
    {
        "product counted": f"SELECT (COUNT(*) AS ?n) {{ {_ENDLESS} }}",
        "product filtered to nothing": f"SELECT * {{ {_ENDLESS} {_NEVER} }}",
        "product asked": f"ASK {{ {_ENDLESS} {_NEVER} }}",
        "product distinct": f"SELECT DISTINCT ?c ?f ?i {{ {_ENDLESS} {_NEVER} }}",
        "product sorted": f"SELECT * {{ {_PRODUCT} }} ORDER BY DESC(?f) ?c LIMIT 1",
        "product grouped": (
            f"SELECT ?k (SAMPLE(?c) AS ?x) {{ {_PRODUCT} }} GROUP BY (CONCAT(STR(?c), STR(?f)) AS ?k) LIMIT 1"
        ),
        "product concatenated": f"SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?c), STR(?f)))) AS ?n) {{ {_PRODUCT} }}",
        "product in a sub-select": f"SELECT * {{ {{ SELECT (SUM(?i) AS ?x) {{ {_ENDLESS} }} }} }}",
        "product in EXISTS": f"ASK {{ FILTER EXISTS {{ {_ENDLESS} {_NEVER} }} }}",
        "product taken away": "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?y ?q ?z MINUS { ?a ?q ?y . ?c ?r ?z } }",
        "product of values": (
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {_NUMBERS} }} VALUES ?b {{ {_NUMBERS} }} "
            f"VALUES ?c {{ {_NUMBERS} }} }}"
        ),
        "product far behind": f"SELECT * {{ {_ENDLESS} }} OFFSET 9000000000000000000",
        "product constructed": f"CONSTRUCT {{ ?a ?b ?f }} {{ {_ENDLESS} {_NEVER} }}",
        "product described": f"DESCRIBE ?a {{ {_ENDLESS} {_NEVER} }}",
        "product with itself through graphs": (
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }"
        ),
        "all pairs, any property": "SELECT (COUNT(*) AS ?n) { ?a (kb:no|!kb:no)* ?b . ?b (kb:no|!kb:no)* ?c }",
        "all pairs, there and back": "SELECT (COUNT(*) AS ?n) { ?a ((kb:no|!kb:no)|^(kb:no|!kb:no))+ ?b }",
        "digests of everything": f"ASK {{ {_ENDLESS} FILTER (SHA512(STR(?c)) = SHA512(CONCAT(STR(?f), 'x'))) }}",
        "patterns on everything": f"ASK {{ {_ENDLESS} FILTER (REGEX(STR(?c), CONCAT('^(a+)+x', STR(?f), '$'))) }}",
    },
)  # fmt: skip


def _doubling(times: int) -> str:
    steps = " ".join(f"BIND (CONCAT(?x{step}, ?x{step}) AS ?x{step + 1})" for step in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND ('aaaaaaaaaaaaaaaa' AS ?x0) {steps} }}"


def _encoding(times: int) -> str:
    steps = " ".join(f"BIND (ENCODE_FOR_URI(?x{step}) AS ?x{step + 1})" for step in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND ('{'%' * 50_000}' AS ?x0) {steps} }}"


_MANY: Final = "$0" * 40
BOMBS: Final = queries(
    "regex and text bombs",
    ENDS,
    {
        "text doubled 30 times": _doubling(30),
        "text doubled 60 times": _doubling(60),
        "text encoded again and again": _encoding(20),
        "text replaced by more of it": (
            f"SELECT (STRLEN(REPLACE(REPLACE(REPLACE('{'x' * 9_000}', 'x', '{_MANY}'), 'x', '{_MANY}'), 'x', "
            f"'{_MANY}')) AS ?n) {{ }}"
        ),
        "nested repetition": f"SELECT (REGEX('{'a' * 60}!', '^(a+)+$') AS ?r) {{ }}",
        "alternation": f"SELECT (REGEX('{'a' * 60}!', '^(a|aa)+$') AS ?r) {{ }}",
        "backtracking dots": f"SELECT (REGEX('{'a' * 5_000}', '.*.*.*.*.*.*.*.*=.*') AS ?r) {{ }}",
        "giant repetition": "SELECT (REGEX('a', '((((a{1000}){1000}){1000}){1000}){1000}') AS ?r) { }",
        "deep pattern": f"SELECT (REGEX('a', '{'(' * 20_000}a{')' * 20_000}') AS ?r) {{ }}",
        "pattern that is none": "SELECT (REGEX('a', '(((') AS ?r) (REPLACE('a', '[', '') AS ?s) { }",
        "case folded": f"SELECT (REGEX(UCASE('{'ŉ' * 9_000}'), '{'ŉ' * 9_000}', 'i') AS ?r) {{ }}",
        "all texts in one": f"SELECT (GROUP_CONCAT(?o; SEPARATOR='{'-' * 50_000}') AS ?t) {_ALL}",
    },
)

DEPTH: Final = queries(
    "nesting",
    REFUSED,
    {
        **{f"{n:,} braces": f"SELECT * {'{' * n}?s ?p ?o{'}' * n}" for n in (100, 5_000, 49_000)},
        **{f"{n:,} parentheses": f"SELECT * {{ ?s ?p ?o FILTER ({'(' * n}1{')' * n}) }}" for n in (100, 2_000, 49_000)},
        **{f"{n:,} OPTIONAL": f"SELECT * {{ {'OPTIONAL { ?s ?p ?o ' * n}{'}' * n} }}" for n in (100, 3_000)},
        **{f"{n:,} NOT EXISTS": f"ASK {{ {'FILTER NOT EXISTS { ?s ?p ?o ' * n}{'}' * n} }}" for n in (100, 2_000)},
        **{f"{n:,} blank nodes": f"SELECT * {{ ?s ?p {'[ ?p ' * n}1{']' * n} }}" for n in (100, 15_000)},
        **{f"{n:,} lists": f"SELECT * {{ ?s ?p {'(' * n}1{')' * n} }}" for n in (100, 40_000)},
        "3,000 sub-selects": f"SELECT * {{ {'{ SELECT * { ' * 3_000}?s ?p ?o{' } }' * 3_000} }}",
        "15,000 functions": f"SELECT * {{ ?s ?p ?o FILTER ({'STR(' * 15_000}?o{')' * 15_000} = 'x') }}",
        "never closed": f"SELECT * {'{ ' * 40_000}",
        "never opened": f"SELECT * {{ {'} ' * 40_000}",
    },
)

_UNIONS: Final = " UNION ".join([_ALL] * 1_600)
LENGTH: Final = queries(
    "long lists",
    ENDS,
    {
        "UNION of 1,600": f"SELECT * {{ {_UNIONS} }}",
        "IN with 4,900": f"SELECT * {{ ?s ?p ?o FILTER (?o IN ({', '.join(map(str, range(4_900)))})) }}",
        "VALUES with 9,900": f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(9_900)))} }} ?s ?p ?x }}",
        "3,000 names that are none": f"SELECT * {{ VALUES ?x {{ {' '.join(f'kb:n{n}' for n in range(3_000))} }} }}",
        "sum of 4,900": f"SELECT ({'+'.join('1' * 4_900)} AS ?x) {{ }}",
        "alternatives of 4,900": f"ASK {{ FILTER ({'||'.join('0' * 4_900)}) }}",
        "4,000 signs": f"ASK {{ FILTER ({'!' * 4_000}true) }}",
        "path of 4,900 steps": f"SELECT * {{ ?s {'/'.join(['rdf:type'] * 4_900)} ?o }}",
        "path of 4,900 choices": f"SELECT * {{ ?s ({'|'.join(['rdf:type'] * 4_900)})* ?o }}",
        "900 columns": f"SELECT * {{ {' '.join(f'OPTIONAL {{ }} BIND (1 AS ?v{n})' for n in range(900))} }}",
        "900 patterns apart": f"SELECT * {{ {' . '.join(f'?a{n} ?b{n} ?c{n}' for n in range(900))} }}",
        "2,400 patterns together": f"SELECT * {{ {'?s ?p ?o . ' * 2_400} }} LIMIT 1",
        "chain of 900 BIND": (
            f"SELECT ?x900 {{ BIND (1 AS ?x0) {' '.join(f'BIND (?x{n} + 1 AS ?x{n + 1})' for n in range(900))} }}"
        ),
        "2,000 prefixes": f"{''.join(f'PREFIX p{n}: <urn:{n}> ' for n in range(2_000))} SELECT * {_ALL} LIMIT 1",
        "300 columns of 10,000 rows": f"SELECT {' '.join(f'(?o AS ?o{n})' for n in range(300))} {_ALL}",
        "everything": f"SELECT * {_ALL}",
        "everything as a graph": f"CONSTRUCT {_ALL} {_ALL}",
        "everything described": "DESCRIBE ?s { ?s ?p ?o }",
    },
)

TOO_LONG: Final = queries(
    "longer than is read",
    REFUSED,
    {
        "UNION of 20,000": f"SELECT * {{ {' UNION '.join([_ALL] * 20_000)} }}",
        "IN with 200,000": f"SELECT * {{ ?s ?p ?o FILTER (?o IN ({','.join(map(str, range(200_000)))})) }}",
        "VALUES with 100,000": f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(100_000)))} }} }}",
        "path of 50,000 steps": f"SELECT * {{ ?s {'/'.join(['rdf:type'] * 50_000)} ?o }}",
        "sum of 100,000": f"SELECT ({'+'.join('1' * 100_000)} AS ?x) {{ }}",
        "10 MB of comment": f"ASK {{ }} # {'x' * 10_000_000}",
        "10 MB of a string": f"ASK {{ ?s ?p '{'ü' * 5_000_000}' }}",
        "10 MB of blanks": f"{' ' * 10_000_000}ASK {{ }}",
        "10 MB of nothing known": "x" * 10_000_000,
    },
)

LINES: Final = queries(
    "very long lines and tokens",
    ENDS,
    {
        "comment": f"ASK {{ }} # {'x' * _LONG}",
        "string": f"SELECT ('{'x' * _LONG}' AS ?x) {{ }}",
        "long string": f"SELECT ('''{chr(10) * _LONG}''' AS ?x) {{ }}",
        "IRI": f"ASK {{ <http://example.org/{'x' * _LONG}> ?p ?o }}",
        "variable": f"SELECT ?{'x' * 45_000} {{ ?{'x' * 45_000} ?p ?o }} LIMIT 1",
        "name": f"DESCRIBE kb:{'x' * _LONG}",
        "name with dots": f"DESCRIBE aws:{'a.' * 45_000}b",
        "name with escapes": f"DESCRIBE kb:{'%41' * 30_000}",
        "word": "S" * _LONG,
        "prefix": f"PREFIX {'p' * _LONG}: <urn:a> ASK {{ }}",
        "prefix that nobody declared": f"ASK {{ {'p' * _LONG}:a ?p ?o }}",
        "words with dots between": f"SELECT * {{ {'a.' * 45_000} }}",
        "words with dots and dashes": f"SELECT * {{ ?s ?p ?o . {'a.-' * 30_000} }}",
        "number": f"SELECT ({'9' * _LONG} AS ?x) {{ }}",
        "number with decimals": f"SELECT (0.{'3' * _LONG} AS ?x) {{ }}",
        "language tag": f"SELECT ('x'@a{'-b' * 49_000} AS ?x) {{ }}",
        "quotes": f"ASK {{ ?s ?p {chr(39) * 90_001} }}",
        "less-than signs": f"ASK {{ FILTER (1{'<1' * 45_000}) }}",
        "empty lines": f"ASK {{ {chr(10) * _LONG} }}",
        "one-sign comments": f"{'#' + chr(10):}" * 49_000 + "ASK { }",
    },
)

NUMBERS: Final = queries(
    "huge numbers and dates",
    ENDS,
    {
        "floor of a decimal": "SELECT (FLOOR('1E+9999999'^^xsd:decimal) AS ?x) { }",
        "double beyond infinity": "SELECT (1e999999 * 2 AS ?x) (-1e999999 AS ?y) { }",
        "integer beyond 64 bits": "SELECT (9223372036854775807 + 1 AS ?x) (-9223372036854775808 - 1 AS ?y) { }",
        "product beyond 64 bits": "SELECT (9223372036854775807 * 9223372036854775807 AS ?x) { }",
        "division by zero": "SELECT (1 / 0 AS ?x) (1.0 / 0.0 AS ?y) (1e0 / 0 AS ?z) { }",
        "smallest by minus one": "SELECT (('-9223372036854775808'^^xsd:integer) / -1 AS ?x) { }",
        "substring far away": "SELECT (SUBSTR('abc', 9223372036854775807, 9223372036854775807) AS ?x) { }",
        "limit beyond 64 bits": f"SELECT * {_ALL} LIMIT 99999999999999999999",
        "offset of 64 bits": f"SELECT * {_ALL} OFFSET 18446744073709551615",
        "negative limit": f"SELECT * {_ALL} LIMIT -1",
        "year of eight digits": (
            "SELECT ('99999999-01-01T00:00:00Z'^^xsd:dateTime + 'P1D'^^xsd:dayTimeDuration AS ?x) { }"
        ),
        "duration without end": "SELECT ('P99999999999999999999Y'^^xsd:duration AS ?x) { }",
        "time zone of a year": "SELECT (TZ('2026-01-01T00:00:00+8760:00'^^xsd:dateTime) AS ?x) { }",
        "sum of everything": "SELECT (SUM(?v * 9e307 * 9e307) AS ?x) { ?s atlas:value ?v }",
    },
)

TEXTS: Final = [
    *queries(
        "NULs and broken text",
        REFUSED,
        {
            "NUL in a string": "ASK { ?s ?p 'a\0b' }",
            "NUL at the end": "ASK { }\0SERVICE <http://@HOST@/> { }",
            "escaped NUL": "ASK { ?s ?p '\\u0000' }",
            "half a surrogate pair, escaped": "ASK { ?s ?p '\\uD800' }",
            "code point beyond the last": "ASK { ?s ?p '\\UFFFFFFFF' }",
            "escape that is none": "ASK { ?s ?p '\\x' }",
            "IRI with a blank": "ASK { <http://a b> ?p ?o }",
            "IRI with a line end": "ASK { <http://a\n> ?p ?o }",
            "byte order mark": "\ufeffASK { }",
            "nothing": "",
            "only a comment": "# ASK { }",
            "another language": "SELECT * FROM users WHERE name = '' OR 1 = 1; --",
            "a template": "{{7*7}} ${7*7} <%= 7*7 %>",
            "invalid UTF-8": b"SELECT * { ?s ?p '\xff\xfe\xc0\xaf' }",
            "overlong UTF-8": b"SELECT * { \xc1\x93ERVICE <http://a/> { } }",
            "UTF-16": "ASK { }".encode("utf-16"),
            "Latin-1": "ASK { ?s ?p 'größe' }".encode("latin-1"),
            "all bytes": bytes(range(256)) * 20,
        },
    ),
    *queries(
        "NULs and broken text",
        ANSWERED,
        {
            "signs beyond the first plane": "SELECT ('🧭𝔸' AS ?x) { }",
            "control signs": "SELECT ('\x01\x1f\x7f' AS ?x) { }",
            "combining signs": f"SELECT ('{'e' + chr(0x301) * 5_000}' AS ?x) {{ }}",
        },
    ),
]

ALL: Final[list[Query]] = [*ENDLESS, *BOMBS, *DEPTH, *LENGTH, *TOO_LONG, *LINES, *NUMBERS, *TEXTS]
