"""What holds of offices, of what is lent and of seats, also against plain SQL.

- An office needs a principal's seat. Its holder neither gives nor confirms it; whoever gave it does
  not confirm it. The first one, from a shell, is given by nobody.
- A delegation ends at most 30 days after it is given, whenever it begins.
- A seat stays with its member, organization, capacity and beginning; its end is written once and
  only ever becomes earlier. None is removed.
"""

from django.db import migrations

MANDATES = """
CREATE OR REPLACE FUNCTION portal_guard_mandate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held portal_seat%ROWTYPE;
    frozen portal_mandate%ROWTYPE;
BEGIN
    SELECT * INTO held FROM portal_seat WHERE id = NEW.seat_id;
    {own}
    IF TG_OP = 'INSERT' THEN
        {office}
        IF NEW.instrument = 'delegation' THEN
            IF NEW.valid_until IS NULL
               OR NEW.valid_until > NEW.valid_from + interval '30 days'{from_now} THEN
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
"""

NEW_RULE = MANDATES.format(
    # One that was given otherwise before this rule can still be ended, and never be confirmed.
    own="""IF NEW.instrument IN ('letter', 'office')
       AND held.member_id IN (NEW.granted_by_id, NEW.confirmed_by_id)
       AND (TG_OP = 'INSERT' OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id) THEN
        PERFORM portal_refuse('nobody gives or confirms an authority to sign for themselves');
    END IF;""",
    office="""IF NEW.instrument = 'office' AND held.capacity <> 'principal' THEN
            PERFORM portal_refuse('only the seat of a principal is an office');
        END IF;""",
    from_now="\n               OR NEW.valid_until > clock_timestamp() + interval '30 days'",
)
OLD_RULE = MANDATES.format(
    own="""IF NEW.instrument = 'letter'
       AND held.member_id IN (NEW.granted_by_id, NEW.confirmed_by_id) THEN
        PERFORM portal_refuse('nobody enters or confirms a letter of authority for themselves');
    END IF;""",
    office="",
    from_now="",
)

SEATS = """
CREATE FUNCTION portal_guard_seat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen portal_seat%ROWTYPE;
BEGIN
    frozen := NEW;
    frozen.title := OLD.title;
    frozen.until := OLD.until;
    IF frozen IS DISTINCT FROM OLD
       OR COALESCE(NEW.until, 'infinity') > COALESCE(OLD.until, 'infinity') THEN
        PERFORM portal_refuse('a seat never changes hands or comes back; it only ends');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON portal_seat
    FOR EACH ROW EXECUTE FUNCTION portal_guard_seat();
CREATE TRIGGER append_only BEFORE DELETE ON portal_seat
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON portal_seat
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE portal_seat ENABLE ALWAYS TRIGGER guard;
ALTER TABLE portal_seat ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE portal_seat ENABLE ALWAYS TRIGGER append_only_truncate;
"""
UNDO_SEATS = """
DROP TRIGGER append_only_truncate ON portal_seat;
DROP TRIGGER append_only ON portal_seat;
DROP TRIGGER guard ON portal_seat;
DROP FUNCTION portal_guard_seat();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0012_verbs_of_the_record")]

    operations = [migrations.RunSQL(NEW_RULE + SEATS, UNDO_SEATS + OLD_RULE)]
