from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_search_terms")]
    operations = [
        migrations.AddField(
            model_name="change",
            name="letter",
            field=models.CharField(blank=True, default="", max_length=36),
        ),
        migrations.RemoveConstraint(model_name="change", name="registers_change_step"),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                fields=("edition", "number", "register", "party", "place", "letter"),
                name="registers_change_step",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("letter", ""), _negated=True),
                fields=["edition", "letter"],
                name="registers_change_letter",
            ),
        ),
    ]
