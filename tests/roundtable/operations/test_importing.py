"""An outline becomes a proposal with its tree of issues."""

import pytest
from django.db import transaction

from portal.vocabulary.refusals import Refusal
from roundtable.models import Issue, Proposal
from roundtable.operations.importing import Origin, import_agenda
from tests.factories import OrganizationFactory
from tests.portal.samples import OUTLINE

pytestmark = pytest.mark.django_db
ORIGIN = Origin(file_name="outline.txt", issuer=None, counterpart=None, actor=None)


def test_the_tree_is_kept_with_references_for_life():
    import_agenda(text=OUTLINE, origin=ORIGIN)

    nodes = Issue.objects.values_list("ref", "depth", "parent__ref", "title", "minutes")
    assert list(nodes) == [
        ("R-1", 0, None, "Arrivals", None),
        ("R-1.1", 1, "R-1", "Notice", 10),
        ("R-1.2", 1, "R-1", "Beds", None),
        ("R-2", 0, None, "Grants", None),
    ]


def test_the_next_proposal_goes_on_counting():
    import_agenda(text=OUTLINE, origin=ORIGIN)
    import_agenda(text=OUTLINE, origin=ORIGIN)

    refs = Issue.objects.filter(proposal__ref="P-2").values_list("ref", flat=True)
    assert list(refs) == ["R-3", "R-3.1", "R-3.2", "R-4"]


def test_a_reference_goes_on_from_the_highest_also_where_there_are_fewer():
    import_agenda(text=OUTLINE, origin=ORIGIN)
    Proposal.objects.update(ref="P-7")

    assert import_agenda(text=OUTLINE, origin=ORIGIN).ref == "P-8"


def test_the_prose_stays_as_background():
    proposal = import_agenda(text=OUTLINE, origin=ORIGIN)

    assert (proposal.title, proposal.background_before) == (
        "A Roundtable Is Proposed",
        ["We propose to meet."],
    )


def test_an_issuer_that_the_text_names_is_found():
    body = OrganizationFactory(name="Council of Chiefs")
    text = f"{OUTLINE}\nCouncil of Chiefs is a professional association of chiefs.\n"

    assert import_agenda(text=text, origin=ORIGIN).issuer == body


def test_a_text_without_outline_changes_nothing():
    with pytest.raises(Refusal, match="No agenda items"), transaction.atomic():
        import_agenda(text="Only prose stands here.\n", origin=ORIGIN)

    assert Proposal.objects.count() == 0
