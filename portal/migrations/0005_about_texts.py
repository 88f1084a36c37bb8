"""About texts, version by version: their rows are only ever added."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

ONLY_ADD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON portal_abouttext
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON portal_abouttext
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE portal_abouttext ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE portal_abouttext ENABLE ALWAYS TRIGGER append_only_truncate;
"""
UNDO = """
DROP TRIGGER append_only_truncate ON portal_abouttext;
DROP TRIGGER append_only ON portal_abouttext;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_notices_and_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="AboutText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("review_by", models.DateField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="about_texts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="about_texts",
                        to="portal.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["organization_id", "-number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="auditevent",
            name="audit_verb_known",
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("member_invited", "invited a member"),
                    ("invitation_accepted", "accepted an invitation"),
                    ("signed_in", "signed in"),
                    ("sign_in_failed", "failed to sign in"),
                    ("signed_out", "signed out"),
                    ("statement_imported", "imported a statement"),
                    ("statement_revised", "saved a new version"),
                    ("statement_handed_over", "sent the draft to staff"),
                    ("statement_stepped", "moved the statement on"),
                    ("statement_cleared", "cleared the text for release"),
                    ("statement_signed", "co-signed"),
                    ("signature_reconfirmed", "reconfirmed a signature"),
                    ("signature_ended", "ended a signature"),
                    ("statement_answered", "answered without signing"),
                    ("reminder_sent", "reminded those who had not answered"),
                    ("publication_scheduled", "scheduled the release"),
                    ("publication_undone", "took the release back"),
                    ("publication_held", "held the release"),
                    ("publication_withdrawn", "withdrew the statement"),
                    ("screening_released", "released a passage from screening"),
                    ("attachment_added", "added a file"),
                    ("about_text_saved", "saved an About text"),
                    ("agenda_imported", "imported an agenda"),
                    ("export_requested", "asked for a document"),
                    ("export_downloaded", "downloaded a document"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "member_invited",
                            "invitation_accepted",
                            "signed_in",
                            "sign_in_failed",
                            "signed_out",
                            "statement_imported",
                            "statement_revised",
                            "statement_handed_over",
                            "statement_stepped",
                            "statement_cleared",
                            "statement_signed",
                            "signature_reconfirmed",
                            "signature_ended",
                            "statement_answered",
                            "reminder_sent",
                            "publication_scheduled",
                            "publication_undone",
                            "publication_held",
                            "publication_withdrawn",
                            "screening_released",
                            "attachment_added",
                            "about_text_saved",
                            "agenda_imported",
                            "export_requested",
                            "export_downloaded",
                        ],
                    )
                ),
                name="audit_verb_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="abouttext",
            constraint=models.UniqueConstraint(
                fields=("organization", "number"), name="about_text_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="abouttext",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), models.Q(("text", ""), _negated=True)),
                name="about_text_says_something",
            ),
        ),
        migrations.RunSQL(ONLY_ADD, UNDO),
    ]
