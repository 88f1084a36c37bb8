"""More invented cities and agencies, so that a statement has somebody to ask."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Town:
    """A city with its mayor and, where it has one, its police agency with its chief."""

    key: str
    city: str
    region: str
    mayor: str
    chief: str = ""
    time_zone: str = "America/New_York"
    country: str = "US"


TOWNS = (
    Town("harrow-falls", "Harrow Falls", "PA", "Dominic Vale", "Renée Castellan"),
    Town("cedar-point", "Cedar Point Heights", "MI", "Yolanda Brandt"),
    Town("santa-brisa", "Santa Brisa", "CA", "Marisol Ibarra", "Peter Nakagawa",
         "America/Los_Angeles"),
    Town("lakemont", "Lakemont", "WA", "Anders Holm", "Latisha Greer", "America/Los_Angeles"),
    Town("dry-creek", "Dry Creek Junction", "AZ", "Beatriz Solano", time_zone="America/Phoenix"),
    Town("port-ellery", "Port Ellery", "LA", "Camille Broussard", "Theo Landry",
         "America/Chicago"),
    Town("stonebridge", "Stonebridge Mills", "MA", "Owen Pruitt", "Aisha Rahmani"),
)  # fmt: skip
