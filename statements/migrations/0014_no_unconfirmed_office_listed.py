"""No release lists a signature under an office that no second person has confirmed.

Also not one under what was lent from such an office: the same rule as `Mandate.objects.unconfirmed`.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION statements_is_unconfirmed(mandate bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM portal_mandate m JOIN portal_seat held ON held.id = m.seat_id
         WHERE m.id = mandate
           AND ((m.instrument = 'office' AND m.confirmed_by_id IS NULL)
             OR (m.instrument = 'delegation' AND NOT EXISTS (
                 SELECT 1 FROM portal_mandate o JOIN portal_seat s ON s.id = o.seat_id
                  WHERE o.instrument = 'office' AND o.confirmed_by_id IS NOT NULL
                    AND s.member_id = m.granted_by_id
                    AND s.organization_id = held.organization_id
                    AND o.valid_from <= m.granted_at AND s.since <= m.granted_at
                    AND (o.revoked_at IS NULL OR o.revoked_at > m.granted_at)
                    AND (o.valid_until IS NULL OR o.valid_until > m.granted_at)
                    AND (s.until IS NULL OR s.until > m.granted_at)))))
$$;

CREATE FUNCTION statements_guard_listed_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM statements_signature s
     WHERE s.id = NEW.signature_id
       AND statements_is_unconfirmed(COALESCE((SELECT r.mandate_id FROM statements_reconfirmation r
                                            WHERE r.signature_id = s.id
                                            ORDER BY r.reconfirmed_at DESC LIMIT 1), s.mandate_id));
    IF FOUND THEN
        PERFORM portal_refuse('no release lists a signature under an office that nobody confirmed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_office BEFORE INSERT ON statements_listedsignature
    FOR EACH ROW EXECUTE FUNCTION statements_guard_listed_office();
ALTER TABLE statements_listedsignature ENABLE ALWAYS TRIGGER guard_office;
"""
UNDO = """
DROP TRIGGER guard_office ON statements_listedsignature;
DROP FUNCTION statements_guard_listed_office();
DROP FUNCTION statements_is_unconfirmed(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_offices_and_seats"),
        ("statements", "0013_rule_at_opening"),
    ]

    operations = [migrations.RunSQL(GUARD, UNDO)]
