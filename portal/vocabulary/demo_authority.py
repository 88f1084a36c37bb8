"""People of the demo who sign, or may not sign yet, without holding the office themselves."""

from dataclasses import dataclass

from portal.vocabulary.organizations import Capacity


@dataclass(frozen=True)
class Deputy:
    """Somebody with a seat beside a principal, who is named by their address."""

    email: str
    name: str
    title: str
    principal: str
    capacity: Capacity = Capacity.DESIGNEE


LENT = Deputy("deputy@lakemont.example", "Joel Marchetti", "Deputy chief", "chief@lakemont.example")
LENT_LATER = Deputy(
    "clerk@santa-brisa.example", "Naomi Feld", "City clerk", "mayor@santa-brisa.example",
    Capacity.STAFF,
)  # fmt: skip
TAKEN_BACK = Deputy(
    "clerk@lakemont.example", "Bram Osterhout", "Deputy mayor", "mayor@lakemont.example"
)
LETTER_WAITS = Deputy(
    "manager@harrow-falls.example", "Celia Munro", "City manager", "mayor@harrow-falls.example"
)
LETTER_COUNTS = Deputy(
    "deputy@port-ellery.example", "Idris Calloway", "Assistant chief", "chief@port-ellery.example"
)
DEPUTIES = (LENT, LENT_LATER, TAKEN_BACK, LETTER_WAITS, LETTER_COUNTS)

BACK_IN_OFFICE = "Back in the office; signs again in person."
LETTERS = {
    LETTER_WAITS: "The mayor's letter of November 3 lets the city manager sign joint statements.",
    LETTER_COUNTS: "The chief's letter of October 12 lets the assistant chief sign for the "
    "department.",
}
UNCONFIRMED = ("chief@stonebridge.example", "chief@harrow-falls.example")
"""Principals whose office nobody has confirmed yet; no statement that is released lists them."""
