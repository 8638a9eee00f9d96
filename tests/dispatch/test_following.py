"""Two processes follow what is held, and one of them derives all of it anew meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from kakehashi.core.notices.payload import Links
from kakehashi.desk.models import Dealing
from kakehashi.dispatch import announcements, following
from kakehashi.dispatch.verifying import derive_anew
from kakehashi.exchange import hearing, judging
from kakehashi.exchange.holding import receive_package
from kakehashi.journal import queries as journals
from kakehashi.registers import actions as registers
from kakehashi.registers.models import Edition, Entry
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

APPROVED = "sending-organization.approved"


def arrive(counterpart: Counterpart, approvals: int = 1) -> None:
    """Have so many approvals arrive."""
    for _ in range(approvals):
        given, files = make.with_files(APPROVED, Links())
        counterpart.write(given, "5(1)", files=files, effective_on=date(2026, 2, 1))
    theirs = journals.journal(AGREEMENT, counterpart.author.party)
    assert theirs is not None
    receive_package(counterpart.author.package(theirs.size), now=timezone.now())


def heeded(counterpart: Counterpart, approvals: int) -> None:
    """Have so many approvals arrive and count; nothing is derived from them yet."""
    arrive(counterpart, approvals)
    judging.heed_some(AGREEMENT, hearing.Reader())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("gathers", "followed"), [(True, 2), (False, 6)])
def test_who_gathers_leaves_what_comes_meanwhile_for_the_next_time(
    monkeypatch: pytest.MonkeyPatch, *, gathers: bool, followed: int
) -> None:
    counterpart = Counterpart().meet()
    arrive(counterpart)
    follow, more = announcements.follow, iter(range(5))

    def follow_while_another_arrives(agreement: str) -> bool:
        if next(more, None) is not None:
            arrive(counterpart)
        return follow(agreement)

    monkeypatch.setattr(announcements, "follow", follow_while_another_arrives)
    assert following.catch_up(AGREEMENT, now=timezone.now(), gathers=gathers)
    assert Dealing.objects.filter(kind=APPROVED).count() == followed
    following.catch_up(AGREEMENT, now=timezone.now())
    assert Dealing.objects.filter(kind=APPROVED).count() == 6


@pytest.mark.django_db(transaction=True)
def test_an_edition_that_is_gone_is_left_and_the_one_that_serves_is_brought_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counterpart = Counterpart().meet()
    gone = Edition.objects.get(agreement=AGREEMENT)
    derive_anew(AGREEMENT)
    heeded(counterpart, 1)
    serving = registers.serving_edition(AGREEMENT)
    known = iter([gone])
    monkeypatch.setattr(registers, "serving_edition", lambda _name: next(known, serving))

    assert following.project(AGREEMENT, hearing.Reader())
    assert not Entry.objects.exists()
    assert following.project(AGREEMENT, hearing.Reader())
    assert Entry.objects.get().edition_id == serving.pk


@pytest.mark.django_db(transaction=True)
def test_who_derive_all_anew_at_once_do_so_one_after_another() -> None:
    counterpart = Counterpart().meet()
    heeded(counterpart, 3)

    def anew(_: int) -> None:
        try:
            derive_anew(AGREEMENT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(anew, range(4)))
    serving = Edition.objects.get(agreement=AGREEMENT)
    assert serving.state == Edition.State.SERVING
    assert {entry.edition_id for entry in Entry.objects.all()} == {serving.pk}
