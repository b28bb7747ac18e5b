"""pySigma's SQL on DuckDB, one thread, over a file of JSON lines: the fastest batch peer at few rules.

pysigma-duckdb.py FILE RULES_FOLDER      (pip install pysigma pysigma-backend-sqlite duckdb)

The sqlite backend's SQL is taken as it is, but for its table name, its quotes, and LIKE, which is case-insensitive in
SQLite and not in DuckDB. Columns are text, since Sigma compares numbers and their text alike.
"""
import json
import sys

import duckdb
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

log, rules_folder = sys.argv[1:3]
COLUMNS = {
    "verb": "VARCHAR",
    "requestURI": "VARCHAR",
    "userAgent": "VARCHAR",
    "objectRef": 'STRUCT(resource VARCHAR, "apiGroup" VARCHAR, "namespace" VARCHAR, subresource VARCHAR)',
    "responseStatus": "STRUCT(code VARCHAR)",
    "user": "STRUCT(username VARCHAR)",
    "apiGroup": "VARCHAR",
    "hostPath": "VARCHAR",
    "capabilities": "VARCHAR",
}
NESTED = ["objectRef.resource", "objectRef.apiGroup", "objectRef.namespace", "objectRef.subresource", "responseStatus.code"]


def main() -> None:
    database = duckdb.connect()
    database.execute("set threads=1")
    columns = ",".join(f"{name}:'{kind}'" for name, kind in COLUMNS.items())
    nested = ",".join(f'{name} as "{name}"' for name in NESTED)
    database.execute(
        f"""create table logs as select verb, requestURI, userAgent, apiGroup, hostPath, capabilities,
        "user".username as "user.username", {nested}
        from read_json('{log}', format='newline_delimited', maximum_object_size=16777216, columns={{{columns}}})"""
    )
    events = database.execute("select count(*) from logs").fetchone()[0]
    backend = sqliteBackend()
    matches = {}
    for rule in SigmaCollection.load_ruleset([rules_folder]).rules:
        for query in backend.convert(SigmaCollection([rule])):
            sql = query.replace("<TABLE_NAME>", "logs").replace("`", '"').replace(" LIKE ", " ILIKE ")
            count = database.execute(f"select count(*) from ({sql})").fetchone()[0]
            if count:
                matches[rule.title] = matches.get(rule.title, 0) + count
    print(json.dumps({"events": events, "matches": matches}))


main()
