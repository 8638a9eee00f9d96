from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_fetches_of_status_lists")]

    operations = [
        migrations.AddField(
            model_name="candidatecase",
            name="is_screened",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="candidatecase",
            index=models.Index(
                condition=Q(("is_screened", False)),
                fields=["agreement", "id"],
                name="certificates_case_to_screen",
            ),
        ),
    ]
