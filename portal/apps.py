"""The shared ground as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    """Discovers what every package contributes."""

    name = "portal"

    def ready(self) -> None:
        autodiscover_modules("contributions")
