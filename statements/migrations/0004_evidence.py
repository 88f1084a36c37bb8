"""Signatures are evidence: the database itself holds what may be added and what may change.

- Answers, clearances, reconfirmations, listings and files are only added.
- Of a signature, the ending goes from null once; nothing else ever changes.
- A signature or reconfirmation needs a mandate of that seat and organization, confirmed or the
  office itself, valid at this moment; the newest text; an open sign-on or a visible release.
- A listed signature is for the published digest.
- What a publication froze never changes; after its instant only a withdrawal can be added.
"""

from django.db import migrations

ONLY_ADDED = (
    "statements_answer",
    "statements_clearance",
    "statements_reconfirmation",
    "statements_listedsignature",
    "statements_publicationfile",
)
NEVER_REMOVED = ("statements_signature", "statements_publication")

ONLY_ADD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_truncate;
"""
UNDO_ONLY_ADD = """
DROP TRIGGER append_only_truncate ON {table};
DROP TRIGGER append_only ON {table};
"""
NEVER_REMOVE = """
CREATE TRIGGER append_only BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_truncate;
"""

FUNCTIONS = """
CREATE FUNCTION statements_check_mandate(mandate bigint, seat bigint, organization bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_mandate m JOIN portal_seat s ON s.id = m.seat_id
     WHERE m.id = mandate AND m.seat_id = seat AND s.organization_id = organization
       AND m.revoked_at IS NULL AND m.valid_from <= clock_timestamp()
       AND (m.valid_until IS NULL OR m.valid_until > clock_timestamp())
       AND (m.instrument <> 'letter' OR m.confirmed_by_id IS NOT NULL)
       AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp())
       FOR SHARE OF m, s;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no authority to sign: the mandate is not valid now for this seat'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION statements_check_newest(statement bigint, revision bigint, digest text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM statements_revision r
     WHERE r.id = revision AND r.statement_id = statement AND r.digest = $3
       AND r.number = (SELECT max(number) FROM statements_revision WHERE statement_id = $1);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this is not the newest text of the statement'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION statements_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
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
                         WHERE p.statement_id = st.id AND p.undone_at IS NULL
                           AND p.withdrawn_at IS NULL AND p.built_at IS NOT NULL
                           AND p.held_at IS NULL AND p.release_at <= clock_timestamp()));
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

CREATE FUNCTION statements_guard_reconfirmation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed statements_signature%ROWTYPE;
BEGIN
    SELECT * INTO signed FROM statements_signature WHERE id = NEW.signature_id FOR SHARE;
    IF signed.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'this signature has ended'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM statements_check_mandate(NEW.mandate_id, NEW.seat_id, signed.organization_id);
    PERFORM statements_check_newest(signed.statement_id, NEW.revision_id, NEW.digest);
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM statements_publication p
      JOIN statements_signature s ON s.statement_id = p.statement_id
     WHERE p.id = NEW.publication_id AND s.id = NEW.signature_id AND s.ended_at IS NULL
       AND p.digest = COALESCE((SELECT r.digest FROM statements_reconfirmation r
                                 WHERE r.signature_id = s.id
                                 ORDER BY r.reconfirmed_at DESC LIMIT 1), s.digest);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a listed signature must be for the published text'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_publication%ROWTYPE;
    is_out boolean;
BEGIN
    is_out := OLD.built_at IS NOT NULL AND OLD.held_at IS NULL AND OLD.undone_at IS NULL
              AND OLD.release_at <= clock_timestamp();
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

GUARDS = """
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON statements_signature
    FOR EACH ROW EXECUTE FUNCTION statements_guard_signature();
CREATE TRIGGER guard BEFORE INSERT ON statements_reconfirmation
    FOR EACH ROW EXECUTE FUNCTION statements_guard_reconfirmation();
CREATE TRIGGER guard BEFORE INSERT ON statements_listedsignature
    FOR EACH ROW EXECUTE FUNCTION statements_guard_listing();
CREATE TRIGGER guard BEFORE UPDATE ON statements_publication
    FOR EACH ROW EXECUTE FUNCTION statements_guard_publication();
ALTER TABLE statements_signature ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_reconfirmation ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_listedsignature ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_publication ENABLE ALWAYS TRIGGER guard;
"""

UNDO = """
DROP TRIGGER guard ON statements_signature;
DROP TRIGGER guard ON statements_reconfirmation;
DROP TRIGGER guard ON statements_listedsignature;
DROP TRIGGER guard ON statements_publication;
DROP FUNCTION statements_guard_publication();
DROP FUNCTION statements_guard_listing();
DROP FUNCTION statements_guard_reconfirmation();
DROP FUNCTION statements_guard_signature();
DROP FUNCTION statements_check_newest(bigint, bigint, text);
DROP FUNCTION statements_check_mandate(bigint, bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0003_signing_and_publishing")]

    operations = [
        migrations.RunSQL(FUNCTIONS + GUARDS, UNDO),
        *(
            migrations.RunSQL(ONLY_ADD.format(table=table), UNDO_ONLY_ADD.format(table=table))
            for table in ONLY_ADDED
        ),
        *(
            migrations.RunSQL(NEVER_REMOVE.format(table=table), UNDO_ONLY_ADD.format(table=table))
            for table in NEVER_REMOVED
        ),
    ]
