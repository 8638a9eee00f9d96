from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_approvals_taken_back")]

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
