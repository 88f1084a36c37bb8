"""PDFs from outside: nothing in them may run, open something, or hide another file.

The reading happens in a process of its own with little memory and time, because a small file can
unpack to a very large one before anything of it can be looked at.
"""

import subprocess
import sys
from pathlib import Path

from portal.intake import pdf_reading
from portal.vocabulary.refusals import Refusal

SECONDS = 30

_READER = Path(pdf_reading.__file__)
_AGAIN = "Print it to a new PDF and add that."
_SENTENCES = {
    "script": f"This PDF holds a script (JavaScript). {_AGAIN}",
    "launch": f"This PDF starts a program or opens another file. {_AGAIN}",
    "file": f"This PDF holds another file inside. {_AGAIN}",
    "media": f"This PDF holds media or a form that runs code. {_AGAIN}",
    "locked": "This PDF is locked with a password. Save it without one and add that.",
}
_BROKEN = f"This PDF cannot be read. {_AGAIN}"


def check_pdf(data: bytes) -> None:
    """Raises Refusal for what runs, launches or embeds, wherever in the file it stands."""
    try:
        read = subprocess.run(  # noqa: S603 - our own interpreter with our own module
            [sys.executable, "-I", str(_READER)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise Refusal(_BROKEN) from problem
    found = read.stdout.decode("ascii", "replace").strip()
    if read.returncode != 0 or (found and found not in _SENTENCES):
        raise Refusal(_BROKEN)
    if found:
        raise Refusal(_SENTENCES[found])
