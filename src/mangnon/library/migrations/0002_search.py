"""Full text: FTS5 on SQLite, a tsvector with GIN on PostgreSQL, over the same folded words.

Words are folded and split in Python (`folding.indexed`), so that both databases find the same.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = (
    "CREATE VIRTUAL TABLE library_entry_text USING fts5(title_words, words,"
    " content='library_entry', content_rowid='id', detail=column,"
    ' tokenize="unicode61 remove_diacritics 0")',
    "CREATE TRIGGER library_entry_in AFTER INSERT ON library_entry BEGIN"
    " INSERT INTO library_entry_text(rowid, title_words, words)"
    " VALUES (new.id, new.title_words, new.words); END",
    "CREATE TRIGGER library_entry_out AFTER DELETE ON library_entry BEGIN"
    " INSERT INTO library_entry_text(library_entry_text, rowid, title_words, words)"
    " VALUES ('delete', old.id, old.title_words, old.words); END",
    "CREATE TRIGGER library_entry_new AFTER UPDATE OF title_words, words ON library_entry BEGIN"
    " INSERT INTO library_entry_text(library_entry_text, rowid, title_words, words)"
    " VALUES ('delete', old.id, old.title_words, old.words);"
    " INSERT INTO library_entry_text(rowid, title_words, words)"
    " VALUES (new.id, new.title_words, new.words); END",
)
_POSTGRES = (
    "ALTER TABLE library_entry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS"
    " (strip(to_tsvector('simple', title_words || ' ' || words))) STORED",
    "CREATE INDEX library_entry_lexemes ON library_entry USING gin (lexemes)",
)
_SQLITE_BACK = (
    "DROP TRIGGER library_entry_in",
    "DROP TRIGGER library_entry_out",
    "DROP TRIGGER library_entry_new",
    "DROP TABLE library_entry_text",
)
_POSTGRES_BACK = (
    "DROP INDEX library_entry_lexemes",
    "ALTER TABLE library_entry DROP COLUMN lexemes",
)


def _run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], other: tuple[str, ...]) -> None:
    for statement in sqlite if editor.connection.vendor == "sqlite" else other:
        editor.execute(statement, params=None)


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, _SQLITE, _POSTGRES)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, _SQLITE_BACK, _POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
