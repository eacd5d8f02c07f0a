"""What the pages' own script adds, and that the same can be done without it."""

from __future__ import annotations

import httpx
import pytest
from tests.browser.conftest import DESK, PLAIN


def test_keys_settle_questions_and_take_back(own_site, open_page):
    page = open_page(own_site, "/review?by=Ana", DESK)
    first = page.locator(".question h2").first.get_attribute("id")
    page.keyboard.press("s")
    page.get_by_role("heading", name="Last decisions").wait_for()
    assert page.locator(".question h2").first.get_attribute("id") != first
    page.keyboard.press("u")
    page.locator(f"#{first}").wait_for()
    assert page.locator(".question h2").first.get_attribute("id") == first


def test_a_key_is_a_letter_where_somebody_writes(own_site, open_page):
    page = open_page(own_site, "/review?by=Ana", DESK)
    field = page.locator(".question [name=reason]").first
    field.focus()
    page.keyboard.type("safe")
    assert field.input_value() == "safe"
    assert page.get_by_role("heading", name="Last decisions").count() == 0


def test_selected_words_go_into_the_question_s_field(own_site, open_page):
    page = open_page(own_site, "/review?by=Ana", DESK)
    question = page.locator(".question:has(input[name=fix])").first
    if question.locator("details summary").count():
        question.locator("summary").click()
    passage = question.locator(".passage.pick mark .words")
    passage.evaluate("n => getSelection().selectAllChildren(n)")
    passage.dispatch_event("mouseup", {"bubbles": True})
    assert question.locator("[name=fix]").input_value() == " ".join(passage.inner_text().split())


def test_weeks_slide_and_without_script_are_chosen(site, open_page):
    page = open_page(site, "/map", DESK)
    slider = page.get_by_role("slider", name="Week")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_url("**week=20**")
    plain = open_page(site, "/map", PLAIN)
    assert plain.get_by_role("slider").count() == 0
    plain.locator("select[name=week]").select_option(index=1)
    plain.get_by_role("button", name="Show").click()
    plain.wait_for_url("**week=20**")
    assert plain.locator("[rel=prev]").count() == 1


def test_a_filter_keeps_the_focus_when_the_list_is_made_anew(site, open_page):
    page = open_page(site, "/next", DESK)
    page.get_by_label("Book").focus()
    page.keyboard.type("w")
    page.wait_for_url("**book=wanted**")
    page.wait_for_function("document.activeElement.id === 'f-book'")
    page.keyboard.type("e")
    page.wait_for_url("**book=expected**")


def test_the_slider_begins_with_all_weeks(site, open_page):
    page = open_page(site, "/map", DESK)
    slider = page.get_by_role("slider", name="Week")
    assert slider.get_attribute("aria-valuetext") == "all weeks"
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**week=20**")
    oldest = page.locator("select[name=week] option").last.get_attribute("value")
    assert page.locator("select[name=week]").input_value() == oldest


def test_without_script_every_list_is_found_and_turned(site, open_page):
    page = open_page(site, "/speakers", PLAIN)
    page.get_by_label("Part of the name").fill("marsh")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Helena Marsh").click()
    assert page.locator("h1").inner_text() == "Helena Marsh"
    page = open_page(site, "/entries", PLAIN)
    page.get_by_role("link", name="next →").click()
    page.wait_for_url("**from=50**")
    assert page.get_by_role("link", name="← previous").count() == 1
    page = open_page(site, "/next?as_of=2017-07-20", PLAIN)
    before = page.locator("#changed li").count()
    page.locator("#changed").get_by_role("link", name="more", exact=False).last.click()
    assert page.locator("#changed li").count() > before


@pytest.mark.parametrize("mode", [DESK, PLAIN], ids=lambda m: m.name)
def test_a_mark_in_a_document_opens_its_record(site, open_page, mode):
    source = httpx.get(f"{site.url}/sources.json").json()["sources"][0]["id"]
    page = open_page(site, f"/document/{source}", mode)
    mark = page.locator(".text a.badge").nth(5)
    record = page.locator(mark.get_attribute("href"))
    assert not record.is_visible()
    mark.click()
    record.wait_for()
    assert "speaker" in record.inner_text()
