"""Typo-tolerant search."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_about_texts")]

    operations = [TrigramExtension()]
