"""The rule of a city holds at signing also against plain SQL, and its answers are only added.

- A signature of an agency under a rule waits for its city: until the hold has passed without an
  objection, or until the mayor has said that there is none. Sheriffs, independent heads and
  agencies without a city are exempt.
- An answer for a city comes from a current seat of the agency's own city.
- Counsel answers once.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION statements_city_of(agency bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT city.id FROM portal_organization body JOIN portal_organization city
        ON city.id = body.parent_id AND city.kind IN ('city', 'county')
     WHERE body.id = agency AND body.kind = 'police_agency' AND NOT body.has_independent_head
$$;

CREATE FUNCTION statements_city_allows(statement bigint, agency bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    rule portal_signingrule%ROWTYPE;
    answer text;
BEGIN
    SELECT * INTO rule FROM portal_signingrule WHERE organization_id = agency
     ORDER BY id DESC LIMIT 1;
    IF NOT FOUND OR rule.kind IN ('nothing', 'notify') OR statements_city_of(agency) IS NULL THEN
        RETURN true;
    END IF;
    SELECT kind INTO answer FROM statements_cityanswer
     WHERE statement_id = statement AND agency_id = agency ORDER BY id DESC LIMIT 1;
    IF answer IS NOT NULL THEN
        RETURN answer = 'no_objection';
    END IF;
    RETURN rule.kind = 'hold' AND EXISTS (
        SELECT 1 FROM statements_signon so WHERE so.statement_id = statement
           AND so.opens_at + rule.hours * interval '1 hour' <= clock_timestamp());
END $$;

CREATE FUNCTION statements_guard_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT statements_city_allows(NEW.statement_id, NEW.organization_id) THEN
        PERFORM portal_refuse('the city of this agency has not let it sign');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_city_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_seat s WHERE s.id = NEW.seat_id
        AND s.organization_id = statements_city_of(NEW.agency_id)
        AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp());
    IF NOT FOUND THEN
        PERFORM portal_refuse('only the own city of an agency answers for it');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_counsel() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_counselrequest%ROWTYPE;
BEGIN
    frozen := NEW;
    frozen.answer := OLD.answer;
    frozen.answered_at := OLD.answered_at;
    IF frozen IS DISTINCT FROM OLD OR OLD.answered_at IS NOT NULL THEN
        PERFORM portal_refuse('counsel answers once, and nothing else changes');
    END IF;
    RETURN NEW;
END $$;
"""

GUARDS = """
CREATE TRIGGER guard_rule BEFORE INSERT ON statements_signature
    FOR EACH ROW EXECUTE FUNCTION statements_guard_rule();
CREATE TRIGGER guard BEFORE INSERT ON statements_cityanswer
    FOR EACH ROW EXECUTE FUNCTION statements_guard_city_answer();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON statements_cityanswer
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON statements_cityanswer
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER guard BEFORE UPDATE ON statements_counselrequest
    FOR EACH ROW EXECUTE FUNCTION statements_guard_counsel();
CREATE TRIGGER append_only BEFORE DELETE ON statements_counselrequest
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON statements_counselrequest
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE statements_signature ENABLE ALWAYS TRIGGER guard_rule;
ALTER TABLE statements_cityanswer ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_cityanswer ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE statements_cityanswer ENABLE ALWAYS TRIGGER append_only_truncate;
ALTER TABLE statements_counselrequest ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_counselrequest ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE statements_counselrequest ENABLE ALWAYS TRIGGER append_only_truncate;
"""
UNDO = """
DROP TRIGGER append_only_truncate ON statements_counselrequest;
DROP TRIGGER append_only ON statements_counselrequest;
DROP TRIGGER guard ON statements_counselrequest;
DROP TRIGGER append_only_truncate ON statements_cityanswer;
DROP TRIGGER append_only ON statements_cityanswer;
DROP TRIGGER guard ON statements_cityanswer;
DROP TRIGGER guard_rule ON statements_signature;
DROP FUNCTION statements_guard_counsel();
DROP FUNCTION statements_guard_city_answer();
DROP FUNCTION statements_guard_rule();
DROP FUNCTION statements_city_allows(bigint, bigint);
DROP FUNCTION statements_city_of(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0011_guards_of_authority"),
        ("statements", "0008_recorded_and_asked"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS + GUARDS, UNDO)]
