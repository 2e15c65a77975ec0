"""Queries that reach out of the store, or write into it, in every disguise; and harmless ones that look like them."""

# ruff: noqa: S608 - no SQL, and meant to be hostile

from __future__ import annotations

from typing import Final

from hostile.cases import ANSWERED, REFUSED, Query, queries

_THERE: Final = "<http://@HOST@/sparql>"
_ALL: Final = "{ ?s ?p ?o }"

SERVICE: Final = queries(
    "SERVICE in disguise",
    REFUSED,
    {
        "plain": f"SELECT * {{ SERVICE {_THERE} {_ALL} }}",
        "silent": f"SELECT * {{ SERVICE SILENT {_THERE} {_ALL} }}",
        "lower case": f"select * {{ service silent {_THERE} {_ALL} }}",
        "mixed case": f"SELECT * {{ sErViCe {_THERE} {_ALL} }}",
        "no blanks": f"SELECT*{{SERVICE{_THERE}{{?s?p?o}}}}",
        "address in a variable": f"SELECT * {{ BIND ({_THERE} AS ?there) SERVICE ?there {_ALL} }}",
        "address from the data": f"SELECT * {{ ?x atlas:url ?there . SERVICE ?there {_ALL} }}",
        "address from VALUES": f"SELECT * {{ VALUES ?there {{ {_THERE} }} SERVICE ?there {_ALL} }}",
        "address by prefix": f"PREFIX there: <http://@HOST@/> SELECT * {{ SERVICE there:sparql {_ALL} }}",
        "address by the empty prefix": f"PREFIX : <http://@HOST@/> SELECT * {{ SERVICE:sparql {_ALL} }}",
        "address by BASE": f"BASE <http://@HOST@/> SELECT * {{ SERVICE <sparql> {_ALL} }}",
        "address of a file": f"SELECT * {{ SERVICE <file://@FILE@> {_ALL} }}",
        "address that is data": "SELECT * { SERVICE <data:application/json,%7B%22boolean%22:true%7D> { } }",
        "in a sub-select": f"SELECT * {{ {{ SELECT * {{ SERVICE {_THERE} {_ALL} }} }} }}",
        "in EXISTS": f"ASK {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {_THERE} {_ALL} }} }}",
        "in NOT EXISTS": f"ASK {{ FILTER NOT EXISTS {{ SERVICE {_THERE} {_ALL} }} }}",
        "in EXISTS of a BIND": f"SELECT * {{ BIND (EXISTS {{ SERVICE {_THERE} {_ALL} }} AS ?x) }}",
        "in EXISTS of ORDER BY": f"SELECT * {_ALL} ORDER BY (EXISTS {{ SERVICE {_THERE} {_ALL} }})",
        "in OPTIONAL": f"SELECT * {{ ?s ?p ?o OPTIONAL {{ SERVICE {_THERE} {_ALL} }} }}",
        "in UNION": f"SELECT * {{ {_ALL} UNION {{ SERVICE {_THERE} {_ALL} }} }}",
        "in MINUS": f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {_THERE} {_ALL} }} }}",
        "in GRAPH": f"SELECT * {{ GRAPH ?g {{ SERVICE {_THERE} {_ALL} }} }}",
        "in a SERVICE": f"SELECT * {{ SERVICE {_THERE} {{ SERVICE {_THERE} {_ALL} }} }}",
        "in CONSTRUCT": f"CONSTRUCT {_ALL} WHERE {{ SERVICE {_THERE} {_ALL} }}",
        "in DESCRIBE": f"DESCRIBE ?s WHERE {{ SERVICE {_THERE} {_ALL} }}",
        "escaped letter": f"SELECT * {{ \\u0053ERVICE {_THERE} {_ALL} }}",
        "escaped letter, long": f"SELECT * {{ \\U00000053ERVICE {_THERE} {_ALL} }}",
        "escaped letter in the middle": f"SELECT * {{ SERV\\u0049CE {_THERE} {_ALL} }}",
        "escaped quote": f"SELECT * {{ ?s ?p '\\u0027 . SERVICE {_THERE} {{ }} #' }}",
        "escaped end of line": f"SELECT * {{ ?s ?p ?o #\\u000ASERVICE {_THERE} {_ALL}\n }}",
        "long s": f"SELECT * {{ ſERVICE {_THERE} {_ALL} }}",
        "Cyrillic letter": f"SELECT * {{ SERVІCE {_THERE} {_ALL} }}",
        "fullwidth letters": f"SELECT * {{ ＳＥＲＶＩＣＥ {_THERE} {_ALL} }}",
        "dotless i": f"SELECT * {{ servıce {_THERE} {_ALL} }}",
        "zero-width space": f"SELECT * {{ SER\u200bVICE {_THERE} {_ALL} }}",
        "soft hyphen": f"SELECT * {{ SER\u00adVICE {_THERE} {_ALL} }}",
        "no-break space": f"SELECT * {{\u00a0SERVICE\u00a0{_THERE} {_ALL} }}",
        "right to left": f"SELECT * {{ \u202eSERVICE\u202c {_THERE} {_ALL} }}",
        "vertical tab": f"SELECT * {{ SERVICE\x0b{_THERE} {_ALL} }}",
        "behind a prefix of that name": f"PREFIX service: <http://@HOST@/> SELECT * {{ service:sparql {_ALL} }}",
        "grown together with a prefix": f"PREFIX SERVICEa: <http://@HOST@/> SELECT * {{ SERVICEa:sparql {_ALL} }}",
        "grown together with a value": f"PREFIX trueSERVICEa: <http://@HOST@/> ASK {{ ?s ?p trueSERVICEa:x {_ALL} }}",
        "grown together with a number": f"SELECT * {{ ?s ?p 1SERVICE{_THERE}{_ALL} }}",
    },
)  # fmt: skip

