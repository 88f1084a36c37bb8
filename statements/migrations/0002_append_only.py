"""Revisions, their blocks and the texts they were read from never change once written."""

from django.db import migrations

TABLES = ("statements_revision", "statements_block", "statements_source")

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_truncate;
"""

UNGUARD = """
DROP TRIGGER append_only_truncate ON {table};
DROP TRIGGER append_only ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial"), ("portal", "0002_append_only")]

    operations = [
        migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
        for table in TABLES
    ]
