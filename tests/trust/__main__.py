"""`python -m tests.trust` writes docs/trust.md anew."""

from tests.trust.document import write

write()
