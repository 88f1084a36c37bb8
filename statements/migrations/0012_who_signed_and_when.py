"""Who signs, in whose name and when, held also against plain SQL.

- The instants of signing, reconfirming, ending, answering and clearing are the database's own;
  what is new has not ended and holds no answer yet.
- Who is suspended signs nothing, and no letter of theirs is recorded.
- No name of somebody else who works there stands under a text.
- Only who signed carries a signature to another text; its city's rule and the time to sign hold
  for that as for a signature. A lapsed one that a coming release lists is taken up at any time.
- A text is cleared from a current publisher's seat of an issuing association, and only the newest.
"""

from importlib import import_module

from django.db import migrations, models

ENDINGS = [
    ("recalled", "Recalled"),
    ("withdrawn", "Withdrawn"),
    ("disputed", "Disputed by the signer"),
    ("disowned", "Disputed by the organization"),
    ("replaced", "Replaced by a signature of the new text"),
]

CHECKS = """
CREATE OR REPLACE FUNCTION statements_check_mandate(
    mandate bigint, seat bigint, organization bigint
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_mandate m JOIN portal_seat s ON s.id = m.seat_id
      JOIN portal_member holder ON holder.id = s.member_id
     WHERE m.id = mandate AND m.seat_id = seat AND s.organization_id = organization
       AND m.revoked_at IS NULL AND m.valid_from <= clock_timestamp()
       AND (m.valid_until IS NULL OR m.valid_until > clock_timestamp())
       AND (m.instrument <> 'letter' OR m.confirmed_by_id IS NOT NULL)
       AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp())
       AND holder.is_active
       FOR SHARE OF m, s, holder;
    IF NOT FOUND THEN
        PERFORM portal_refuse('no authority to sign: the mandate is not valid now for this seat');
    END IF;
END $$;

CREATE FUNCTION statements_plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lower(btrim(regexp_replace(normalize(name, NFKC), '\\s+', ' ', 'g')))
$$;

CREATE FUNCTION statements_check_name(seat bigint, organization bigint, printed text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_seat own JOIN portal_member holder ON holder.id = own.member_id
      JOIN portal_seat other ON other.organization_id = organization
      JOIN portal_member named ON named.id = other.member_id AND named.id <> holder.id
     WHERE own.id = seat AND other.since <= clock_timestamp()
       AND (other.until IS NULL OR other.until > clock_timestamp())
       AND statements_plain_name(named.name) = statements_plain_name(printed)
       AND statements_plain_name(holder.name) <> statements_plain_name(printed);
    IF FOUND THEN
        PERFORM portal_refuse('nobody signs under the name of somebody else who works there');
    END IF;
END $$;

CREATE FUNCTION statements_takes_signatures(statement bigint) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT EXISTS (
        SELECT 1 FROM statements_statement st JOIN statements_signon so ON so.statement_id = st.id
         WHERE st.id = statement AND so.opens_at <= clock_timestamp()
           AND ((st.state = 'sign_on' AND so.deadline_at > clock_timestamp())
             OR EXISTS (SELECT 1 FROM statements_publication p
                         WHERE p.statement_id = st.id AND p.withdrawn_at IS NULL
                           AND statements_is_out(p))))
$$;
"""

