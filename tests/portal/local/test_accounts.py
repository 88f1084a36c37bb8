"""As whom the services run when root starts them."""

import os
import signal

import pytest

from portal.local.accounts import Account, choose_account, hand_over
from portal.local.commands import ask, shimmed
from portal.local.places import make_socket_directory, places_of
from portal.local.postgres import Postgres, program
from portal.local.terminal import CannotGoOn

NEEDS_ROOT = "only root may change to another account"


def test_an_ordinary_user_stays_itself(data):
    if os.geteuid() == 0:
        pytest.skip("this is root: test_services starts the services as an ordinary user")
    assert choose_account(program("postgres"), places_of(data).data) is Account.SELF


def test_root_becomes_an_ordinary_user_in_a_private_directory(data):
    if os.geteuid() != 0:
        pytest.skip(NEEDS_ROOT)
    private = places_of(data).data
    private.chmod(0o700)
    assert choose_account(program("postgres"), private) is Account.NAMESPACE
    command = ["/usr/bin/id", "-u"]
    assert (
        ask(shimmed(command, account="namespace", cwd=private, end=signal.SIGTERM)).stdout.strip()
        == "1000"
    )


def test_where_neither_way_is_open_one_sentence_says_what_to_do(data):
    if os.geteuid() != 0:
        pytest.skip(NEEDS_ROOT)
    private = places_of(data).data
    private.chmod(0o700)
    with pytest.raises(CannotGoOn) as refusal:
        choose_account(program("postgres"), private, ways=(Account.NOBODY,))
    assert str(refusal.value) == (
        "PostgreSQL does not run as root, and here root can neither open a user namespace nor let "
        f"the account `nobody` reach {private} and {program('postgres').parent}: start it as an "
        "ordinary user, or move the checkout and DATA_DIR to a directory that others may enter, "
        "for example below /srv."
    )


def test_the_data_follow_the_account_from_start_to_start(open_folder, execute):
    if os.geteuid() != 0:
        pytest.skip(NEEDS_ROOT)
    places = places_of(open_folder / "data")
    try:
        choose_account(program("postgres"), places.data, ways=(Account.NOBODY,))
    except CannotGoOn:
        pytest.skip("this checkout lies in a directory that only root may enter")
    owners = []
    for account in (Account.NOBODY, Account.NAMESPACE, Account.NOBODY):
        make_socket_directory(places)
        hand_over(places.sockets, account)
        postgres = Postgres(places, account, durable=False)
        postgres.create()
        child = postgres.child()
        postgres.start(child)
        try:
            postgres.create_database()
            execute(postgres.url, f"create table under_{account.value}_{len(owners)} (id int)")
            owners.append((places.postgres / "base").stat().st_uid)
        finally:
            child.end()
            places.sockets.rmdir()
    assert owners == [65534, 0, 65534]
