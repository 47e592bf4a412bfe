"""The navigation shows each person their work, and nothing they may not open."""

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.roles import PERMISSIONS, Role
from promo_planner.navigation import GROUPS, shown_groups

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_exactly_the_links_it_may_follow(person, role):
    shown = {link.href for group in shown_groups(person(role), "/") for link in group.links}
    for group in GROUPS:
        for link in group.links:
            try:
                address = reverse(link.url_name)
            except NoReverseMatch:
                continue
            assert (address in shown) == (link.permission in PERMISSIONS[role]), link.url_name


def test_the_page_in_hand_is_marked_once_also_below_a_link(person):
    groups = shown_groups(person(Role.ADMIN), "/staff/7/")
    marked = [link.href for group in groups for link in group.links if link.is_current]
    assert marked == [reverse("accounts:staff")]
    assert [group.chinese for group in groups if group.is_current] == ["人员"]


def test_nothing_is_marked_outside_of_all_links(person):
    assert not any(group.is_current for group in shown_groups(person(Role.ADMIN), "/me/"))


def test_a_page_marks_its_link_and_says_the_chinese_word_beside(client_as):
    page = " ".join(client_as(Role.ADMIN).get("/staff/").text.split())
    assert f'href="{reverse("accounts:staff")}" aria-current="page">' in page
    assert '<span class="zh" lang="zh-Hans">人员</span>' in page


def test_a_chinese_page_needs_no_word_beside(client_as):
    client = client_as(Role.ADMIN)
    client.cookies["django_language"] = "zh-hans"
    assert 'class="zh"' not in client.get("/staff/").text


def test_what_was_drawn_for_one_is_shown_to_nobody_who_may_see_less_or_another_page(client_as):
    def links(role: Role, path: str) -> str:
        return client_as(role).get(path).text.partition('<nav class="nav"')[2].partition("</nav>")[0]

    admin = links(Role.ADMIN, "/board/alerts/")
    assert reverse("accounts:staff") in admin
    assert reverse("accounts:staff") not in links(Role.SERVICE, "/board/alerts/")
    assert f'href="{reverse("live:alerts")}" aria-current="page"' in " ".join(admin.split())
    assert f'href="{reverse("live:alerts")}" aria-current="page"' not in " ".join(links(Role.ADMIN, "/board/today/").split())
