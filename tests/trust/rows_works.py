"""What comes in, what goes out, and what happens when something breaks."""

from tests.trust.rows import Part, Row

INPUT = Part(
    "E",
    "What comes in",
    (
        Row("E1", "text that runs as a script",
            "Allow list when it is stored and again when it is shown; everything else is text."),
        Row("E2", "a script that gets in nevertheless",
            "A policy without inline scripts and styles, on every answer."),
        Row("E3", "markup that makes htmx run something",
            "Nothing is evaluated, no handlers in templates, what people write has no attributes."),
        Row("E4", "a document that fetches files or addresses",
            "The renderer loads a fixed list of names and refuses everything else."),
        Row("E5", "a document that is too much", "Limits of length and depth before any work.",
            "No test yet holds memory and time of a render."),
        Row("E6", "files that act", "An allow list by content; macros, links that load and "
            "actions are refused."),
        Row("E7", "archives that swell", "Counted before they are opened."),
        Row("E8", "viruses", "", "Not built: a scanner."),
        Row("E9", "a file that opens as a page",
            "Always a download of a listed type, in a sandbox, never guessed."),
        Row("E10", "file names that bend headers or paths",
            "Names are made safe and never used on the disk."),
        Row("E11", "pictures that tell place and camera", "Pictures are written anew."),
        Row("E12", "line breaks that add mail headers", "Subjects are one line."),
        Row("E13", "fields that a form does not have",
            "Forms name their fields; a field sent twice is refused everywhere, but for the lists "
            "that a view declares."),
        Row("E14", "addresses that become queries",
            "What an address may ask for is a list; anything else is passed over or refused."),
        Row("E15", "links that lead away", "The way back leads into the portal only."),
        Row("E16", "costly things asked too often", "Limits with a clear page and the time to "
            "wait, for documents, files, searches and comments. A body is bounded by its announced "
            "length before it is read, and few are read at once; what no database stores is "
            "refused before anything looks at it."),
    ),
)  # fmt: skip

EXPORTS = Part(
    "X",
    "What goes out",
    (
        Row("X1", "a spreadsheet that calculates",
            "What would be calculated is written as text, in every cell and in the headings."),
        Row("X2", "a document that holds more than the page",
            "It is made from a snapshot that was cut to its audience."),
        Row("X3", "what a file tells about its making",
            "A title, a language and the portal's name; no people, paths or versions."),
        Row("X4", "something blacked out that is still there",
            "What is closed never enters the snapshot, so it is in no layer of the file."),
        Row("X5", "leftovers in office files", "",
            "Not built: no office files are made."),
        Row("X6", "an old document that lives on", "Rights are asked at every download.",
            "Not built: files that expire."),
        Row("X7", "everybody's addresses at once",
            "Only association staff take the directory along, on record with the number of rows; "
            "their name stands in each. No mail address is in it."),
        Row("X8", "somebody else's file",
            "A file hangs on its row, its address is random and its reader is asked each time."),
        Row("X9", "half a file taken for a whole one",
            "The row says ready only once the file is whole; a late worker leaves nothing."),
    ),
)  # fmt: skip

FAULTS = Part(
    "G",
    "When something breaks",
    (
        Row("G1", "a worker that dies while rendering",
            "The job's row has a lease; the next worker takes it. News for many go out in batches, "
            "each of them once."),
        Row("G2", "a message store that forgets", "The row decides; a sweep rings again."),
        Row("G3", "a message store that is away", "Ringing gives up after two seconds.",
            "No test yet signs while it is away."),
        Row("G4", "a message store that hangs", "Short time limits on every connection.",
            "No test yet freezes it."),
        Row("G5", "signing in without the cache",
            "Sessions are in the database; nobody signs in uncounted."),
        Row("G6", "a worker that hears nothing", "Pinned versions that were measured.",
            "No test yet makes one deaf."),
        Row("G7", "a message delivered twice", "Claims are conditional, effects unique."),
        Row("G8", "a job that kills its worker", "Attempts are counted, then it is buried; "
            "so is what no version here knows how to do."),
        Row("G9", "a database that restarts under load", "Writes carry keys of their own.",
            "No test yet restarts it under load."),
        Row("G10", "a database that takes nothing more",
            "A page that says that nothing was saved and keeps what was typed.",
            "No test yet fills a disk."),
        Row("G11", "a disk that is full", "Files are written aside, then renamed.",
            "No test yet fills a disk."),
        Row("G12", "typing that is lost", "Drafts are kept; a lost session gives the text back."),
        Row("G13", "a save that runs over another", "An old edition is refused with both texts."),
        Row("G14", "a restart that drops work", "Servers finish what they began.",
            "No test yet restarts amid requests."),
        Row("G15", "a backup that is worth nothing", "", "Not built: backups."),
        Row("G16", "locks that pile up", "", "No test yet holds a lock."),
        Row("G17", "pages that grow with the data", "Numbers of queries are held by tests."),
        Row("G18", "health pages that lie or talk", "Two plain pages.",
            "No test yet stops the parts one by one."),
    ),
)  # fmt: skip

RECORDS = Part(
    "H",
    "The record",
    (
        Row("H1", "a change without an entry", "The entry is written in the same transaction; "
            "`/readyz` says at once that none can be written."),
        Row("H2", "entries that say too little", "Actor, verb from a closed list, object, before "
            "and after, time with microseconds, the address and a hash of the session; what fails "
            "has verbs of its own."),
        Row("H3", "a record that is edited or read unseen", "Triggers refuse every change; entries "
            "are chained by their hashes, and `manage.py verify_audit` names the first that does "
            "not fit, also when the owner of the tables changed it; reading the record is noted.",
            "A cut end is only found by a head that was noted elsewhere. What was written in the "
            "last seconds is not chained yet."),
        Row("H4", "log lines that forge others", "Control characters are written out: one event "
            "is one line."),
        Row("H5", "a clock that is wrong", "Times are the database's; `/readyz` tells when the "
            "clocks are more than five seconds apart."),
        Row("H6", "records that are destroyed", "Nothing that counts can be deleted.",
            "Not built: keeping periods."),
        Row("H7", "a records request answered by half", "",
            "Not built: packages for records requests."),
        Row("H8", "metadata that goes or stays wrongly", "",
            "Not built: packages for records requests."),
        Row("H9", "closed material released by mistake", "",
            "Not built: packages for records requests."),
        Row("H10", "talk outside the record", "Mail holds links, the discussion stays inside.",
            "Not built: answering a mail that is sent back."),
        Row("H11", "not knowing who saw what", "Opening a closed issue or thread, a text that is "
            "not out, its PDF and every private file is noted with the version; staff see who did.",
            "Not noted: agendas for the working group, and search results, which name titles."),
        Row("H12", "formats that die", "Accessible PDF, plain text and JSON of every release."),
    ),
)  # fmt: skip
