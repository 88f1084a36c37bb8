"""How the sample issues stand, what is said about them, and two meetings: all invented."""

from dataclasses import dataclass

from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import ThreadKind
from roundtable.vocabulary.issues import WaitingOn

RUTH, MARCUS, INES = "publisher@mayors.example", "publisher@chiefs.example", "editor@chiefs.example"
MARSH, REYES, PRIYA = (
    "mayor@alderbrook.example",
    "chief@alderbrook.example",
    "aide@alderbrook.example",
)
BAPTISTE, TANAKA = "mayor@fairmont.example", "chief@fairmont.example"


@dataclass(frozen=True, kw_only=True)
class Life:
    """One issue by the beginning of its title: people by sign-in, steps as (name, note)."""

    title: str
    owner: str
    lead: str = INES
    helpers: tuple[str, ...] = ()
    background: str = ""
    talking_points: tuple[str, ...] = ()
    counterpart: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    waiting: WaitingOn | None = None
    waiting_for: str = ""
    days: int = 0
    update: str = ""
    is_urgent: bool = False


LIVES = (
    Life(
        title="Notice of planned transportation",
        owner=MARSH,
        helpers=(PRIYA, REYES),
        background=(
            "Buses and charter flights have reached member cities with between five days' notice "
            "and none. Senders are federal, state and private.\n\n"
            "Cities ask for one federal desk that tells the receiving city two working days ahead "
            "how many people come, when, and with what needs, as counts and never by name."
        ),
        talking_points=(
            "Two working days are enough to open a site and to staff it.",
            "A trip without notice costs a city about a night of overtime.",
            "One desk, one form, one hour of the day: the rest follows.",
        ),
        counterpart="DHS",
        steps=(("prepare", ""),),
        days=3,
        update="Four cities agree on two working days. Fairmont Bay asks for three because of "
        "the ferry.",
        is_urgent=True,
    ),
    Life(
        title="Plan for housing",
        owner=BAPTISTE,
        background=(
            "Beds counted as free are often not staffed. A shared count needs one definition: "
            "staffed beds less occupied ones, with the hour at which they were counted."
        ),
        talking_points=("Count staffed beds, not beds.", "A count older than 12 hours is stale."),
        counterpart="FEMA",
        steps=(("prepare", ""),),
        waiting=WaitingOn.MEMBER,
        waiting_for=MARSH,
        days=9,
    ),
    Life(title="Exchange of identity data", owner=TANAKA, counterpart="CBP", days=1),
    Life(
        title="How soon ICE takes custody",
        owner=REYES,
        helpers=(TANAKA,),
        background=(
            "Where ICE has asked for custody, agencies wait between two hours and three days for "
            "somebody to come. Each hour past the lawful one is the agency's own risk."
        ),
        talking_points=(
            "Say by when somebody comes, or say that nobody comes.",
            "Forty-eight hours is a limit, not a plan.",
        ),
        counterpart="ICE",
        steps=(("prepare", ""), ("ready", ""), ("put", "")),
        days=21,
        update="Handed over in writing. ICE has named the desk that will answer.",
    ),
    Life(
        title="Unaccompanied minors",
        owner=INES,
        background=(
            "From which hour a child is in federal care decides who feeds, houses and protects "
            "that child. The Office of Refugee Resettlement publishes figures by state only."
        ),
        counterpart="ORR",
        steps=(("prepare", ""), ("ready", "")),
        days=2,
    ),
    Life(
        title="Policies on civil detainers",
        owner=REYES,
        background="Two of the conditions are before a court; rulings bind the parties only.",
        counterpart="DOJ",
        steps=(("prepare", ""),),
        waiting=WaitingOn.COURT,
        days=34,
    ),
    Life(
        title="Telling ICE of a release",
        owner=MARCUS,
        lead=MARCUS,
        counterpart="ICE",
        steps=(("defer", "Taken up again when the court has ruled on the condition above."),),
        days=12,
    ),
    Life(
        title="Access of ICE to local facilities",
        owner=TANAKA,
        helpers=(REYES,),
        background="Chiefs compare how their booking areas are run before anything is proposed.",
        counterpart="ICE",
        days=6,
    ),
)
PUBLIC = ("People arriving now", "Notice of planned", "Plan for housing", "How soon ICE",
          "Unaccompanied minors")  # fmt: skip
"""Beginnings of the titles that everybody may read, those above first."""
CLOSED = ("Access of ICE to local facilities", Audience.CHIEFS, "Practice in booking areas")
"""Beginning of a title, whom it is for, and what others read in its place."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One thread: `said` are (sign-in, text); a text after an indent is a reply to the one before.

    An empty `resolution` leaves it open.
    """

    about: str
    kind: ThreadKind
    title: str
    said: tuple[tuple[str, str], ...]
    resolution: str = ""
    audience: str = ""


REPLY = "> "
"""Marks a text of `Talk.said` as a reply."""

TALKS = (
    Talk(
        about="Notice of planned transportation",
        kind=ThreadKind.QUESTION,
        title="Working days or calendar days?",
        said=(
            (MARSH, ("Buses come at weekends too. Do we ask for two **working** days, or for 48 "
                    "hours? @Keoni Baptiste, what would your harbor need?")),
            (BAPTISTE, REPLY + "The last ferry leaves at four. Forty-eight hours would do if the "
                               "desk also works on Saturdays."),
            (RUTH, REPLY + "Other cities write 32 hours, on weekdays between 8:30 and noon, at "
                           "one site. We should not ask for less."),
            (PRIYA, "I can draft both versions side by side by Thursday."),
        ),
    ),
    Talk(
        about="Notice of planned transportation",
        kind=ThreadKind.FACT,
        title="How much notice cities had this year",
        said=(
            (INES, ("From our own round of calls, eleven cities:\n\n"
                   "- none: 14 trips\n- less than a day: 9\n- one to five days: 6")),
            (TANAKA, REPLY + "Ours is among the none. We learned of it from the carrier."),
        ),
    ),
    Talk(
        about="Plan for housing",
        kind=ThreadKind.QUESTION,
        title="Who counts the beds at night?",
        said=(
            (BAPTISTE, ("Our shelters report at noon. Arrivals come at night. @Elena Marsh, do "
                       "yours report twice?")),
        ),
    ),
    Talk(
        about="How soon ICE takes custody",
        kind=ThreadKind.QUESTION,
        title="Which hour starts the clock?",
        said=(
            (REYES, ("The hour of our notice, or the hour at which somebody would otherwise be "
                    "released?")),
            (MARCUS, REPLY + "The form speaks of the hour of release. Let us keep its words."),
        ),
        resolution="The hour at which the person would otherwise be released, as the form has it.",
    ),
    Talk(
        about="Unaccompanied minors",
        kind=ThreadKind.DRAFTING,
        title="Wording of the first sentence",
        said=((INES, "Proposal: *From the hour of arrival, one office answers for each child.*"),
              (MARSH, REPLY + "Good. “One office” is the point.")),
    ),
    Talk(
        about="Policies on civil detainers",
        kind=ThreadKind.LOGISTICS,
        title="Who watches the docket",
        said=((MARCUS, "Our counsel sends a note after each hearing. Ask her, not this thread."),),
    ),
    Talk(
        about="Access of ICE to local facilities",
        kind=ThreadKind.POSITION,
        title="What each of us does today",
        said=((REYES, "By appointment, with a supervisor present, and never in the lobby."),
              (TANAKA, REPLY + "The same here since March.")),
    ),
)  # fmt: skip
