"""What a document can be refused for."""

from portal.vocabulary.refusals import Refusal


class RenderProblem(Refusal):
    """A document that must not be made; `str()` is a plain sentence, and trying again is no use."""
