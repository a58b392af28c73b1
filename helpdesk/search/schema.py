"""The full-text index over the documents in each database's own words; migration 0014 makes the same."""

COLUMNS = "title, people, body"
NEW, OLD = "new.title, new.people, new.body", "old.title, old.people, old.body"
ADD = f"INSERT INTO search_index(rowid, {COLUMNS}) VALUES (new.id, {NEW});"  # noqa: S608 -- Constants only.
DROP = f"INSERT INTO search_index(search_index, rowid, {COLUMNS}) VALUES ('delete', old.id, {OLD});"  # noqa: S608
SQLITE = (
    (
        f"CREATE VIRTUAL TABLE search_index USING fts5({COLUMNS}, content='search_documents', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2', prefix='3')"
    ),
    f"CREATE TRIGGER search_index_added AFTER INSERT ON search_documents BEGIN {ADD} END",
    f"CREATE TRIGGER search_index_removed AFTER DELETE ON search_documents BEGIN {DROP} END",
    f"CREATE TRIGGER search_index_changed AFTER UPDATE ON search_documents BEGIN {DROP} {ADD} END",
)
VECTOR = (
    "(setweight(to_tsvector('simple', search_documents.people), 'A')"
    " || to_tsvector('simple', search_documents.title) || to_tsvector('simple', search_documents.body))"
)
POSTGRESQL = (f"CREATE INDEX search_index_words ON search_documents USING gin ({VECTOR})",)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
