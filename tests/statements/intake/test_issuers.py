"""Whom a text's About paragraphs name."""

import pytest

from statements.intake import named_issuers, read_statement

TEXT = """\
A Headline of Some Kind

The two bodies met on Monday.

About the League of Harbor Mayors – The League speaks for mayors.

About the Council of Chiefs
The Council brings together chiefs.
"""


def test_each_about_paragraph_names_its_issuer():
    read = read_statement(TEXT)

    assert named_issuers(read.blocks) == ("League of Harbor Mayors", "Council of Chiefs")


@pytest.mark.parametrize("text", ["A Headline\n\nWe met on Monday.\n"])
def test_a_text_without_about_paragraphs_names_nobody(text):
    assert named_issuers(read_statement(text).blocks) == ()


def test_the_original_names_both_associations(joint_statement_seed):
    read = read_statement(joint_statement_seed.decode())

    assert named_issuers(read.blocks) == (
        "United States Conference of Mayors",
        "Major Cities Chiefs Association",
    )
