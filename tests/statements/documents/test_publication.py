"""Page, PDF, JSON, plain text and feed of a release say the same words."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from portal.models import Member
from statements.documents.ordering import surname
from statements.documents.plain import plain_lines
from statements.documents.publication import release_json, release_text
from statements.models import Publication
from tests.portal.pdf_reading import conformance_failures
from tests.portal.samples import RELEASE
from tests.statements.publishing_data import association_of, published, publishers, say_about
from tests.statements.reading import feed_words, folded, html_words, json_words, pdf_words

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[1] / "intake" / "samples"
EMBARGOED = RELEASE.replace("FOR IMMEDIATE RELEASE", "EMBARGOED UNTIL MONDAY")
COUNTED = RELEASE.replace(
    "They ask for notice", "The {{ signer_count }} of us ask for notice, all {{signer_count}},"
)


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


def forms(publication: Publication, *, columns: bool = False) -> dict[str, str]:
    """The words of every form that an anonymous visitor can fetch."""
    ref, client = publication.statement.ref, Client()
    page = client.get(f"/statements/{ref}/").content.decode()
    return {
        "txt": folded(client.get(f"/statements/{ref}.txt").content.decode()),
        "page": html_words(page, within="article"),
        "pdf": pdf_words(client.get(f"/statements/{ref}.pdf").content, columns=columns),
        "json": json_words(client.get(f"/statements/{ref}.json").content),
        "feed": feed_words(client.get("/statements/feed/").content, ref),
    }


def without_about(text: str) -> str:
    """As if the sample had brought no About paragraphs of its own."""
    return re.split(r"^(?:About|Acerca de|Sobre) ", text, maxsplit=1, flags=re.MULTILINE)[0]


def assert_equal(found: dict[str, str]) -> None:
    assert found == dict.fromkeys(found, found["txt"])


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.txt")))
@pytest.mark.trust("D6")
def test_all_forms_say_the_same(staff, name):
    text = (SAMPLES / f"{name}.txt").read_bytes().decode().replace("\r\n", "\n")

    assert_equal(forms(published(staff, text=text)))


# The letter names its signatories itself: nobody can be asked to sign such a text.
@pytest.mark.parametrize(
    ("name", "signers"), [("release", 3), ("release_spanish", 3), ("letter", 0), ("resolution", 3)]
)
def test_all_forms_say_the_same_with_the_about_texts_of_the_associations(staff, name, signers):
    for member in staff:
        say_about(member, "We <b>meet</b> & agree.\n\nWe answer to our voters, twice a year.")
    text = (SAMPLES / f"{name}.txt").read_text()
    found = forms(published(staff, text=without_about(text), signers=signers))
    names = [association_of(member).name for member in staff]
    about = "Acerca de" if name.endswith("spanish") else "About"

    assert_equal(found)
    assert [
        f"{about} {name} – We <b>meet</b> & agree. We answer to our voters, twice a year."
        in found["txt"]
        for name in names
    ] == [True, True]


def test_the_original_statement(staff, joint_statement_seed):
    assert_equal(forms(published(staff, text=joint_statement_seed.decode())))


@pytest.mark.parametrize("count", [1, 30, 80])
def test_with_signatories(staff, count):
    assert_equal(forms(published(staff, signers=count, order="place"), columns=True))


def test_four_hundred_signatories(staff, tmp_path):
    publication = published(staff, signers=400)
    pdf = Client().get(f"/statements/{publication.statement.ref}.pdf").content

    assert_equal(forms(publication, columns=True))
    assert conformance_failures(pdf, tmp_path) == []


@pytest.mark.trust("B13")
def test_the_count_is_that_of_the_list_and_dated_where_it_first_stands(staff):
    publication = published(staff, text=COUNTED, signers=3)
    day = publication.snapshot["document_date"]

    assert publication.snapshot["blocks"][-1]["html"] == (
        f"The 3 (as of {day}) of us ask for notice, all 3, two days ahead."
    )
    assert publication.listed.count() == 3
    assert_equal(forms(publication))


def test_spanish_says_it_in_spanish(staff):
    text = (SAMPLES / "release_spanish.txt").read_text()
    words = forms(published(staff, text=text, signers=2))["txt"]

    expected = {"2 organizaciones han firmado": True, "Publicado el": True, "as of": False}
    assert {part: part in words for part in expected} == expected


def test_what_was_embargoed_is_for_immediate_release(staff):
    publication = published(staff, text=EMBARGOED)

    assert (publication.snapshot["release_line"], publication.snapshot["embargo_line"]) == (
        "FOR IMMEDIATE RELEASE", "",
    )  # fmt: skip


def test_the_same_snapshot_gives_the_same_bytes(staff):
    snapshot = published(staff, signers=3).snapshot

    again = json.loads(json.dumps(snapshot))
    assert (release_text(snapshot), release_json(snapshot)) == (
        release_text(again),
        release_json(again),
    )


def test_json_names_issuers_signatories_and_text_code(staff):
    publication = published(staff, signers=1)
    data = json.loads(release_json(publication.snapshot))

    assert sorted(data) == sorted([
        "format", "ref", "title", "document_type", "language", "version", "text_code", "digest",
        "issuers", "release_at", "is_sample", "signatories", "about", "blocks", "text",
    ])  # fmt: skip
    assert data["signatories"]["list"] == [
        {
            "name": "Robin Marlowe-Example 0",
            "title": "Mayor",
            "organization": "City of Samplefield 0",
            "signing_as": "officeholder",
            "is_recorded": False,
        }
    ]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("one<br>two &amp; three", ["one", "two & three"]),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", ["• a", "• b", "– c"]),
        ('<ol start="3"><li>a</li><li>b</li></ol>', ["3. a", "4. b"]),
        ('<ol type="i" start="3"><li>a</li><li>b</li></ol>', ["iii. a", "iv. b"]),
        ('<ol type="A" start="26"><li>a</li><li>b</li></ol>', ["Z. a", "AA. b"]),
    ],
)  # fmt: skip
def test_lists_in_plain_text(html, lines):
    assert plain_lines(html) == lines


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Ortiz", "ortiz ana ortiz"),
        ("Cy Young, Jr.", "young cy young, jr."),
        ("José Álvarez III", "alvarez jose alvarez iii"),
        ("Prince", "prince prince"),
    ],
)
def test_surnames(name, key):
    assert surname(name) == key
