"""A release that is scheduled, with one signature."""

import pytest

from portal.models import Member
from statements.models import Publication, Statement
from tests.statements.publishing_data import (
    ask_everybody,
    clear,
    frozen_statement,
    mayor_of,
    publishers,
    scheduled,
    sign,
)


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


@pytest.fixture
def signing(staff) -> Statement:
    """Signed by the mayor of Brook, cleared by all."""
    made = frozen_statement(staff)
    ask_everybody(made)
    sign(made, mayor_of("Brook", name="Bo Marsh"))
    clear(made, staff)
    return made


@pytest.fixture
def release(signing, staff) -> Publication:
    return scheduled(signing, staff[0])
