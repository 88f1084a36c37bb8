"""Everybody of the demo gets in; a code by mail works; an invitation ends in a seat."""

import re

import pytest
from playwright.sync_api import expect

from portal.vocabulary.demo import PEOPLE


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.email)
def test_each_demo_sign_in_reaches_its_home(visit, person):
    page = visit(person.email)
    answer = page.goto("/")

    assert answer.status == 200
    page.get_by_text(person.name, exact=True).first.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_mailed_code_signs_in(visit, eventually):
    page = visit()
    page.goto("/accounts/login/code/")
    page.get_by_label("Email").fill("mayor@fairmont.example")
    page.get_by_role("button", name=re.compile("code")).first.click()
    page.wait_for_url("**/accounts/login/code/confirm/")
    mailbox = visit()
    coded = mailbox.locator("main").get_by_role("link", name=re.compile("code", re.IGNORECASE))

    def arrived() -> bool:
        mailbox.goto("/sample-mail/")
        return coded.count() > 0

    eventually(arrived)
    coded.first.click()
    mailbox.wait_for_url("**/sample-mail/*/")
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", mailbox.locator("main").inner_text())
    page.get_by_label("Code").fill(code.group())
    page.locator("main").get_by_role("button").first.click()

    page.wait_for_url(lambda url: url.endswith("/"))
    expect(page.get_by_text("Keoni Baptiste").first).to_be_visible()


def test_an_invitation_gives_a_seat_once(visit, portal):
    told = portal.manage(
        "invite", "new@alderbrook.example", "--organization", "City of Alderbrook",
        "--capacity", "staff", "--title", "Press officer",
    )  # fmt: skip
    link = re.search(r"http://\S+", told.stdout).group()
    page = visit()
    page.goto(link)
    page.get_by_label("Your name").fill("Noor Example")
    page.get_by_label("Password").fill("a long enough phrase")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(lambda url: url.endswith("/"))

    again = visit()
    answer = again.goto(link)
    assert answer.status == 404
    expect(again.get_by_text("used").first).to_be_visible()
