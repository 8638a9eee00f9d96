import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Applicant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(unique=True)),
                ("email", models.CharField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("password", models.CharField(max_length=200)),
                ("has_factor", models.BooleanField(default=False)),
                ("last_code", models.PositiveBigIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ApplicantSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("is_whole", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="approvals.applicant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("approval", "approval"),
                            ("renewal", "renewal"),
                            ("change", "change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=100)),
                ("serial", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("asked", "asked"),
                            ("recommended", "recommended"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("waiting_since", models.DateTimeField(null=True)),
                ("examined_on", models.DateField(null=True)),
                ("recommends", models.BooleanField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("valid_until", models.DateField(null=True)),
                ("leaf", models.CharField(blank=True, max_length=43)),
                ("jti", models.CharField(blank=True, max_length=36)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="approvals.applicant",
                    ),
                ),
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
                    "examiner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("has_words", models.BooleanField(default=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="approvals.application",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.UUIDField()),
                ("name", models.CharField(max_length=60)),
                ("sealed", models.BinaryField()),
                ("wrapped", models.BinaryField()),
                ("storage", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "name"), name="approvals_one_part_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(unique=True)),
                ("agreement", models.CharField(max_length=100)),
                ("from_on", models.DateField()),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
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
        migrations.AddField(
            model_name="application",
            name="standards",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="approvals.standardsversion",
            ),
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(unique=True)),
                ("agreement", models.CharField(max_length=100)),
                ("number", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("done", "Done"),
                            ("called-off", "Called Off"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("done_on", models.DateField(null=True)),
                ("found_wanting", models.BooleanField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="approvals.application",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WayIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("until", models.DateTimeField()),
                (
                    "applicant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="way_in",
                        to="approvals.applicant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AllottedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agreement", models.CharField(max_length=100)),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=100)),
                ("allotted_at", models.DateTimeField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allotted",
                        to="approvals.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "serial"), name="approvals_number_serial_once"
                    ),
                    models.UniqueConstraint(
                        fields=("agreement", "number"), name="approvals_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictDeclared",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("has_conflict", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declarations",
                        to="approvals.application",
                    ),
                ),
                (
                    "officer",
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
                        fields=("application", "officer"), name="approvals_declared_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("standard", models.CharField(max_length=30)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "met"),
                            ("not-met", "not-met"),
                            ("not-applicable", "not-applicable"),
                        ],
                        max_length=15,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="approvals.application",
                    ),
                ),
                (
                    "officer",
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
                        fields=("application", "standard"), name="approvals_one_finding_a_standard"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="standardsversion",
            index=models.Index(fields=["agreement", "from_on"], name="approvals_standards_day"),
        ),
        migrations.AddConstraint(
            model_name="standardsversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="approvals_standards_take_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardsversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_by__isnull", True)),
                fields=("agreement",),
                name="approvals_one_set_proposed",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["agreement", "state", "waiting_since"], name="approvals_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["agreement", "number"], name="approvals_number"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["applicant", "changed_at"], name="approvals_mine"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                fields=("agreement", "serial"), name="approvals_serial_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("examiner")), _negated=True),
                    _connector="OR",
                ),
                name="approvals_who_examines_never_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("approved", "refused")), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("examiner__isnull", False),
                        ("recommends__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="approvals_decisions_name_who_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        models.Q(("jti", ""), _negated=True),
                        models.Q(("leaf", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="approvals_approvals_have_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "asked",
                            "recommended",
                            "approved",
                            "refused",
                            "withdrawn",
                        ],
                    )
                ),
                name="approvals_state_is_one_that_exists",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["agreement", "state", "planned_on"], name="approvals_visit_due"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["agreement", "number"], name="approvals_visit_number"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("application__isnull", False),
                    models.Q(("number", ""), _negated=True),
                    _connector="XOR",
                ),
                name="approvals_visit_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("done_on__isnull", False),
                    _connector="OR",
                ),
                name="approvals_visits_done_have_their_day",
            ),
        ),
    ]
