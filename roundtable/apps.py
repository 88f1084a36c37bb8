"""The roundtable package as a Django app."""

from django.apps import AppConfig


class RoundtableConfig(AppConfig):
    """Wiring only."""

    name = "roundtable"
