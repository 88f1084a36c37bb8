"""What the portal says when it will not do something now."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer to a person, not an error
    """A "not now" for the person who asked.

    `Refusal(sentence)`: one plain sentence saying what to do next; `str()` gives it back.
    """
