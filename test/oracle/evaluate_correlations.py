"""Says in which windows Sigma correlations hold, by the SQL that pySigma's SQLite backend makes of them.

evaluate_correlations.py FILE     FILE: JSON {"cases": [{"id", "rules": YAML, "events": [{"ts": seconds, field: scalar, ...}]}]}

Prints, for each case, one line of JSON: {"id", "error"} or {"id", "windows": [{"start", "end", "group": {field: value}}]}.
"""
import json
import sqlite3
import sys

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection


def evaluate_case(case):
    try:
        backend = sqliteBackend(timestamp_field="ts", timestamp_format="unix")
        queries = backend.convert(SigmaCollection.from_yaml(case["rules"]))
        connection = sqlite3.connect(":memory:")
        fields = sorted({field for event in case["events"] for field in event} | set(case["fields"]))
        names = [backend.escape_and_quote_field(field) for field in fields]
        connection.execute(f"CREATE TABLE logs ({', '.join(f'{name} COLLATE NOCASE' for name in names)})")
        rows = [[event.get(field) for field in fields] for event in case["events"]]
        connection.executemany(f"INSERT INTO logs VALUES ({', '.join('?' * len(fields))})", rows)
        windows = []
        for query in queries:
            cursor = connection.execute(query)
            columns = [column[0] for column in cursor.description]
            if "window_start" not in columns:
                continue  # A rule that no correlation refers to.
            for row in cursor:
                found = dict(zip(columns, row))
                windows.append({"start": found["window_start"], "end": found["window_end"], "group": json.loads(found["group_keys"])})
        return {"id": case["id"], "windows": windows}
    except Exception as error:  # pySigma refuses rules by exceptions of many kinds.
        return {"id": case["id"], "error": f"{type(error).__name__}: {error}"[:300]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    if sqlite3.sqlite_version_info < (3, 38, 0):
        sys.exit(f"SQLite is {sqlite3.sqlite_version}; correlations need 3.38")
    for case in data["cases"]:
        print(json.dumps(evaluate_case(case)))


main()
