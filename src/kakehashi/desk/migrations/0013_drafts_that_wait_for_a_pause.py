"""A draft names the pause that keeps it from being signed off."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0012_unusual_volume")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="paused",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drafts",
                to="desk.pause",
            ),
        ),
    ]
