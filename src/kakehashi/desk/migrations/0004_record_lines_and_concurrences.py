import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_disclosures"),
        ("journal", "0002_refuse_update_and_delete"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Concurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signatory", models.CharField(max_length=100)),
                ("revision", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("letter_number", models.CharField(blank=True, max_length=100)),
                ("letter_on", models.DateField(null=True)),
                ("scan", models.CharField(blank=True, max_length=40)),
                ("scan_digest", models.CharField(blank=True, max_length=64)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concurrences",
                        to="desk.draft",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "signatory", "revision"),
                        name="desk_one_concurrence_a_signatory",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("letter_number", ""),
                                ("letter_on__isnull", True),
                                ("scan", ""),
                                ("scan_digest", ""),
                            ),
                            models.Q(
                                models.Q(("letter_number", ""), _negated=True),
                                ("letter_on__isnull", False),
                                models.Q(("scan", ""), _negated=True),
                                models.Q(("scan_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_letters_of_concurrence_are_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal",
                        "index",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("index", models.PositiveBigIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=100)),
                ("officer_id", models.BigIntegerField(null=True)),
                ("agreement", models.CharField(blank=True, max_length=100)),
                ("thing", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "journal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.journal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["journal", "officer_id", "index", "position"],
                        name="record_line_officer",
                    ),
                    models.Index(
                        fields=["journal", "act", "index", "position"], name="record_line_act"
                    ),
                    models.Index(
                        fields=["journal", "thing", "index", "position"], name="record_line_thing"
                    ),
                    models.Index(fields=["journal", "at"], name="record_line_day"),
                ],
            },
        ),
    ]