HIDDEN: Final = queries(
    "comments and strings that hide words",
    REFUSED,
    {
        "after a comment's carriage return": f"SELECT * {{ ?s ?p ?o # no\rSERVICE {_THERE} {_ALL} \n }}",
        "after a long string": f"SELECT * {{ ?s ?p '''a\\'''' , \"#\" . SERVICE {_THERE} {_ALL} }}",
        "between two quotes in a long string": f"SELECT * {{ ?s ?p '''''' SERVICE {_THERE} {_ALL} }}",
        "after a less-than that may be an IRI": f"SELECT * {{ FILTER (1<'>')SERVICE{_THERE}{{}}#'\n }}",
        "after a less-than with a fragment": f"SELECT * {{ FILTER (1<#a>'''\n2)SERVICE{_THERE}{{}}#'''\n }}",
        "after an IRI with a quote": f"SELECT * {{ ?s <http://a/'> ?o . SERVICE {_THERE} {_ALL} #'\n }}",
        "after an IRI with a hash": f"SELECT * {{ ?s <http://a/#b> ?o . SERVICE {_THERE} {_ALL} }}",
        "after a name with an escaped hash": f"SELECT * {{ ?s kb:a\\#b ?o . SERVICE {_THERE} {_ALL} }}",
        "after an empty string": f"SELECT * {{ ?s ?p '' . SERVICE {_THERE} {_ALL} }}",
        "after an escaped backslash": f"SELECT * {{ ?s ?p '\\\\' . SERVICE {_THERE} {_ALL} #' }}",
        "in a string that is not closed": f"SELECT * {{ ?s ?p 'SERVICE {_THERE} {_ALL} }}",
    },
)

