from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0009_board_in_its_own_order"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dutyrow",
            name="desk_duty_counted",
        ),
        migrations.AddIndex(
            model_name="dutyrow",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True)),
                fields=[
                    "edition",
                    "party",
                    "duty",
                    "source",
                    "deadline_on",
                    "ended_on",
                    "since",
                    "accepted_on",
                    "author",
                ],
                name="desk_duty_counted",
            ),
        ),
    ]
