from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FTS5 = "fts5(terms, content='', detail=none, tokenize='ascii')"
SQLITE = (f"CREATE VIRTUAL TABLE registers_terms USING {FTS5}",)
POSTGRESQL = (
    "ALTER TABLE registers_entry ADD COLUMN terms tsvector",
    "CREATE INDEX registers_entry_terms ON registers_entry USING gin (terms)",
)


def add_terms(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's form
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_editions_entries_history")]
    operations = [migrations.RunPython(add_terms)]
