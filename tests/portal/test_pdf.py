"""The one door to WeasyPrint: what comes out, and what it refuses to load."""

import gc
import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, Pdf

from portal.pdf import versions
from portal.pdf.links import FORBIDDEN_LINK
from portal.pdf.problems import RenderProblem
from portal.pdf.rendering import FORBIDDEN_ADDRESS, LIMIT, LONG, TOO_DEEP, TOO_LONG, render_pdf
from tests.portal.pdf_reading import conformance_failures, extracted_text, font_names, tags

HEAD = '<link rel="stylesheet" href="portal:css/document.css">'


def html_of(body: str, *, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>x</title>{HEAD}{head}</head>'
        '<body data-running="Running title" data-mark="Draft" data-sample="Sample" '
        f'data-colophon="Text code" data-page="Page" data-of="of">{body}</body></html>'
    )


def rendered(body: str, *, head: str = "") -> bytes:
    return render_pdf(html_of(body, head=head), title="A title & more")


LINKED = (
    '<h1>One</h1><p>See <a href="#two">the <strong>second</strong> part</a> and '
    '<a href="https://city.example/notice">our <em>old-fashioned</em> letter</a>.</p>'
    '<h2 id="two">Two</h2><ul><li>beds<ul><li>cots</li></ul></li></ul>'
)


@pytest.mark.trust("H12")
def test_conforms_to_pdf_ua(tmp_path: Path) -> None:
    assert conformance_failures(rendered(LINKED), tmp_path) == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert rendered(LINKED) == rendered(LINKED)


def test_only_our_typefaces_are_embedded() -> None:
    assert font_names(rendered(LINKED)) == {
        "Public-Sans",
        "Source-Serif",
        "Source-Serif-Bold",
        "Source-Serif-Italic",
        "Source-Serif-Semi-Bold",
    }


@pytest.mark.trust("X3")
def test_metadata_is_a_title_and_the_portals_name() -> None:
    meta = '<meta name="author" content="Jo"><meta name="generator" content="/srv/private">'
    pdf = rendered(LINKED, head=meta)
    with Pdf.open(io.BytesIO(pdf)) as opened:
        assert {key: str(value) for key, value in opened.docinfo.items()} == {
            "/Title": "A title & more",
            "/Creator": "Joint Working Group Portal",
            "/Producer": "Joint Working Group Portal",
        }
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences == Dictionary(DisplayDocTitle=True)
        assert Name.Names not in opened.Root or Name.EmbeddedFiles not in opened.Root.Names
        with opened.open_metadata() as metadata:
            assert {re.sub(r"\{.*\}", "", key): value for key, value in metadata.items()} == {
                "part": "1",
                "title": "A title & more",
                "CreatorTool": "Joint Working Group Portal",
                "Producer": "Joint Working Group Portal",
            }
    for trace in (b"WeasyPrint", b"pikepdf", b"/tmp", b"/home", b"/srv", b"Jo<"):
        assert trace not in pdf


def test_a_link_is_one_annotation_with_words_to_speak() -> None:
    with Pdf.open(io.BytesIO(rendered(LINKED))) as opened:
        annotations = [annotation for page in opened.pages for annotation in page.obj.Annots]
        assert [str(annotation.Contents) for annotation in annotations] == [
            "the second part",
            "https://city.example/notice",
        ]


def test_running_lines_are_artifacts_and_not_part_of_the_text() -> None:
    pdf = rendered("<p>One word.</p>")
    assert tags(pdf) == ["/Document", "/P", "/Span"]
    with Pdf.open(io.BytesIO(pdf)) as opened:
        drawn = opened.pages[0].Contents.read_bytes()
    assert drawn.count(b"/Artifact << /Type /Pagination >> BDC") > 0
    assert drawn.count(b"MCID") == 1
    assert extracted_text(pdf).endswith("Page 1 of 1")


def test_words_are_kept_whole() -> None:
    words = "de-escalation Washington, DC\u2014This police/community " * 40
    assert extracted_text(rendered(f"<p>{words}</p>")).count(words.strip()) == 1


