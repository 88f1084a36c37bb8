"""A signature recorded from a letter says so, and is recorded by nobody of that organization."""

from django.db import migrations

GUARD = """
CREATE FUNCTION statements_guard_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.recorded_by_id IS NOT NULL) <> (NEW.step_up = 'recorded') THEN
        PERFORM portal_refuse('a signature from a letter is marked as recorded, and no other is');
    END IF;
    PERFORM 1 FROM portal_seat s
     WHERE s.member_id = NEW.recorded_by_id
       AND (s.id = NEW.seat_id OR s.organization_id = NEW.organization_id)
       AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp());
    IF FOUND THEN
        PERFORM portal_refuse('nobody records a signature for an organization of their own');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_recorded BEFORE INSERT ON statements_signature
    FOR EACH ROW EXECUTE FUNCTION statements_guard_recorded();
ALTER TABLE statements_signature ENABLE ALWAYS TRIGGER guard_recorded;
"""
UNDO = """
DROP TRIGGER guard_recorded ON statements_signature;
DROP FUNCTION statements_guard_recorded();
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0010_reconfirmed_by_a_successor")]

    operations = [migrations.RunSQL(GUARD, UNDO)]
