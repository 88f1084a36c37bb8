"""Reads the mails that the demo wrote to files instead of sending them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

NEWEST_SHOWN = 100


@dataclass(frozen=True)
class SampleMail:
    """One mail; `name` is that of its file."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime
    body: str


def sample_mails() -> list[SampleMail]:
    """The newest mails first."""
    files = sorted(_folder().glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in files[:NEWEST_SHOWN]]


def sample_mail(name: str) -> SampleMail | None:
    """One mail by its file's name; a name that is not in the folder gives None."""
    files = {file.stem: file for file in _folder().glob("*.log")}
    return _read(files[name]) if name in files else None


def _folder() -> Path:
    return Path(settings.DATA_DIR, "mail")


def _read(file: Path) -> SampleMail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return SampleMail(
        name=file.stem,
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        body=_body(message),
    )


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    text = part.get_content() if part else ""
    return text.rstrip().removesuffix("-" * 79).rstrip()  # the file backend's separator
