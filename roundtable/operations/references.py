"""Names for life and places in the tree.

Both are given out one transaction at a time: whatever adds, moves, merges or splits issues, or
changes who sees a branch, waits for its turn before it locks any row.
"""

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Max

from roundtable.models import Issue, Proposal
from roundtable.queries.issues import branch_of

TURN_LOCK = 7301


def wait_for_turn() -> None:
    """Holds the tree until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN_LOCK])


def next_ref(parent: Issue | None) -> str:
    """The next reference under an issue, or at the top.

    A name is never given twice: those of issues that moved away or were merged count too.
    """
    stem = f"{parent.ref}." if parent else "R-"
    return f"{stem}{_last_number(stem) + 1}"


def last_top_number() -> int:
    """How many references were given out at the top: an outline goes on from here."""
    return _last_number("R-")


def next_proposal_ref() -> str:
    """The next reference of a proposal, also where one before it was deleted."""
    return f"P-{_highest('P-', Proposal.objects.values_list('ref', flat=True)) + 1}"


def end_of_branch(issue: Issue) -> int:
    """The position after the issue and everything below it."""
    last: int = branch_of(issue).aggregate(last=Max("position"))["last"]
    return last + 1


def end_of_proposal(proposal_id: int) -> int:
    """The position after everything."""
    last = Issue.objects.filter(proposal=proposal_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def make_room(*, proposal_id: int, position: int, places: int = 1) -> None:
    """Moves what stands at a position and after it further down."""
    Issue.objects.filter(proposal=proposal_id, position__gte=position).update(
        position=F("position") + places
    )


def _last_number(stem: str) -> int:
    given = Issue.objects.filter(ref__startswith=stem)
    return _highest(stem, given.values_list("ref", flat=True))


def _highest(stem: str, given: Iterable[str]) -> int:
    pattern = re.compile(re.escape(stem) + r"(\d+)")
    found = (pattern.fullmatch(ref) for ref in given)
    return max((int(match.group(1)) for match in found if match), default=0)
