"""Becomes another program after settling as whom it runs and when it must end.

Run as a script: PARENT SIGNAL ACCOUNT DIRECTORY PROGRAM [ARGUMENT ...]. The program receives
SIGNAL when the process PARENT ends, however that ends. The order matters: a change of account
forgets the signal, so that it is asked for last.
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

NEW_USER_NAMESPACE = 0x10000000
PARENT_DEATH_SIGNAL = 1
ORDINARY = 1000


def enter_namespace(libc: ctypes.CDLL) -> None:
    """Stay the owner of root's files, and be an ordinary user in the eyes of PostgreSQL."""
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{ORDINARY} {uid} 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{ORDINARY} {gid} 1", "ascii")


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def main(parent: str, signal: str, account: str, directory: str, *command: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if account == "namespace":
        enter_namespace(libc)
    elif account == "nobody":
        become_nobody()
    if sys.platform == "linux":
        libc.prctl(PARENT_DEATH_SIGNAL, int(signal), 0, 0, 0)
        if os.getppid() != int(parent):  # it ended before it could be watched
            sys.exit(1)
    os.chdir(directory)
    os.execv(command[0], command)  # noqa: S606 - replaces this process on purpose, without a shell


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as problem:
        sys.exit(f"{sys.argv[5]}: {problem}")
