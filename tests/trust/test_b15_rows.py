"""Attempts to publish past the steps, by row B15 of docs/trust.md."""

import pytest
from django import forms
from django.urls import get_resolver

from portal.models import Member
from statements.models import Publication, Statement
from tests.portal.access_table import TABLE
from tests.portal.test_access import (  # noqa: F401 - fixtures: one address for every name
    addresses,
    people,
)
from tests.proofs import PROOF
from tests.statements.publishing_data import clear, frozen_statement, publishers
from tests.trust.test_b_rows import as_member

pytestmark = pytest.mark.django_db

# What operations write, and nobody types.
PROTECTED = {
    *("state", "status", "handed_over_at", "published_at", "undone_at", "held_at", "built_at"),
    *("release_at", "withdrawn_at", "withdrawn_by", "snapshot", "revision", "step_up"),
    *("ended_at", "ended_as", "signed_at", "recorded_by", "letter", "mandate", "mandate_snapshot"),
    *("granted_by", "granted_at", "confirmed_by", "confirmed_at", "revoked_at", "revoked_by"),
    *(
        "instrument",
        "valid_from",
        "valid_until",
        "set_by",
        "actor",
        "author",
        "member",
        "opened_by",
    ),
    *("is_active", "is_sample", "scheduled_by", "uploaded_by"),
}
# Chosen in the address of a list, never sent to change anything.
FILTERS = {"FilterForm", "BoardForm"}


def our_forms(kind: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    ours = kind.__module__.split(".")[0] in {"portal", "statements", "roundtable"}
    found = {kind} if ours and hasattr(kind, "base_fields") else set()
    return found.union(*(our_forms(below) for below in kind.__subclasses__()))


def test_b15_no_form_has_a_field_that_only_operations_write():
    assert get_resolver().url_patterns  # every view, and with it every form, is loaded
    found = our_forms(forms.BaseForm)

    assert {kind.__name__ for kind in found} >= {"SignForm", "RecordForm", "PublishForm"} | FILTERS
    assert [kind for kind in found if issubclass(kind, forms.BaseModelForm)] == []
    assert {
        (kind.__name__, name)
        for kind in found
        for name in kind.base_fields
        if name in PROTECTED and kind.__name__ not in FILTERS
    } == set()


WANTED = {
    **dict.fromkeys(("state", "status", "to", "step"), "published"),
    **dict.fromkeys(("release_at", "published_at", "built_at"), "2020-01-01T00:00:00Z"),
    "is_active": "1",
    **PROOF,
}


@pytest.mark.parametrize("role", ["publisher", "mayor", "aide"])
def test_b15_a_state_that_is_sent_along_is_passed_over_everywhere(
    role,
    people,  # noqa: F811 - the fixture
    addresses,  # noqa: F811 - the fixture
):
    before = Statement.objects.values_list("state", flat=True).get()
    rank = list(Member.objects.order_by("pk").values_list("pk", "is_active"))
    seats = list(people[role].seats.order_by("pk").values_list("pk", "capacity"))
    # Steps of their own names, taken by the table of steps; and what ends a session or a seat.
    steps = {"take_step", "account_logout", "seat_end", "member_suspend"}
    asked = {name: path for name, path in addresses.items() if name in TABLE and name not in steps}
    for path in asked.values():
        as_member(people[role]).post(path, WANTED)

    assert Statement.objects.values_list("state", flat=True).get() == before
    assert Publication.objects.count() == 0
    assert list(Member.objects.order_by("pk").values_list("pk", "is_active")) == rank
    assert list(people[role].seats.order_by("pk").values_list("pk", "capacity")) == seats


def test_b15_without_every_clearance_no_request_publishes():
    two = publishers()
    made = frozen_statement(two)
    clear(made, two[:1])
    answer = as_member(two[0]).post(
        f"/statements/{made.ref}/publish/",
        {"when": "soon", "order": "leaders", "zone": "America/New_York", **PROOF, **WANTED},
    )

    assert answer.status_code == 422
    assert "has not cleared this text yet" in answer.text
    assert Publication.objects.count() == 0
