"""Reads the plain text of a statement into blocks: pure, nothing stored, nothing fetched."""

from statements.intake.issuers import named_issuers
from statements.intake.reader import read_statement
from statements.intake.result import Leftover, StatementText, TextBlock, plain_text

__all__ = [
    "Leftover",
    "StatementText",
    "TextBlock",
    "named_issuers",
    "plain_text",
    "read_statement",
]
