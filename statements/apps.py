"""The statements package as a Django app."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Wiring only."""

    name = "statements"
