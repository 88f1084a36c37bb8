"""Outside text -> data: the reader of outlines."""

from roundtable.intake.agenda import read_agenda
from roundtable.intake.records import AgendaText, Leftover, Node

__all__ = ["AgendaText", "Leftover", "Node", "read_agenda"]
