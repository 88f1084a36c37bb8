"""Short texts in our own words that many tests read."""

RELEASE = """\
FOR IMMEDIATE RELEASE

Two Bodies Ask for Notice

ALDERBROOK, Ohio—The two bodies met on Monday and agreed on one thing.

They ask for notice two days ahead.

###
"""

OUTLINE = """\
A Roundtable Is Proposed

We propose to meet.

- Arrivals:
  - Notice (10 min)
  - Beds
- Grants
"""
