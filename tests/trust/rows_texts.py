"""Who sees what, and that what was published stays as it was."""

from tests.trust.rows import Part, Row

NO_LEDGER = "Not built: the public ledger of publications."
NO_SEAL = "Not built: sealing documents."

CONFIDENTIALITY = Part(
    "C",
    "Closed and embargoed things",
    (
        Row(
            "C1",
            "something closed that shows anywhere",
            "One rule for pages, search, mail, news and files, which also tells each page who sees "
            "it; a closed issue full of one random word is looked for everywhere, as everybody.",
        ),
        Row(
            "C2",
            "counts and gaps that tell of it",
            "For the public everything is the same with and without it.",
        ),
        Row(
            "C3",
            "answers that differ for what is closed and what is not there",
            "What may not be seen is not found; both are answered alike.",
            "Questions asked of the database are compared, times of answers are not.",
        ),
        Row("C4", "a name that cannot be given because it is taken", "Titles are not unique; "
            "references are given by the portal."),
        Row(
            "C5",
            "traces of the time when it was open",
            "Closing takes search rows, news, waiting mail, threads and files along in one step.",
        ),
        Row("C6", "opening that shows what was said behind closed doors",
            "Opening opens neither threads nor what is below."),
        Row("C7", "a reply that is wider than its thread",
            "Nothing inside is wider than what it stands in: the database refuses it."),
        Row("C8", "search that guesses closed words",
            "Only visible rows are searched and suggested from; nothing is kept beside them."),
        Row(
            "C9",
            "mail that tells too much or reaches the wrong one",
            "Subjects hold references only, mail about closed things is a link, and rights are "
            "asked again when it is handed over.",
        ),
        Row("C10", "naming or assigning somebody who may not see it",
            "Refused; only readers are offered."),
        Row("C11", "a secret address of a feed that outlives rights", "",
            "Not built: personal feeds and calendars; the public feed shows what is public."),
        Row("C12", "files by guessing addresses",
            "A file is reached only through the page that asks; its name on the disk is random."),
        Row("C13", "an address of a store that works for everybody",
            "Bytes come from the portal itself; no answer leads elsewhere or carries a signature."),
        Row(
            "C14",
            "a document made with yesterday's rights",
            "Rights are asked when it is asked for, when it is made and when it is taken: what "
            "nobody who asked may see any more is not made.",
        ),
        Row("C15", "clocks that run ahead of an embargo",
            "The database's clock decides, inside the query."),
        Row(
            "C16",
            "an embargoed page by guess, cache or preview",
            "Before its instant an address answers like one that was never given, and nothing may "
            "be cached.",
            "Not built: a database account of its own for public pages.",
        ),
        Row("C17", "embargoed copies for the press", "",
            "Not built: there are no such copies."),
        Row(
            "C18",
            "a browser that keeps what was shown",
            "Signed-in pages are not stored, htmx keeps none. Signing out, being signed out by a "
            "limit and a new password empty the browser.",
        ),
        Row(
            "C19",
            "error pages and logs that carry texts",
            "An error page says nothing of the defect.",
            "No test yet reads the log lines.",
        ),
        Row("C20", "texts in messages to workers", "A message is the number of a row.",
            "No test yet reads the messages."),
        Row("C21", "copies for backup and trial", "", "Not built: backups."),
        Row("C22", "a second fence inside the database", "",
            "Not built: the fence is the one rule of each kind; row-level security comes later."),
    ),
)  # fmt: skip

INTEGRITY = Part(
    "D",
    "What was published",
    (
        Row("D1", "changing a published text in the portal",
            "Texts are versions that never change; afterwards there is only withdrawal."),
        Row(
            "D2",
            "changing it by SQL",
            "Triggers refuse to change or remove texts, signatures, releases and the record.",
            "Not built: a database account of the portal's own with fewer rights.",
        ),
        Row("D3", "changing it as the owner of the database", "", NO_LEDGER),
        Row("D4", "history written anew", "", NO_LEDGER),
        Row("D5", "a record that was cut short", "", NO_LEDGER),
        Row("D6", "a form that says something else than was signed",
            "Page, PDF, plain text and JSON come from one snapshot and say the same."),
        Row("D7", "letters that hide or turn the text",
            "Hidden characters are refused, with the place named; names and titles are one line of "
            "letters that are seen."),
        Row("D8", "a PDF that was changed after it was taken", "The page for checking knows the "
            "bytes made here, and says of them only what their holder may have.",
            "Not built: sealing; it tells our file from any other, no more."),
        Row("D9", "a stolen key of the seal", "", NO_SEAL),
        Row("D10", "a seal on something that nobody approved", "", NO_SEAL),
        Row("D11", "a timestamp service that is away", "", NO_SEAL),
        Row("D12", "a published file that is made anew",
            "The bytes are kept, checked by their hash, and never made again."),
        Row("D13", "a public page that changes with live data",
            "It comes from the snapshot of the release."),
        Row("D14", "links that a forged host name bends",
            "Links in mail and feeds come from a setting; in production mode every other host, and "
            "every other port, is refused."),
        Row(
            "D15",
            "a dependency that was tampered with",
            "Locks with hashes; pages load nothing from elsewhere.",
            "No test yet asks for known weaknesses.",
        ),
    ),
)  # fmt: skip
