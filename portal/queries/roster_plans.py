"""What becomes of each line of a roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from portal.intake.roster import Problem, Roster, RosterLine
from portal.models import Organization
from portal.vocabulary.directory import FIELD_LABELS
from portal.vocabulary.organizations import OrganizationKind


@dataclass(frozen=True)
class Change:
    """One thing that a line changes."""

    label: str
    before: str
    after: str


@dataclass
class Joining:
    """A membership that a line adds, or dates otherwise; `before` is the day recorded so far."""

    association: Organization
    since: date
    membership_id: int | None = None
    before: date | None = None


@dataclass
class LinePlan:
    """What becomes of one line. `organization` has it already, and is stored by the import only."""

    line: RosterLine
    organization: Organization
    is_new: bool
    changed: dict[str, tuple[object, object]] = field(default_factory=dict)
    joinings: list[Joining] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not (self.is_new or self.changed or self.joinings)

    @property
    def changes(self) -> list[Change]:
        found = [
            Change(FIELD_LABELS[name], _said(name, before), _said(name, after))
            for name, (before, after) in self.changed.items()
        ]
        return found + [
            Change(
                f"Member of {one.association.short_name} since",
                one.before.isoformat() if one.before else "",
                one.since.isoformat(),
            )
            for one in self.joinings
        ]


@dataclass
class RosterPlan:
    """A whole file against what is recorded."""

    roster: Roster
    lines: list[LinePlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def added(self) -> list[LinePlan]:
        return [plan for plan in self.lines if plan.is_new]

    @property
    def changed(self) -> list[LinePlan]:
        return [plan for plan in self.lines if not plan.is_new and not plan.is_same]

    @property
    def same(self) -> list[LinePlan]:
        return [plan for plan in self.lines if plan.is_same]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "same": len(self.same),
            "bad": len(self.problems),
        }

    @property
    def summary(self) -> str:
        """What an import of it did."""
        counts = self.counts
        if not counts["added"] + counts["changed"]:
            return f"Nothing changed: {counts['same']} lines say what is recorded already."
        skipped = f" {counts['bad']} problems were passed over." if counts["bad"] else ""
        return (
            f"{counts['added']} added, {counts['changed']} changed, "
            f"{counts['same']} were the same.{skipped}"
        )

    @property
    def edition(self) -> str:
        """Tells whether another look would find the same."""
        told = [
            (plan.line.line, plan.organization.pk, plan.is_new, plan.changes) for plan in self.lines
        ]
        return sha256(repr((told, self.problems)).encode()).hexdigest()


def fields_written(plans: Sequence[LinePlan]) -> Mapping[str, None]:
    """Every column that some line changes, each once."""
    return dict.fromkeys(name for plan in plans for name in plan.changed)


def _said(name: str, value: object) -> str:
    if name == "kind":
        return str(OrganizationKind(str(value)).label)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
