"""What holds of authority, of getting back in and of the record, also against plain SQL.

- A letter of authority is entered and confirmed by two people, neither of them its holder.
- A delegation is given by a principal in office of the same organization, not to themselves, for
  at most 30 days.
- Of a mandate only a confirmation, a revocation and an earlier end are written later; the first
  two once.
- Links of the chain, reads and signing rules are only added; a recovery ends once.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION portal_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION portal_is_in_office(member bigint, organization bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM 1 FROM portal_mandate m JOIN portal_seat s ON s.id = m.seat_id
     WHERE s.member_id = member AND s.organization_id = organization
       AND s.capacity = 'principal' AND m.instrument = 'office' AND m.revoked_at IS NULL
       AND m.valid_from <= clock_timestamp()
       AND (m.valid_until IS NULL OR m.valid_until > clock_timestamp())
       AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp())
       FOR SHARE OF m, s;
    RETURN FOUND;
END $$;

CREATE FUNCTION portal_guard_mandate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held portal_seat%ROWTYPE;
    frozen portal_mandate%ROWTYPE;
BEGIN
    SELECT * INTO held FROM portal_seat WHERE id = NEW.seat_id;
    IF NEW.instrument = 'letter' AND held.member_id IN (NEW.granted_by_id, NEW.confirmed_by_id) THEN
        PERFORM portal_refuse('nobody enters or confirms a letter of authority for themselves');
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.instrument = 'delegation' THEN
            IF NEW.valid_until IS NULL
               OR NEW.valid_until > NEW.valid_from + interval '30 days' THEN
                PERFORM portal_refuse('a delegation lasts at most 30 days');
            END IF;
            IF NEW.granted_by_id IS NULL OR NEW.granted_by_id = held.member_id
               OR NOT portal_is_in_office(NEW.granted_by_id, held.organization_id) THEN
                PERFORM portal_refuse('only a principal in office delegates, and to somebody else');
            END IF;
        END IF;
        RETURN NEW;
    END IF;
    frozen := NEW;
    frozen.confirmed_by_id := OLD.confirmed_by_id;
    frozen.confirmed_at := OLD.confirmed_at;
    frozen.revoked_at := OLD.revoked_at;
    frozen.revoked_by_id := OLD.revoked_by_id;
    frozen.revoked_reason := OLD.revoked_reason;
    frozen.valid_until := OLD.valid_until;
    IF frozen IS DISTINCT FROM OLD
       OR (OLD.confirmed_by_id IS NOT NULL AND (NEW.confirmed_by_id, NEW.confirmed_at)
           IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at))
       OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.revoked_reason)
           IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.revoked_reason))
       OR COALESCE(NEW.valid_until, 'infinity') > COALESCE(OLD.valid_until, 'infinity') THEN
        PERFORM portal_refuse('of an authority only its confirmation, revocation or earlier end '
                              'is written later');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION portal_guard_recovery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.member_id, NEW.called, NEW.asked_by_id, NEW.asked_at)
       IS DISTINCT FROM (OLD.member_id, OLD.called, OLD.asked_by_id, OLD.asked_at)
       OR OLD.confirmed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL THEN
        PERFORM portal_refuse('a recovery is confirmed or cancelled, once');
    END IF;
    RETURN NEW;
END $$;
"""

GUARDS = """
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON portal_mandate
    FOR EACH ROW EXECUTE FUNCTION portal_guard_mandate();
CREATE TRIGGER guard BEFORE UPDATE ON portal_recovery
    FOR EACH ROW EXECUTE FUNCTION portal_guard_recovery();
ALTER TABLE portal_mandate ENABLE ALWAYS TRIGGER guard;
ALTER TABLE portal_recovery ENABLE ALWAYS TRIGGER guard;
"""
UNDO = """
DROP TRIGGER guard ON portal_recovery;
DROP TRIGGER guard ON portal_mandate;
DROP FUNCTION portal_guard_recovery();
DROP FUNCTION portal_guard_mandate();
DROP FUNCTION portal_is_in_office(bigint, bigint);
DROP FUNCTION portal_refuse(text);
"""

ONLY_ADDED = ("portal_auditlink", "portal_readevent", "portal_signingrule")
NEVER_REMOVED = ("portal_mandate", "portal_recovery")

KEEP = """
CREATE TRIGGER append_only BEFORE {what} ON {table}
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_truncate;
"""
UNDO_KEEP = """
DROP TRIGGER append_only_truncate ON {table};
DROP TRIGGER append_only ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0010_authority_audit_recovery")]

    operations = [
        migrations.RunSQL(FUNCTIONS + GUARDS, UNDO),
        *(
            migrations.RunSQL(
                KEEP.format(table=table, what="UPDATE OR DELETE"), UNDO_KEEP.format(table=table)
            )
            for table in ONLY_ADDED
        ),
        *(
            migrations.RunSQL(
                KEEP.format(table=table, what="DELETE"), UNDO_KEEP.format(table=table)
            )
            for table in NEVER_REMOVED
        ),
    ]
