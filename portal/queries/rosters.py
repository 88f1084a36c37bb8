"""What a roster would change, line by line: the same for the preview and the import."""

from collections.abc import Iterable
from datetime import date

from portal.intake.roster import Problem, Roster, RosterLine
from portal.models import Member, Organization
from portal.queries.places import is_kept_by, kind_obstacle, membership_obstacle, parent_obstacle
from portal.queries.recorded import Recorded, recorded
from portal.queries.roster_plans import Joining, LinePlan, RosterPlan
from portal.vocabulary.organizations import OrganizationKind

OTHER_NAME = "Write the name so that it can be told apart."


def roster_plan(roster: Roster, *, today: date, actor: Member | None) -> RosterPlan:
    """As many queries for many lines as for one. Without an actor it is a command in a shell."""
    planner = _Planner(recorded(actor), roster, today, is_trusted=actor is None)
    planned = [plan for line in roster.lines if (plan := planner.placed(line))]
    kept = [plan for plan in planned if planner.settled(plan)]
    kept = planner.without_lost_parents(kept)
    problems = sorted([*roster.problems, *planner.problems], key=lambda found: found.line)
    return RosterPlan(roster=roster, lines=kept, problems=problems)


class _Planner:
    """Goes through the lines twice: each organization first, then what they are to one another."""

    def __init__(self, known: Recorded, roster: Roster, today: date, *, is_trusted: bool) -> None:
        self.known, self.today, self.is_trusted = known, today, is_trusted
        self.headings = roster.headings
        self.first_lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def stop(self, line: RosterLine, column: str, wrong: str, advice: str) -> None:
        heading = self.headings.get(column, column)
        self.problems.append(Problem(line.line, heading, wrong, advice))

    def placed(self, line: RosterLine) -> LinePlan | None:
        """The organization that the line is about, found or made."""
        name, found = self.known.named_in(line.name, line.region)
        first = self.first_lines.setdefault(name.lower(), line.line)
        if first != line.line:
            wrong = f"{line.name} stands in line {first} already."
            self.stop(line, "name", wrong, "Remove one of both lines.")
            return None
        if found is None:
            made = Organization(name=name, short_name=_short(name)[:60], kind=line.kind)
            plan = LinePlan(line, made, is_new=True)
            if name != line.name:
                plan.notes.append(f"Entered as {name}, because another {line.name} is recorded.")
        else:
            plan = LinePlan(line, found, is_new=False)
            if not self._may_change(plan):
                return None
        self._take_over(plan)
        self.known.add(plan.organization)
        return plan

    def _may_change(self, plan: LinePlan) -> bool:
        """Whether the kind may change, and an association by whoever imports."""
        body, line = plan.organization, plan.line
        says_more = any(getattr(body, name) != value for name, value in _fields(line))
        if body.is_association and says_more and not self._keeps(body):
            self.stop(line, "name", f"{body} keeps its own entry.", "Ask its staff.")
            return False
        wrong = kind_obstacle(body, line.kind, is_used=self.known.is_used(body))
        if wrong:
            self.stop(line, "kind", wrong, OTHER_NAME)
        return not wrong

    def _keeps(self, association: Organization) -> bool:
        known = self.known
        return self.is_trusted or is_kept_by(
            association, staffed=known.staffed, own=known.own_associations
        )

    def _take_over(self, plan: LinePlan) -> None:
        for name, value in _fields(plan.line):
            before = getattr(plan.organization, name)
            if before != value:
                plan.changed[name] = (before, value)
                setattr(plan.organization, name, value)

    def settled(self, plan: LinePlan) -> bool:
        """Whether parent and memberships are as the line can have them."""
        before = len(self.problems)
        self._stand_under(plan)
        for name, since in plan.line.joined:
            self._join(plan, name, since)
        return len(self.problems) == before

    def _stand_under(self, plan: LinePlan) -> None:
        body, line = plan.organization, plan.line
        parent = body.parent
        if line.parent:
            parent = self.known.called(line.parent)
            if parent is None:
                wrong = f"No organization is called {line.parent}."
                self.stop(line, "parent", wrong, "Put its own line into the file, or add it first.")
                return
        elif self._answers_to_its_city(body):
            parent = self.known.city(body.place, body.region)
            if parent is None:
                place = ", ".join(part for part in (body.place, body.region) if part)
                plan.notes.append(f"No city {place} is recorded: entered as part of none.")
        if wrong := parent_obstacle(body, parent):
            self.stop(line, "parent", wrong, "Correct the name or the kind.")
        elif parent is not body.parent:
            plan.changed["parent"] = (body.parent, parent)
            body.parent = parent

    @staticmethod
    def _answers_to_its_city(body: Organization) -> bool:
        """An agency without a parent; sheriffs are elected, and some heads stand alone."""
        is_police = body.kind == OrganizationKind.POLICE_AGENCY
        return bool(
            is_police and body.place and body.parent is None and not body.has_independent_head
        )

    def _join(self, plan: LinePlan, name: str, since: date | None) -> None:
        line = plan.line
        association = self.known.called(name, kind=OrganizationKind.ASSOCIATION)
        if association is None:
            wrong = f"No association is called {name}."
            self.stop(line, "association", wrong, "Write it as the directory does.")
            return
        standing = self.known.membership(plan.organization, association)
        if standing is not None and (since is None or standing.since == since):
            return
        left = self.known.left(plan.organization, association)
        is_again = standing is None and since is None
        if left and (is_again or (since is not None and since < left)):
            wrong = f"{plan.organization} left {association} on {left.isoformat()}."
            self.stop(line, "since", wrong, "If it joined again, write on which later day.")
            return
        if wrong := self._cannot_join(plan.organization, association):
            self.stop(line, "association", wrong, "Leave the cell empty.")
            return
        plan.joinings.append(
            Joining(
                association=association,
                since=since or self.today,
                membership_id=standing.pk if standing else None,
                before=standing.since if standing else None,
            )
        )

    def _cannot_join(self, body: Organization, association: Organization) -> str:
        if not self._keeps(association):
            return f"Only the staff of {association} enter who belongs to it."
        sides = self.known.sides.setdefault(association.pk, set())
        wrong = membership_obstacle(body, association, sides=() if self.is_trusted else sides)
        if not wrong:
            self.known.note_side(body, association)
        return wrong

    def without_lost_parents(self, plans: list[LinePlan]) -> list[LinePlan]:
        """A line whose parent stands in a line that cannot be taken is not taken either."""
        while True:
            coming = {id(plan.organization) for plan in plans if plan.is_new}
            lost = [plan for plan in plans if _is_lost(plan.organization.parent, coming)]
            if not lost:
                return plans
            for plan in lost:
                wrong = f"The line of {plan.organization.parent} cannot be taken."
                self.stop(plan.line, "parent", wrong, "Mend that line first.")
            plans = [plan for plan in plans if plan not in lost]


def _is_lost(parent: Organization | None, coming: set[int]) -> bool:
    """Neither recorded nor among those to come."""
    is_stored = parent is None or bool(parent.pk)
    return not is_stored and id(parent) not in coming


def _fields(line: RosterLine) -> Iterable[tuple[str, object]]:
    """What is stored as it stands; the name tells which one it is and stays."""
    return [(name, value) for name, value in line.given.items() if name != "name"]


def _short(name: str) -> str:
    """As people say it: Alderbrook, Alderbrook PD."""
    bare = name.removeprefix("City of ").removeprefix("Town of ")
    return bare.replace(" Police Department", " PD")
