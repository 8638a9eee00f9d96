"""What is signed is only ever added: the database itself refuses UPDATE, DELETE and TRUNCATE.

Only `journal_partkey` may be changed (wrapped anew) and deleted (erased). A journal row may grow,
but never shrink, change its name or vanish.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

APPEND_ONLY = (
    "journal_entry",
    "journal_part",
    "journal_sealedpart",
    "journal_excuse",
    "journal_tile",
    "journal_checkpoint",
    "journal_cosignature",
)
_NAMED = ("id", "agreement", "party", "generation", "origin", "is_ours", "opened_at")
_SHRINKS = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in _NAMED] + ["NEW.size < OLD.size"]
)


def _sqlite(table: str, verb: str, condition: str = "") -> str:
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} refuses {verb}'); END"
    )


def _postgresql(table: str, verb: str, condition: str = "") -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
        f"FOR EACH {each} {when}EXECUTE FUNCTION journal_refuse()"
    )


_FUNCTION = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def refuse(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers in the words of the database at hand."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    trigger = _postgresql if on_postgresql else _sqlite
    statements = [_FUNCTION] if on_postgresql else []
    statements += [trigger(table, "UPDATE") for table in APPEND_ONLY]
    statements.append(trigger("journal_journal", "UPDATE", _SHRINKS))
    for table in (*APPEND_ONLY, "journal_journal"):
        statements.append(trigger(table, "DELETE"))
        if on_postgresql:
            statements.append(trigger(table, "TRUNCATE"))
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journals_entries_parts_tiles_checkpoints")]
    operations = [migrations.RunPython(refuse)]