ELSEWHERE: Final = queries(
    "graphs from elsewhere",
    REFUSED,
    {
        "FROM the web": f"SELECT * FROM <http://@HOST@/a.ttl> {_ALL}",
        "FROM a file": f"SELECT * FROM <file://@FILE@> {_ALL}",
        "FROM NAMED the web": "SELECT * FROM NAMED <http://@HOST@/a.ttl> { GRAPH ?g { ?s ?p ?o } }",
        "FROM NAMED a file": "SELECT * FROM NAMED <file://@FILE@> { GRAPH ?g { ?s ?p ?o } }",
        "FROM by BASE": f"BASE <file://@FILE@> SELECT * FROM <> {_ALL}",
        "FROM by prefix": f"PREFIX f: <file://@FILE@> SELECT * FROM f: {_ALL}",
        "FROM a system file": f"SELECT * FROM <file:///etc/passwd> {_ALL}",
        "FROM an address inside": f"SELECT * FROM <http://169.254.169.254/latest/meta-data/> {_ALL}",
        "ASK FROM": f"ASK FROM <file://@FILE@> {_ALL}",
        "CONSTRUCT FROM": f"CONSTRUCT {_ALL} FROM <http://@HOST@/a.ttl> WHERE {_ALL}",
        "DESCRIBE FROM": "DESCRIBE <urn:x> FROM <file://@FILE@>",
        "LOAD from the web": "LOAD <http://@HOST@/a.ttl>",
        "LOAD a file": "LOAD SILENT <file://@FILE@> INTO GRAPH <urn:g>",
        "INSERT USING the web": "INSERT { ?s ?p 1 } USING <http://@HOST@/a.ttl> WHERE { ?s ?p ?o }",
    },
)

WRITING: Final = queries(
    "updates",
    REFUSED,
    {
        "INSERT DATA": "INSERT DATA { kb:a kb:b kb:c }",
        "DELETE": "DELETE WHERE { ?s ?p ?o }",
        "DROP": "DROP ALL",
        "DROP after a query": f"SELECT * {_ALL} ; DROP ALL",
        "DROP before a query": f"DROP ALL ; SELECT * {_ALL}",
        "escaped DROP": "\\u0044ROP ALL",
        "CLEAR": "CLEAR ALL",
        "COPY": "COPY DEFAULT TO <urn:g>",
        "WITH": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "two queries": f"ASK {_ALL} ASK {_ALL}",
    },
)

HARMLESS: Final = queries(
    "harmless, but looks bad",
    ANSWERED,
    {
        "words in comment, string and names": (
            "# SERVICE <http://@HOST@/> LOAD FROM\n"
            "PREFIX service: <http://example.org/> PREFIX from: <http://example.org/>\n"
            'SELECT ?service ("SERVICE <http://@HOST@/> { LOAD FROM }" AS ?t) {\n'
            "  OPTIONAL { ?service service:p ?load . FILTER (?load != <http://example.org/SERVICE/FROM>) }\n"
            "} LIMIT 1"
        ),
        "a graph of the web is named, not fetched": "SELECT * { GRAPH <http://@HOST@/g> { ?s ?p ?o } }",
        "a file is named, not read": "DESCRIBE <file://@FILE@>",
        "quotes within quotes": "SELECT ('''it's \"LOAD\"''' AS ?a) (\"DROP 'ALL'\" AS ?b) { }",
        "comments all over": '#\nSELECT#\n*#\'\n{#"""\n}#<http://a/>\n',
        "no pattern at all": "ASK { }",
        "umlauts": "SELECT * { ?s rdfs:label 'Überanpassung' # größer\n }",
        "markup as text": "SELECT ('<script src=\"http://@HOST@/a.js\"></script>' AS ?a) { }",
        "a formula of a spreadsheet": 'SELECT (\'=HYPERLINK("http://@HOST@/","x")\' AS ?a) { }',
        "an address of a script": "SELECT (<javascript:alert(1)> AS ?a) { }",
    },
)

ALL: Final[list[Query]] = [*SERVICE, *HIDDEN, *ELSEWHERE, *WRITING, *HARMLESS]
