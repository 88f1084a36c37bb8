"""How often a member may ask for what costs much, and what is said to who asks more often."""

from collections.abc import Mapping
from enum import StrEnum
from math import ceil

from portal.vocabulary.refusals import Refusal

SECONDS_COUNTED = 90
"""A longer wait is told in minutes."""


class Limit(StrEnum):
    """What is counted, for each member alone; what visitors may do, for each address."""

    EXPORT = "export"
    UPLOAD = "upload"
    SEARCH = "search"
    COMMENT = "comment"
    CONFIRM = "confirm"
    VERIFY = "verify"
    MENTION = "mention"


RATES: Mapping[str, str] = {
    Limit.EXPORT: "5/m/user",
    Limit.UPLOAD: "20/h/user",
    Limit.SEARCH: "60/m/user",
    Limit.COMMENT: "30/m/user",
    Limit.CONFIRM: "10/m/user",
    Limit.VERIFY: "20/m/ip",
    Limit.MENTION: "120/m/user",
}
"""Written as allauth writes rates; `RATE_LIMITS` of the settings puts others in their place."""

SENTENCES = {
    Limit.EXPORT: "You asked for many documents in a short time. Ask for the next one in {wait}.",
    Limit.UPLOAD: "You added many files in a short time. Add the next one in {wait}.",
    Limit.SEARCH: "You searched many times in a short time. Search again in {wait}.",
    Limit.COMMENT: "You wrote many comments in a short time. What you typed is still here: send "
    "it again in {wait}.",
    Limit.VERIFY: "Your network checked many files in a short time. Check the next one in {wait}.",
    Limit.MENTION: "You looked for many names in a short time. Type the whole name, or look again "
    "in {wait}.",
    Limit.CONFIRM: "You confirmed many times in a short time. Nothing was done. Try again in "
    "{wait}.",
}

SIGN_INS = (
    "There were too many tries to sign in. Wait {wait}, or sign in another way: with a "
    "passkey, with your password or with a code by mail."
)
CODES = (
    "Codes were asked for too often in a short time. Wait {wait}, then ask for the next one, or "
    "sign in with a passkey or your password."
)
CODE_SPENT = "That was wrong too often, so this code no longer counts. Ask for a new one."
REQUESTS = "This was sent too often in a short time. Wait a minute, then send it again."
REQUESTS_WAIT = 60
"""Seconds. allauth counts what it answers with a page of its own by the minute."""


class TooOften(Refusal):
    """A refusal that ends by itself, after `wait` seconds."""

    def __init__(self, limit: Limit, *, wait: int) -> None:
        super().__init__(SENTENCES[limit].format(wait=in_words(wait)))
        self.wait = wait


def in_words(seconds: int) -> str:
    """How long to wait, never shorter than it is."""
    is_short = seconds <= SECONDS_COUNTED
    count, unit = (seconds, "second") if is_short else (ceil(seconds / 60), "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"
