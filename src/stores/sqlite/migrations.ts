/** Each brings the database from the version before to its own; none is ever changed once it has been released. */
export const migrations: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE findings (
     place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, happened INTEGER, severity INTEGER NOT NULL,
     body TEXT NOT NULL);
   CREATE TABLE incidents (
     id TEXT PRIMARY KEY, place INTEGER NOT NULL UNIQUE, at INTEGER NOT NULL, happened INTEGER, severity INTEGER NOT NULL,
     body TEXT NOT NULL) WITHOUT ROWID;
   CREATE INDEX findings_at ON findings (at);
   CREATE INDEX incidents_at ON incidents (at);
   CREATE TABLE refusals (
     source TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, examples TEXT NOT NULL, PRIMARY KEY (source, reason)) WITHOUT ROWID;
   CREATE TABLE counts (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE positions (
     source TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (source, key)) WITHOUT ROWID;
   CREATE TABLE memory (
     part TEXT NOT NULL, key TEXT NOT NULL, changed INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (part, key)) WITHOUT ROWID;
   CREATE TABLE journal (
     number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, object TEXT NOT NULL, whole INTEGER NOT NULL, gone INTEGER NOT NULL,
     body BLOB NOT NULL);
   CREATE INDEX journal_object ON journal (object, number);
   CREATE TABLE seen (number INTEGER PRIMARY KEY AUTOINCREMENT, count INTEGER NOT NULL, identities TEXT NOT NULL);`,
];
