from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FTS5 = "fts5(terms, content='', detail=none, tokenize='ascii')"
SQLITE = (f"CREATE VIRTUAL TABLE desk_terms USING {FTS5}",)
POSTGRESQL = (
    "ALTER TABLE desk_sought ADD COLUMN terms tsvector",
    "CREATE INDEX desk_sought_terms ON desk_sought USING gin (terms)",
)


def add_terms(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's form
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def officer(*, primary: bool = False) -> models.ForeignKey[Any, Any]:
    if primary:
        return models.OneToOneField(
            on_delete=django.db.models.deletion.CASCADE,
            primary_key=True,
            related_name="+",
            serialize=False,
            to=settings.AUTH_USER_MODEL,
        )
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0006_case_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Sought",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.deskedition",
                    ),
                ),
                ("party", models.CharField(max_length=16)),
                ("place", models.PositiveBigIntegerField()),
                ("jti", models.CharField(max_length=36)),
                ("kind", models.CharField(max_length=100)),
                ("clause", models.CharField(max_length=30)),
                ("issued_at", models.PositiveBigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "party", "place"), name="desk_sought_once"
                    )
                ]
            },
        ),
        migrations.RunPython(add_terms),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("officer", officer()),
                ("name", models.CharField(max_length=80)),
                ("asked", models.CharField(max_length=600)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("officer", "name"), name="desk_saved_search_name"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[("officer", officer(primary=True)), ("seen_at", models.DateTimeField())],
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("officer", officer(primary=True)),
                ("wished_at", models.DateTimeField()),
                ("sent_on", models.DateField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
