"""Loads the sample statements."""

from portal.intake import check_text
from portal.models import Member, Organization
from portal.vocabulary.demo import CHIEFS, MAYORS
from statements.operations.importing import Origin, import_statement
from statements.vocabulary.demo import CITY_DRAFT, JOINT_STATEMENT


def load_sample_statements() -> None:
    """Adds a joint draft of the two associations and one that a city has begun."""
    mayors = Organization.objects.get(name=MAYORS.name)
    chiefs = Organization.objects.get(name=CHIEFS.name)
    alderbrook = Organization.objects.get(name="City of Alderbrook")
    drafts = (
        (CITY_DRAFT, "one-number.txt", alderbrook, "aide@alderbrook.example"),
        (JOINT_STATEMENT, "steady-ground.txt", mayors, "publisher@mayors.example"),
    )
    for text, file_name, organization, email in drafts:
        origin = Origin(
            file_name=file_name,
            organization=organization,
            issuers=[mayors, chiefs],
            actor=Member.objects.get(email=email),
            is_sample=True,
        )
        import_statement(text=check_text(text), origin=origin)
