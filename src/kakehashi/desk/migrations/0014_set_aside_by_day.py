"""What was set aside lately is found without reading everything else of those days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0013_drafts_that_wait_for_a_pause")]

    operations = [
        migrations.AddIndex(
            model_name="dealing",
            index=models.Index(
                condition=models.Q(("is_set_aside", True)),
                fields=["edition", "issued_at"],
                name="desk_dealing_aside",
            ),
        ),
    ]
