from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0014_found_without_scanning")]

    operations = [
        migrations.AddField(
            model_name="mailsettings",
            name="copies_to_staff",
            field=models.BooleanField(default=True),
        ),
    ]
