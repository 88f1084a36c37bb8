"""Comments of a thread.

Drawn here and not in a template: that is what keeps a page of many quick. Whatever comes from the
database is escaped, or let through the allow list.
"""

from functools import cache
from html import escape
from typing import Any

from django import template
from django.template import Context, Engine
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.models import Attachment
from portal.queries.comments import CommentView
from portal.templatetags.ui import cleaned, icon, person, when

register = template.Library()


@register.simple_tag(takes_context=True)
def comment_html(context: Context, comment: CommentView, *, may_reply: bool) -> SafeString:
    """A comment with its replies; of the context: `thread`, `writing`, `drafted`, `asked_id`."""
    return SafeString(_Place(context, may_reply=may_reply).article(comment))


class _Place:
    """What is around a comment on its page."""

    def __init__(self, context: Context, *, may_reply: bool) -> None:
        self.context = context
        self.may_reply = may_reply
        self.thread_url = _address("thread", context["thread"].pk)
        self.asked_id = context.get("asked_id")
        self.drafted = context.get("drafted") or ()
        self.writing: Any = context.get("writing")

    def article(self, comment: CommentView) -> str:
        pk = comment.pk
        new = (" comment-unread", f' data-unread="{pk}"') if comment.is_unread else ("", "")
        asked = ' tabindex="-1" autofocus' if pk == self.asked_id else ""
        below = "" if comment.parent_id else self._below(comment)
        return (
            f'<article class="comment{new[0]}" id="comment-{pk}" aria-labelledby="by-{pk}"'
            f"{new[1]}{asked}>\n{self._head(comment)}\n{self._body(comment)}\n{below}</article>\n"
        )

    def _head(self, comment: CommentView) -> str:
        pk = comment.pk
        new = '<span class="thread-new">New</span>' if comment.is_unread else ""
        link = f"{self.thread_url}?comment={pk}#comment-{pk}"
        before = '<span class="visually-hidden">: what it said before</span>'
        edited = (
            f'<a href="{_address("comment_history", pk)}">Edited{before}</a>'
            if comment.is_edited
            else ""
        )
        return (
            f'<header class="comment-head"><div id="by-{pk}">{person(comment.seat)}</div>'
            f'<p class="comment-facts">{new}<a href="{link}" title="Link to this comment">'
            f"{when(comment.created_at)}</a>{edited}</p></header>"
        )

    def _body(self, comment: CommentView) -> str:
        pk = comment.pk
        if comment.is_removed:
            return _tombstone(comment)
        if self._is_written(comment) and self.writing.is_edit:
            return f'<div id="write-{pk}">{self._composer()}</div>'
        files = "".join(_file(file) for file in comment.attachments)
        listed = f'<ul class="comment-files" role="list">{files}</ul>' if files else ""
        return (
            f'<div id="body-{pk}" class="comment-body">'
            f'<div class="comment-text">{cleaned(comment.html)}</div>{listed}'
            f'<p class="comment-tools">{self._tools(comment)}</p></div>'
        )

    def _tools(self, comment: CommentView) -> str:
        pk, name = comment.pk, escape(comment.seat.member.name)
        found = []
        if self.may_reply and not comment.parent_id:
            draft = " (draft kept)" if pk in self.drafted else ""
            words = f"Reply{_hidden(f' to {name}')}{draft}"
            found.append(_opening("comment_reply", pk, f"write-{pk}", words))
        if comment.may_edit:
            words = f"Edit{_hidden(' your comment')}"
            found.append(_opening("comment_edit", pk, f"body-{pk}", words))
        if comment.may_remove:
            words = f"Remove{_hidden(f' the comment of {name}')}"
            found.append(f'<a href="{_address("comment_remove", pk)}">{words}</a>')
        return "\n".join(found)

    def _below(self, comment: CommentView) -> str:
        """The replies, and the place for another one."""
        pk = comment.pk
        replies = "".join(self.article(reply) for reply in comment.replies)
        place = f'<div class="replies" id="replies-{pk}">{replies}</div>\n'
        if not self._is_written(comment):
            return f'{place}<div class="reply-place" id="write-{pk}"></div>\n'
        if self.writing.is_edit:
            return place
        return f'{place}<div class="reply-place" id="write-{pk}">{self._composer()}</div>\n'

    def _is_written(self, comment: CommentView) -> bool:
        return self.writing is not None and self.writing.comment_id == comment.pk

    def _composer(self) -> str:
        composer = Engine.get_default().get_template("threads/_composer.html")
        with self.context.push(composer=self.writing.composer):
            return composer.render(self.context)


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[0]).rpartition("0")
    return before, after


def _address(name: str, pk: int) -> str:
    before, after = _around(name)
    return f"{before}{pk}{after}"


def _hidden(words: str) -> str:
    return f'<span class="visually-hidden">{words}</span>'


def _opening(name: str, pk: int, target: str, words: str) -> str:
    """A link to a composer, which opens it in its place where there is a script."""
    url = _address(name, pk)
    return f'<a href="{url}#write-{pk}" hx-get="{url}" hx-target="#{target}">{words}</a>'


def _tombstone(comment: CommentView) -> str:
    removal = comment.comment
    remover = removal.removed_by or comment.seat.member
    day = when(removal.removed_at, "date")
    return f'<p class="tombstone">Removed by {escape(remover.name)} on {day}.</p>'


def _file(file: Attachment) -> str:
    url = reverse("attachment", args=[file.pk])
    size = f'<span class="quiet small">{filesizeformat(file.size)}</span>'
    return f'<li><a href="{url}">{icon("document")}{escape(file.name)}</a> {size}</li>'
