"""As whom the services run. PostgreSQL refuses root, and root's home may be closed to others."""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
from enum import Enum
from pathlib import Path

from portal.local.commands import shimmed, succeeds
from portal.local.terminal import CannotGoOn


class Account(Enum):
    SELF = "self"
    NAMESPACE = "namespace"
    NOBODY = "nobody"


def choose_account(
    program: Path,
    directory: Path,
    *,
    ways: tuple[Account, ...] = (Account.NAMESPACE, Account.NOBODY),
) -> Account:
    """The first account that may enter the directory and start the program there."""
    if os.geteuid() != 0:
        return Account.SELF
    for account in ways:
        command = [str(program), "--version"]
        if succeeds(shimmed(command, account=account.value, cwd=directory, end=signal.SIGTERM)):
            return account
    raise CannotGoOn(
        "PostgreSQL does not run as root, and here root can neither open a user namespace nor "
        f"let the account `nobody` reach {directory} and {program.parent}: start it as an ordinary "
        "user, or move the checkout and DATA_DIR to a directory that others may enter, for "
        "example below /srv."
    )


def hand_over(directory: Path, account: Account) -> None:
    """Give the directory to the account, if the last start used another one."""
    if os.geteuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    uid, gid = (nobody.pw_uid, nobody.pw_gid) if account is Account.NOBODY else (0, 0)
    if directory.stat().st_uid == uid:
        return
    for folder, _, files in os.walk(directory):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            with contextlib.suppress(FileNotFoundError):
                os.chown(path, uid, gid, follow_symlinks=False)
