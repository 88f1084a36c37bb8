"""A statement frozen for a document: everything that the pages show, as JSON."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from statements.models import Block, Revision, Statement
from statements.vocabulary.states import StatementState

RELEASED_STATES = frozenset({StatementState.PUBLISHED, StatementState.WITHDRAWN})


def statement_input(
    statement: Statement,
    revision: Revision,
    blocks: Iterable[Block],
    letterhead: Iterable[str],
) -> dict[str, Any]:
    """Reads only the instances it is given; the same ones give the same input."""
    return {
        "ref": statement.ref,
        "title": statement.title,
        "document_type": str(statement.document_type),
        "language": statement.language,
        "state": str(statement.state),
        "state_label": str(statement.get_state_display()),
        "is_sample": statement.is_sample,
        "version": revision.number,
        "text_code": revision.text_code,
        "release_line": statement.release_line,
        "embargo_line": statement.embargo_line,
        "document_date": statement.document_date,
        "media_contact": statement.media_contact,
        "letterhead": list(letterhead),
        "blocks": [_block_input(block) for block in blocks],
    }


def statement_filename(snapshot: Mapping[str, Any]) -> str:
    """Says which text it is, in letters that every file system takes: `S-7K3MP-draft-2.pdf`."""
    kind = "version" if snapshot["state"] in RELEASED_STATES else "draft"
    ref = re.sub(r"[^A-Za-z0-9-]+", "-", snapshot["ref"])
    return f"{ref}-{kind}-{snapshot['version']}.pdf"


def _block_input(block: Block) -> dict[str, Any]:
    return {
        "kind": str(block.kind),
        "html": block.html,
        "speaker": block.speaker,
        "speaker_title": block.speaker_title,
        "in_quotation": block.in_quotation,
    }
