"""From a text to a PDF in the browser, as each of the people who do it."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.portal.samples import OUTLINE, RELEASE

PUBLISHER = "publisher@mayors.example"
EDITOR = "editor@chiefs.example"


def pdf_text(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(done.stdout.split())


def take_pdf(page: Page, tmp_path: Path) -> Path:
    """Presses "Download PDF", watches until it is ready, opens it."""
    page.get_by_role("button", name="Download PDF").first.click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f-]+/$"))
    link = page.get_by_role("link", name="Open the PDF")
    expect(link).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_a_publisher_imports_a_statement_reads_it_and_takes_its_pdf(visit, tmp_path):
    page = visit(PUBLISHER)
    page.goto("/statements/")
    page.get_by_role("link", name="Start from a text").first.click()
    page.get_by_label("Text", exact=True).fill(RELEASE)
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("heading", name="Two Bodies Ask for Notice")).to_be_visible()
    expect(page.get_by_text("They ask for notice two days ahead.")).to_be_visible()

    text = pdf_text(take_pdf(page, tmp_path))
    assert text.count("They ask for notice two days ahead.") == 1


def test_the_original_statement_goes_from_file_to_pdf(
    visit, portal, tmp_path, joint_statement_seed
):
    file = tmp_path / "joint-statement.txt"
    file.write_bytes(joint_statement_seed)
    page = visit(PUBLISHER)
    page.goto("/statements/import/")
    page.get_by_label("Or choose a plain text file").set_input_files(file)
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ensuring Public Safety")

    text = pdf_text(take_pdf(page, tmp_path))
    assert text.count("We demand nothing less from ourselves") == 1


def test_an_editor_imports_an_outline_and_takes_the_agenda(visit, tmp_path):
    page = visit(EDITOR)
    page.goto("/roundtable/import/")
    page.get_by_label("Outline").fill(OUTLINE)
    page.get_by_label("Proposed by").select_option(label="Council of Metropolitan Police Chiefs")
    page.get_by_role("button", name="Read the outline").click()
    expect(page.get_by_role("heading", name="A Roundtable Is Proposed")).to_be_visible()

    text = pdf_text(take_pdf(page, tmp_path))
    assert [text.count(title) > 0 for title in ("Arrivals", "Notice", "Beds", "Grants")] == [
        True
    ] * 4


def test_the_original_outline_becomes_issues_by_command_and_an_agenda_in_the_browser(
    visit, portal, tmp_path, proposal_seed
):
    file = tmp_path / "proposal.txt"
    file.write_bytes(proposal_seed)
    told = portal.manage("import_agenda", str(file))
    assert told.returncode == 0, told.stderr
    address = re.search(r"http://\S+", told.stdout).group()

    page = visit(EDITOR)
    page.goto(address)
    expect(page.get_by_text("Care of unaccompanied minors").first).to_be_visible()
    text = pdf_text(take_pdf(page, tmp_path))
    assert text.count("Find Posts By Topic") == 0


def test_progress_is_shown_without_javascript(visit):
    page = visit(PUBLISHER, java_script_enabled=False)
    page.goto("/statements/")
    page.get_by_role("link", name=re.compile("Steady Ground")).first.click()
    page.get_by_role("button", name="Download PDF").first.click()
    for _ in range(60):
        if page.get_by_role("link", name="Open the PDF").is_visible():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Refresh").click()

    expect(page.get_by_role("link", name="Open the PDF")).to_be_visible()


def test_what_was_typed_stays_when_a_text_is_refused(visit):
    page = visit(PUBLISHER)
    page.goto("/statements/import/")
    page.get_by_label("Text", exact=True).fill("   \n  ")
    page.get_by_role("button", name="Read the text").click()

    expect(page.get_by_text("Paste the text or choose a file.").first).to_be_visible()
    assert page.get_by_label("Text", exact=True).input_value() == "   \n  "


def test_a_lost_session_keeps_what_was_typed(visit):
    page = visit(PUBLISHER)
    page.goto("/statements/import/")
    page.get_by_label("Text", exact=True).fill("An hour of typing.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Read the text").click()

    expect(page.get_by_role("textbox", name="Text")).to_have_value("An hour of typing.")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
