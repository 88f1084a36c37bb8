"""Comments as a thread's page draws them."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.template import Context, Template

SOURCE = "{% load comments %}{% comment_html comment may_reply=True %}"


def comment(pk: int = 7, **more: Any) -> SimpleNamespace:
    seat = SimpleNamespace(
        title="Mayor",
        member=SimpleNamespace(name="Elena <Marsh>"),
        organization=SimpleNamespace(short_name="Alderbrook"),
    )
    facts = {
        **dict.fromkeys(("is_unread", "is_edited", "is_removed", "may_edit", "may_remove"), False),
        "parent_id": None,
        "attachments": [],
        "replies": [],
        "html": "<p>Text.</p>",
        "created_at": dt.datetime(2026, 11, 21, 21, 5, tzinfo=dt.UTC),
    }
    return SimpleNamespace(pk=pk, seat=seat, **{**facts, **more})


def drawn(found: SimpleNamespace, **context: Any) -> str:
    about = {"thread": SimpleNamespace(pk=3), "comment": found, **context}
    return Template(SOURCE).render(Context(about))


def test_nothing_that_was_written_reaches_the_page_unchecked() -> None:
    text = drawn(comment(html="<p>Text.</p><script>x</script>", may_remove=True))

    assert "<script" not in text
    assert "Elena <" not in text
    assert 'Remove<span class="visually-hidden"> the comment of Elena &lt;Marsh&gt;</span>' in text


def test_a_reply_stands_in_its_comment_and_takes_no_reply() -> None:
    text = drawn(comment(replies=[comment(8, parent_id=7)]))

    assert text.index('id="replies-7"') < text.index('id="comment-8"')
    assert text.count(">Reply<") == 1


def test_the_address_names_the_thread_and_the_comment() -> None:
    assert 'href="/threads/3/?comment=7#comment-7"' in drawn(comment())


def test_a_kept_draft_and_the_comment_asked_for_are_marked() -> None:
    text = drawn(comment(), drafted={7}, asked_id=7)

    assert "(draft kept)" in text
    assert 'tabindex="-1" autofocus' in text


def test_a_removed_comment_keeps_its_place_without_its_text() -> None:
    removal = SimpleNamespace(
        removed_by=None, removed_at=dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
    )
    text = drawn(comment(is_removed=True, comment=removal))

    assert "Text." not in text
    assert "Removed by Elena &lt;Marsh&gt; on" in text
