"""Trees of issues for the board and for what shapes them."""

from itertools import count

from roundtable.models import Issue, Proposal

NUMBERS = count(100)


def a_proposal(title: str = "Call for a roundtable") -> Proposal:
    return Proposal.objects.create(
        ref=f"P-{next(NUMBERS)}", title=title, file_name="a.txt", source_text="A"
    )


def grow(proposal: Proposal, outline: str, **values: object) -> dict[str, Issue]:
    """Issues from lines of `reference title`, indented by two blanks a level; by reference.

    A topic's title ends with a colon.
    """
    made: dict[str, Issue] = {}
    line: list[Issue] = []
    for position, text in enumerate(part for part in outline.splitlines() if part.strip()):
        depth = (len(text) - len(text.lstrip())) // 2
        ref, _, title = text.strip().partition(" ")
        made[ref] = Issue.objects.create(
            ref=ref,
            proposal=proposal,
            parent=line[depth - 1] if depth else None,
            position=position,
            depth=depth,
            is_heading=title.endswith(":"),
            title=title.rstrip(":"),
            **values,
        )
        line[depth:] = [made[ref]]
    return made


def outline_of(proposal: Proposal) -> list[str]:
    """The tree as `grow` reads it, in the order of its positions."""
    issues = Issue.objects.filter(proposal=proposal).order_by("position")
    return [f"{'  ' * issue.depth}{issue.ref}" for issue in issues]
