"""The addresses of discussions, of one thread that exists, and who reaches them."""

from portal.models import Member
from roundtable.models import Issue
from tests.discussions import a_thread, first_comment

READERS = (302, 200, 200, 200, 200, 404, 404, 404)
ITS_OPENER = (302, 200, 404, 404, 404, 404, 404, 404)
POST_ONLY = (302, 405, 405, 405, 405, 405, 405, 405)
THREAD_ROWS = {
    "thread": READERS,
    "thread_new": READERS,
    "threads_unseen": (302, 200, 404, 404, 404, 404, 404, 404),
    "thread_newer": READERS,
    "thread_people": READERS,
    "thread_read": POST_ONLY,
    "thread_resolve": POST_ONLY,
    "thread_reopen": POST_ONLY,
    "thread_narrow": (302, 200, 403, 403, 403, 404, 404, 404),
    "comment_reply": READERS,
    "comment_edit": ITS_OPENER,
    "comment_remove": ITS_OPENER,
    "comment_history": READERS,
    "draft": POST_ONLY,
    "draft_discard": POST_ONLY,
}
"""The publisher opened the thread; by role, as in the table of all addresses."""
OF_COMMENT = ("reply", "edit", "remove", "history")


def thread_addresses(opener: Member) -> dict[str, str]:
    """Of a thread on an issue for the working group, opened by the given member."""
    issue = Issue.objects.get(ref="R-1.1")
    thread = a_thread(issue, opener)
    page, comment = f"/threads/{thread.pk}/", f"/threads/comments/{first_comment(thread).pk}/"
    of_thread = ("newer", "read", "people", "resolve", "reopen", "narrow")
    return {
        "thread": page,
        **{f"thread_{name}": f"{page}{name}/" for name in of_thread},
        "thread_new": f"/threads/about/issue/{issue.pk}/",
        "threads_unseen": f"/threads/about/issue/{issue.pk}/unseen/",
        **{f"comment_{name}": f"{comment}{name}/" for name in OF_COMMENT},
        "draft": f"/threads/drafts/thread-{thread.pk}/",
        "draft_discard": f"/threads/drafts/thread-{thread.pk}/discard/",
    }
