"""What the pages' own script adds, and that the same can be done without it."""

from __future__ import annotations

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
