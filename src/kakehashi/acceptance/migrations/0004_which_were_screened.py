from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("acceptance", "0003_try_again_later")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="is_screened",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=Q(("is_screened", False), ("state", "checked")),
                fields=["id"],
                name="acceptance_to_screen",
            ),
        ),
    ]
