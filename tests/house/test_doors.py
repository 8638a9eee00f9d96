"""Every address says who may pass, and every setting is explained."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from kakehashi import node, urls
from kakehashi.web.parts.doors import EXCHANGE, Door, is_declared
from tests.house.tree import ROOT

# What everybody may open, by the room of the view; everything else takes a sign-in or a signature.
PUBLIC_ROOMS = (
    "kakehashi.web.applicant.start",
    "kakehashi.web.portal",
    "kakehashi.web.verify",
    "kakehashi.web.holder",
    "kakehashi.web.parts",
    "kakehashi.api",
)


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route, pattern


EVERY = list(addresses(urls.urlpatterns))


@pytest.mark.parametrize(("route", "pattern"), EVERY, ids=[route for route, _ in EVERY])
def test_every_address_says_who_may_pass(route: str, pattern: URLPattern) -> None:
    assert is_declared(pattern.callback), route


def test_only_public_rooms_have_public_addresses() -> None:
    found = [
        route
        for route, pattern in EVERY
        if getattr(pattern.callback, "door", None) is Door.PUBLIC
        and not pattern.callback.__module__.startswith(PUBLIC_ROOMS)
    ]
    assert found == []


def test_every_page_of_the_portal_is_public_by_declaration() -> None:
    found = [
        route
        for route, pattern in EVERY
        if pattern.callback.__module__.startswith("kakehashi.web.portal")
        and getattr(pattern.callback, "door", None) is not Door.PUBLIC
    ]
    assert found == []


def test_every_page_of_the_report_site_notes_nothing_of_who_comes() -> None:
    found = [
        route
        for route, pattern in EVERY
        if pattern.callback.__module__.startswith("kakehashi.web.report")
        != (getattr(pattern.callback, "door", None) is Door.REPORTER)
    ]
    assert found == []


def test_the_exchange_and_nothing_else_stands_where_counterparts_knock() -> None:
    for route, pattern in EVERY:
        is_theirs = getattr(pattern.callback, "door", None) is Door.COUNTERPART
        assert route.startswith(EXCHANGE) == is_theirs, route


def test_a_counterpart_is_answered_without_what_pages_need() -> None:
    answered = Client().post(f"{EXCHANGE}none/package", b"sealed to nobody", content_type="x/y")
    elsewhere = Client().get(f"{EXCHANGE}none/nothing")

    assert (answered.status_code, elsewhere.status_code) == (400, 404)
    assert "Content-Security-Policy" not in answered.headers
    assert "Content-Security-Policy" in elsewhere.headers
    assert answered.headers["X-Content-Type-Options"] == "nosniff"


def test_every_page_of_the_desk_takes_an_officer() -> None:
    found = [
        route
        for route, pattern in EVERY
        if pattern.callback.__module__.startswith("kakehashi.web.desk")
        and getattr(pattern.callback, "door", None) is not Door.OFFICERS
    ]
    assert found == []


def test_every_address_has_a_name() -> None:
    assert [route for route, pattern in EVERY if not pattern.name] == []


def test_no_two_addresses_have_one_name() -> None:
    names = [pattern.name for _, pattern in EVERY]
    assert sorted({name for name in names if names.count(name) > 1 and name}) == []


def test_every_setting_of_a_node_is_explained() -> None:
    explained = (ROOT / "docs" / "operate.md").read_text()
    missing = [key for key in node.SETTINGS if f"`{key}`" not in explained]
    assert missing == []
