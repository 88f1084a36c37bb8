"""What is stopped and what passes: the table is the specification. All numbers are invented."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake import read_text
from portal.vocabulary import never_stored
from portal.vocabulary.never_stored import findings, passage_sha256
from roundtable.vocabulary import demo as roundtable_demo
from statements.vocabulary import demo as statements_demo

STOPPED = [
    ("A123456789", never_stored.A_NUMBER),
    ("A12345678", never_stored.A_NUMBER),
    ("a123456789 was moved", never_stored.A_NUMBER),
    ("(A123-456-789)", never_stored.A_NUMBER),
    ("A 123 456 789", never_stored.A_NUMBER),
    ("A-123-456-789", never_stored.A_NUMBER),
    ("A 123-456-789", never_stored.A_NUMBER),
    ("A12 345 678", never_stored.A_NUMBER),
    ("A#123456789", never_stored.A_NUMBER),
    ("A# 123-456-789", never_stored.A_NUMBER),
    ("A No. 12345678", never_stored.A_NUMBER),
    ("A-Number: 123456789", never_stored.A_NUMBER),
    ("File No.: A123 456 789", never_stored.A_NUMBER),
    ("A\u2011123\u2011456\u2011789", never_stored.A_NUMBER),
    ("A\u00a0123\u00a0456\u00a0789", never_stored.A_NUMBER),
    ("A123\u200b456\u200b789", never_stored.A_NUMBER),
    ("A１２３４５６７８９", never_stored.A_NUMBER),
    ("A 123\n456 789", never_stored.A_NUMBER),
    ("scan_A123456789_page1.pdf", never_stored.A_NUMBER),
    ("alien number 12345678", never_stored.A_NUMBER),
    ("Alien Registration No.: 123-456-789", never_stored.A_NUMBER),
    ("the alien registration number is 123456789", never_stored.A_NUMBER),
    ("USCIS # 012-345-678", never_stored.A_NUMBER),
    ("DOB 01/02/1990", never_stored.BIRTH_DATE),
    ("D.O.B.: 1-2-90", never_stored.BIRTH_DATE),
    ("dob: 1990-01-02", never_stored.BIRTH_DATE),
    ("Date of birth: January 2, 1990", never_stored.BIRTH_DATE),
    ("Date of birth:", never_stored.BIRTH_DATE),
    ("DATE OF BIRTH (mm/dd/yyyy): 01 02 1990", never_stored.BIRTH_DATE),
    ("born 01/02/1990 in a town", never_stored.BIRTH_DATE),
    ("born on 2 January 1990", never_stored.BIRTH_DATE),
    ("Fecha de nacimiento: 02/01/1990", never_stored.BIRTH_DATE),
    ("SSN 123-45-6789", never_stored.SOCIAL_SECURITY),
    ("123-45-6789", never_stored.SOCIAL_SECURITY),
    ("Social Security number: 123 45 6789", never_stored.SOCIAL_SECURITY),
    ("SSN: 123456789", never_stored.SOCIAL_SECURITY),
    ("FBI No. 123456AB1", never_stored.POLICE_NUMBER),
    ("FBI number: 1234567", never_stored.POLICE_NUMBER),
    ("SID: OH1234567", never_stored.POLICE_NUMBER),
    ("State identification number 12345678", never_stored.POLICE_NUMBER),
    ("FINS # 1234567890", never_stored.POLICE_NUMBER),
    ("receipt MSC2190123456", never_stored.CASE_NUMBER),
    ("Passport No. X1234567", never_stored.CASE_NUMBER),
    ("Booking number: 2024-001234", never_stored.CASE_NUMBER),
    ("Subject ID: 350123456", never_stored.CASE_NUMBER),
    ("IMMIGRATION DETAINER - NOTICE OF ACTION", never_stored.CASE_FORM),
    ("DETAINER \u2013 NOTICE OF ACTION", never_stored.CASE_FORM),
    ("Form I-200\nWARRANT FOR ARREST OF ALIEN", never_stored.CASE_FORM),
    ("DHS Form I-205 (3/17) WARRANT OF REMOVAL/DEPORTATION", never_stored.CASE_FORM),
    ("RECORD OF DEPORTABLE/INADMISSIBLE ALIEN", never_stored.CASE_FORM),
    ("PASSENGER MANIFEST", never_stored.CASE_FORM),
    ("Passenger manifest:", never_stored.CASE_FORM),
    ("Bus manifest\nName: J. D.\nSeat: 4", never_stored.CASE_FORM),
    ("Notice to Appear\nIn the matter of:\nRespondent: J. D.", never_stored.CASE_FORM),
    ("Name of subject: J. D.", never_stored.PERSON_FIELD),
    ("1. Detainee's full name: J. D.", never_stored.PERSON_FIELD),
    ("NAME OF ALIEN (Last, First):", never_stored.PERSON_FIELD),
    ("LAW ENFORCEMENT SENSITIVE", never_stored.MARKED),
    ("UNCLASSIFIED // LAW ENFORCEMENT SENSITIVE", never_stored.MARKED),
    ("(U//LES) The bus leaves at noon.", never_stored.MARKED),
    ("*** CJIS INFORMATION - DO NOT DISSEMINATE ***", never_stored.MARKED),
    ("Criminal History Record Information", never_stored.MARKED),
    ("Shelter address: 12 Main Street", never_stored.ADDRESS),
    ("Shelter addresses:\n12 Main Street", never_stored.ADDRESS),
    ("Sponsor's address: 4 Elm Ct", never_stored.ADDRESS),
    ("Shelter Harbor House: 120 North Oak Avenue", never_stored.ADDRESS),
]
PASSES = [
    "Form I-247A asks for notice 48 h ahead where possible and a hold of at most 48 h.",
    "An Immigration Detainer \u2013 Notice of Action (Form I-247A) is a request.",
    "We honor a Warrant for Arrest of Alien (I-200) only with a judge's signature.",
    "\u2022 Immigration detainer \u2013 notice of action",
    "\u2022 Warrant for Arrest of Alien (Form I-200)",
    "Form I-862, Notice to Appear, begins the case.",
    "A notice to appear is what an officer writes instead of an arrest.",
    "No passenger manifest is ever exchanged.",
    "Passenger manifests and detainer forms are never stored.",
    "A-numbers (A + 8 or 9 digits) are stopped.",
    "The A-number field stays empty.",
    "No. 24-A123",
    "No. 24-A12345678",
    "Docket 2017-A-12345678",
    "Exhibit A 12345678",
    "Appendix A 20261231",
    "Call 202-555-0143 or +1 202 555 0143.",
    "Pier A 202-555-0143",
    "Text code A123-4567-89BC",
    "a1234567890abcdef",
    "Grant 15PBJA-22-GG-00000-JAGX",
    "AA123456789012",
    "a 120 000 000 dollar program",
    "A $100,000,000 program",
    "8 CFR 236.6; 8 U.S.C. 1373; 34 U.S.C. 10152",
    "Dates of birth are never exchanged.",
    "\u2022 Date of birth: held by ICE, sent through a secure channel",
    "The mayor was born in 1962 in this city.",
    "A program born of need on January 2, 2019",
    "The Social Security Administration answers within 10 days.",
    "ZIP 44101-1234",
    "May 1-2, 2026; 12-11-2026",
    "FBI Director; FBI No. 2 official",
    "The FBI number is not part of the exchange.",
    "Sponsor: Mayor Elena Marsh",
    "Name of sponsor: Mayor Elena Marsh",
    "Witness: Priya Lindqvist, counsel",
    "Subject: Agenda of 29 March 2017",
    "Law enforcement sensitive documents are never uploaded here.",
    "\u2022 Law enforcement sensitive",
    "We do not share law enforcement sensitive data.",
    "\u2022 CJIS",
    "Local agencies follow the CJIS Security Policy.",
    "No shelter addresses are stored.",
    "Shelter: 120 beds staffed, 96 occupied",
    "Shelters opened on 4 streets in March.",
    "City Hall, 120 North Oak Avenue, Alderbrook",
    "Passport formats differ by country.",
    "Booking takes 30 minutes.",
    "notice received 2026-11-21 08:30, headcount 48, children 12",
]


@pytest.mark.parametrize(("text", "reason"), STOPPED)
def test_what_identifies_a_person_is_found(text, reason):
    assert {finding.reason for finding in findings(text)} == {reason}


@pytest.mark.parametrize("text", PASSES)
def test_policy_and_ordinary_numbers_pass(text):
    assert findings(text) == []


@pytest.mark.parametrize("module", [statements_demo, roundtable_demo])
def test_the_sample_texts_pass(module):
    texts = [value for value in vars(module).values() if isinstance(value, str)]

    assert [finding for text in texts for finding in findings(text)] == []


def test_the_samples_of_the_readers_pass():
    folder = Path(__file__).resolve().parents[2] / "statements/intake/samples"
    texts = [path.read_text() for path in sorted(folder.rglob("*.txt"))]

    assert [finding for text in texts for finding in findings(text)] == []


def test_the_original_statement_passes(joint_statement_seed):
    assert findings(read_text(joint_statement_seed)) == []


def test_the_original_proposal_passes(proposal_seed):
    assert findings(read_text(proposal_seed)) == []


def test_a_finding_says_where():
    found = findings("First line.\r\nSecond: A123456789.\n\nDOB 01/02/1990")

    assert [(f.line, f.passage, f.reason) for f in found] == [
        (2, "A123456789", never_stored.A_NUMBER),
        (4, "DOB 01/02/1990", never_stored.BIRTH_DATE),
    ]


def test_a_passage_keeps_its_name_however_it_is_broken():
    first, second = findings("A 123 456 789")[0], findings("x A 123\n456 789 y")[0]

    assert first.sha256 == second.sha256 == passage_sha256("A  123 456 789")


def test_a_finding_does_not_show_the_passage_when_it_is_printed():
    assert "123456789" not in repr(findings("A123456789"))


@given(st.text(alphabet="A# -.\n0123456789:aDOBnumer/", max_size=200))
def test_any_text_is_read_and_lines_are_real(text):
    lines = text.count("\n") + 1

    assert all(1 <= finding.line <= lines for finding in findings(text))


def test_a_long_text_is_read_quickly():
    findings("A 12 " * 40_000 + "\n" + "shelter " * 20_000 + "\n" + "1" * 100_000)
