"""What the roundtable stores."""

from roundtable.models.issues import Issue, Proposal

__all__ = ["Issue", "Proposal"]
