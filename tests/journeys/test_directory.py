"""The directory in the browser: found with a slip of the pen, a roster looked at and imported."""

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

PUBLISHER = "publisher@mayors.example"
CHIEF = "chief@alderbrook.example"
ROSTER = """\
Name;State;Kind;Association;Member since
City of Larkspur Bend;OR;city;League of Mayors;2020-05-01
Larkspur Bend Constables;OR;constables;;
"""


def test_a_roster_is_looked_at_and_its_good_lines_are_imported(visit, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER)
    page = visit(PUBLISHER)
    page.goto("/members/")
    page.get_by_role("link", name="Import a roster").click()
    page.get_by_label("The roster as a CSV file").set_input_files(roster)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("Line 3, Kind")).to_be_visible()

    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("so nothing was imported").first).to_be_visible()
    page.get_by_label("Import the good lines").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("1 added, 0 changed, 0 were the same.").first).to_be_visible()

    phone = visit(CHIEF, size=PHONE)
    phone.goto("/members/")
    phone.get_by_label("Name, place or person").fill("Larkspr Bent")
    phone.get_by_role("button", name="Show", exact=True).click()
    phone.get_by_role("link", name="City of Larkspur Bend").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("City of Larkspur Bend")
    expect(phone.get_by_text("since May 1, 2020")).to_be_visible()
    assert phone.get_by_role("link", name="Edit").count() == 0


def test_the_list_is_taken_along_as_a_file(visit):
    page = visit(PUBLISHER)
    page.goto("/members/?q=Alderbrook&kind=city")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download these as CSV").click()

    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[1].partition(",")[0]) == (2, "City of Alderbrook")
