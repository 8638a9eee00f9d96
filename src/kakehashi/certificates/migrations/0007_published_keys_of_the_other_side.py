from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0006_which_cases_were_screened"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptKeys",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=120, unique=True)),
                ("published", models.BinaryField()),
                ("taken_at", models.DateTimeField()),
            ],
        ),
    ]
