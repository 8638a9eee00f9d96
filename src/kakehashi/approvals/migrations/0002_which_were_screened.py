from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_applications")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="is_screened",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=Q(("is_screened", False), ("submitted_at__isnull", False)),
                fields=["agreement", "id"],
                name="approvals_to_screen",
            ),
        ),
    ]
