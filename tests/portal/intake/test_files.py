"""Files are told by their content; what runs, hides or swells is refused with its reason."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from portal.intake import office
from portal.intake.files import read_file
from portal.intake.names import safe_name
from portal.vocabulary.attachments import EXCEL, JPEG, LARGEST, PDF, PNG, TABLE, TEXT, WORD
from portal.vocabulary.refusals import Refusal
from tests.portal.intake.samples import (
    GPS_TAG,
    TYPES,
    packed,
    pdf,
    picture,
    relation,
    saved,
    sheet,
    word,
)

MACRO_TYPES = TYPES.replace("application/xml", "application/vnd.ms-word.document.macroEnabled")


def refusal_of(data: bytes, name: str = "file.pdf") -> str:
    with pytest.raises(Refusal) as refused:
        read_file(data, name=name)
    return str(refused.value)


# --- what is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "kind", "kept"),
    [
        (saved(pdf()), "plan.pdf", PDF, "plan.pdf"),
        (word(), "plan.docx", WORD, "plan.docx"),
        (sheet(), "beds.xlsx", EXCEL, "beds.xlsx"),
        (picture("PNG"), "seal.png", PNG, "seal.png"),
        (picture("JPEG"), "hall.JPEG", JPEG, "hall.jpg"),
        (b"Notes of the call.", "notes.txt", TEXT, "notes.txt"),
        (b"city,beds\nAlderbrook,96\n", "beds.csv", TABLE, "beds.csv"),
        (saved(pdf()), "plan.html", PDF, "plan.html.pdf"),
        (b"Notes of the call.", "notes.html", TEXT, "notes.html.txt"),
    ],
)
def test_the_content_says_what_it_is_and_the_name_follows(data, name, kind, kept):
    incoming = read_file(data, name=name)

    assert (incoming.kind, incoming.name) == (kind, kept)


def test_everything_but_pictures_is_kept_byte_for_byte():
    data = word()

    assert read_file(data, name="plan.docx").data == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Notes of the call.", "Notes of the call."),
        (word("One &amp; two"), "One & two"),
        (word("A123</w:t></w:r><w:r><w:t>456789"), "A123456789"),
        (word(parts={"word/comments.xml": "<w:comment><w:p>x</w:p></w:comment>"}), "Notes.\nx"),
        (sheet("Beds"), "Beds\n96"),
        (word(parts={"word/header1.xml": "<w:p>A1</w:p>".encode("utf-16")}), "Notes.\nA1"),
    ],
)
def test_words_are_read_for_screening(data, text):
    assert read_file(data, name="x").text == text


@pytest.mark.parametrize("data", [saved(pdf()), picture("PNG")])
def test_of_pdfs_and_pictures_no_words_are_read(data):
    assert read_file(data, name="x").text == ""


# --- what is not taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty. Choose the file again."),
        (b"\x00\x01\x02", "Files of this kind are not taken."),
        (b"GIF89a...", "Files of this kind are not taken."),
        (b"<!doctype html><p>x", "Files of this kind are not taken."),
        (b" <svg onload=alert(1)>", "Files of this kind are not taken."),
        (b"\xef\xbb\xbf<html>", "Files of this kind are not taken."),
        (b"{\\rtf1 x", "Files of this kind are not taken."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is an old Office file"),
        (b"x" * (LARGEST + 1), "This file is larger than 20 MB."),
        (packed({"a.txt": "x"}), "Packed files are not taken."),
        (b"PK\x03\x04 broken", "This file cannot be read as a Word or Excel file."),
        (b"\x89PNG\r\n\x1a\n broken", "This picture cannot be read."),
        (b"\xff\xd8\xff broken", "This picture cannot be read."),
        (b"%PDF-1.7 broken", "This PDF cannot be read."),
    ],
)
@pytest.mark.trust("E6")
def test_other_files_are_refused_with_a_reason(data, sentence):
    assert refusal_of(data).startswith(sentence)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/vbaProject.bin": b"x"}, "This file holds macros."),
        ({"word/other.bin": b"x", "[Content_Types].xml": MACRO_TYPES}, "This file holds macros."),
        (
            {"word/_rels/document.xml.rels": relation("vbaProject", external=False)},
            "This file holds macros.",
        ),
        ({"word/_rels/settings.xml.rels": relation("attachedTemplate")}, "This file loads"),
        ({"xl/externalLinks/externalLink1.xml": "<x/>"}, "This file loads"),
        ({"word/_rels/document.xml.rels": relation("image")}, "This file loads"),
        (
            {"word/_rels/d.rels": relation("image").replace("External", "Externa&#108;")},
            "This file loads",
        ),
        ({"word/f.xml": "<w:instrText> DDEAUTO c:\\x"}, "This file loads"),
        ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0 x"}, "This file holds another"),
        ({"word/embeddings/sheet.xlsx": b"x"}, "This file holds another"),
        ({"word/media/image1.png": packed({"a": "b"})}, "This file holds another"),
        ({"../../x": "x"}, "This file holds parts with unsafe names."),
        ({"/etc/x": "x"}, "This file holds parts with unsafe names."),
        ({"WORD/document.xml": "x"}, "This file holds parts with unsafe names."),
    ],
)
@pytest.mark.trust("E6")
def test_office_files_that_run_load_or_hide_are_refused(parts, sentence):
    assert refusal_of(word(parts=parts), name="renamed.docx").startswith(sentence)


def test_a_link_that_a_person_follows_passes():
    data = word(parts={"word/_rels/document.xml.rels": relation("hyperlink")})

    assert read_file(data, name="x").kind == WORD


@pytest.mark.parametrize(
    "bomb",
    [
        word(parts={"word/big.xml": b"0" * 20_000_000}),
        packed({f"word/{number}": "" for number in range(office.MOST_ENTRIES + 1)}),
    ],
    ids=["swells", "too many parts"],
)
@pytest.mark.trust("E7")
def test_a_bomb_is_refused_before_it_is_opened(bomb, monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was opened"))

    assert refusal_of(bomb).startswith("This file unpacks to far more than it says.")


@pytest.mark.trust("E7")
def test_a_size_that_is_not_true_is_refused():
    data = bytearray(word("x" * 5_000))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")

    assert refusal_of(bytes(data)).startswith("This file cannot be read")


def scripted() -> pikepdf.Pdf:
    document = pdf()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = document.make_indirect(action)
    return document


def deep_script() -> pikepdf.Pdf:
    document = pdf()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
    document.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(Next=[action]))
    return document


def launching() -> pikepdf.Pdf:
    document = pdf()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe")
    return document


def embedding() -> pikepdf.Pdf:
    document = pdf()
    document.attachments["x.txt"] = b"hidden"
    return document


def with_form_code() -> pikepdf.Pdf:
    document = pdf()
    document.Root.AcroForm = pikepdf.Dictionary(XFA="x")
    return document


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (scripted, "This PDF holds a script (JavaScript)."),
        (deep_script, "This PDF holds a script (JavaScript)."),
        (launching, "This PDF starts a program or opens another file."),
        (embedding, "This PDF holds another file inside."),
        (with_form_code, "This PDF holds media or a form that runs code."),
    ],
)
@pytest.mark.trust("E6")
def test_pdfs_that_act_are_refused_though_their_objects_are_packed(document, sentence):
    assert refusal_of(saved(document())).startswith(sentence)


def test_a_locked_pdf_is_refused():
    data = saved(pdf(), encryption=pikepdf.Encryption(owner="a", user="b"))

    assert refusal_of(data).startswith("This PDF is locked with a password.")


def test_a_pdf_that_is_read_only_in_part_is_refused():
    whole = saved(scripted())
    packed_objects = whole.index(b"stream\n", whole.index(b"/ObjStm")) + len(b"stream\n")
    damaged = whole[:packed_objects] + b"\x00" * 12 + whole[packed_objects + 12 :]

    assert refusal_of(damaged).startswith("This PDF cannot be read.")


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.trust("E11")
def test_pictures_lose_place_and_camera(form):
    before = picture(form, with_place=True)
    assert GPS_TAG in Image.open(BytesIO(before)).getexif()

    kept = read_file(before, name="x").data

    image = Image.open(BytesIO(kept))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (b"CameraMaker" in before, b"CameraMaker" in kept) == (True, False)


@pytest.mark.trust("E11")
def test_what_hides_behind_a_picture_is_gone():
    kept = read_file(picture("PNG") + b"<script>alert(1)</script>", name="x").data

    assert b"script" not in kept


def test_a_huge_picture_is_refused():
    image = BytesIO()
    Image.new("1", (7_000, 6_000)).save(image, format="PNG")

    assert refusal_of(image.getvalue()).startswith("This picture has more than 40 million pixels.")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_written_anew(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    buffer = BytesIO()
    Image.new(mode, (4, 4)).save(buffer, format=form)

    assert Image.open(BytesIO(read_file(buffer.getvalue(), name="x").data)).size == (4, 4)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("PLAN.PDF", "PLAN.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ('a"\r\nX-Evil: 1.html', "a_ X-Evil_ 1.html.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe.pdf"),
        ("pla\u0301n.pdf", "pl\u00e1n.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("\x00\x07plan.pdf", "plan.pdf"),
    ],
)
@pytest.mark.trust("E10")
def test_names_are_made_safe(name, kept):
    assert safe_name(name, ending=".pdf") == kept


def test_long_names_are_cut_before_their_ending():
    assert safe_name("x" * 500 + ".pdf", ending=".pdf") == "x" * 116 + ".pdf"
