"""Sample statements in every state of their life: short texts in our own words."""

from portal.vocabulary.signing_rules import SigningRuleKind

SUMMER_JOBS = """\
Mayors and Chiefs Call for Summer Jobs in Every Large City

WASHINGTON, DC—The mayors and police chiefs of two associations ask Congress to fund summer jobs
for young people in every large city, starting this year.

A first paycheck keeps more peace than a patrol car. Where cities could offer jobs to everybody
who applied, the long evenings of July were quieter, and schools saw their students again in
September.

We ask for money that arrives by April, so that nobody hires in August for a job that ends in
August.

###
"""
NIGHT_COURTS = """\
A Court That Sits at Night

WASHINGTON, DC—Both associations support courts that sit in the evening, so that people who work
by day need not choose between a hearing and a wage.

Three of our cities have tried it. Fewer people missed their dates, and fewer officers spent a
morning waiting for them.

###
"""
CRISIS_LINE = """\
Answering the Call: Joint Statement on Crisis Lines

WASHINGTON, DC—When somebody calls in the worst hour of a life, the person who comes should be
the right one. Mayors and chiefs together ask every state to keep its crisis line staffed at
night.

An officer is often the only one awake. That is not a reason to send an officer. It is a reason
to keep somebody else awake.

We commit ourselves to publish, each quarter, how many calls were answered by whom.

###
"""
SAFE_STREETS = """\
Joint Statement on Streets That Everybody Can Cross

WASHINGTON, DC—More people die on our streets under a car than by a gun. The mayors and chiefs
who sign below will lower the speed where people walk, and will tell their residents every year
what came of it.

We do not ask for more tickets. We ask for streets on which the right speed is the one that
comes by itself.

Cities of every size have shown that this can be done in two years. We will do it in two years.

###
"""
BODY_CAMERAS = """\
On Sharing the Cost of Body Cameras

WASHINGTON, DC—The associations ask that the cost of storing what cameras record be shared by
those who ask for it to be kept.

###
"""
PARADE = """\
Common Rules for Parade Permits

WASHINGTON, DC—The associations considered asking for common rules for parade permits.

###
"""
HEAT = """\
When It Is Too Hot to Work Outside

WASHINGTON, DC—Cities and their police will share one plan for days on which nobody should work
outside, and ask employers to follow it.

We propose three steps, and invite every member to say what is missing.

###
"""
LIFE = {
    "parade-rules": PARADE,
    "body-cameras": BODY_CAMERAS,
    "heat": HEAT,
    "night-courts": NIGHT_COURTS,
    "crisis-line": CRISIS_LINE,
    "safe-streets": SAFE_STREETS,
    "summer-jobs": SUMMER_JOBS,
}

SIGNERS_OF_JOBS = ("mayor@harrow-falls.example", "chief@harrow-falls.example",
                   "mayor@santa-brisa.example", "chief@lakemont.example",
                   "chief@port-ellery.example")  # fmt: skip
DECLINES_JOBS = "mayor@dry-creek.example"
SPLITS_JOBS = "mayor@port-ellery.example"
"""The chief of the same city has signed."""

RULES = (
    ("Santa Brisa Police Department", SigningRuleKind.HOLD, 48),
    ("Fairmont Bay Police Department", SigningRuleKind.NO_OBJECTION, None),
)
"""Agencies that wait for their city, and how."""

NO_OBJECTION_TO_JOBS = "chief@stonebridge.example"
SIGNERS_OF_STREETS = ("mayor@alderbrook.example", "mayor@port-ellery.example",
                      "chief@port-ellery.example", "mayor@lakemont.example",
                      "chief@santa-brisa.example", "mayor@cedar-point.example")  # fmt: skip
LETTER_FOR_STREETS = "mayor@dry-creek.example"
LETTER = """\
City of Dry Creek, Office of the Mayor

To the staff of both associations: the City of Dry Creek signs the joint statement on streets that
everybody can cross, in the version with the text code {code}. Please list me as officeholder.

{name}, {title}
"""
LEAVES_STREETS = "mayor@cedar-point.example"
LATE_FOR_STREETS = "mayor@stonebridge.example"
SIGNERS_OF_CRISIS = ("mayor@fairmont.example", "chief@fairmont.example",
                     "mayor@stonebridge.example")  # fmt: skip
