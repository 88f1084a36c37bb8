"""An objection that stands holds whatever the rule is, and a rule that an agency's own head made
looser counts for later sign-ons only.

A rule counts at once where its city's head or an association's staff set it, or where it is not
looser than the one before; as `statements.queries.city.rule_in_force` reads it.
"""

from importlib import import_module

from django.db import migrations

RULE = """
CREATE FUNCTION statements_strictness(rule portal_signingrule) RETURNS integer[]
LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY[array_position(
        ARRAY['nothing', 'notify', 'hold', 'no_objection'], rule.kind::text
    ), COALESCE(rule.hours, 0)]
$$;

CREATE FUNCTION statements_is_from_above(rule portal_signingrule) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM portal_seat held JOIN portal_organization agency
            ON agency.id = rule.organization_id
         WHERE held.member_id = rule.set_by_id AND held.since <= rule.set_at
           AND (held.until IS NULL OR held.until > rule.set_at)
           AND (held.capacity IN ('publisher', 'editor')
             OR (held.organization_id = agency.parent_id
                 AND held.capacity IN ('principal', 'acting'))))
$$;

CREATE FUNCTION statements_rule_in_force(statement bigint, agency bigint)
RETURNS portal_signingrule LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    counts portal_signingrule;
    rule portal_signingrule;
    opened timestamptz;
BEGIN
    SELECT opens_at INTO opened FROM statements_signon WHERE statement_id = statement;
    FOR rule IN SELECT * FROM portal_signingrule WHERE organization_id = agency ORDER BY id LOOP
        IF counts.id IS NULL OR opened IS NULL OR rule.set_at <= opened
           OR statements_strictness(rule) >= statements_strictness(counts)
           OR statements_is_from_above(rule) THEN
            counts := rule;
        END IF;
    END LOOP;
    RETURN counts;
END $$;

CREATE OR REPLACE FUNCTION statements_city_allows(statement bigint, agency bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    rule portal_signingrule;
    answer text;
BEGIN
    IF statements_city_of(agency) IS NULL THEN
        RETURN true;
    END IF;
    SELECT kind INTO answer FROM statements_cityanswer
     WHERE statement_id = statement AND agency_id = agency ORDER BY id DESC LIMIT 1;
    IF answer IS NOT NULL THEN
        RETURN answer = 'no_objection';
    END IF;
    rule := statements_rule_in_force(statement, agency);
    IF rule.id IS NULL OR rule.kind IN ('nothing', 'notify') THEN
        RETURN true;
    END IF;
    RETURN rule.kind = 'hold' AND EXISTS (
        SELECT 1 FROM statements_signon so WHERE so.statement_id = statement
           AND so.opens_at + rule.hours * interval '1 hour' <= clock_timestamp());
END $$;
"""
UNDO = """
DROP FUNCTION statements_rule_in_force(bigint, bigint);
DROP FUNCTION statements_is_from_above(portal_signingrule);
DROP FUNCTION statements_strictness(portal_signingrule);
"""
EARLIER: str = import_module("statements.migrations.0009_guards_of_asking").FUNCTIONS.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
BEFORE = "CREATE OR REPLACE FUNCTION statements_city_allows"
CITY_ALLOWS = BEFORE + EARLIER.partition(BEFORE)[2].partition("END $$;")[0] + "END $$;"


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0012_verbs_of_the_record"),
        ("statements", "0012_who_signed_and_when"),
    ]

    operations = [migrations.RunSQL(RULE, CITY_ALLOWS + UNDO)]
