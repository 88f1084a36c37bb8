"""Makes a fresh or updated portal ready: tables, static files and, in the demo, sample data."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from portal.models import Organization
from portal.registry import registry


class Command(BaseCommand):
    help = "Applies migrations, builds static files and loads the demo once."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("build_static")
        if not settings.PRODUCTION and not Organization.objects.exists():
            self.load_demo()

    def load_demo(self) -> None:
        """All of it or nothing, so that a start cut short loads it the next time."""
        with transaction.atomic():
            for load in registry.demo:
                load()
        self.stdout.write("Sample data loaded.")
