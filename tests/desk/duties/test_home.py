"""What our acts at home make due, and what the notices that quote them provide."""

from datetime import date

import pytest
from django.utils import timezone

from kakehashi.core.agreement import Act
from kakehashi.core.life import live
from kakehashi.desk import derived
from kakehashi.desk.duties import derive, home
from kakehashi.desk.models import DeskEdition, DutyLine, HomeAct, OwnDuty
from tests.core.hearing import Journals, profile

pytestmark = pytest.mark.django_db
KH = profile("jp-kh-2019")
ON = date(2026, 3, 2)


def recorded(act: Act = Act.INFORMATION_GAINED, **more: str) -> HomeAct:
    lives = {KH.name: live(KH, ())}
    return home.record_act(home.New(act, ON, **more), lives=lives, by=1, now=timezone.now())


def take(journals: Journals, edition: DeskEdition | None = None) -> None:
    derive.take(edition or derived.serving_edition(KH.name), journals.heard)
    journals.heard.clear()


def provided() -> list[str]:
    return [due.ended_by for due in OwnDuty.objects.all()]


def test_the_first_notice_that_quotes_the_act_provides_it() -> None:
    act = recorded()
    journals = Journals(KH.name)
    first = journals.issue("JP", "information.shared", date(2026, 3, 4), act=act.leaf)
    journals.issue("JP", "information.shared", date(2026, 3, 5), act=act.leaf)
    take(journals)
    assert provided() == [first]
    assert OwnDuty.objects.get().ended_on == date(2026, 3, 4)


def test_a_withdrawn_notice_leaves_it_due_again() -> None:
    act = recorded()
    journals = Journals(KH.name)
    told = journals.issue("JP", "information.shared", date(2026, 3, 4), act=act.leaf)
    take(journals)
    journals.issue("JP", "notice.withdrawn", date(2026, 3, 5), corrects=told)
    take(journals)
    assert provided() == [""]


def test_another_kind_that_quotes_it_provides_nothing() -> None:
    act = recorded()
    journals = Journals(KH.name)
    journals.issue("JP", "inquiry.asked", date(2026, 3, 4), act=act.leaf)
    take(journals)
    assert provided() == [""]


def test_the_other_side_cannot_provide_what_we_owe() -> None:
    act = recorded()
    journals = Journals(KH.name)
    journals.issue("KH", "information.shared", date(2026, 3, 4), act=act.leaf)
    take(journals)
    assert provided() == [""]


def test_deriving_anew_notes_the_same_quotes_and_moves_nothing_that_serves() -> None:
    act = recorded()
    journals = Journals(KH.name)
    told = journals.issue("JP", "information.shared", date(2026, 3, 4), act=act.leaf)
    again = list(journals.heard)
    take(journals)
    filling = DeskEdition.objects.create(agreement=KH.name, number=7, version=1)
    derive.take(filling, again)
    quoted = DutyLine.objects.filter(what=home.QUOTED).values_list("about", "by")
    assert list(quoted) == [(act.leaf, told)] * 2
    assert provided() == [told]


def test_a_sign_off_that_is_quoted_is_no_act_at_home() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "information.shared", date(2026, 3, 4), act="A" * 43)
    take(journals)
    assert not DutyLine.objects.filter(what=home.QUOTED).exists()


def test_nothing_is_recorded_where_nothing_is_due() -> None:
    with pytest.raises(home.NothingDue):
        recorded(Act.APPROVAL_DECIDED)  # the other side's to decide
    assert not HomeAct.objects.exists()


def test_what_is_provided_cannot_be_struck() -> None:
    act = recorded(Act.MEASURE_DECIDED, organization="accepting-organization", measure="warning")
    journals = Journals(KH.name)
    kind = "accepting-organization.measure-ordered"
    journals.issue("JP", kind, date(2026, 3, 4), act=act.leaf)
    take(journals)
    with pytest.raises(home.AlreadyProvided):
        home.strike_act(act, by=1, now=timezone.now())
