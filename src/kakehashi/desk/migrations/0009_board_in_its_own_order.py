from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0008_find_by_kind"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dutyrow",
            name="desk_duty_counted",
        ),
        migrations.AddIndex(
            model_name="dutyrow",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)),
                fields=["edition", "ended_on", "id"],
                name="desk_duty_ended_of",
            ),
        ),
        migrations.AddIndex(
            model_name="dutyrow",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", True)),
                fields=["edition", "party", "duty", "source", "deadline_on", "ended_on"],
                name="desk_duty_counted",
            ),
        ),
    ]
