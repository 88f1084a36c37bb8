"""The embedded services: where they work, what stops them, what survives."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
import redis

from portal.local.accounts import choose_account
from portal.local.places import CHECKOUT, places_of
from portal.local.postgres import Postgres, program
from portal.local.services import Services, running_services
from portal.local.terminal import CannotGoOn

# Starts the services of a data directory, tells their addresses, and waits to be killed.
HOLDER = """
import sys, time
from pathlib import Path
from portal.local.accounts import choose_account
from portal.local.places import places_of
from portal.local.postgres import Postgres, program
from portal.local.services import running_services
with running_services(places_of(Path(sys.argv[1])), {}) as services:
    print(services.addresses["DATABASE_URL"], services.addresses["REDIS_URL"], flush=True)
    time.sleep(60)
"""


def hold(data, *, prefix=()):
    holder = subprocess.Popen(
        [*prefix, sys.executable, "-c", HOLDER, str(data)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return holder, holder.stdout.readline().split()


def finish(holder):
    holder.kill()
    holder.wait()
    holder.stdout.close()


def processes_of(services):
    return [child.process.pid for child in services.children]


def ask_redis(url, *words):
    with redis.Redis.from_url(url, decode_responses=True) as client:
        return client.execute_command(*words)


def test_two_side_by_side_keep_apart_and_keep_their_data(data, execute, running):
    first, second = places_of(data), places_of(data.with_name("second"))
    with running_services(first, {}) as one, running_services(second, {}) as two:
        execute(one.addresses["DATABASE_URL"], "create table kept (id int)")
        ask_redis(one.addresses["REDIS_URL"], "SET", "kept", "yes")
        assert running(first.data) == running(second.data) == ["postgres", "valkey-server"]
        assert execute(two.addresses["DATABASE_URL"], "select to_regclass('kept')") == [(None,)]
        assert ask_redis(two.addresses["REDIS_URL"], "GET", "kept") is None
    assert running(first.data) == running(second.data) == []
    assert [places.sockets.exists() for places in (first, second)] == [False, False]

    with running_services(first, {}) as again:
        assert execute(again.addresses["DATABASE_URL"], "select count(*) from kept") == [(0,)]
        assert ask_redis(again.addresses["REDIS_URL"], "GET", "kept") == "yes"


def test_settings_of_the_services(data, execute):
    with running_services(places_of(data), {}, durable=False) as services:
        url = services.addresses["DATABASE_URL"]
        assert execute(
            url,
            "select current_user, rolsuper, rolcreatedb, datcollate, datlocale,"
            " pg_encoding_to_char(encoding), current_setting('data_checksums'),"
            " current_setting('listen_addresses')"
            " from pg_roles, pg_database where rolname = current_user"
            " and datname = current_database()",
        ) == [("portal", False, True, "C", "C.UTF-8", "UTF8", "on", "")]
        assert {
            name: ask_redis(services.addresses["REDIS_URL"], "CONFIG", "GET", name)[name]
            for name in ("appendonly", "appendfsync", "maxmemory-policy", "port", "save")
        } == {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "port": "0",
            "save": "",
        }


def test_addresses_of_the_environment_replace_the_services(data):
    given = {"DATABASE_URL": "postgresql://db/portal", "REDIS_URL": "redis://redis:6379"}
    with running_services(places_of(data), given) as services:
        assert (services.addresses, services.children) == (given, [])


def test_services_end_with_their_starter_however_it_ends(data, running, wait_until):
    holder, _addresses = hold(data)
    assert running(data) == ["postgres", "valkey-server"]
    finish(holder)
    wait_until(lambda: running(data) == [])


def test_a_start_after_everything_was_killed(data, execute):
    first = Services(places_of(data), {})
    first.start()
    execute(first.addresses["DATABASE_URL"], "create table kept (id int)")
    for pid in processes_of(first):
        os.kill(pid, signal.SIGKILL)
    # Its dead are not yet buried: the files that name them stand, and so do their numbers.
    with running_services(places_of(data), {}) as again:
        assert execute(again.addresses["DATABASE_URL"], "select count(*) from kept") == [(0,)]
    first.end()


def test_a_pid_file_that_names_another_program_is_no_obstacle(data):
    with running_services(places_of(data), {}, durable=False):
        pid_file = (data / "postgres" / "postmaster.pid").read_text()
    stranger = [str(os.getpid()), *pid_file.splitlines()[1:]]
    (data / "postgres" / "postmaster.pid").write_text("\n".join(stranger))
    with running_services(places_of(data), {}, durable=False) as services:
        assert len(services.children) == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("PG_VERSION", "9.4", "FATAL:  database files are incompatible with server"),
        ("PG_VERSION", None, "it holds no database"),
        ("postgresql.conf", None, "No such file or directory"),
        ("global/pg_control", "", 'PANIC:  could not read file "global/pg_control": read 0 of 296'),
    ],
)
def test_a_broken_database_is_one_sentence(data, name, content, reason, running):
    places = places_of(data)
    Postgres(places, choose_account(program("postgres"), data), durable=False).create()
    if content is None:
        (places.postgres / name).unlink()
    else:
        (places.postgres / name).write_text(content)
    with pytest.raises(CannotGoOn) as refusal:
        Services(places, {}).start()
    why = str(refusal.value).partition("(")[2].rpartition(")")[0]
    assert str(refusal.value) == (
        f"The database in {places.postgres} cannot be started ({why}): move that directory away "
        f"to begin with an empty one; its log is {places.log('postgres')}."
    )
    assert why.endswith(reason)
    assert running(data) == []


def test_a_broken_message_store_is_one_sentence(data, running):
    places = places_of(data)
    (places.valkey / "appendonlydir").mkdir(parents=True)
    (places.valkey / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense")
    with pytest.raises(CannotGoOn) as refusal:
        Services(places, {}).start()
    assert str(refusal.value).startswith(
        f"The message server in {places.valkey} cannot be started ("
    )
    assert running(data) == []


def test_an_interrupted_creation_is_done_again(data):
    places = places_of(data)
    (data / "postgres.new" / "base").mkdir(parents=True)
    with running_services(places, {}, durable=False) as services:
        assert len(services.children) == 2
    assert not (data / "postgres.new").exists()


def test_a_directory_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotGoOn) as refusal:
        places_of(tmp_path / "file")
    assert str(refusal.value) == (
        f"The data directory {tmp_path / 'file'} cannot be used (File exists): set DATA_DIR to a "
        "directory that you may write to."
    )


def test_sockets_of_somebody_else_are_not_used(data):
    places = places_of(data)
    places.sockets.symlink_to(data)
    try:
        with pytest.raises(CannotGoOn, match="belongs to somebody else"):
            Services(places, {}).start()
    finally:
        places.sockets.unlink()


def test_an_ordinary_user_starts_them_too(open_folder, running, wait_until):
    if os.geteuid() != 0:
        pytest.skip("runs as an ordinary user already: every other test shows it")
    # Only what `env` starts has lost root's powers for good.
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    nobody = [*user, "env", f"PYTHONPATH={CHECKOUT}"]
    reachable = [*nobody, sys.executable, "-c", "import portal.local, psycopg"]
    if subprocess.call(reachable, cwd="/") != 0:
        pytest.skip("this checkout lies in a directory that only root may enter")
    data = open_folder / "data"
    data.mkdir()
    shutil.chown(data, 65534, 65534)
    holder, addresses = hold(data, prefix=nobody)
    owners = {path.stat().st_uid for path in (data / "postgres", data / "valkey")}
    finish(holder)
    assert (len(addresses), owners) == (2, {65534})
    wait_until(lambda: running(data) == [])


def test_sockets_have_a_short_and_plain_path_however_the_data_lie(tmp_path):
    folder = tmp_path / ("a long name, " * 12).strip()
    first, second = places_of(folder), places_of(folder)
    assert first == second
    assert (" " in str(first.sockets), len(str(first.sockets)) < 80) == (False, True)


def test_one_address_given_one_service_started(data):
    given = {"REDIS_URL": "redis://elsewhere"}
    with running_services(places_of(data), given, durable=False) as services:
        assert [child.name for child in services.children] == ["postgres"]
        assert services.addresses["REDIS_URL"] == given["REDIS_URL"]
