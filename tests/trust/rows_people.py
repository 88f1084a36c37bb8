"""Who gets in, and who may sign."""

from tests.trust.rows import Part, Row

IDENTITY = Part(
    "A",
    "Getting in",
    (
        Row(
            "A1",
            "a page that forgets to ask for a sign-in",
            "Middleware asks everywhere; the addresses for everybody are a list that a test spells "
            "out.",
        ),
        Row(
            "A2",
            "a second factor that is optional",
            "Middleware: without the factor that a seat needs only enrolling, help and signing out "
            "are open, and public pages show what visitors see. Only the demo leaves it out.",
        ),
        Row(
            "A3",
            "signing without a fresh sign-in",
            "Signing, reconfirming, clearing and publishing take a proof made for that one form; "
            "without it nothing is stored and the attempt is on record.",
        ),
        Row(
            "A4",
            "a password that was phished",
            "Principals, acting ones, designees and publishers need a passkey: discoverable, its "
            "owner verified, bound to our exact address and to one challenge.",
        ),
        Row(
            "A5",
            "a code from an app used twice",
            "Used codes are marked in the cache that all processes share, the one that set the app "
            "up too.",
        ),
        Row(
            "A6",
            "secrets of second factors readable in the database",
            "Encrypted with keys from the environment, of which the first writes and all read.",
        ),
        Row(
            "A7",
            "a session that was planted before the sign-in",
            "Signing in and proving again who one is give the session a new key; the old one is "
            "worth nothing.",
        ),
        Row(
            "A8",
            "a desk that was left",
            "A session ends after a time without use, and at the latest after twelve hours.",
        ),
        Row(
            "A9",
            "a laptop that was stolen",
            "A member sees their sessions and ends them; a new password, and adding or removing "
            "a passkey or an app, ends the others.",
        ),
        Row(
            "A10",
            "somebody who left and still reads",
            "Rights are read from the seats at every request and again before every mail and file.",
        ),
        Row(
            "A11",
            "signing oneself up",
            "Accounts come from invitations: one address, one use, seven days.",
        ),
        Row(
            "A12",
            "a mail scanner that follows links",
            "Opening a mailed link changes nothing; a button does.",
        ),
        Row(
            "A13",
            "finding out who has an account",
            "Known and unknown addresses are answered alike, and strangers get no mail. Who asked "
            "for a new password is found out by a worker: the answer waits for nothing.",
            "Times of answers are not measured: of a new password the questions to the database "
            "are compared.",
        ),
        Row(
            "A14",
            "guessing passwords",
            "Five wrong passwords close an account's password for a quarter of an hour, whatever "
            "address the request claims to come from; a passkey goes on working. Codes by mail "
            "have a limit of their own. Over a limit the form comes back with the time to wait.",
        ),
        Row(
            "A15",
            "recovery that is weaker than signing in",
            "A new password by mail signs nobody in. A lost passkey goes through two members of "
            "staff: one calls the registered contact back, a publisher confirms under their own "
            "passkey. Then the lost ones no longer count and every session ends.",
        ),
        Row(
            "A16",
            "an account taken over by changing its address",
            "Who asks proves who they are, with the passkey if there is one, before the page "
            "opens; nothing that was sent before is carried out. The old address stays until the "
            "new one is confirmed, and is told.",
        ),
        Row("A17", "single sign-on that mixes people up", "",
            "Not built: single sign-on waits until a city asks for it."),
        Row("A18", "an administration page as a side door", "There is no such page."),
    ),
)  # fmt: skip

AUTHORITY = Part(
    "B",
    "Authority to sign",
    (
        Row(
            "B1",
            "signing for an organization one does not speak for",
            "A seat alone signs nothing: the operation asks for a mandate that holds now, and a "
            "trigger asks once more.",
        ),
        Row(
            "B2",
            "giving authority to oneself",
            "Nobody invites or seats themselves. What a letter says, and an office, is given by "
            "one person and confirmed by another, neither of them its holder; the office signs at "
            "once, but no release lists it, or what was lent under it, unconfirmed. Only a "
            "principal in office delegates, to somebody else, for at most 30 days from now, under "
            "their own proof. What an agency's head loosens of its city's say counts for later "
            "sign-ons only; an objection stands whatever the rule. Operations refuse, checks and "
            "triggers refuse again.",
        ),
        Row(
            "B3",
            "authority that has ended or not begun",
            "Judged by the database's clock, with the mandate's row locked, when it is signed and "
            "at the release. What ends holds the release, and whoever can sign then is asked. With "
            "a principal's seat, or their suspension, ends what they lent; nothing is lengthened "
            "or taken up again, and a seat never changes hands or comes back.",
        ),
        Row(
            "B4",
            "signing a text that one has not seen",
            "The form carries the digest of the text shown, a letter its text code; either is "
            "compared under a lock. A clearance is of the version shown and counts for its very "
            "words, also those outside the text code; names that nobody signed get into no text "
            "that is signed. To a changed text only who signed agrees; anybody else signs it under "
            "their own name, which takes the place of the earlier signature.",
        ),
        Row(
            "B5",
            "a stored form that is sent after a fresh sign-in",
            "The proof is part of the form it confirms. No form is put aside, of an account "
            "neither; a challenge holds for one address and is used up by the first answer, also "
            "when two come at once.",
        ),
        Row(
            "B6",
            "a double click or a form sent again",
            "One living signature for each organization; the same form gives the same receipt.",
        ),
        Row(
            "B7",
            "another site that signs in somebody's name",
            "A form needs its token and must come from our own page.",
        ),
        Row("B8", "our page inside somebody else's", "Every answer forbids to be framed."),
        Row(
            "B9",
            "staff who sign in somebody's name",
            "Staff of the issuers sign for nobody. They record a letter, under their own proof and "
            "never for an organization of theirs or of who is suspended; page, PDF and files say "
            "so, the signer is told and ends it with one press, also after their seat has ended.",
        ),
        Row(
            "B10",
            "acting as somebody else for support",
            "Staff look at pages as a kind of reader without identity, never as a person; they see "
            "no more than on their own pages, can do nothing there, and it is on record.",
        ),
        Row(
            "B11",
            "a name or office that changes later",
            "Name, title and organization are frozen in the signature, and so is who gave it. No "
            "name of somebody else who works there prints; where the printed one differs from the "
            "signer's, receipt, lists and mails say both.",
        ),
        Row(
            "B12",
            "a signature that goes without a trace",
            "A signature ends once: recalled within minutes, withdrawn with a reason, disputed, or "
            "replaced by one of the new text. What was pressed only its signer disputes. What was "
            "published stays, with a note that says whose word it is.",
        ),
        Row(
            "B13",
            "an organization that counts twice",
            "Uniqueness is the database's; the count is that of the published list.",
        ),
        Row(
            "B14",
            "withdrawing while it is published",
            "Both lock the statement; who left is never in a release.",
        ),
        Row(
            "B15",
            "publishing past the steps",
            "One table of steps, one function that writes the state; no form has a field for it.",
        ),
    ),
)  # fmt: skip
