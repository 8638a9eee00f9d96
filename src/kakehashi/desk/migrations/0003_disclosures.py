import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_derived"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalDisclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(unique=True)),
                ("agreement", models.CharField(max_length=100)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("own-decision", "own decision"),
                            ("compulsion", "compelled by law"),
                            ("handing-over", "handed over"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("turned-down", "turned down"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("item", models.CharField(max_length=36)),
                ("clause", models.CharField(blank=True, max_length=24)),
                ("basis", models.CharField(blank=True, max_length=20)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("on", models.DateField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LocalDisclosurePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=10)),
                ("sealed", models.BinaryField()),
                ("wrapped", models.BinaryField()),
                ("storage", models.BinaryField()),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="desk.localdisclosure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosureItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("item", models.CharField(max_length=36)),
                ("jti", models.CharField(max_length=36)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.deskedition",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["edition", "jti"], name="desk_disclosure_item_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "item", "jti"), name="desk_disclosure_item_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosureNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jti", models.CharField(max_length=36)),
                ("kind", models.CharField(max_length=100)),
                ("party", models.CharField(max_length=16)),
                ("generation", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField()),
                ("issued_at", models.PositiveBigIntegerField()),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.deskedition",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["edition", "issued_at", "jti"], name="desk_disclosure_latest"
                    ),
                    models.Index(fields=["edition", "ends_on"], name="desk_disclosure_ending"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "jti"), name="desk_disclosure_notice_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="localdisclosure",
            index=models.Index(fields=["agreement", "item"], name="desk_local_disclosure_item"),
        ),
        migrations.AddIndex(
            model_name="localdisclosure",
            index=models.Index(
                fields=["agreement", "proposed_at"], name="desk_local_disclosure_at"
            ),
        ),
        migrations.AddIndex(
            model_name="localdisclosure",
            index=models.Index(
                fields=["agreement", "state", "proposed_at"], name="desk_local_disclosure_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="localdisclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="desk_disclosure_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="localdisclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "proposed"), ("decided_by__isnull", False), _connector="OR"
                ),
                name="desk_disclosure_names_who_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="localdisclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("proposed", "confirmed", "turned-down"))),
                name="desk_disclosure_state_exists",
            ),
        ),
        migrations.AddConstraint(
            model_name="localdisclosurepart",
            constraint=models.UniqueConstraint(
                fields=("disclosure", "name"), name="desk_one_disclosure_part_a_name"
            ),
        ),
    ]
