"""Fields that a form sends more than once, like ticked boxes: a view says which."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def takes_lists(*names: str) -> Callable[[V], V]:
    """Says of a view which of its fields may come more than once; all others are refused then."""

    def declare(view: V) -> V:
        view.__dict__["lists"] = frozenset(names)
        return view

    return declare


def lists_of(view: Callable[..., Any]) -> frozenset[str]:
    """What the view declared; decorators around it pass that on."""
    found: frozenset[str] = getattr(view, "lists", frozenset())
    return found
