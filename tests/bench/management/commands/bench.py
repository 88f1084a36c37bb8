"""`make bench`: loads, measures, prints, and writes docs/performance.md; about two minutes."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tests.bench.data import load
from tests.bench.pages import looked_at, timed_pages
from tests.bench.papers import timed_papers
from tests.bench.report import report

ROUNDS = 7
SECONDS = 0.8
PAPER_ROUNDS = 5
RECORD = settings.BASE_DIR / "docs" / "performance.md"


class Command(BaseCommand):
    help = "Measures pages and documents on an empty database of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("build_static", stdout=self.stdout)
        self.stdout.write("Loading issues, comments and texts ...")
        loaded = load()
        self.stdout.write("Measuring pages ...")
        pages = timed_pages(loaded, rounds=ROUNDS, seconds=SECONDS)
        self.stdout.write("Measuring documents ...")
        papers, paper_pages = timed_papers(loaded, rounds=PAPER_ROUNDS)
        looks = looked_at(loaded)
        text = report(pages=pages, looks=looks, papers=papers, paper_pages=paper_pages)
        RECORD.write_text(text)
        self.stdout.write(text)
