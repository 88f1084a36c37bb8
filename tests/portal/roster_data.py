"""Rosters as tests lay them beside what is recorded."""

from portal.intake.roster import Roster, read_roster
from portal.intake.tables import table_in
from portal.models import Member
from portal.operations.rosters import import_roster
from portal.queries.clock import database_now
from portal.queries.roster_plans import RosterPlan
from portal.queries.rosters import roster_plan

ROSTER = """\
name,short name,city,state,country,kind,association,member since
City of Alderbrook,Alderbrook,Alderbrook,OH,US,city,League,2016-07-01
Alderbrook Police Department,,Alderbrook,OH,US,police,,
Fairmont Police Department,,Fairmont,HI,US,police,,
"""


def roster(text: str) -> Roster:
    return read_roster(table_in(text), today=database_now().date())


def run(text: str, *, actor: Member | None = None, skips_bad: bool = False) -> RosterPlan:
    return import_roster(roster=roster(text), skips_bad=skips_bad, seen=None, actor=actor)


def planned(text: str, *, actor: Member | None = None) -> RosterPlan:
    return roster_plan(roster(text), today=database_now().date(), actor=actor)


def problems(text: str, *, actor: Member | None = None) -> list[str]:
    return [str(problem) for problem in planned(text, actor=actor).problems]


def counts(plan: RosterPlan) -> tuple[int, ...]:
    return tuple(plan.counts.values())


BAD = """\
name,kind,state,part of,association,member since
Good City,city,OH,,,
,city,OH,,,
Bad Kind,village,OH,,,
Bad Day,city,OH,,League,yesterday
Good City,city,OH,,,
Lost PD,police,OH,Nowhere,,
Second Good,county,OH,,,
"""
