"""Invites somebody; on an empty installation, the first publisher."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q

from portal.models import Organization
from portal.operations.members import INVITATION_DAYS, invite_member
from portal.queries.organizations import named_organization
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Invites a person to a seat of an organization, prints the link and mails it. "
        "An association that does not exist yet is created for its first editor or publisher."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organization", required=True, help="its name or short name")
        parser.add_argument("--capacity", required=True, choices=Capacity.values)
        parser.add_argument("--title", help="as it should print; default: the capacity's name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        capacity = Capacity(options["capacity"])
        try:
            organization = self.organization(options["organization"], capacity)
            link = invite_member(
                email=options["email"],
                organization=organization,
                capacity=capacity,
                title=options["title"] or str(capacity.label),
                site_url=settings.SITE_URL,
                actor=None,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Invited {options['email']} as {capacity.label.lower()} of {organization}. "
            f"The link works once, for {INVITATION_DAYS} days:\n{link}"
        )

    def organization(self, name: str, capacity: Capacity) -> Organization:
        """The one that is meant; only an association's first staff creates it."""
        known = Organization.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name))
        if known.exists():
            return named_organization(name)
        if capacity in ASSOCIATION_CAPACITIES:
            self.stdout.write(f"{name} is new here and was added as an association.")
            return Organization.objects.create(
                kind=OrganizationKind.ASSOCIATION, name=name, short_name=name[:60]
            )
        return named_organization(name)
