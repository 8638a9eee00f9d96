import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_record_lines_and_concurrences"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeAct",
            fields=[
                ("leaf", models.CharField(max_length=43, primary_key=True, serialize=False)),
                ("act", models.CharField(max_length=30)),
                ("day", models.DateField()),
                ("organization", models.CharField(blank=True, max_length=30)),
                ("measure", models.CharField(blank=True, max_length=40)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("is_struck", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="DutyDays",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=10)),
                ("notice", models.CharField(max_length=36)),
                ("text", models.TextField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.deskedition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DutyReceipt",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "edition",
                        "author",
                        "generation",
                        "party",
                        "size",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("author", models.CharField(max_length=16)),
                ("generation", models.PositiveIntegerField()),
                ("party", models.CharField(max_length=16)),
                ("size", models.PositiveBigIntegerField()),
                ("day", models.DateField()),
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
        ),
        migrations.CreateModel(
            name="DutyTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "edition",
                        "month",
                        "party",
                        "duty",
                        "source",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("month", models.DateField()),
                ("party", models.CharField(max_length=16)),
                ("duty", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=12)),
                ("opened", models.IntegerField(default=0)),
                ("asked", models.IntegerField(default=0)),
                ("accepted", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
                ("days", models.IntegerField(default=0)),
                ("dated", models.IntegerField(default=0)),
                ("in_time", models.IntegerField(default=0)),
                ("discharged", models.IntegerField(default=0)),
                ("otherwise", models.IntegerField(default=0)),
                ("missed", models.IntegerField(default=0)),
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
        ),
        migrations.CreateModel(
            name="DutyLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=10)),
                ("about", models.CharField(max_length=43)),
                ("by", models.CharField(blank=True, max_length=36)),
                ("duty", models.CharField(blank=True, max_length=60)),
                ("on", models.DateField(null=True)),
                ("text", models.TextField()),
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
                    models.Index(fields=["edition", "about", "what"], name="desk_duty_line_about"),
                    models.Index(fields=["edition", "by", "what"], name="desk_duty_line_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("duty", models.CharField(max_length=60)),
                ("party", models.CharField(max_length=16)),
                ("notice", models.CharField(max_length=36)),
                ("item", models.CharField(blank=True, max_length=100)),
                ("clause", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=100)),
                ("status", models.CharField(max_length=12)),
                ("since", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("target_on", models.DateField(null=True)),
                ("deadline_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=36)),
                ("accepted_on", models.DateField(null=True)),
                ("author", models.CharField(max_length=16)),
                ("generation", models.PositiveIntegerField()),
                ("seq", models.PositiveBigIntegerField()),
                ("opened_on", models.DateField()),
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
                    models.Index(fields=["edition", "notice"], name="desk_duty_notice"),
                    models.Index(
                        fields=["edition", "author", "party", "since", "generation", "seq"],
                        name="desk_duty_since",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["deadline_on", "id"],
                        name="desk_duty_due",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["opened_on", "id"],
                        name="desk_duty_open",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False)),
                        fields=["ended_on", "id"],
                        name="desk_duty_ended",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["edition", "party", "duty", "source", "deadline_on"],
                        name="desk_duty_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnDuty",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "act",
                        "agreement",
                        "duty",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agreement", models.CharField(max_length=100)),
                ("duty", models.CharField(max_length=60)),
                ("clause", models.CharField(max_length=30)),
                ("source", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=36)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="desk.homeact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agreement", "ended_on", "since"], name="desk_own_duty_open"
                    )
                ],
            },
        ),
    ]
