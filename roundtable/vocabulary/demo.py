"""A sample proposal in our own words: the topics that a roundtable would take up."""

OUTLINE = """\
Council of Chiefs Proposes a Roundtable With the Department of Homeland Security

Cities learn of arrivals, transfers and new conditions at different times and from different
desks. The Council of Metropolitan Police Chiefs and the National League of Harbor and Prairie
Mayors want to settle, at one table, who tells whom, when, and how.

We propose one meeting of two hours, closed to the press, with a readout that both sides agree on.
It would take up the following:

  • People arriving now:
    • Notice of planned transportation (20 min)
    • Plan for housing, food, health and safety of those who are brought (20 min)
    • Exchange of identity data, by protocol and never by name (10 min)
  • How soon ICE takes custody when it has asked for it (20 min)
  • Unaccompanied minors: who cares for them, and from which hour (15 min)
  • Conditions on federal grants:
    • Policies on civil detainers (10 min)
    • Telling ICE of a release (10 min)
    • Access of ICE to local facilities (10 min)

The Council brings together the heads of large police agencies and sheriff's offices. The League
speaks for the mayors of cities on the coasts and the plains.
"""
