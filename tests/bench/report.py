"""The measurement as a table, on the screen and in the documentation."""

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import django
import weasyprint

from tests.bench.pages import BARE, Page
from tests.bench.papers import PLAIN
from tests.bench.rounds import Timed

AIM = 0.1
HEAD = """\
# What pages and documents cost

Written by `make bench`, which loads a database of its own, starts the web server as `make run`
does, and asks for each page over one connection as somebody who is signed in. The bare view
answers one word behind the same middleware and session. All are asked in turn, round after round,
and each page is compared with the bare view of the same round, so that whatever else the machine
does slows both. Quote the shares; requests a second are this machine's.
"""
PAPERS = """\
Documents are rendered in one process, in turn as well. The plain render is one page by the same
engine, with no style sheet, no typeface of ours and no tags for PDF/UA.
"""


def report(
    *, pages: Timed, looks: Mapping[str, Page], papers: Timed, paper_pages: Mapping[str, int]
) -> str:
    machine = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, {len(os.sched_getaffinity(0))} cores "
        f"({platform.machine()}), Python {platform.python_version()}, "
        f"Django {django.__version__}, WeasyPrint {weasyprint.__version__}, "
        f"{len(pages.seconds[BARE])} rounds. The machine's load at the end: "
        f"{os.getloadavg()[0]:.1f}. Above 1, something else ran too, which takes more from long "
        "requests than from short ones."
    )
    aim = f"Aim: the issue's page and the board reach at least {AIM} of the bare view."
    tables = [_pages(pages, looks), aim, PAPERS.strip(), _papers(papers, paper_pages)]
    return "\n\n".join([HEAD.strip(), machine, *tables]) + "\n"


def _pages(timed: Timed, looks: Mapping[str, Page]) -> str:
    rows = []
    for name in timed.seconds:
        share, look = timed.ratio(BARE, name), looks[name]
        rows.append(
            (
                name,
                f"{1 / timed.once(name):.0f}",
                f"{share.middle:.2f}",
                f"{share.lowest:.2f} to {share.highest:.2f}",
                str(look.queries),
                f"{look.kilobytes:.0f}",
            )
        )
    return _table(("Page", "Requests/s", "Share", "Rounds", "Queries", "KB"), rows)


def _papers(timed: Timed, pages: Mapping[str, int]) -> str:
    rows = []
    for name in timed.seconds:
        multiple = timed.ratio(name, PLAIN)
        rows.append(
            (
                name,
                str(pages[name]),
                f"{timed.once(name) * 1000:.0f}",
                f"{multiple.middle:.1f}",
                f"{multiple.lowest:.1f} to {multiple.highest:.1f}",
            )
        )
    return _table(("Document", "Pages", "Milliseconds", "Plain renders", "Rounds"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
