"""Cases of many agreements are found in the order in which a list shows them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0014_set_aside_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-last_at", "matter"], name="desk_case_latest"),
        ),
    ]
