"""What every test may ask for: people of each role, and documents of the field."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.test.utils import setup_databases
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from portal.addresses import celery_broker, redis_database
from portal.celery import app
from portal.models import Member
from portal.vocabulary.limits import RATES
from portal.vocabulary.organizations import Capacity, OrganizationKind
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory

JOURNEYS = "tests/journeys/"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


class JourneysTogether(LoadScopeScheduling):
    """Journeys share one portal and one browser, so one worker runs them all, beginning with them.

    The largest group is begun first; every other test is a group of its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(JOURNEYS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> JourneysTogether:
    return JourneysTogether(config, log)


@pytest.fixture(scope="session", autouse=True)
def own_redis_numbers() -> Iterator[None]:
    """Two Redis databases for each xdist worker: the broker's and the cache's.

    Tests ask more often than people do: only those about the limits are limited. Each test client
    starts the site anew: it looks for a static file when one is asked for, not for all of them.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = redis_database(os.environ["REDIS_URL"], offset=2 * int(worker))
    caches = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_database(url, offset=1),
        }
    }
    app.conf.broker_url = celery_broker(url)
    unlimited = dict.fromkeys(RATES, "")
    with override_settings(
        CACHES=caches, REDIS_URL=url, RATE_LIMITS=unlimited, WHITENOISE_AUTOREFRESH=True
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> None:
    """The empty test database, also when only races run: they clone it and carry no mark.

    It is not dropped: `make test` throws its whole server away, and another run makes it anew.
    """
    with django_db_blocker.unblock():
        setup_databases(verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    """A folder of private files for each test."""
    with override_settings(FILES_ROOT=tmp_path / "files", DATA_DIR=tmp_path):
        yield tmp_path / "files"


@pytest.fixture
def joint_statement_seed() -> bytes:
    return _seed("joint-statement.txt")


@pytest.fixture
def proposal_seed() -> bytes:
    return _seed("dhs-roundtable-proposal.txt")


def _seed(name: str) -> bytes:
    path = SEEDS / name
    if not path.is_file():
        pytest.skip("the original documents are not beside this checkout")
    return path.read_bytes()


@pytest.fixture
def publisher(db: None) -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


@pytest.fixture
def editor(publisher: Member) -> Member:
    seat = publisher.current_seats[0]
    return SeatFactory(organization=seat.organization, capacity=Capacity.EDITOR).member


@pytest.fixture
def mayor(db: None) -> Member:
    city = OrganizationFactory(kind=OrganizationKind.CITY)
    return SeatFactory(organization=city, capacity=Capacity.PRINCIPAL).member


@pytest.fixture
def aide(mayor: Member) -> Member:
    city = mayor.current_seats[0].organization
    return SeatFactory(organization=city, capacity=Capacity.STAFF).member


@pytest.fixture
def chief(db: None) -> Member:
    agency = OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY)
    return SeatFactory(organization=agency, capacity=Capacity.PRINCIPAL).member


@pytest.fixture
def observer(db: None) -> Member:
    return SeatFactory(capacity=Capacity.OBSERVER).member


@pytest.fixture
def liaison(db: None) -> Member:
    body = OrganizationFactory(kind=OrganizationKind.FEDERAL_BODY)
    return SeatFactory(organization=body, capacity=Capacity.LIAISON).member


@pytest.fixture
def nobody_yet(db: None) -> Member:
    """Somebody with an account whose seat has ended."""
    return MemberFactory(name="Lee Gone")


@pytest.fixture
def signed_in(client: Client) -> "SignIn":
    return SignIn(client)


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignIn:
    """`signed_in(member)` gives the test client, signed in as the member."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, member: Member) -> Client:
        self.client.force_login(
            member, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return self.client
