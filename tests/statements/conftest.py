"""What tests about signing begin with; a module that needs another statement makes its own."""

import pytest
from django.urls import reverse

from portal.models import Member
from statements.models import Statement
from tests.statements.signing_data import joint_statement, open_sign_on, signer


@pytest.fixture
def statement(db: None) -> Statement:
    """Open for signing: every city and agency is asked, for a day."""
    made = joint_statement()
    open_sign_on(made)
    return made


@pytest.fixture
def ana(db: None) -> Member:
    """A mayor who may sign for her city."""
    return signer("Ana Example", "Mayor", name="City of Alder", short_name="Alder")


@pytest.fixture
def address(statement: Statement) -> str:
    """The page where the statement is signed."""
    return reverse("sign", args=[statement.ref])
