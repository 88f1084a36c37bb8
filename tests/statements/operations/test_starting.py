"""A draft begins empty, or with a text that was read and corrected."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Organization
from portal.vocabulary.refusals import Refusal
from statements.operations.drafting import import_corrected, start_statement
from statements.operations.importing import Origin
from statements.operations.revisions import DraftBlock
from statements.vocabulary.blocks import BlockKind
from tests.factories import OrganizationFactory
from tests.portal.samples import RELEASE
from tests.statements.saving import newest, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


def test_a_draft_begins_with_its_headline_and_room_to_write(aide, city, publisher):
    issuer = publisher.current_seats[0].organization
    made = start_statement(organization=city, issuers=[issuer], title="Beds & Buses", actor=aide)

    assert (made.title, made.state, made.issuers_in_order) == ("Beds & Buses", "drafting", [issuer])
    assert list(newest(made).blocks.values_list("kind", "html")) == [
        (BlockKind.HEADLINE, "Beds &amp; Buses"),
        (BlockKind.PARAGRAPH, ""),
    ]


@pytest.mark.parametrize("role", ["chief", "observer", "nobody_yet", "publisher"])
def test_nobody_begins_a_draft_for_others(request, city, role):
    with pytest.raises(PermissionDenied):
        start_statement(
            organization=city, issuers=[], title="x", actor=request.getfixturevalue(role)
        )


@pytest.fixture
def origin(aide) -> Origin:
    return Origin(file_name="a.txt", organization=OrganizationFactory(), issuers=[], actor=aide)


def read_blocks() -> list[tuple[int | None, DraftBlock]]:
    kinds = ("headline", "dateline", "lead", "paragraph")
    htmls = (
        "Two Bodies Ask for Notice",
        "ALDERBROOK, Ohio",
        "The two bodies met on Monday and agreed on one thing.",
        "They ask for notice two days ahead.",
    )
    return [
        (place, DraftBlock(kind=kind, html=html))
        for place, (kind, html) in enumerate(zip(kinds, htmls, strict=True))
    ]


def test_an_import_that_was_read_rightly_has_one_version(origin):
    made = import_corrected(text=RELEASE, origin=origin, blocks=read_blocks())

    assert [revision.number for revision in made.revisions.all()] == [1]


def test_what_was_corrected_is_the_second_version(origin):
    blocks = [*read_blocks()[:3], (None, DraftBlock(kind="paragraph", html="Three days."))]
    made = import_corrected(text=RELEASE, origin=origin, blocks=blocks)

    first, second = made.revisions.all()
    assert texts(first)[3] == "They ask for notice two days ahead."
    assert texts(second)[3] == "Three days."
    assert (
        list(second.blocks.values_list("key", flat=True))[:3]
        == list(first.blocks.values_list("key", flat=True))[:3]
    )
    assert made.source.text == RELEASE


def test_a_correction_of_what_was_never_read_is_refused(origin):
    with pytest.raises(Refusal, match="Read the text again"):
        import_corrected(
            text=RELEASE, origin=origin, blocks=[(7, DraftBlock(kind="lead", html="x"))]
        )
