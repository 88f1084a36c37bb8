"""Rows that are only ever added, and files that stay what they are, also for the tables' owner."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION portal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION portal_keep_ready_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.input IS DISTINCT FROM OLD.input OR NEW.input_digest IS DISTINCT FROM OLD.input_digest
       OR (OLD.ready_at IS NOT NULL AND (NEW.path, NEW.sha256, NEW.size, NEW.ready_at)
           IS DISTINCT FROM (OLD.path, OLD.sha256, OLD.size, OLD.ready_at)) THEN
        RAISE EXCEPTION 'the input and the finished file of an export never change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON portal_auditevent
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON portal_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE portal_auditevent ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE portal_auditevent ENABLE ALWAYS TRIGGER append_only_truncate;

CREATE TRIGGER keep_ready_export BEFORE UPDATE ON portal_export
    FOR EACH ROW EXECUTE FUNCTION portal_keep_ready_export();
ALTER TABLE portal_export ENABLE ALWAYS TRIGGER keep_ready_export;
"""

UNDO = """
DROP TRIGGER keep_ready_export ON portal_export;
DROP TRIGGER append_only_truncate ON portal_auditevent;
DROP TRIGGER append_only ON portal_auditevent;
DROP FUNCTION portal_keep_ready_export();
DROP FUNCTION portal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
