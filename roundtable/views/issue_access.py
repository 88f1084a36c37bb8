"""What the pages of an issue begin with, and how they answer a refusal."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404

from portal.forms import ScreenedForm
from portal.http import MemberRequest
from portal.operations.screening import ScreeningStop
from portal.vocabulary.refusals import Refusal
from roundtable.operations.issues import StaleIssue
from roundtable.queries.issue_pages import visible_issue

if TYPE_CHECKING:
    from roundtable.queries.issues import WaitingIssue


def issue_or_404(request: MemberRequest, ref: str, permission: str) -> "WaitingIssue":
    """The issue for whoever may do that; what one may not see does not exist."""
    issue = visible_issue(request.user, ref)
    if issue is None:
        raise Http404
    if not request.user.has_perm(permission, issue):
        raise PermissionDenied
    return issue


def accepted(form: Form, act: Callable[[], object], *, field: str | None = None) -> bool:
    """Whether the operation did it; else the form says why not, and keeps what was typed.

    A stale save is the caller's to show.
    """
    try:
        act()
    except StaleIssue:
        raise
    except ScreeningStop as stop:
        if not isinstance(form, ScreenedForm):
            raise
        form.show_stop(stop)
        return False
    except Refusal as refusal:
        form.add_error(field, str(refusal))
        return False
    return True
