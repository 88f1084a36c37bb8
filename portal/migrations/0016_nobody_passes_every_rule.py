from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0015_copies_to_staff")]

    operations = [
        migrations.RemoveField(model_name="member", name="groups"),
        migrations.RemoveField(model_name="member", name="user_permissions"),
        migrations.RemoveField(model_name="member", name="is_superuser"),
        migrations.RemoveField(model_name="member", name="is_staff"),
    ]
