"""Sample statements in our own words, as they would arrive from an association's office."""

JOINT_STATEMENT = """\
EMBARGOED UNTIL 9:00 a.m. ET, December 8, 2026

Statement by the League of Mayors and the Council of Chiefs on Steady Ground
for Cities and Their Police

Washington, DC—The boards of the National League of Harbor and Prairie Mayors and the Council of
Metropolitan Police Chiefs met on Thursday to compare what their members see in the streets and to
agree on what they ask of their partners. After the meeting they issued the joint statement below:

"A city works when people trust that a call for help will be answered, whoever makes it. That
trust takes years to build and one bad night to lose. We are here to keep it.

"Deciding national policy is the work of the national government. Living with its effects, on a
street corner at two in the morning, is ours. We ask to be told in time, so that no officer and no
shelter worker learns from the evening news what arrives tomorrow.

"We therefore ask three things of every federal partner:

  • notice early enough to plan a shift, a bed and a meal;
  • a named contact who answers at night and on weekends;
  • figures that both sides count the same way.

"To everyone who takes to the streets in these weeks we say: your right to speak is ours to
protect, and we will. Violence helps nobody's cause, and we will stop it whoever begins it.

"We stand ready to meet, this month, in any city, with the door closed or open."

###

About the National League of Harbor and Prairie Mayors – The League speaks for the mayors of
cities on the coasts and the plains. Its members meet twice a year and answer to their voters.

About the Council of Metropolitan Police Chiefs – The Council brings together the heads of
large police agencies and sheriff's offices to share what works and to say what does not.

Media contact:
Nora Whitlock, League of Mayors
202-555-0143
press@mayors.example
"""

CITY_DRAFT = """\
FOR IMMEDIATE RELEASE

Mayors and Chiefs Ask for One Number to Call at Night

ALDERBROOK, Ohio—Mayor Elena Marsh and Chief Darnell Reyes propose that mayors and police chiefs
ask federal agencies together for a single contact who can be reached around the clock.

Why now

In the past year our dispatchers spent hours finding out who was responsible for a bus, a transfer
or a release. The answer was nearly always a person who would gladly have told us earlier.

"Nobody here asks for a favor. We ask for a phone that somebody picks up," said Mayor Elena Marsh.

What we ask

1. One number for each federal field office, answered day and night.
2. A written confirmation within two hours.
3. A monthly list of what was announced and what arrived.

###

Contact:
Priya Lindqvist, City of Alderbrook
419-555-0112
"""
