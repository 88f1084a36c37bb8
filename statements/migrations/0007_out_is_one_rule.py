"""The guards decide by one function what is out, the same rule as `PublicationQuerySet.visible`.

A release whose listed signers had no authority at its instant is not out: it can be undone or
held, not withdrawn, and takes no late signature.
"""

from django.db import migrations

IS_OUT = """
CREATE FUNCTION statements_is_out(p statements_publication) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT p.built_at IS NOT NULL AND p.held_at IS NULL AND p.undone_at IS NULL
       AND p.release_at <= clock_timestamp()
       AND (p.withdrawn_at IS NOT NULL
         OR EXISTS (SELECT 1 FROM portal_announcement a JOIN portal_job j ON j.id = a.job_id
                     WHERE a.key = 'published:' || p.id AND j.state = 'done')
         OR NOT EXISTS (
            SELECT 1 FROM statements_listedsignature l
              JOIN statements_signature s ON s.id = l.signature_id
              LEFT JOIN LATERAL (
                   SELECT r.mandate_id, r.reconfirmed_at FROM statements_reconfirmation r
                    WHERE r.signature_id = s.id AND r.reconfirmed_at < p.release_at
                    ORDER BY r.reconfirmed_at DESC LIMIT 1) agreed ON true
             WHERE l.publication_id = p.id AND NOT EXISTS (
                   SELECT 1 FROM portal_mandate m JOIN portal_seat seat ON seat.id = m.seat_id
                    WHERE m.id = COALESCE(agreed.mandate_id, s.mandate_id)
                      AND m.valid_from <= COALESCE(agreed.reconfirmed_at, s.signed_at)
                      AND seat.since <= COALESCE(agreed.reconfirmed_at, s.signed_at)
                      AND (m.revoked_at IS NULL OR m.revoked_at > p.release_at)
                      AND (m.valid_until IS NULL OR m.valid_until > p.release_at)
                      AND (seat.until IS NULL OR seat.until > p.release_at)
                      AND (m.instrument <> 'letter' OR m.confirmed_by_id IS NOT NULL))))
$$;
"""

GUARDS = """
CREATE OR REPLACE FUNCTION statements_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_signature%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM statements_check_mandate(NEW.mandate_id, NEW.seat_id, NEW.organization_id);
        PERFORM statements_check_newest(NEW.statement_id, NEW.revision_id, NEW.digest);
        PERFORM 1 FROM statements_statement st JOIN statements_signon so ON so.statement_id = st.id
         WHERE st.id = NEW.statement_id AND so.opens_at <= clock_timestamp()
           AND ((st.state = 'sign_on' AND so.deadline_at > clock_timestamp())
             OR EXISTS (SELECT 1 FROM statements_publication p
                         WHERE p.statement_id = st.id AND p.withdrawn_at IS NULL
                           AND {late}));
        IF NOT FOUND THEN
            RAISE EXCEPTION 'this statement is not open for signing'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    frozen := NEW;
    frozen.ended_at := OLD.ended_at;
    frozen.ended_as := OLD.ended_as;
    frozen.ended_reason := OLD.ended_reason;
    IF frozen IS DISTINCT FROM OLD OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signature never changes; it can only end, once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION statements_guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_publication%ROWTYPE;
    is_out boolean;
BEGIN
    is_out := {out};
    frozen := NEW;
    frozen.withdrawn_at := OLD.withdrawn_at;
    frozen.withdrawn_by_id := OLD.withdrawn_by_id;
    frozen.withdrawal_explanation := OLD.withdrawal_explanation;
    IF NOT is_out THEN
        frozen.built_at := OLD.built_at;
        frozen.held_at := OLD.held_at;
        frozen.held_reason := OLD.held_reason;
        frozen.undone_at := OLD.undone_at;
    END IF;
    IF frozen IS DISTINCT FROM OLD
       OR (OLD.built_at IS NOT NULL AND NEW.built_at IS DISTINCT FROM OLD.built_at)
       OR (OLD.undone_at IS NOT NULL AND NEW.undone_at IS DISTINCT FROM OLD.undone_at)
       OR (OLD.withdrawn_at IS NOT NULL
           AND (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawal_explanation)
               IS DISTINCT FROM
               (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawal_explanation))
       OR (NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL AND NOT is_out) THEN
        RAISE EXCEPTION 'what was published never changes; it can only be withdrawn, once'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

NEW_RULE = GUARDS.format(late="statements_is_out(p)", out="statements_is_out(OLD)")
OLD_RULE = GUARDS.format(
    late="p.undone_at IS NULL AND p.built_at IS NOT NULL AND p.held_at IS NULL "
    "AND p.release_at <= clock_timestamp()",
    out="OLD.built_at IS NOT NULL AND OLD.held_at IS NULL AND OLD.undone_at IS NULL "
    "AND OLD.release_at <= clock_timestamp()",
)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_notices_and_attachments"),
        ("statements", "0006_discussion_and_search"),
    ]

    operations = [
        migrations.RunSQL(
            IS_OUT + NEW_RULE,
            OLD_RULE + "DROP FUNCTION statements_is_out(statements_publication);",
        )
    ]
