"""What statements store."""

from statements.models.statements import Block, Issuer, Revision, Source, Statement

__all__ = ["Block", "Issuer", "Revision", "Source", "Statement"]
