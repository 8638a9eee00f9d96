from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_finding")]
    operations = [
        migrations.AddIndex(
            model_name="dealing",
            index=models.Index(fields=["edition", "kind", "issued_at"], name="desk_dealing_kind"),
        ),
    ]
