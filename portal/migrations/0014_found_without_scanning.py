"""What every page, every edit and the record's search ask for is found by an index."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("portal", "0013_offices_and_seats")]

    operations = [
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["kind", "subject_id"], name="announcement_about"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["recipient"],
                condition=models.Q(("read_at__isnull", True)),
                name="notification_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["sha256"], name="export_bytes"),
        ),
        migrations.AddIndex(
            model_name="screeningrelease",
            index=models.Index(fields=["sha256"], name="screening_release_passage"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["verb", "id"], name="audit_of_verb"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=GinIndex(OpClass(Upper("actor_label"), "gin_trgm_ops"), name="audit_actor_words"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=GinIndex(
                OpClass(Upper("object_label"), "gin_trgm_ops"), name="audit_object_words"
            ),
        ),
    ]