GUARDS = """
CREATE OR REPLACE FUNCTION statements_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_signature%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF num_nonnulls(NEW.ended_at, NEW.ended_as, NEW.ended_reason) > 0 THEN
            PERFORM portal_refuse('a new signature has not ended');
        END IF;
        PERFORM statements_check_mandate(NEW.mandate_id, NEW.seat_id, NEW.organization_id);
        PERFORM statements_check_newest(NEW.statement_id, NEW.revision_id, NEW.digest);
        PERFORM statements_check_name(NEW.seat_id, NEW.organization_id, NEW.printed_name);
        IF NOT statements_takes_signatures(NEW.statement_id) THEN
            PERFORM portal_refuse('this statement is not open for signing');
        END IF;
        NEW.signed_at := clock_timestamp();
        RETURN NEW;
    END IF;
    frozen := NEW;
    frozen.ended_at := OLD.ended_at;
    frozen.ended_as := OLD.ended_as;
    frozen.ended_reason := OLD.ended_reason;
    IF frozen IS DISTINCT FROM OLD OR OLD.ended_at IS NOT NULL THEN
        PERFORM portal_refuse('a signature never changes; it can only end, once');
    END IF;
    IF NEW.ended_at IS NOT NULL THEN
        NEW.ended_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION statements_guard_reconfirmation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed statements_signature%ROWTYPE;
    agreed text;
BEGIN
    SELECT * INTO signed FROM statements_signature WHERE id = NEW.signature_id FOR SHARE;
    IF signed.ended_at IS NOT NULL THEN
        PERFORM portal_refuse('this signature has ended');
    END IF;
    PERFORM statements_check_mandate(NEW.mandate_id, NEW.seat_id, signed.organization_id);
    PERFORM statements_check_newest(signed.statement_id, NEW.revision_id, NEW.digest);
    agreed := COALESCE((SELECT r.digest FROM statements_reconfirmation r
                         WHERE r.signature_id = signed.id
                         ORDER BY r.reconfirmed_at DESC LIMIT 1), signed.digest);
    IF agreed <> NEW.digest THEN
        PERFORM 1 FROM portal_seat s JOIN portal_seat own ON own.member_id = s.member_id
         WHERE s.id = NEW.seat_id AND own.id = signed.seat_id;
        IF NOT FOUND THEN
            PERFORM portal_refuse('only who signed carries a signature to another text');
        END IF;
        IF NOT statements_city_allows(signed.statement_id, signed.organization_id) THEN
            PERFORM portal_refuse('the city of this agency has not let it sign');
        END IF;
    END IF;
    IF NOT statements_takes_signatures(signed.statement_id)
       AND (agreed <> NEW.digest OR NOT EXISTS (
            SELECT 1 FROM statements_listedsignature l
              JOIN statements_publication p ON p.id = l.publication_id
             WHERE l.signature_id = signed.id AND p.undone_at IS NULL
               AND NOT statements_is_out(p))) THEN
        PERFORM portal_refuse('this statement is not open for signing');
    END IF;
    NEW.reconfirmed_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_clearance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_seat s JOIN portal_member holder ON holder.id = s.member_id
      JOIN statements_issuer i ON i.organization_id = s.organization_id
     WHERE s.id = NEW.seat_id AND s.organization_id = NEW.organization_id
       AND i.statement_id = NEW.statement_id AND s.capacity = 'publisher' AND holder.is_active
       AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp())
       FOR SHARE OF s, holder;
    IF NOT FOUND THEN
        PERFORM portal_refuse('only a publisher of an issuing association clears a text for it');
    END IF;
    PERFORM statements_check_newest(NEW.statement_id, NEW.revision_id, NEW.digest);
    NEW.cleared_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION statements_guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.answered_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION statements_guard_city_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM portal_seat s WHERE s.id = NEW.seat_id
        AND s.organization_id = statements_city_of(NEW.agency_id)
        AND s.since <= clock_timestamp() AND (s.until IS NULL OR s.until > clock_timestamp());
    IF NOT FOUND THEN
        PERFORM portal_refuse('only the own city of an agency answers for it');
    END IF;
    NEW.answered_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION statements_guard_counsel() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen statements_counselrequest%ROWTYPE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.answer <> '' OR NEW.answered_at IS NOT NULL THEN
            PERFORM portal_refuse('counsel is asked first and answers then');
        END IF;
        NEW.asked_at := clock_timestamp();
        RETURN NEW;
    END IF;
    frozen := NEW;
    frozen.answer := OLD.answer;
    frozen.answered_at := OLD.answered_at;
    IF frozen IS DISTINCT FROM OLD OR OLD.answered_at IS NOT NULL THEN
        PERFORM portal_refuse('counsel answers once, and nothing else changes');
    END IF;
    IF NEW.answered_at IS NOT NULL THEN
        NEW.answered_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE INSERT ON statements_clearance
    FOR EACH ROW EXECUTE FUNCTION statements_guard_clearance();
CREATE TRIGGER guard BEFORE INSERT ON statements_answer
    FOR EACH ROW EXECUTE FUNCTION statements_guard_answer();
CREATE TRIGGER guard_new BEFORE INSERT ON statements_counselrequest
    FOR EACH ROW EXECUTE FUNCTION statements_guard_counsel();
ALTER TABLE statements_clearance ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_answer ENABLE ALWAYS TRIGGER guard;
ALTER TABLE statements_counselrequest ENABLE ALWAYS TRIGGER guard_new;
"""

UNDO = """
DROP TRIGGER guard_new ON statements_counselrequest;
DROP TRIGGER guard ON statements_answer;
DROP TRIGGER guard ON statements_clearance;
DROP FUNCTION statements_guard_answer();
DROP FUNCTION statements_guard_clearance();
"""
UNDO_CHECKS = """
DROP FUNCTION statements_takes_signatures(bigint);
DROP FUNCTION statements_check_name(bigint, bigint, text);
DROP FUNCTION statements_plain_name(text);
"""


def _earlier(module: str, name: str) -> str:
    """Functions as an earlier migration made them."""
    found: str = getattr(import_module(f"statements.migrations.{module}"), name)
    return found.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


EARLIER = (
    _earlier("0004_evidence", "FUNCTIONS")
    + _earlier("0007_out_is_one_rule", "NEW_RULE")
    + _earlier("0009_guards_of_asking", "FUNCTIONS")
)


class Migration(migrations.Migration):
    dependencies = [("statements", "0011_guard_of_recorded")]

    operations = [
        migrations.RemoveConstraint(model_name="signature", name="signature_ending_whole"),
        migrations.AlterField(
            model_name="signature",
            name="ended_as",
            field=models.CharField(choices=ENDINGS, max_length=20, null=True),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as__isnull", True), ("ended_at__isnull", True)),
                    models.Q(
                        ("ended_as__in", [value for value, _ in ENDINGS]),
                        ("ended_as__isnull", False),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="signature_ending_whole",
            ),
        ),
        migrations.RunSQL(CHECKS + GUARDS, UNDO + EARLIER + UNDO_CHECKS),
    ]
