"""What holds at the roundtable also against plain SQL.

- No issue has a wider audience than the one above it, no thread a wider one than its issue:
  checked at the end of the transaction, so that a whole branch can be narrowed at once.
- A published agenda is only added; its renditions keep their snapshot, and their document goes
  from null once.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION roundtable_check_branch(branch bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM roundtable_issue issue JOIN roundtable_issue above ON above.id = issue.parent_id
      WHERE issue.id = branch AND NOT portal_audience_within(issue.audience, above.audience);
    IF NOT FOUND THEN
        PERFORM 1 FROM roundtable_issue below JOIN roundtable_issue issue ON issue.id = below.parent_id
          WHERE issue.id = branch AND NOT portal_audience_within(below.audience, issue.audience);
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'an issue is never open to more people than the one above it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM roundtable_issuethread holding
      JOIN roundtable_issue issue ON issue.id = holding.issue_id
      JOIN portal_thread thread ON thread.id = holding.thread_id
      WHERE issue.id = branch AND NOT portal_audience_within(thread.audience, issue.audience);
    IF FOUND THEN
        RAISE EXCEPTION 'a thread is never open to more people than its issue'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION roundtable_check_issue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM roundtable_check_branch(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION roundtable_check_holding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM roundtable_check_branch(NEW.issue_id);
    RETURN NULL;
END $$;

CREATE FUNCTION roundtable_keep_rendition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.snapshot IS DISTINCT FROM OLD.snapshot
       OR NEW.audience IS DISTINCT FROM OLD.audience
       OR NEW.publication_id IS DISTINCT FROM OLD.publication_id
       OR (OLD.export_id IS NOT NULL AND NEW.export_id IS DISTINCT FROM OLD.export_id) THEN
        RAISE EXCEPTION 'a rendition of a published agenda never changes'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE CONSTRAINT TRIGGER branch_audiences AFTER INSERT OR UPDATE OF audience, parent_id
    ON roundtable_issue DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION roundtable_check_issue();
CREATE CONSTRAINT TRIGGER thread_audiences AFTER INSERT OR UPDATE
    ON roundtable_issuethread DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION roundtable_check_holding();
ALTER TABLE roundtable_issue ENABLE ALWAYS TRIGGER branch_audiences;
ALTER TABLE roundtable_issuethread ENABLE ALWAYS TRIGGER thread_audiences;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON roundtable_agendapublication
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON roundtable_agendapublication
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER keep_rendition BEFORE UPDATE OR DELETE ON roundtable_rendition
    FOR EACH ROW EXECUTE FUNCTION roundtable_keep_rendition();
CREATE TRIGGER keep_rendition_truncate BEFORE TRUNCATE ON roundtable_rendition
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER keep_rendition_issues BEFORE UPDATE OR DELETE ON roundtable_rendition_issues
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE roundtable_agendapublication ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE roundtable_agendapublication ENABLE ALWAYS TRIGGER append_only_truncate;
ALTER TABLE roundtable_rendition ENABLE ALWAYS TRIGGER keep_rendition;
ALTER TABLE roundtable_rendition ENABLE ALWAYS TRIGGER keep_rendition_truncate;
ALTER TABLE roundtable_rendition_issues ENABLE ALWAYS TRIGGER keep_rendition_issues;
"""

UNDO = """
DROP TRIGGER keep_rendition_issues ON roundtable_rendition_issues;
DROP TRIGGER keep_rendition_truncate ON roundtable_rendition;
DROP TRIGGER keep_rendition ON roundtable_rendition;
DROP TRIGGER append_only_truncate ON roundtable_agendapublication;
DROP TRIGGER append_only ON roundtable_agendapublication;
DROP TRIGGER thread_audiences ON roundtable_issuethread;
DROP TRIGGER branch_audiences ON roundtable_issue;
DROP FUNCTION roundtable_keep_rendition();
DROP FUNCTION roundtable_check_holding();
DROP FUNCTION roundtable_check_issue();
DROP FUNCTION roundtable_check_branch(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_discussion_guards"),
        ("roundtable", "0002_issues_and_meetings"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
