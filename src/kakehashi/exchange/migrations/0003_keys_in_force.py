from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_ask_for_parts_keep_what_is_early_and_already_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="peer",
            name="present",
            field=models.JSONField(default=list),
        ),
    ]
