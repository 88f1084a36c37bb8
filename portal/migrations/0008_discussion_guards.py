"""What holds in discussions also against plain SQL.

- A thread's audience only becomes narrower.
- A reply stands under a comment of the same thread that is no reply itself; a comment never
  changes its place or author and is never removed; its earlier texts are only added.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION portal_audience_within(inner_audience text, outer_audience text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT inner_audience = outer_audience OR (
        CASE inner_audience WHEN 'public' THEN 0 WHEN 'working_group' THEN 1
                            WHEN 'named' THEN 3 ELSE 2 END
        > CASE outer_audience WHEN 'public' THEN 0 WHEN 'working_group' THEN 1
                              WHEN 'named' THEN 3 ELSE 2 END)
$$;

CREATE FUNCTION portal_narrow_thread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT portal_audience_within(NEW.audience, OLD.audience) THEN
        RAISE EXCEPTION 'the audience of a thread only becomes narrower'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION portal_place_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.thread_id, NEW.parent_id, NEW.author_id, NEW.seat_id,
                             NEW.created_at) IS DISTINCT FROM
       (OLD.thread_id, OLD.parent_id, OLD.author_id, OLD.seat_id, OLD.created_at) THEN
        RAISE EXCEPTION 'a comment keeps its place, its author and its time'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.parent_id IS NOT NULL THEN
        PERFORM 1 FROM portal_comment above
          WHERE above.id = NEW.parent_id AND above.thread_id = NEW.thread_id
            AND above.parent_id IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a reply stands under a comment of its thread, one level deep'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER narrow_thread BEFORE UPDATE OF audience ON portal_thread
    FOR EACH ROW EXECUTE FUNCTION portal_narrow_thread();
ALTER TABLE portal_thread ENABLE ALWAYS TRIGGER narrow_thread;

CREATE TRIGGER place_comment BEFORE INSERT OR UPDATE ON portal_comment
    FOR EACH ROW EXECUTE FUNCTION portal_place_comment();
CREATE TRIGGER never_removed BEFORE DELETE ON portal_comment
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON portal_comment
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE portal_comment ENABLE ALWAYS TRIGGER place_comment;
ALTER TABLE portal_comment ENABLE ALWAYS TRIGGER never_removed;
ALTER TABLE portal_comment ENABLE ALWAYS TRIGGER never_truncated;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON portal_commentversion
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON portal_commentversion
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE portal_commentversion ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE portal_commentversion ENABLE ALWAYS TRIGGER append_only_truncate;
"""

UNDO = """
DROP TRIGGER append_only_truncate ON portal_commentversion;
DROP TRIGGER append_only ON portal_commentversion;
DROP TRIGGER never_truncated ON portal_comment;
DROP TRIGGER never_removed ON portal_comment;
DROP TRIGGER place_comment ON portal_comment;
DROP TRIGGER narrow_thread ON portal_thread;
DROP FUNCTION portal_place_comment();
DROP FUNCTION portal_narrow_thread();
DROP FUNCTION portal_audience_within(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_threads_and_following")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