class Canary:
    """Listens on the loopback and counts who comes."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    @property
    def visits(self) -> int:
        try:
            self.listener.accept()
        except BlockingIOError:
            return 0
        return 1


@pytest.fixture
def canary() -> Iterator[Canary]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Canary(listener)


FORBIDDEN = {
    "picture": '<img src="{}" alt="x">',
    "style sheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import url("{}");</style>',
    "background": '<p style="background: url({})">x</p>',
    "typeface": '<style>@font-face {{ font-family: x; src: url("{}") }}</style>',
    "attachment": '<link rel="attachment" href="{}">',
    "attachment link": '<a rel="attachment" href="{}">x</a>',
    "drawing": (
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><title>x</title>'
        '<image xlink:href="{}" width="9" height="9"/></svg>'
    ),
    "object": '<object data="{}">x</object>',
    "embedded": '<embed src="{}">',
    "generated": '<style>p::before {{ content: url("{}") }}</style><p>x</p>',
}


@pytest.mark.parametrize("markup", FORBIDDEN.values(), ids=FORBIDDEN.keys())
@pytest.mark.trust("E4")
def test_the_network_is_not_reached(markup: str, canary: Canary) -> None:
    with pytest.raises(RenderProblem) as refused:
        rendered(markup.format(canary.url))
    assert str(refused.value) == FORBIDDEN_ADDRESS
    assert canary.visits == 0


@pytest.mark.trust("E4")
def test_a_symbol_from_elsewhere_is_not_fetched(canary: Canary) -> None:
    rendered(f'<svg width="9" height="9"><title>x</title><use href="{canary.url}#x"/></svg>')
    assert canary.visits == 0


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "data:image/png;base64,iVBORw0KGgo=",
        "http://169.254.169.254/latest",
        "ftp://127.0.0.1/x",
        "portal:css/../../manage.py",
        "portal:fonts/PublicSans-Black.ttf",
        "PORTAL:css/document.css",
    ],
)
@pytest.mark.trust("E4")
def test_only_listed_names_are_loaded(address: str) -> None:
    with pytest.raises(RenderProblem) as refused:
        rendered(f'<img src="{address}" alt="x">')
    assert str(refused.value) == FORBIDDEN_ADDRESS


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "notes.txt"])
def test_links_to_other_than_web_mail_and_telephone_are_refused(address: str) -> None:
    with pytest.raises(RenderProblem) as refused:
        rendered(f'<p><a href="{address}">x</a></p>')
    assert str(refused.value) == FORBIDDEN_LINK


@pytest.mark.trust("E5")
def test_too_long_is_refused_before_any_work() -> None:
    with pytest.raises(RenderProblem) as refused:
        render_pdf("x" * (LIMIT + 1), title="x")
    assert str(refused.value) == TOO_LONG


@pytest.mark.trust("E5")
def test_too_deep_is_refused() -> None:
    with pytest.raises(RenderProblem) as refused:
        rendered("<ul><li>" * 400 + "x")
    assert str(refused.value) == TOO_DEEP


def test_collection_of_garbage_goes_on_after_a_long_document() -> None:
    with pytest.raises(RenderProblem):
        rendered("<!--" + "x" * LONG + '--><img src="file:///x" alt="x">')
    assert gc.isenabled()


def test_progress_is_told() -> None:
    told: list[tuple[int, str]] = []
    render_pdf(html_of("<p>x</p>"), title="x", progress=lambda *step: told.append(step))
    assert told == [
        (10, "Laying out the pages"),
        (60, "Drawing 1 page"),
        (85, "Finishing the file"),
    ]


def test_a_changed_design_is_a_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "STYLES_DIR", tmp_path)
    (tmp_path / "document.css").write_text("p { color: red }")
    before = versions.design_hash()
    (tmp_path / "document.css").write_text("p { color: tan }")
    assert re.fullmatch(r"[0-9a-f]{12}", before)
    assert versions.design_hash() != before
