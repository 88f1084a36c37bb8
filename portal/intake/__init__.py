"""What comes from outside, made into clean data or refused with a sentence: pure."""

from portal.intake.texts import LIMIT, check_text, read_text

__all__ = ["LIMIT", "check_text", "read_text"]
